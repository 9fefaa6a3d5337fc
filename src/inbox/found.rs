//! A listing as what a film can be made of.

use std::path::{Component, Path, PathBuf};

use crate::inbox::listing::{File, Listing, TooMuch};
use crate::job::Found;

impl Listing {
    /// Pictures and sounds by their paths, `/` between the parts; what cannot be used is named.
    #[must_use]
    pub fn found(&self) -> Found {
        let mut skipped = Vec::new();
        let pictures = paths(&self.pictures(), &mut skipped);
        let sounds = paths(&self.sounds(), &mut skipped);
        let pictures_only = |path: &&PathBuf| crate::media::kind(path).is_some();
        skipped.extend(
            self.unusable
                .iter()
                .filter(pictures_only)
                .map(|path| format!("`{}` is a link or a device, not a file", path.display())),
        );
        skipped.extend(self.too_much.as_ref().map(too_much));
        skipped
            .extend(sounds.iter().skip(1).map(|sound| format!("`{sound}`: a film has one piece of music, the first")));
        let named = |name| self.file(name).and_then(|file| file.path.to_str()).map(str::to_owned);
        Found {
            pictures,
            sounds,
            prompt: named("prompt.txt"),
            job_file: named("job.toml"),
            urls_file: named("urls.txt"),
            skipped,
        }
    }
}

fn paths(files: &[&File], skipped: &mut Vec<String>) -> Vec<String> {
    files.iter().filter_map(|file| plain(&file.path, skipped)).collect()
}

/// Orders are JSON, and JSON is UTF-8: a name that is not cannot be written down.
fn plain(path: &Path, skipped: &mut Vec<String>) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    if parts.is_none() {
        skipped.push(format!("the name of `{}` is not UTF-8; rename the file", path.display()));
    }
    parts.map(|parts| parts.join("/"))
}

fn too_much(limit: &TooMuch) -> String {
    match limit {
        TooMuch::Names(most) => format!("more than {most} files lie in the folder; the rest was not looked at"),
        TooMuch::Depth(most) => format!("folders deeper than {most} levels were not looked into"),
    }
}
