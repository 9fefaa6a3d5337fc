//! Whether an uploaded file is what its name promises, by its first bytes and its header.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::job::Limits;
use crate::render;
use crate::serve::files::facts::Facts;
use crate::serve::files::formats::Format;
use crate::serve::studio::Failure;

/// Looks on a thread that may wait, and that may come to grief.
pub(crate) async fn look(file: PathBuf, limits: Limits) -> Result<Facts, Failure> {
    let looked = tokio::task::spawn_blocking(move || at(&file, limits)).await;
    let looked = looked.unwrap_or_else(|_| Err("it is damaged".to_owned()));
    looked.map_err(|why| Failure::new("4001", why))
}

fn at(file: &Path, limits: Limits) -> Result<Facts, String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match Format::of(&name).map(|format| format.kind) {
        Some("image") => picture(file, limits),
        Some("audio") => sound(file),
        _ => video(file),
    }
}

fn picture(file: &Path, limits: Limits) -> Result<Facts, String> {
    let settings = render::Settings {
        max_megapixels: limits.max_megapixels,
        max_file_mb: limits.max_file_mb,
        ..render::Settings::default()
    };
    let facts = render::probe(file, &settings).map_err(|error| cause(&error))?;
    Ok(Facts { width: Some(facts.width), height: Some(facts.height), ..Facts::default() })
}

fn sound(file: &Path) -> Result<Facts, String> {
    let seconds = render::sound::probe(file).map_err(|error| cause(&error))?;
    Ok(Facts { duration: Some(seconds), ..Facts::default() })
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

/// The innermost reason, which speaks of the content and not of where we keep it.
fn cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.last().map_or_else(|| "it cannot be read as what its name promises".to_owned(), ToString::to_string)
}
