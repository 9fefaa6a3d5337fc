//! A session's files as the director sees them.

use std::path::PathBuf;

use crate::backend::{Seen, Survey};
use crate::brief::Brief;
use crate::job::{BackendName, JobSpec, Origins};
use crate::serve::files::facts::Facts;
use crate::serve::files::formats::Format;
use crate::serve::studio::Media;
use crate::serve::workshop::settings::Settings;

/// One file of the session.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// Its name in the session's folder: what a timeline calls it.
    pub(crate) file: String,
    /// As its owner called it.
    pub(crate) name: String,
    pub(crate) address: String,
    /// `image`, `audio` or `video`.
    pub(crate) kind: &'static str,
    pub(crate) facts: Facts,
    seen: Option<Seen>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Material {
    folder: PathBuf,
    items: Vec<Item>,
}

impl Material {
    pub(crate) fn of(media: &[Media]) -> Self {
        let folder = media.first().and_then(|media| media.file.parent()).map(PathBuf::from).unwrap_or_default();
        let item = |media: &Media| {
            Some(Item {
                file: media.file.file_name()?.to_str()?.to_owned(),
                name: media.name.clone(),
                address: media.address.clone(),
                kind: Format::of(&media.name)?.kind,
                facts: media.facts,
                seen: media.known.clone().and_then(|known| serde_json::from_value(known).ok()),
            })
        };
        Self { folder, items: media.iter().filter_map(item).collect() }
    }

    pub(crate) fn pictures(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.kind == "image")
    }

    /// Videos can be brought, since the protocol takes them, and are not shown.
    pub(crate) fn videos(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.kind == "video")
    }

    /// The sound that was named, else the newest: whoever brings another wants to hear that.
    pub(crate) fn sound(&self, named: Option<&str>) -> Option<&Item> {
        let mut sounds = self.items.iter().filter(|item| item.kind == "audio");
        named.and_then(|named| self.named_sound(named)).or_else(|| sounds.next_back())
    }

    pub(crate) fn named_sound(&self, named: &str) -> Option<&Item> {
        let named = named.to_lowercase();
        self.items.iter().rfind(|item| item.kind == "audio" && item.name.to_lowercase() == named)
    }

    /// By its name in the session's folder.
    pub(crate) fn by_file(&self, file: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.file == file)
    }

    /// By its address, which may have been written out with a scheme and a host.
    pub(crate) fn by_address(&self, address: &str) -> Option<&Item> {
        let (_, rest) = address.split_once("/files/")?;
        let key = rest.split(['/', '?', '#']).next()?;
        self.items.iter().find(|item| item.address.split('/').nth(2) == Some(key))
    }

    /// What was seen of them so far.
    pub(crate) fn survey(&self) -> Survey {
        self.items.iter().filter_map(|item| Some((item.file.clone(), item.seen.clone()?))).collect()
    }

    /// The order of a film of everything there is, with nothing said yet.
    pub(crate) fn spec(&self, settings: &Settings) -> JobSpec {
        JobSpec {
            name: String::new(),
            source: self.folder.clone(),
            backend: BackendName::Local,
            priority: 0,
            brief: Brief::default(),
            pictures: self.pictures().map(|item| item.file.clone()).collect(),
            sound: self.sound(None).map(|item| item.file.clone()),
            prompt: String::new(),
            understood: Vec::new(),
            not_understood: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
            consulted: false,
            limits: settings.limits,
            encoder: settings.encoder.clone(),
            asked: Brief::default(),
            urls: Vec::new(),
            films: Vec::new(),
            resume: None,
            timeline: None,
            origins: Origins::default(),
        }
    }

    /// A sentence about files, with the session's folder left out of it.
    pub(crate) fn without_folder(&self, sentence: &str) -> String {
        sentence.replace(&format!("{}/", self.folder.display()), "")
    }
}
