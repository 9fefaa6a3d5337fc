//! The film's way home: from where the service says it lies, else by the service itself; gone on with after a cut, and
//! given its name only when it is whole (§4.11 of the protocol).

use std::path::Path;

use reqwest::header::{CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE};
use reqwest::{Method, RequestBuilder, Response, Url};
use tokio::time::timeout;

use crate::disk;
use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::export::film_url;
use crate::nemovideo::film;
use crate::nemovideo::id::RenderId;
use crate::nemovideo::line::Line;
use crate::nemovideo::part::{self, Notes, Part};
use crate::nemovideo::refusal::Head;
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::{failed, reply, within};

/// A film's address may lead on so many times.
const REDIRECTS: usize = 3;
/// The name of the way by the service itself, in the notes.
const PROXY: &str = "proxy";

/// One film on its way to one file.
pub(crate) struct Download<'a> {
    pub line: &'a Line,
    pub to: &'a Path,
    /// The largest film taken, in bytes.
    pub limit: u64,
    /// Called with the bytes that are there.
    pub progress: &'a (dyn Fn(u64) + Send + Sync),
}

/// From which byte on, of which version.
type Resume = Option<(u64, String)>;

/// What the service answers when it is asked for the film itself.
enum Proxied {
    Bytes(Box<(Head, Response)>),
    At(String),
}

impl Download<'_> {
    /// Fetches the film and hands back its length in bytes; nothing is fetched if it is there already.
    pub(crate) async fn run(&self, render: &RenderId, url: Option<&str>) -> Result<u64, Error> {
        if let Some(length) = self.there()? {
            return Ok(length);
        }
        let first = match url {
            Some(url) => match self.at_address(url).await {
                Err(error) if may_lie_elsewhere(&error) => Some(error),
                done => return done,
            },
            None => None,
        };
        match (self.by_service(render).await, first) {
            // The service has no other way; what was wrong with the first says more.
            (Err(Error::Refused { code, .. }), Some(first)) if code != Code::Trouble => Err(first),
            (done, _) => done,
        }
    }

    /// A film that was finished before somebody could be told.
    fn there(&self) -> Result<Option<u64>, Error> {
        if !disk::exists(self.to)? {
            return Ok(None);
        }
        let file = disk::open_file(self.to)?;
        film::whole(&file)?;
        Ok(Some(file.metadata().map_err(disk::at("look at", self.to))?.len()))
    }

    async fn at_address(&self, address: &str) -> Result<u64, Error> {
        let url = self.line.transport.api.film(address)?;
        let from = without_query(&url);
        let mut part = Part::open(self.to)?;
        loop {
            let resume = part.resume(&from);
            let (head, response) = self.follow(url.clone(), &resume).await?;
            if self.take(&mut part, (&from, &resume), &head, response).await? {
                return self.finish(part).await;
            }
        }
    }

    async fn by_service(&self, render: &RenderId) -> Result<u64, Error> {
        let mut part = Part::open(self.to)?;
        loop {
            let resume = part.resume(PROXY);
            match self.line.keyed(|token| self.ask_service(render, &resume, token)).await? {
                Proxied::At(address) => return self.at_address(&address).await,
                Proxied::Bytes(answer) => {
                    let (head, response) = *answer;
                    if self.take(&mut part, (PROXY, &resume), &head, response).await? {
                        return self.finish(part).await;
                    }
                }
            }
        }
    }

    /// The answer where the redirects end. Each step is looked at, and none is given a credential.
    async fn follow(&self, mut url: Url, resume: &Resume) -> Result<(Head, Response), Error> {
        let transport = &self.line.transport;
        for _ in 0..=REDIRECTS {
            let request = ranged(transport.keyless(url.clone()), resume);
            let sent = transport.send(Call::Download, request, None);
            let (head, response) = within(Call::Download, transport.patience.answer, sent).await?;
            if !head.is_redirect() {
                return Ok((head, response));
            }
            url = transport.api.film(&target(&url, &head)?)?;
        }
        Err(Error::Address { address: without_query(&url), why: "it leads on and on" })
    }

    async fn ask_service(&self, render: &RenderId, resume: &Resume, token: Token) -> Result<Proxied, Error> {
        let transport = &self.line.transport;
        let parts = ["api", "render", "proxy", render.as_str(), "download"];
        let request = ranged(transport.request(Call::Download, Method::GET, &parts, Some(&token))?, resume);
        let sent = transport.send(Call::Download, request, Some(&token));
        let (head, response) = within(Call::Download, transport.patience.answer, sent).await?;
        if head.is_redirect() {
            return Ok(Proxied::At(target(response.url(), &head)?));
        }
        let restarts = head.status == 416 && resume.is_some();
        if restarts || head.is_success() && head.media_type() != "application/json" {
            return Ok(Proxied::Bytes(Box::new((head, response))));
        }
        let reply = within(Call::Download, transport.patience.answer, reply(&head, response)).await?;
        film_url(&reply).map(Proxied::At).ok_or_else(|| head.nonsense("neither a film nor where one lies"))
    }

    /// Takes an answer's bytes. `false`: what is here cannot be gone on with, and was thrown away.
    async fn take(
        &self,
        part: &mut Part,
        (from, resume): (&str, &Resume),
        head: &Head,
        response: Response,
    ) -> Result<bool, Error> {
        let goes_on = match (head.status, resume) {
            (206, Some((offset, version))) => fits(head, *offset, version, part.notes().total),
            (200, _) | (416, Some(_)) => false,
            _ => return Err(head.read(&[]).err().unwrap_or_else(|| head.nonsense("a part that was not asked for"))),
        };
        if !goes_on && head.status != 200 {
            part.restart(Notes::default()).await?;
            return Ok(false);
        }
        head.plain()?;
        if goes_on {
            part.go_on().await?;
        } else {
            let total = response.content_length();
            part.restart(Notes { from: from.to_owned(), version: version(head), total, offset: 0 }).await?;
        }
        self.save(part, response).await?;
        Ok(true)
    }

    async fn save(&self, part: &mut Part, mut response: Response) -> Result<(), Error> {
        if part.notes().total.is_some_and(|total| total > self.limit) {
            return self.too_large();
        }
        loop {
            let chunk = match timeout(self.line.transport.patience.stall, response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => break,
                Ok(Err(error)) => return part.sync().await.and(Err(failed(Call::Download, error))),
                Err(_) => return part.sync().await.and(Err(Error::Lost { call: Call::Download, source: None })),
            };
            if part.at().saturating_add(chunk.len() as u64) > self.limit {
                return self.too_large();
            }
            part.write(&chunk).await?;
            (self.progress)(part.at());
        }
        part.sync().await?;
        match part.notes().total {
            Some(total) if part.at() < total => Err(Error::Lost { call: Call::Download, source: None }),
            _ => Ok(()),
        }
    }

    fn too_large(&self) -> Result<(), Error> {
        part::discard(self.to)?;
        Err(Error::TooLarge { limit: self.limit })
    }

    async fn finish(&self, part: Part) -> Result<u64, Error> {
        let length = part.at();
        let file = part.finished().await?;
        if let Err(error) = film::whole(&file) {
            part::discard(self.to)?;
            return Err(error);
        }
        part::publish(self.to)?;
        Ok(length)
    }
}

