//! Which addresses may be asked: the service's own, and those it names for a film. Pure.

use reqwest::Url;

use crate::nemovideo::error::Error;
use crate::nemovideo::host::{Place, plain};

/// The base of every call, checked.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    base: Url,
}

impl Api {
    /// https anywhere; http only where nobody else listens on the way: this machine and private networks.
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Settings { why: format!("`api_url` {why}") };
        let base = parse(text).map_err(wrong)?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("has more than a path behind its host"));
        }
        if base.scheme() == "http" && !matches!(place(&base), Place::Loopback | Place::Private) {
            return Err(wrong("must be https: by http everybody on the way could read the token"));
        }
        Ok(Self { base })
    }

    /// The base as one text, without a `/` at its end: what the cached token belongs to.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    #[must_use]
    pub(crate) fn host(&self) -> String {
        plain(self.base.host_str().unwrap_or_default())
    }

    #[must_use]
    pub(crate) fn on_loopback(&self) -> bool {
        place(&self.base) == Place::Loopback
    }

    /// The address of a call. `None` if a part is one that a path swallows, so that the call would reach another.
    #[must_use]
    pub(crate) fn at(&self, parts: &[&str]) -> Option<Url> {
        below(&self.base, parts)
    }

    /// Whether a film may be fetched there. The service is a stranger who must not send us to our own network: https
    /// on any public host, anything else only on the host that the owner named as the service itself.
    pub(crate) fn film(&self, text: &str) -> Result<Url, Error> {
        let url = parse(text).map_err(|why| refused(text, why))?;
        let own = url.host_str().is_some_and(|host| plain(host) == self.host());
        match place(&url) {
            Place::Loopback if self.on_loopback() => Ok(url),
            Place::Loopback => Err(refused(text, "it is this machine")),
            Place::Public if url.scheme() == "https" => Ok(url),
            Place::Public => Err(refused(text, "only https is")),
            Place::Private if own => Ok(url),
            Place::Special if own && url.scheme() == "https" => Ok(url),
            Place::Private => Err(refused(text, "it is on a private network, and not the service's own host")),
            Place::Special => Err(refused(text, "nobody may be asked at such a number")),
        }
    }
}

/// The address of what lies below a base, each part one segment; `None` if a part is one that a path swallows.
#[must_use]
pub(crate) fn below(base: &Url, parts: &[&str]) -> Option<Url> {
    let mut url = base.clone();
    let swallowed = |part: &&str| part.is_empty() || *part == "." || *part == "..";
    if parts.iter().any(swallowed) {
        return None;
    }
    url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
    Some(url)
}

/// An http or https address without a name and password in it.
pub(crate) fn parse(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text.trim()).map_err(|_| "is no address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a name or a password");
    }
    Ok(url)
}

fn place(url: &Url) -> Place {
    Place::of_host(url.host_str().unwrap_or_default())
}

/// Shown without its query, which may be a key to the film.
fn refused(text: &str, why: &'static str) -> Error {
    let shown: String = text.split(['?', '#']).next().unwrap_or_default().chars().take(200).collect();
    // A name and a password in it stay out of the log as well.
    let shown = match shown.split_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => shown,
    };
    Error::Address { address: crate::legible::line(&shown), why }
}
