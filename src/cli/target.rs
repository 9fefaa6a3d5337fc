//! Where a film goes that somebody asked for by name, and the private places beside it on the way there.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::print;
use crate::disk;
use crate::outbox::{self, film_name, free_name};

/// One place for the films of one job.
pub(crate) struct Target {
    folder: PathBuf,
    /// The name without its ending, and the ending.
    name: (String, String),
    /// Whether another name may be taken if this one is not free.
    may_number: bool,
    hidden: PathBuf,
    pub work: Scratch,
}

/// A folder that is gone when the command ends, however it ends.
pub(crate) struct Scratch(pub PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = disk::remove_tree(&self.0) {
            print::talk(&format!("cannot clean up: {error}"));
        }
    }
}

impl Target {
    pub(crate) fn choose(output: Option<&Path>, name: &str) -> Result<Self, Refusal> {
        let path = output.map_or_else(|| PathBuf::from(format!("{}.mp4", film_name(name))), Path::to_owned);
        if output.is_some() && disk::exists(&path)? {
            let message = format!("`{}` is there already", path.display());
            return Err(Refusal::new(Exit::Usage, message, "choose another name; reeldrop overwrites nothing"));
        }
        let folder = std::path::absolute(disk::parent(&path))?;
        if !folder.is_dir() {
            let message = format!("there is no folder `{}`", folder.display());
            return Err(Refusal::new(Exit::NotFound, message, "make it first"));
        }
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let tag = Uuid::new_v4().simple();
        Ok(Self {
            name: (part(path.file_stem()), part(path.extension())),
            may_number: output.is_none(),
            hidden: folder.join(format!(".reeldrop-{tag}.part")),
            work: Scratch(folder.join(format!(".reeldrop-{tag}"))),
            folder,
        })
    }

    /// Brings the film out and gives it its name, which is `name` where the job is several films; says where it is.
    pub(crate) fn publish(&self, film: &Path, name: Option<&str>) -> Result<PathBuf, Refusal> {
        outbox::bring(film, &self.hidden)?;
        let stem = name.map_or_else(|| self.name.0.clone(), film_name);
        loop {
            let video = free_name(&self.folder, stem.as_ref(), &self.name.1)?;
            match outbox::publish(&self.hidden, &video) {
                Ok(()) => return Ok(video),
                Err(outbox::Error::Taken { .. }) if self.may_number => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
