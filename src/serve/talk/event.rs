//! What a studio says while it works on a message.

use serde_json::Value;

use crate::serve::books::State;

/// One thing said or done.
#[derive(Clone, Debug)]
pub enum Event {
    /// For the person.
    Text(String),
    ToolCall {
        id: String,
        name: String,
        arguments: Value,
    },
    ToolResult {
        id: String,
        name: String,
        response: Value,
    },
    /// What changed in the session's state; it is kept before anybody hears of it.
    State(State),
    /// A sign of life.
    Heartbeat,
    /// Something went wrong; more may follow.
    Error {
        code: String,
        message: String,
    },
}
