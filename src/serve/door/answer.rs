//! Yes and no on the wire: `{"code":0,"data":…}`, and the codes of §8 in the body with status 200, except where §15 says
//! otherwise.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::disk;
use crate::serve::door::object::Object;
use crate::serve::error::Error;

pub(crate) type Answer = Result<Response, Refusal>;

/// A yes.
pub(crate) fn ok(data: &impl Serialize) -> Response {
    #[derive(Serialize)]
    struct Yes<'a, T> {
        code: u8,
        data: &'a T,
    }
    Json(Yes { code: 0, data }).into_response()
}

/// A no.
#[derive(Debug)]
pub(crate) enum Refusal {
    BadToken,
    NoSession,
    NoCredits,
    FileType(String),
    /// The file is not what its name promises, or could not be fetched: a sentence that says why.
    BadFile(String),
    FileSize(String),
    NoClientId,
    Plan,
    /// Who asks may not, whatever is asked.
    Forbidden(String),
    TooMany(String),
    /// A draft that cannot be made into a film.
    BadDraft(String),
    /// One message at a time in a session; the documents name no code for a second (§16-21).
    Busy,
    /// A render id that was used before.
    Taken,
    NoRender,
    NoFile,
    NoPage,
    /// As the framework behind the service refuses a body it cannot read.
    Malformed(String),
    Trouble(Error),
}

impl Refusal {
    const fn code(&self) -> u16 {
        match self {
            Self::BadToken => 1001,
            Self::NoSession => 1002,
            Self::NoCredits => 2001,
            Self::FileType(_) | Self::BadFile(_) => 4001,
            Self::FileSize(_) => 4002,
            Self::NoClientId => 400,
            Self::Plan => 402,
            Self::Forbidden(_) => 403,
            Self::NoRender | Self::NoFile | Self::NoPage => 404,
            Self::Busy | Self::Taken => 409,
            Self::Malformed(_) | Self::BadDraft(_) => 422,
            Self::TooMany(_) => 429,
            Self::Trouble(_) => 500,
        }
    }

    /// The codes below 1000 are statuses too.
    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code()).ok().filter(|_| self.code() < 1000).unwrap_or(StatusCode::OK)
    }

    fn words(&self) -> String {
        match self {
            Self::BadToken => "token expired or invalid".to_owned(),
            Self::NoSession => "session not found".to_owned(),
            Self::NoCredits => "out of credits".to_owned(),
            Self::FileType(name) => format!("unsupported file type: `{name}`"),
            Self::FileSize(name) => format!("file too large: `{name}`"),
            Self::NoClientId => "missing X-Client-Id".to_owned(),
            Self::Plan => "exports need X-Skill-Source, X-Skill-Version and X-Skill-Platform".to_owned(),
            Self::Busy => "another message of this session is still running".to_owned(),
            Self::Taken => "this render id was used before".to_owned(),
            Self::NoRender => "render not found".to_owned(),
            Self::NoPage => "this link is not or no longer good".to_owned(),
            Self::NoFile => "file not found".to_owned(),
            Self::BadFile(what)
            | Self::Forbidden(what)
            | Self::TooMany(what)
            | Self::BadDraft(what)
            | Self::Malformed(what) => what.clone(),
            Self::Trouble(_) => "the server has trouble of its own".to_owned(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Trouble(error) = &self {
            tracing::error!(error = error as &dyn std::error::Error, "a request failed");
        }
        let body = match &self {
            Self::Malformed(what) => json!({ "detail": what }),
            Self::BadDraft(what) => json!({ "code": self.code(), "message": what, "detail": what }),
            _ => json!({ "code": self.code(), "message": self.words() }),
        };
        (self.status(), Json(body)).into_response()
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Trouble(error)
    }
}

impl From<disk::Error> for Refusal {
    fn from(error: disk::Error) -> Self {
        Self::Trouble(error.into())
    }
}

/// Reads a JSON body, which is an object.
pub(crate) fn read<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, Refusal> {
    let read: Result<Object<T>, _> = serde_json::from_slice(body);
    read.map(|Object(read)| read).map_err(|error| unreadable(&error))
}

/// The body does not say what it should.
pub(crate) fn unreadable(error: &serde_json::Error) -> Refusal {
    Refusal::Malformed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use axum::http::StatusCode;

    #[test]
    fn body_codes_come_with_200_and_the_others_are_statuses() {
        for (refusal, code, status) in [
            (Refusal::BadToken, 1001, StatusCode::OK),
            (Refusal::NoSession, 1002, StatusCode::OK),
            (Refusal::NoCredits, 2001, StatusCode::OK),
            (Refusal::NoClientId, 400, StatusCode::BAD_REQUEST),
            (Refusal::Plan, 402, StatusCode::PAYMENT_REQUIRED),
            (Refusal::TooMany(String::new()), 429, StatusCode::TOO_MANY_REQUESTS),
        ] {
            assert_eq!((refusal.code(), refusal.status()), (code, status));
        }
    }
}