fn may_lie_elsewhere(error: &Error) -> bool {
    match error {
        Error::Refused { code, .. } => *code != Code::Trouble,
        Error::Address { .. } | Error::NotWhole { .. } | Error::Nonsense { .. } => true,
        _ => false,
    }
}

/// Asks for the rest only if it is still the same film (RFC 9110 §13.1.5).
fn ranged(request: RequestBuilder, resume: &Resume) -> RequestBuilder {
    match resume {
        Some((offset, version)) => request.header(RANGE, format!("bytes={offset}-")).header(IF_RANGE, version),
        None => request,
    }
}

/// What a range can be asked by: a weak tag promises nothing about bytes.
fn version(head: &Head) -> Option<String> {
    let tag = Some(head.text(ETAG.as_str())).filter(|tag| tag.starts_with('"'));
    let version = tag.unwrap_or_else(|| head.text(LAST_MODIFIED.as_str()));
    (!version.is_empty()).then(|| version.to_owned())
}

/// Whether a part begins where ours ends, and is of the same film.
fn fits(head: &Head, offset: u64, version: &str, total: Option<u64>) -> bool {
    let tag = head.text(ETAG.as_str());
    let same = tag.is_empty() || !version.starts_with('"') || tag == version;
    let range = head.text(CONTENT_RANGE.as_str());
    let Some((span, whole)) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')) else {
        return false;
    };
    let start = span.split_once('-').and_then(|(start, _)| start.trim().parse().ok());
    let whole = whole.trim().parse().ok();
    same && start == Some(offset) && (whole.is_none() || total.is_none() || whole == total)
}

fn target(from: &Url, head: &Head) -> Result<String, Error> {
    let next = from.join(head.text(LOCATION.as_str())).ok().filter(|_| !head.text(LOCATION.as_str()).is_empty());
    next.map(String::from).ok_or_else(|| head.nonsense("a redirect that leads nowhere"))
}

/// An address without what may be a key to the film, and without what changes with every key.
fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}
