//! What an answer's status, headers and body say when they say no. Pure.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};

use crate::clock::{self, Timestamp};
use crate::legible;
use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::reply::{No, Object, Reply, object, said};
use crate::nemovideo::token::Token;

/// As much of the service's own words as a person reads.
const SAID_CHARS: usize = 300;
/// Nobody is waited for longer than this, whatever they ask.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// An answer's head, kept while its body is read.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub call: Call,
    pub status: u16,
    pub headers: HeaderMap,
    /// What was sent along and must not come back in a message.
    pub token: Option<Token>,
}

impl Head {
    /// The media type in lower case, without its parameters; empty if none is named.
    #[must_use]
    pub(crate) fn media_type(&self) -> String {
        let value = self.text(CONTENT_TYPE.as_str());
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A header as text; empty if it is not there or is none.
    #[must_use]
    pub(crate) fn text(&self, name: &str) -> &str {
        self.headers.get(name).map(HeaderValue::to_str).and_then(Result::ok).unwrap_or_default()
    }

    #[must_use]
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    #[must_use]
    pub(crate) const fn is_redirect(&self) -> bool {
        matches!(self.status, 300..=399)
    }

    /// What no answer may be: a redirect, which would take the token or the body elsewhere, or a compressed body, which
    /// was not asked for and may unfold without end.
    pub(crate) fn plain(&self) -> Result<(), Error> {
        if self.is_redirect() {
            return Err(self.nonsense(&format!("a redirect to `{}`", self.text(LOCATION.as_str()))));
        }
        match self.text(CONTENT_ENCODING.as_str()) {
            "" | "identity" => Ok(()),
            encoding => Err(self.nonsense(&format!("a body encoded as `{encoding}`"))),
        }
    }

    #[must_use]
    pub(crate) fn nonsense(&self, what: &str) -> Error {
        Error::Nonsense { call: self.call, what: self.clean(what) }
    }

    /// A JSON body with its envelope off, or the refusal that it is.
    pub(crate) fn read(&self, body: &[u8]) -> Result<Reply, Error> {
        match Reply::unwrap(body) {
            Ok(reply) if self.is_success() => Ok(reply),
            Err(None) if self.is_success() => Err(self.nonsense(&self.no_json())),
            Err(Some(no)) => Err(self.refused(&no)),
            Ok(_) | Err(None) => {
                let said = object(body).as_ref().map(|object: &Object| said(object)).unwrap_or_default();
                Err(self.refused(&No { code: None, said }))
            }
        }
    }

    fn no_json(&self) -> String {
        match self.media_type().as_str() {
            "" => "no JSON object".to_owned(),
            kind => format!("no JSON object but `{kind}`"),
        }
    }

    fn refused(&self, no: &No) -> Error {
        let code = Code::read(self.call, self.status, no.code);
        let said = match (no.said.trim(), no.code) {
            ("", Some(code)) => format!("code {code}"),
            ("", None) => format!("HTTP {}", self.status),
            (said, _) => self.clean(said),
        };
        Error::Refused { call: self.call, code, said, wait: wait(self.text(RETRY_AFTER.as_str()), clock::now()) }
    }

    /// A stranger's words, fit for a log: without the secret, on one line, and no more than a person reads.
    fn clean(&self, words: &str) -> String {
        let hidden = match &self.token {
            Some(token) => words.replace(token.reveal(), "…"),
            None => words.to_owned(),
        };
        hidden.chars().filter(|c| !legible::steers(*c)).take(SAID_CHARS).collect()
    }
}

/// `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    let asked = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let at = DateTimeParser::new().parse_timestamp(text).ok()?;
        Duration::try_from(at.duration_since(now)).unwrap_or_default()
    };
    Some(asked.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Head, wait};
    use crate::clock::Timestamp;
    use crate::nemovideo::call::Call;
    use crate::nemovideo::code::Code;
    use crate::nemovideo::error::Error;
    use crate::nemovideo::token::Token;
    use proptest::prelude::{any, prop_assert, proptest};

    fn head(call: Call, status: u16) -> Head {
        Head { call, status, headers: reqwest::header::HeaderMap::new(), token: Token::new("nmv_usr_secret") }
    }

    fn code(call: Call, status: u16, body: &str) -> Option<Code> {
        head(call, status).read(body.as_bytes()).err().and_then(|error| error.code())
    }

    #[test]
    fn every_call_reads_a_body_code_the_same_whatever_the_status() {
        for call in Call::ALL {
            for status in [200, 400, 401, 404, 500] {
                for (number, expected) in [
                    (1001, Code::BadToken),
                    (1010, Code::BadToken),
                    (1011, Code::BadToken),
                    (1002, Code::NoSession),
                    (2001, Code::NoCredits),
                    (4001, Code::FileType),
                    (4002, Code::FileSize),
                    (402, Code::Plan),
                    (429, Code::RateLimited),
                ] {
                    let body = format!(r#"{{"code":{number},"message":"no"}}"#);
                    assert_eq!(code(call, status, &body), Some(expected), "{call} {status} {number}");
                }
            }
            assert!(head(call, 200).read(br#"{"code":0,"data":{}}"#).is_ok());
            assert_eq!(code(call, 200, r#"{"code":77}"#), Some(Code::Unknown(77)), "{call}");
        }
    }

    #[test]
    fn a_status_alone_speaks_too() {
        for (call, status, body, expected) in [
            (Call::Token, 400, "{}", Code::ClientId),
            (Call::Submit, 400, "{}", Code::BadRequest),
            (Call::Message, 404, r#"{"detail":"Session not found: x"}"#, Code::NoSession),
            (Call::Message, 422, r#"{"detail":[{"msg":"field required"}]}"#, Code::BadRequest),
            (Call::Poll, 404, "<html>", Code::BadRequest),
            (Call::Submit, 402, "", Code::Plan),
            (Call::Credits, 503, "<html>", Code::Trouble),
            (Call::Submit, 200, r#"{"success":false,"error":"invalid draft"}"#, Code::BadRequest),
        ] {
            assert_eq!(code(call, status, body), Some(expected), "{call} {status} {body}");
        }
    }

    #[test]
    fn what_is_no_json_is_nonsense_where_it_claims_success() {
        for body in ["<html>", "", "[1]", "null", "{\"code\":0"] {
            assert!(matches!(head(Call::State, 200).read(body.as_bytes()), Err(Error::Nonsense { .. })), "{body}");
        }
    }

    #[test]
    fn the_words_of_a_refusal_hold_no_secret_and_steer_nothing() {
        let body = format!(r#"{{"code":2001,"message":"token nmv_usr_secret \u001b[2J{}"}}"#, "x".repeat(900));
        let error = head(Call::Message, 200).read(body.as_bytes()).unwrap_err().to_string();
        assert!(!error.contains("nmv_usr_secret") && !error.contains('\u{1b}'), "{error}");
        assert!(error.len() < 400, "{error}");
    }

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        for (text, secs) in [
            ("30", Some(30)),
            ("0", Some(0)),
            ("999999", Some(3600)),
            ("99999999999999999999999", Some(3600)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(wait(text, now), secs.map(Duration::from_secs), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_without_a_panic(status in 100u16..600, body in any::<Vec<u8>>()) {
            let said = head(Call::Poll, status).read(&body).err().map(|error| error.to_string()).unwrap_or_default();
            prop_assert!(said.chars().count() < 500);
        }
    }
}
