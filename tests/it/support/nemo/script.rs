//! What the scripted studio does with a message.

use std::time::Duration;

use serde_json::{Value, json};

use reeldrop::serve::Talk;

use crate::support::nemo::draft;

#[derive(Clone, Debug)]
pub enum Step {
    Text(String),
    Call(&'static str),
    Result(&'static str, Value),
    /// A new draft, raw JSON.
    Draft(String),
    /// Another value of the state, raw JSON.
    Keep(&'static str, String),
    Heartbeat,
    /// Waits for `Nemo::go_on`.
    Wait,
    Pause(Duration),
    /// Ends the work as failed.
    Fail(&'static str, &'static str),
}

/// The answer to one message.
#[derive(Clone, Debug)]
pub enum Script {
    /// A tool, a draft made from the session's files and the message's words, and a text.
    Usual,
    /// First the bare clip, then by itself music and a title.
    TwoStages,
    /// The tool says it worked, and nothing has changed.
    NoChange,
    /// No event at all.
    Nothing,
    Steps(Vec<Step>),
}

impl Script {
    pub fn steps(self, talk: &Talk) -> Vec<Step> {
        let draft = |words: &str| Step::Draft(draft::write(talk, words));
        let text = |text: &str| Step::Text(text.to_owned());
        match self {
            Self::Usual => vec![
                Step::Call("edit_multitrack"),
                Step::Result("edit_multitrack", json!({ "status": "success" })),
                draft(&talk.message),
                text("Your video is ready! Preview in Timeline or click the Export button."),
            ],
            Self::TwoStages => vec![
                Step::Call("generate_video_with_seedance"),
                Step::Result("generate_video_with_seedance", json!({ "status": "success" })),
                draft(""),
                text("The clip is generated."),
                Step::Call("edit_multitrack"),
                Step::Result("edit_multitrack", json!({ "status": "success" })),
                draft("music and a title"),
                text("I added background music and a title."),
            ],
            Self::NoChange => {
                vec![Step::Call("edit_multitrack"), Step::Result("edit_multitrack", json!({ "status": "success" }))]
            }
            Self::Nothing => vec![],
            Self::Steps(steps) => steps,
        }
    }
}
