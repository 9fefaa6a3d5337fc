//! What a name alone says: content, something to pass over, or a copy that is still going on.

use std::ffi::OsStr;
use std::path::Path;

use glob::{MatchOptions, Pattern};

use crate::inbox::error::Error;
use crate::inbox::settings::Settings;
use crate::media;

/// What a file or a folder is, judged by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Content,
    /// Hidden, or litter of a system, a NAS or an editor.
    Ignored,
    /// A program writes under this name until it is done.
    Partial,
    /// The ready marker.
    Ready,
}

/// How a name is compared, in lower case.
enum Shape {
    Is(&'static str),
    Starts(&'static str),
    Ends(&'static str),
}

use Shape::{Ends, Is, Starts};

/// The first row that fits decides. Sources: browsers (`crdownload`, `part`, `download`, `opdownload`), rclone
/// (`.partial`), Syncthing's `lib/fs/tempname.go`, `WinSCP` (`filepart`), uTorrent (`.!ut`), aria2, `GLib`'s
/// `g_file_replace`, iCloud placeholders, `SABnzbd`'s `_UNPACK_`; Synology, QNAP, macOS and Windows for the litter.
const TABLE: &[(Shape, Sort)] = &[
    (Starts("._"), Sort::Ignored),
    (Starts(".syncthing."), Sort::Partial),
    (Starts("~syncthing~"), Sort::Partial),
    (Starts(".goutputstream-"), Sort::Partial),
    (Starts("_unpack_"), Sort::Partial),
    (Ends(".part"), Sort::Partial),
    (Ends(".partial"), Sort::Partial),
    (Ends(".crdownload"), Sort::Partial),
    (Ends(".opdownload"), Sort::Partial),
    (Ends(".download"), Sort::Partial),
    (Ends(".filepart"), Sort::Partial),
    (Ends(".tmp"), Sort::Partial),
    (Ends(".!ut"), Sort::Partial),
    (Ends(".aria2"), Sort::Partial),
    (Ends(".icloud"), Sort::Partial),
    (Starts("."), Sort::Ignored),
    (Starts("~"), Sort::Ignored),
    (Ends("~"), Sort::Ignored),
    (Is("@eadir"), Sort::Ignored),
    (Is("@tmp"), Sort::Ignored),
    (Is("@recycle"), Sort::Ignored),
    (Is("@recently-snapshot"), Sort::Ignored),
    (Is("#recycle"), Sort::Ignored),
    (Is("#snapshot"), Sort::Ignored),
    (Starts("synofile_thumb_"), Sort::Ignored),
    (Ends("@synoeastream"), Sort::Ignored),
    (Ends("@synoresource"), Sort::Ignored),
    (Is("__macosx"), Sort::Ignored),
    (Is("icon\r"), Sort::Ignored),
    (Is("thumbs.db"), Sort::Ignored),
    (Is("ehthumbs.db"), Sort::Ignored),
    (Is("desktop.ini"), Sort::Ignored),
    (Is("$recycle.bin"), Sort::Ignored),
    (Is("system volume information"), Sort::Ignored),
    (Is("lost+found"), Sort::Ignored),
    (Starts("_failed_"), Sort::Ignored),
];

/// The table above, the owner's own patterns, and the ready marker.
#[derive(Clone, Debug)]
pub struct Names {
    ready_marker: String,
    ignore: Vec<Pattern>,
}

impl Names {
    /// Reads the owner's patterns; the first that is none is named in the error.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let ignore = settings
            .ignore
            .iter()
            .map(|text| Pattern::new(text).map_err(|source| Error::Pattern { pattern: text.clone(), source }));
        Ok(Self { ready_marker: settings.ready_marker.clone(), ignore: ignore.collect::<Result<_, _>>()? })
    }

    /// The name of the file that stands for silence, if there is to be one.
    #[must_use]
    pub fn ready_marker(&self) -> Option<&str> {
        Some(self.ready_marker.as_str()).filter(|name| !name.is_empty())
    }

    /// Judges one name, not a path. A name that is not UTF-8 is compared by what can be read of it.
    #[must_use]
    pub fn sort(&self, name: &OsStr) -> Sort {
        let name = name.to_string_lossy();
        if self.ready_marker() == Some(&*name) {
            return Sort::Ready;
        }
        let options = MatchOptions { case_sensitive: false, ..MatchOptions::default() };
        if self.ignore.iter().any(|pattern| pattern.matches_with(&name, options)) {
            return Sort::Ignored;
        }
        built_in(&name)
    }
}

fn built_in(name: &str) -> Sort {
    let name = name.to_lowercase();
    if written_by_rsync(&name) {
        return Sort::Partial;
    }
    let fits = |shape: &Shape| match shape {
        Is(whole) => name == *whole,
        Starts(with) => name.starts_with(with),
        Ends(with) => name.ends_with(with),
    };
    TABLE.iter().find(|(shape, _)| fits(shape)).map_or(Sort::Content, |(_, sort)| *sort)
}

/// rsync writes `.photo.jpg.a1B2c3`: a dot, the name, and six letters of mkstemp(3). Only names of pictures and
/// sounds count, or every hidden file with a long extension would hold its folder for ever.
fn written_by_rsync(name: &str) -> bool {
    let Some((inner, random)) = name.strip_prefix('.').and_then(|rest| rest.rsplit_once('.')) else { return false };
    random.len() == 6
        && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && media::kind(Path::new(inner)).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Names, Sort};
    use crate::inbox::error::Error;
    use crate::inbox::settings::Settings;
    use std::ffi::OsStr;

    fn sort(settings: &Settings, name: &str) -> Sort {
        Names::new(settings).unwrap().sort(OsStr::new(name))
    }

    #[test]
    fn the_litter_of_systems_is_passed_over() {
        for name in [
            ".hidden",
            "@eaDir",
            "#recycle",
            "Thumbs.db",
            "DESKTOP.INI",
            "~$prompt.docx",
            "._IMG_1.jpg",
            "Icon\r",
            "IMG.jpg@SynoEAStream",
            "prompt.txt~",
            "$RECYCLE.BIN",
            ".DS_Store",
            "lost+found",
            ".reeldrop",
            ".config.backup",
        ] {
            assert_eq!(sort(&Settings::default(), name), Sort::Ignored, "{name}");
        }
    }

    #[test]
    fn a_name_that_a_copy_in_progress_bears_is_known() {
        for name in [
            "IMG.jpg.part",
            "IMG.JPG.PARTIAL",
            "a.crdownload",
            "a.tmp",
            ".syncthing.IMG.jpg.tmp",
            "~syncthing~IMG.jpg.tmp",
            ".IMG_0412.jpg.aB3xY9",
            ".IMG.jpg.icloud",
            "_UNPACK_beach",
            "IMG.jpg.XyZ123.partial",
        ] {
            assert_eq!(sort(&Settings::default(), name), Sort::Partial, "{name}");
        }
    }

    #[test]
    fn a_picture_is_content_whatever_it_is_called() {
        for name in
            ["IMG.jpg", "-rf.jpg", "part.jpg", "tmp", "a~b.png", "été.jpg", "\u{1f3d6}.png", "a\nb.jpg", "prompt.txt"]
        {
            assert_eq!(sort(&Settings::default(), name), Sort::Content, "{name}");
        }
    }

    #[test]
    fn the_owners_globs_add_to_the_table_without_regard_to_case() {
        let settings = Settings { ignore: vec!["raw*".into(), "*.XMP".into()], ..Settings::default() };
        assert_eq!(sort(&settings, "RAW files"), Sort::Ignored);
        assert_eq!(sort(&settings, "img.xmp"), Sort::Ignored);
        assert_eq!(sort(&settings, "Thumbs.db"), Sort::Ignored);
        assert_eq!(sort(&settings, "draw.jpg"), Sort::Content);
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let error =
            Names::new(&Settings { ignore: vec!["ok".into(), "a[".into()], ..Settings::default() }).unwrap_err();
        assert!(matches!(&error, Error::Pattern { pattern, .. } if pattern == "a["));
        assert!(error.hint().is_some());
    }

    #[test]
    fn the_ready_marker_is_known_though_it_is_hidden() {
        let settings = Settings { ready_marker: ".ready".into(), ..Settings::default() };
        assert_eq!(sort(&settings, ".ready"), Sort::Ready);
        assert_eq!(sort(&Settings::default(), ".ready"), Sort::Ignored);
        assert_eq!(sort(&Settings::default(), ""), Sort::Content);
    }
}
