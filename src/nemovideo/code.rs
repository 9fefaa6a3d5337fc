//! What the service says no with: body codes and HTTP statuses in one list (§8 of the protocol).

use crate::nemovideo::call::Call;

/// The kinds of refusal that lead to different actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// 1001; the sibling gateway's 1010 and 1011; HTTP 401.
    BadToken,
    /// 1002; HTTP 404 where a session was named, as an ADK server answers.
    NoSession,
    /// 2001.
    NoCredits,
    /// 4001.
    FileType,
    /// 4002; HTTP 413 on an upload.
    FileSize,
    /// 400 while asking for a token: the client id was missing.
    ClientId,
    /// 402: the plan forbids exports, or the attribution headers were missing. Never about credits.
    Plan,
    /// 403: the token lacks a right.
    Forbidden,
    /// 429.
    RateLimited,
    /// Another 4xx: the request itself was not understood. Trying again changes nothing.
    BadRequest,
    /// 409: something else goes on in this session.
    Busy,
    /// 5xx, 408: the service has trouble of its own.
    Trouble,
    /// A body code that no document lists.
    Unknown(i64),
}

impl Code {
    /// Reads a refusal: a listed body code wins over the status, whatever that is.
    #[must_use]
    pub fn read(call: Call, status: u16, body: Option<i64>) -> Self {
        if let Some(code) = body.and_then(|code| Self::listed(call, code)) {
            return code;
        }
        Self::of_status(call, status).unwrap_or(match body {
            Some(code) => Self::Unknown(code),
            None => Self::BadRequest,
        })
    }

    fn listed(call: Call, code: i64) -> Option<Self> {
        match code {
            1001 | 1010 | 1011 => Some(Self::BadToken),
            1002 => Some(Self::NoSession),
            2001 => Some(Self::NoCredits),
            4001 => Some(Self::FileType),
            4002 => Some(Self::FileSize),
            _ => u16::try_from(code).ok().and_then(|status| Self::of_status(call, status)),
        }
    }

    fn of_status(call: Call, status: u16) -> Option<Self> {
        Some(match status {
            400 if call == Call::Token => Self::ClientId,
            401 => Self::BadToken,
            402 => Self::Plan,
            403 => Self::Forbidden,
            404 if matches!(call, Call::Message | Call::State | Call::Upload) => Self::NoSession,
            408 | 500..=599 => Self::Trouble,
            409 => Self::Busy,
            413 if call == Call::Upload => Self::FileSize,
            415 if call == Call::Upload => Self::FileType,
            429 => Self::RateLimited,
            400..=499 => Self::BadRequest,
            _ => return None,
        })
    }
}
