//! The calls of the protocol by name.

use std::fmt;

/// One kind of request; §4 of the protocol lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    Token,
    Claim,
    Session,
    Upload,
    Message,
    State,
    Credits,
    Submit,
    Poll,
    Cancel,
    Download,
}

impl Call {
    pub const ALL: [Self; 11] = [
        Self::Token,
        Self::Claim,
        Self::Session,
        Self::Upload,
        Self::Message,
        Self::State,
        Self::Credits,
        Self::Submit,
        Self::Poll,
        Self::Cancel,
        Self::Download,
    ];
}

/// What was being done, to follow "while".
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "asking for a token",
            Self::Claim => "asking for a project link",
            Self::Session => "opening a session",
            Self::Upload => "uploading",
            Self::Message => "sending a message",
            Self::State => "asking for the timeline",
            Self::Credits => "asking for the balance",
            Self::Submit => "starting the export",
            Self::Poll => "asking after the export",
            Self::Cancel => "cancelling the export",
            Self::Download => "downloading the film",
        })
    }
}
