//! Wishes about texts.

use serde::{Deserialize, Serialize};

/// What the captions say, where nobody wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionsFrom {
    Filename,
    /// The day on which the picture was taken.
    Date,
}
