//! A file as it goes up: itself, or a copy in the work folder where the service would not take it as it is.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::backend::errand::Errand;
use crate::backend::message::of_disk;
use crate::backend::nemo::cargo::{is_bmp, too_large};
use crate::backend::nemo::settings::Settings;
use crate::backend::printing::{self, Order};
use crate::backend::way::Fault;
use crate::disk;
use crate::job::{Failure, Kind};
use crate::media::{self, Format};
use crate::render::Print;

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

/// Opens the file; has it converted first if it must be. `Err` inside: the picture cannot be, and a sentence says why.
pub(crate) async fn freight(
    errand: &Errand<'_>,
    path: &str,
    format: &'static Format,
    settings: &Settings,
) -> Result<Result<Freight, String>, Fault> {
    let source = errand.spec.source.join(path);
    let mut freight = Freight { file: open(&source)?, mime: format.mime };
    if is_bmp(format) {
        match printed(errand, &source, settings, (Print::Png, ANY)).await? {
            Ok(copy) => freight = Freight { file: open(&copy)?, mime: "image/png" },
            Err(why) => return Ok(Err(why)),
        }
    }
    if bytes(&freight.file) > settings.max_upload_bytes && settings.shrink && format.kind == media::Kind::Picture {
        match printed(errand, &source, settings, (Print::Jpeg, LONGEST)).await? {
            Ok(copy) => freight = Freight { file: open(&copy)?, mime: "image/jpeg" },
            Err(why) => return Ok(Err(why)),
        }
    }
    match bytes(&freight.file) {
        bytes if bytes > settings.max_upload_bytes => {
            Err(Fault::Lasting(too_large(path, bytes, settings.max_upload_bytes)))
        }
        _ => Ok(Ok(freight)),
    }
}

fn bytes(file: &File) -> u64 {
    file.metadata().map_or(0, |about| about.len())
}

fn open(path: &Path) -> Result<File, Fault> {
    let hint = "check that it is an ordinary file that reeldrop may read";
    disk::open_file(path).map_err(|error| Fault::Lasting(Failure::of(Kind::Input, &error, Some(hint.to_owned()))))
}

async fn printed(
    errand: &Errand<'_>,
    source: &Path,
    settings: &Settings,
    (print, longest): (Print, u32),
) -> Result<Result<PathBuf, String>, Fault> {
    let copies = errand.work.dir().join("copies");
    disk::make_dir(&copies).map_err(|error| of_disk(&error))?;
    // One copy at a time: the next file's takes its place.
    let to = copies.join("picture");
    let order = Order { picture: source.to_owned(), to: to.clone(), print, longest, limits: errand.spec.limits };
    match printing::print(settings.program.clone(), &order).await {
        Ok(()) => Ok(Ok(to)),
        Err(Fault::Lasting(failure)) => Ok(Err(failure.message)),
        Err(fault) => Err(fault),
    }
}
