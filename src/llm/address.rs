//! Where the model is: the address that its owner wrote, as clients of the protocol want it.

use reqwest::Url;

use crate::llm::error::Error;

/// The base of both calls. It reaches up to and including `/v1`, which is put there where nothing follows the host:
/// `http://127.0.0.1:11434` is Ollama's `http://127.0.0.1:11434/v1`.
pub fn address(text: &str) -> Result<Url, Error> {
    let wrong = |why| Err(Error::Address { why });
    let Ok(mut url) = Url::parse(text.trim()) else { return wrong("is no address") };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("holds a name or a password; a key goes into `llm_key_file`");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("has more than a path behind its host");
    }
    if url.path() == "/" {
        url.set_path("/v1");
    }
    Ok(url)
}

/// The address of a call below the base.
#[must_use]
pub(crate) fn below(base: &Url, call: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{call}", base.path().trim_end_matches('/')));
    url
}

/// The host and its port, for people.
#[must_use]
pub(crate) fn host(base: &Url) -> String {
    let host = base.host_str().unwrap_or_default();
    base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::{address, below, host};

    #[test]
    fn a_base_may_be_written_with_or_without_its_version() {
        for (written, call, shown) in [
            ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1/chat/completions", "127.0.0.1:11434"),
            (" http://nas.lan:8080/v1/ ", "http://nas.lan:8080/v1/chat/completions", "nas.lan:8080"),
            ("https://a.example/api/v1", "https://a.example/api/v1/chat/completions", "a.example"),
            ("http://[::1]:1234/v1", "http://[::1]:1234/v1/chat/completions", "[::1]:1234"),
        ] {
            let base = address(written).unwrap();
            assert_eq!((below(&base, "chat/completions").as_str(), host(&base).as_str()), (call, shown));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        for (written, why) in [
            ("", "no address"),
            ("localhost:11434", "neither http"),
            ("ftp://localhost/", "neither http"),
            ("http://me:secret@localhost", "password"),
            ("http://localhost/v1?key=secret", "more than a path"),
        ] {
            let error = address(written).unwrap_err().to_string();
            assert!(error.contains(why) && !error.contains("secret"), "{written}: {error}");
        }
    }
}
