//! Replies unwrapped: three envelopes, one content, every number kept as it was spelled (§1 of the protocol).

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// An object whose values are kept as the text they were.
pub type Object = BTreeMap<String, Box<RawValue>>;

/// What a JSON body holds once its envelope is off.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    inner: Object,
    outer: Object,
}

/// The envelope says no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct No {
    pub code: Option<i64>,
    /// The service's own words; empty if it had none.
    pub said: String,
}

impl Reply {
    /// Takes the envelope off: `{"code":0,"data":…}`, `{"success":true,"data":…}`, `{"data":…}`, or none. `Err(None)` is
    /// a body that is no JSON object.
    pub fn unwrap(body: &[u8]) -> Result<Self, Option<No>> {
        let mut outer = object(body).ok_or(None)?;
        let code = outer.get("code").and_then(|code| integer(code));
        let success = outer.get("success").and_then(|raw| raw.get().parse::<bool>().ok());
        if code.is_some_and(|code| code != 0) || (code.is_none() && success == Some(false)) {
            return Err(Some(No { code, said: said(&outer) }));
        }
        let inner = outer.get("data").and_then(|data| object(data.get().as_bytes()));
        if inner.is_some() {
            outer.remove("data"); // a timeline may be large, and one copy is enough
        }
        Ok(Self { inner: inner.unwrap_or_default(), outer })
    }

    /// The value under a name, looked for inside the envelope first; null is as good as nothing.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&RawValue> {
        let there = |object: &'_ Object| object.get(name).is_some_and(|raw| raw.get() != "null");
        let object = [&self.inner, &self.outer].into_iter().find(|object| there(object))?;
        object.get(name).map(|raw| &**raw)
    }

    /// The object under a name.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<Object> {
        object(self.raw(name)?.get().as_bytes())
    }

    /// A word, or a whole number as it was spelled: ids come as either.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<String> {
        word(self.raw(name)?)
    }

    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        number(self.raw(name)?)
    }
}

/// The words of a refusal, under whichever name it has them; those of an object in their place, and a list such as
/// an ADK server's `detail` as it was spelled.
#[must_use]
pub(crate) fn said(object: &Object) -> String {
    let names = ["message", "detail", "reason", "error", "msg", "errorMessage"];
    names.iter().find_map(|name| object.get(*name).and_then(|raw| words(raw))).unwrap_or_default()
}

fn words(raw: &RawValue) -> Option<String> {
    let inner = || object(raw.get().as_bytes()).and_then(|object| object.get("message").and_then(|raw| word(raw)));
    let list = || raw.get().starts_with('[').then(|| raw.get().to_owned());
    word(raw).or_else(inner).or_else(list)
}

/// Reads an object; `None` for anything else.
#[must_use]
pub(crate) fn object(text: &[u8]) -> Option<Object> {
    serde_json::from_slice(text).ok()
}

/// A string that is not empty, or an integer as it was spelled.
#[must_use]
pub(crate) fn word(raw: &RawValue) -> Option<String> {
    let text = raw.get();
    if let Ok(word) = serde_json::from_str::<String>(text) {
        return (!word.is_empty()).then_some(word);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.to_owned())
}

/// A number, also one in quotes.
#[must_use]
pub(crate) fn number(raw: &RawValue) -> Option<f64> {
    let text = raw.get().trim_matches('"');
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn integer(raw: &RawValue) -> Option<i64> {
    raw.get().trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{No, Reply};

    #[test]
    fn every_envelope_holds_the_same() {
        for body in [
            r#"{"code":0,"data":{"session_id":"5529798706024415232"}}"#,
            r#"{"code":0,"message":"ok","data":{"session_id":5529798706024415232}}"#,
            r#"{"success":true,"data":{"session_id":"5529798706024415232"}}"#,
            r#"{"data":{"session_id":"5529798706024415232"}}"#,
            r#"{"session_id":"5529798706024415232"}"#,
            r#"{"code":0,"session_id":"5529798706024415232","data":null}"#,
        ] {
            let reply = Reply::unwrap(body.as_bytes()).unwrap();
            assert_eq!(reply.word("session_id").as_deref(), Some("5529798706024415232"), "{body}");
        }
    }

    #[test]
    fn a_refusal_is_read_with_its_words() {
        let no = |code, said: &str| Some(No { code, said: said.to_owned() });
        for (body, expected) in [
            (r#"{"code":2001,"message":"out of credits"}"#, no(Some(2001), "out of credits")),
            (r#"{"code":"1002","data":null}"#, no(Some(1002), "")),
            (r#"{"success":false,"error":"invalid draft"}"#, no(None, "invalid draft")),
            ("<html>", None),
            ("[1]", None),
        ] {
            assert_eq!(Reply::unwrap(body.as_bytes()).unwrap_err(), expected, "{body}");
        }
    }

    #[test]
    fn a_field_named_code_that_is_text_is_no_envelope() {
        let reply = Reply::unwrap(br#"{"code":"abc","url":"https://x"}"#).unwrap();
        assert_eq!(reply.word("url").as_deref(), Some("https://x"));
    }
}
