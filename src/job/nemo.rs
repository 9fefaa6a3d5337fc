//! The steps of a job that NemoVideo makes: each names what comes next, and those that send have a twin that looks.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::nemovideo::{RenderId, Session};

/// Where a job is in its conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub session: Session,
    /// Which of the job's films, and which instruction of its script; both count from 0.
    #[serde(default)]
    pub film: usize,
    #[serde(default)]
    pub turn: usize,
    /// Sessions of this job that the service forgot before anything was asked in them.
    #[serde(default)]
    pub lost: u32,
}

/// What is to be done next at the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum NemoStep {
    /// Open a session. A second one would cost nothing.
    Open {
        /// Sessions of this job that the service forgot.
        #[serde(default)]
        lost: u32,
    },
    /// Send the file with this number.
    Upload {
        talk: Talk,
        sent: usize,
        /// How often it was sent before and did not arrive.
        #[serde(default)]
        tries: u32,
    },
    /// Twin of `Upload`: ask whether that file is there.
    CountUploads {
        talk: Talk,
        sent: usize,
        #[serde(default)]
        tries: u32,
    },
    /// Look at the next instruction of the script, and at the timeline before it.
    Turn { talk: Talk },
    /// Send the instruction. It may cost credits.
    Message { talk: Talk },
    /// Twin of `Message`: look until the timeline has changed and come to rest.
    WatchDraft {
        talk: Talk,
        /// When the message went out.
        since: Timestamp,
        /// Looks that found nothing new.
        #[serde(default)]
        looks: u32,
        /// The service ended its answer in good order, with or without words.
        #[serde(default)]
        heard: Option<Heard>,
        /// The timeline of the last look, if it was another than before the message.
        #[serde(default)]
        seen: Option<String>,
    },
    /// Ask for the export under this id.
    Submit {
        talk: Talk,
        render: RenderId,
        /// The second try, after the first failed.
        #[serde(default)]
        again: bool,
    },
    /// Twin of `Submit`: ask after the export.
    WatchRender {
        talk: Talk,
        render: RenderId,
        #[serde(default)]
        again: bool,
        since: Timestamp,
    },
    /// Fetch the film.
    Download { talk: Talk, render: RenderId },
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// With words.
    Words,
    /// Without a word: three of ten edits end so (the skill document's own figure).
    Nothing,
    /// After making a clip, to which the service adds music and titles by itself.
    Clip,
}

impl NemoStep {
    /// The conversation, once there is one.
    #[must_use]
    pub const fn talk(&self) -> Option<&Talk> {
        match self {
            Self::Open { .. } => None,
            Self::Upload { talk, .. }
            | Self::CountUploads { talk, .. }
            | Self::Turn { talk }
            | Self::Message { talk }
            | Self::WatchDraft { talk, .. }
            | Self::Submit { talk, .. }
            | Self::WatchRender { talk, .. }
            | Self::Download { talk, .. } => Some(talk),
        }
    }

    /// Where a person's retry goes on: what only looked in vain is sent again, and what was paid before stays paid.
    #[must_use]
    pub fn again(self) -> Self {
        match self {
            Self::Message { talk } | Self::WatchDraft { talk, .. } => Self::Turn { talk },
            Self::Upload { talk, sent, .. } => Self::Upload { talk, sent, tries: 0 },
            Self::CountUploads { talk, sent, .. } => Self::CountUploads { talk, sent, tries: 0 },
            Self::Submit { talk, render, .. } => Self::Submit { talk, render, again: false },
            // An export that took too long may be there by now.
            Self::WatchRender { talk, render, .. } => {
                Self::WatchRender { talk, render, again: false, since: crate::clock::now() }
            }
            other => other,
        }
    }

    /// The step in a word or two, as `jobs` shows it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open { .. } => "opening a session",
            Self::Upload { .. } | Self::CountUploads { .. } => "uploading",
            Self::Turn { .. } | Self::Message { .. } => "asking",
            Self::WatchDraft { .. } => "being made",
            Self::Submit { .. } | Self::WatchRender { .. } => "exporting",
            Self::Download { .. } => "downloading",
        }
    }
}
