//! Whether the encoder is the fast one, and whether the one of FFmpeg's that was asked for does its work.

use crate::checkup::finding::Finding;
use crate::render::{self, Encoder, Name, Trial, trial};

const SUBJECT: &str = "encoder";

pub(crate) fn check(encoder: &Encoder) -> Vec<Finding> {
    let foreign = match encoder {
        Encoder::BuiltIn => None,
        Encoder::Ffmpeg(name) => Some(ffmpeg(name, trial(name))),
    };
    foreign.into_iter().chain([built_in()]).collect()
}

fn built_in() -> Finding {
    if render::encoder_is_fast() {
        Finding::ok(SUBJECT, "OpenH264 with assembly")
    } else {
        Finding::warning(SUBJECT, "OpenH264 without assembly: films take about twice as long")
            .hint("install nasm and build reeldrop again")
    }
}

fn ffmpeg(name: &Name, trial: Trial) -> Finding {
    let name = name.as_str();
    match trial {
        Trial::Works(path) => Finding::ok(SUBJECT, format!("`{}` encodes with `{name}`", path.display())),
        Trial::Absent => Finding::warning(
            SUBJECT,
            format!("no `ffmpeg` in `PATH`: films are not made with `{name}` but as without it"),
        )
        .hint("install FFmpeg, or write `encoder = \"builtin\"` under `[local]` in the config"),
        Trial::Fails(path, said) => {
            let what =
                format!("`{}` does not encode with `{name}` ({said}): films are made without it", path.display());
            Finding::warning(SUBJECT, what).hint(
                "`ffmpeg -encoders` lists what it has; the encoders of a graphics card need its driver, and access to it",
            )
        }
    }
}
