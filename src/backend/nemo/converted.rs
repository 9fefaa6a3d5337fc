//! A file as it goes up: itself, or a copy in the work folder where the service would not take it as it is.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::backend::errand::Errand;
use crate::backend::nemo::cargo::{is_bmp, too_large};
use crate::backend::nemo::settings::Settings;
use crate::backend::way::Fault;
use crate::disk;
use crate::job::{Failure, Kind};
use crate::media::{self, Format};
use crate::render::{self, Print};

/// An open file, and what it is.
#[derive(Debug)]
pub(crate) struct Freight {
    pub file: File,
    pub mime: &'static str,
}

/// Longer sides than this of a picture too large to go up are scaled down to it: all that a 4k film can show.
const LONGEST: u32 = 3840;
/// No BMP is scaled down.
const ANY: u32 = u32::MAX;

/// Opens the file; converts it first if it must be. Blocking.
pub(crate) fn freight(
    errand: &Errand<'_>,
    path: &str,
    format: &'static Format,
    settings: &Settings,
) -> Result<Freight, Fault> {
    let source = errand.spec.source.join(path);
    let copies = errand.work.dir().join("copies");
    let mut freight = if is_bmp(format) {
        let copy = printed(errand, &source, &copies, Print::Png, ANY)?;
        Freight { file: open(&copy)?, mime: "image/png" }
    } else {
        Freight { file: open(&source)?, mime: format.mime }
    };
    if bytes(&freight.file) > settings.max_upload_bytes && settings.shrink && format.kind == media::Kind::Picture {
        let copy = printed(errand, &source, &copies, Print::Jpeg, LONGEST)?;
        freight = Freight { file: open(&copy)?, mime: "image/jpeg" };
    }
    match bytes(&freight.file) {
        bytes if bytes > settings.max_upload_bytes => {
            Err(Fault::Lasting(too_large(path, bytes, settings.max_upload_bytes)))
        }
        _ => Ok(freight),
    }
}

fn bytes(file: &File) -> u64 {
    file.metadata().map_or(0, |about| about.len())
}

fn open(path: &Path) -> Result<File, Fault> {
    let hint = "check that it is an ordinary file that reeldrop may read";
    disk::open_file(path).map_err(|error| Fault::Lasting(Failure::of(Kind::Input, &error, Some(hint.to_owned()))))
}

fn printed(errand: &Errand<'_>, source: &Path, copies: &Path, print: Print, longest: u32) -> Result<PathBuf, Fault> {
    let machine = |error: disk::Error| {
        let failure = Failure::of(Kind::Machine, &error, None);
        if error.is_full() { Fault::Held(failure, None) } else { Fault::Passing(failure) }
    };
    let limits = errand.spec.limits;
    let settings = render::Settings {
        max_megapixels: limits.max_megapixels,
        max_file_mb: limits.max_file_mb,
        ..render::Settings::default()
    };
    let bytes = render::reprint(source, &settings, print, longest).map_err(|error| {
        let hint =
            error.hint().or_else(|| Some("take the file out and move the folder back into the inbox".to_owned()));
        Fault::Lasting(Failure::of(Kind::Input, &error, hint))
    })?;
    disk::make_dir(copies).map_err(machine)?;
    // One copy at a time: the next file's takes its place.
    let copy = copies.join("picture");
    disk::write_whole(&copy, &bytes).map_err(machine)?;
    Ok(copy)
}
