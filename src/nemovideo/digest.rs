//! What a session looked like, small enough to keep in a row, and whether it looks different now.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::nemovideo::canonical::canonical;

/// SHA-256 of each part of a session's state in canonical form, as 64 hexadecimal digits; empty where there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Digest {
    #[serde(rename = "d", skip_serializing_if = "String::is_empty")]
    pub draft: String,
    #[serde(rename = "g", skip_serializing_if = "String::is_empty")]
    pub generated_media: String,
    #[serde(rename = "c", skip_serializing_if = "String::is_empty")]
    pub canvas_config: String,
    #[serde(rename = "v", skip_serializing_if = "String::is_empty")]
    pub video_infos: String,
}

impl Digest {
    /// Whether something was made between the two: the draft, the generated media or the canvas differ. Uploads alone
    /// do not count, because the service goes on analysing them by itself.
    #[must_use]
    pub fn made_changed(&self, newer: &Self) -> bool {
        let made = [&self.draft, &self.generated_media, &self.canvas_config];
        made != [&newer.draft, &newer.generated_media, &newer.canvas_config]
    }
}

/// The digest of one part.
#[must_use]
pub(crate) fn digest(part: Option<&RawValue>) -> String {
    let Some(part) = part else { return String::new() };
    let hash = ring::digest::digest(&ring::digest::SHA256, canonical(part).as_bytes());
    hash.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // a string takes everything
        hex
    })
}
