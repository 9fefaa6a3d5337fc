//! What an event can be; one event may be several of these (§5.3).

use serde_json::value::RawValue;

#[derive(Clone, Debug)]
pub enum Kind {
    /// A sign of life and nothing else.
    Heartbeat,
    /// Something went wrong; more may follow all the same.
    Error {
        code: Option<i64>,
        said: String,
    },
    /// The agent uses a tool; the name is empty if it has none.
    ToolCall {
        name: String,
    },
    ToolResult {
        name: String,
        failed: bool,
    },
    /// The session's state changed; with its newest draft if that was part of it, number for number.
    State {
        draft: Option<Box<RawValue>>,
    },
    /// Words for the user.
    Text {
        /// Empty in dialects that name nobody.
        author: String,
        invocation: Option<String>,
        /// A piece of a message that is still being written.
        partial: bool,
        text: String,
    },
    /// The agent asks something back, with the choices written below the question.
    Question {
        text: String,
    },
    /// Activity of no use to us.
    Other,
}

impl Kind {
    /// Whether it resets the timer that runs while nothing but signs of life comes (§5.6).
    #[must_use]
    pub const fn is_substantive(&self) -> bool {
        match self {
            Self::Heartbeat | Self::Error { .. } | Self::Other => false,
            Self::ToolCall { .. }
            | Self::ToolResult { .. }
            | Self::State { .. }
            | Self::Text { .. }
            | Self::Question { .. } => true,
        }
    }
}
