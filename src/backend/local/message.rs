//! What the rendering child says, one JSON object a line on its stdout.

use serde::{Deserialize, Serialize};

use crate::job::Failure;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Message {
    Progress {
        frame: u32,
        frames: u32,
    },
    /// The film and its report lie in the work folder.
    Made,
    Failed {
        failure: Failure,
        /// The disk is full: it may go on by itself later.
        full: bool,
    },
}
