//! What goes up: the pictures in their order, the music, the addresses; and what may not, before a byte is sent.

use std::collections::HashSet;
use std::path::Path;

use crate::backend::nemo::settings::Settings;
use crate::backend::nemo::unfit::Unfit;
use crate::job::{Failure, JobSpec, Kind};
use crate::media::Format;

/// One thing to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    File {
        /// Below the job's source folder.
        path: String,
        /// What the service is told it is called: no two of a job alike.
        name: String,
        format: &'static Format,
    },
    Url(String),
}

impl Item {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::File { name, .. } => name,
            Self::Url(url) => url,
        }
    }
}

/// The formats the service takes (§4.5 of the protocol), in its own list's order.
pub(crate) const ACCEPTED: &str = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac";

/// Everything to send, in order, and a sentence for each file that stays here. What has turned out unfit is in neither, as
/// if it had never been there: what went up before it keeps its place and its name.
pub(crate) fn cargo(spec: &JobSpec, unfit: &Unfit) -> (Vec<Item>, Vec<String>) {
    let (mut items, mut left, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    for path in spec.pictures.iter().chain(&spec.sound).filter(|path| !unfit.has(path)) {
        match Format::by_name(Path::new(path)) {
            Some(format) if takes(format) => {
                items.push(Item::File { path: path.clone(), name: free(path, format, &mut names), format });
            }
            _ => left.push(format!("`{path}` stays here: NemoVideo takes {ACCEPTED}")),
        }
    }
    items.extend(spec.urls.iter().cloned().map(Item::Url));
    (items, left)
}

/// BMP is sent as PNG; of the sounds, OGG and FLAC are in none of the service's lists.
fn takes(format: &Format) -> bool {
    !matches!(format.extensions[0], "ogg" | "flac")
}

pub(crate) fn is_bmp(format: &Format) -> bool {
    format.extensions[0] == "bmp"
}

/// The file's own name without its folders; with a number in front where another has it.
fn free(path: &str, format: &Format, names: &mut HashSet<String>) -> String {
    let own = path.rsplit('/').next().unwrap_or(path);
    let plain: String = own.chars().filter(|c| !c.is_control() && !"\"\\".contains(*c)).collect();
    let plain = if is_bmp(format) {
        format!("{}.png", plain.rsplit_once('.').map_or(&*plain, |(stem, _)| stem))
    } else {
        plain
    };
    let numbered = (2..).map(|number| format!("{number}-{plain}"));
    let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !names.contains(&name[..].to_lowercase()));
    let name = name.unwrap_or(plain);
    names.insert(name.to_lowercase());
    name
}

/// Whether everything may go up, asked before anything does.
pub(crate) fn check(spec: &JobSpec, items: &[Item], settings: &Settings) -> Result<(), Failure> {
    if items.is_empty() {
        return Err(nothing_left("there is nothing in the folder that NemoVideo takes"));
    }
    items.iter().try_for_each(|item| fits(spec, item, settings))
}

pub(crate) fn nothing_left(why: &str) -> Failure {
    Failure { kind: Kind::Input, message: why.to_owned(), hint: Some(format!("it takes {ACCEPTED}")) }
}

fn fits(spec: &JobSpec, item: &Item, settings: &Settings) -> Result<(), Failure> {
    let Item::File { path, format, .. } = item else { return Ok(()) };
    let most = settings.max_upload_bytes;
    let bytes = std::fs::symlink_metadata(spec.source.join(path)).map_or(0, |about| about.len());
    let may_shrink = settings.shrink && format.kind == crate::media::Kind::Picture;
    if bytes <= most || may_shrink || is_bmp(format) {
        return Ok(());
    }
    Err(too_large(path, bytes, most))
}

/// The remedies are the service's own: make it smaller, or cut it.
pub(crate) fn too_large(path: &str, bytes: u64, most: u64) -> Failure {
    Failure {
        kind: Kind::Input,
        message: format!("`{path}` has {} MB, and NemoVideo takes {} MB a file", bytes >> 20, most >> 20),
        hint: Some(
            "save it smaller, or set `shrink = true` under `[nemo]` in the config so that pictures are scaled down; then \
             move the folder back into the inbox"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, cargo};
    use crate::backend::nemo::unfit::Unfit;
    use crate::job::JobSpec;

    #[test]
    fn no_two_files_go_up_under_one_name() {
        let text = r#"{"name":"sea","source":"/x","backend":"nemo","brief":{},"sound":"song.flac",
            "pictures":["a/1.jpg","b/1.jpg","1.JPG","c.bmp","c.png"],"urls":["https://x.example/v.mp4"]}"#;
        let spec: JobSpec = serde_json::from_str(text).unwrap();
        let (items, left) = cargo(&spec, &Unfit::default());
        let names: Vec<&str> = items.iter().map(Item::name).collect();
        assert_eq!(names, ["1.jpg", "2-1.jpg", "3-1.JPG", "c.png", "2-c.png", "https://x.example/v.mp4"]);
        assert_eq!(left.len(), 1);
        assert!(left[0].contains("song.flac"));
    }
}
