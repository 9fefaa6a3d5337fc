//! Whether an uploaded file is what its name promises, by its first bytes and its header.

use std::io::Read;
use std::path::Path;

use crate::backend::{Question, Seen, Survey};
use crate::disk;
use crate::job::Limits;
use crate::serve::files::facts::Facts;
use crate::serve::files::formats::Format;
use crate::serve::studio::{BAD_FILE, Failure};
use crate::serve::workshop::observer::Observer;

/// Pictures and sounds are looked at by a process of its own; of a video, twelve bytes are read.
pub(crate) async fn look(file: &Path, limits: Limits, observer: &Observer) -> Result<Facts, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is = |kind: &str| Format::of(&name).is_some_and(|format| format.kind == kind);
    let mine = |kind: &str| if is(kind) { vec![name.clone()] } else { Vec::new() };
    let question = Question {
        source: disk::parent(file).to_owned(),
        pictures: mine("image"),
        sounds: mine("audio"),
        faces: false,
        proofs: false,
        beats: false,
        limits,
    };
    if question.is_answered() {
        return video(file).map_err(refused);
    }
    let mut survey = Survey::default();
    let looked = observer.look(&question, &mut survey).await;
    looked.map_err(|failure| Failure::new("INTERNAL", failure.message))?;
    facts(survey.of(&name)).map_err(refused)
}

fn refused(why: String) -> Failure {
    Failure::new(BAD_FILE, why)
}

fn facts(seen: Option<&Seen>) -> Result<Facts, String> {
    match seen {
        Some(Seen::Picture { width, height, .. }) => {
            Ok(Facts { width: Some(*width), height: Some(*height), ..Facts::default() })
        }
        Some(Seen::Sound { seconds, .. }) => Ok(Facts { duration: Some(*seconds), ..Facts::default() }),
        Some(Seen::Bad { reason, .. }) => Err(reason.clone()),
        None => Err("it cannot be read as what its name promises".to_owned()),
    }
}

/// Videos are not shown, only kept; that they are videos is seen by their first bytes: ISO/IEC 14496-12 `ftyp` (and the
/// older `QuickTime` boxes), RIFF `AVI `, and EBML (RFC 8794).
fn video(file: &Path) -> Result<Facts, String> {
    let mut head = Vec::new();
    let opened = disk::open_file(file).map_err(|error| error.to_string())?;
    opened.take(12).read_to_end(&mut head).map_err(|error| error.to_string())?;
    let box_name = head.get(4..8).unwrap_or_default();
    let is_film = [&b"ftyp"[..], b"moov", b"mdat", b"wide", b"free", b"skip"].contains(&box_name);
    let is_avi = head.starts_with(b"RIFF") && head.get(8..) == Some(b"AVI ");
    let is_matroska = head.starts_with(b"\x1a\x45\xdf\xa3");
    if is_film || is_avi || is_matroska { Ok(Facts::default()) } else { Err("it is no video".to_owned()) }
}
