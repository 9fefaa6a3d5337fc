//! `reeldrop plan`: what was understood and what would be made, without making it.

use std::path::PathBuf;

use serde::Serialize;

use crate::backend;
use crate::brief::Brief;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{order, print, settings};
use crate::director::{self, Reading, Understood};
use crate::legible;
use crate::timeline::Timeline;

/// Say what was understood and what would be made, without making it
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder with pictures; without one only the words are read
    #[arg(required_unless_present = "prompt")]
    folder: Option<PathBuf>,
    /// What the film should be like, in plain words; wins over the folder's prompt.txt
    #[arg(short, long, allow_hyphen_values = true)]
    prompt: Option<String>,
}

/// What `plan --json` shows.
#[derive(Debug, Serialize)]
struct Planned {
    /// Only what the words asked for, before any default.
    brief: Brief,
    understood: Vec<Understood>,
    not_understood: Vec<String>,
    timeline: Option<Timeline>,
    summary: String,
    skipped: Vec<String>,
    notes: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let planned = match &arguments.folder {
        None => words(arguments.prompt.as_deref().unwrap_or_default()),
        Some(folder) => {
            let spec = order::of(folder, arguments.prompt.clone(), None, &settings::load(options)?)?;
            let plan = backend::plan(&spec)?;
            Planned {
                summary: plan.timeline.to_string(),
                timeline: Some(plan.timeline),
                skipped: plan.skipped,
                notes: plan.notes,
                understood: spec.understood.clone(),
                not_understood: spec.not_understood.clone(),
                ..words(&spec.prompt)
            }
        }
    };
    if options.json {
        print::json(&planned)?;
    } else {
        show(&planned)?;
    }
    Ok(Exit::Done)
}

fn words(prompt: &str) -> Planned {
    let Reading { brief, understood, not_understood, untitled, .. } = director::read(prompt);
    let missing = "a title was asked for, but not what it should say: write title \"…\", or the folder's name is taken";
    Planned {
        brief,
        understood,
        not_understood,
        timeline: None,
        summary: String::new(),
        skipped: Vec::new(),
        notes: untitled.map(|_| missing.to_owned()).into_iter().collect(),
    }
}

fn show(planned: &Planned) -> std::io::Result<()> {
    for understood in &planned.understood {
        print::line(&legible::line(&format!(
            "understood: {} -> {} {}",
            understood.text, understood.field, understood.value
        )))?;
    }
    let rest = [("not understood", &planned.not_understood), ("left out", &planned.skipped), ("note", &planned.notes)];
    for (what, lines) in rest {
        lines.iter().try_for_each(|text| print::line(&format!("{what}: {}", legible::line(text))))?;
    }
    match &planned.timeline {
        Some(timeline) => print::line(&format!(
            "{}\n{}x{}, {} frames at {} a second",
            planned.summary, timeline.canvas.width, timeline.canvas.height, timeline.frames, timeline.fps
        )),
        None if planned.understood.is_empty() && planned.not_understood.is_empty() => {
            print::line("nothing special was asked for")
        }
        None => Ok(()),
    }
}
