//! Looking itself: headers, dates and faces of pictures, lengths and beats of sounds, on all cores.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde::{Deserialize, Serialize};

use crate::backend::local::question::Question;
use crate::backend::seen::Seen;
use crate::job::{Failure, Kind};
use crate::render::{self, Detector, Press};

/// What whoever looks says: what it begins with, so that it is known what brought it down, and what it saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    Begun(String),
    Seen(String, Seen),
}

/// Looks at everything that is asked for, each core at a file of its own; the words end when all is seen.
pub(crate) fn look(question: Question) -> Receiver<Word> {
    let (say, words) = mpsc::channel();
    let count = question.pictures.len() + question.sounds.len();
    let cores = thread::available_parallelism().map_or(1, usize::from).min(count);
    let shared = Arc::new((question, Detector::default(), Press::default(), AtomicUsize::new(0)));
    for _ in 0..cores {
        let (shared, say) = (Arc::clone(&shared), say.clone());
        thread::spawn(move || {
            let (question, detector, press, next) = &*shared;
            let mut files = std::iter::from_fn(|| nth(question, next.fetch_add(1, Ordering::Relaxed)));
            files.try_for_each(|(file, is_picture)| {
                say.send(Word::Begun(file.clone()))?;
                let path = question.source.join(&file);
                let seen =
                    if is_picture { picture(&path, question, (detector, press)) } else { sound(&path, question.beats) };
                say.send(Word::Seen(file, seen))
            })
        });
    }
    words
}

/// The pictures first; whether it is one.
fn nth(question: &Question, number: usize) -> Option<(String, bool)> {
    let Question { pictures, sounds, .. } = question;
    let sound = || sounds.get(number - pictures.len()).map(|file| (file.clone(), false));
    pictures.get(number).map(|file| (file.clone(), true)).or_else(sound)
}

fn picture(path: &Path, question: &Question, (detector, press): (&Detector, &Press)) -> Seen {
    let settings = question.settings();
    let faces = || question.faces.then(|| detector.faces(path, &settings)).transpose();
    let proof = || question.proofs.then(|| press.proof(path, &settings)).transpose();
    let seen = render::probe_dated(path, &settings).and_then(|dated| Ok((dated, faces()?, proof()?)));
    match seen {
        Ok(((render::Facts { width, height }, taken), faces, proof)) => {
            Seen::Picture { width, height, taken, faces, proof }
        }
        Err(error) => bad(&error),
    }
}

fn sound(path: &Path, with_beats: bool) -> Seen {
    let heard = || with_beats.then(|| render::sound::beats(path).ok().flatten()).flatten();
    match render::sound::probe(path).map(|seconds| (seconds, heard())) {
        Ok((seconds, Some(heard))) => {
            Seen::Sound { seconds: heard.seconds.unwrap_or(seconds), beats: Some(heard.beats) }
        }
        Ok((seconds, None)) => Seen::Sound { seconds, beats: with_beats.then(Vec::new) },
        Err(error) => bad(&error),
    }
}

fn bad(error: &dyn std::error::Error) -> Seen {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let reason =
        causes.last().map_or_else(|| "it cannot be read as what its name promises".into(), ToString::to_string);
    Seen::Bad { sentence: sentence(error), reason }
}

/// An error with its causes.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    Failure::of(Kind::Input, error, None).message
}
