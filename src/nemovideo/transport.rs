//! Requests and answers: one client that carries the token and goes nowhere but to the service, one that carries
//! nothing and may go elsewhere. Neither follows a redirect or sends anything twice.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{
    Certificate, Client, ClientBuilder, Method, NoProxy, Proxy, RequestBuilder, Response, Url, redirect, retry,
};
use tokio::time::timeout;

use crate::nemovideo::address::Api;
use crate::nemovideo::attribution::Attribution;
use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::guard::Guard;
use crate::nemovideo::refusal::Head;
use crate::nemovideo::reply::Reply;
use crate::nemovideo::settings::{Patience, Settings};
use crate::nemovideo::token::Token;
use crate::{disk, tls};

/// A timeline is the largest of the answers; a session with hundreds of clips stays far below.
const STATE_BYTES: usize = 64 << 20;
const ANSWER_BYTES: usize = 1 << 20;
/// Certificate authorities are a few kilobytes each.
const CA_BYTES: u64 = 4 << 20;
/// Less than servers keep an idle connection, so that few requests meet one that is just being closed.
const IDLE: Duration = Duration::from_secs(20);

#[derive(Clone, Debug)]
pub(crate) struct Transport {
    pub api: Api,
    pub patience: Patience,
    keyed: Client,
    keyless: Client,
    attribution: HeaderMap,
}

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        tls::ready();
        let api = Api::new(&settings.api_url)?;
        let guard = Guard::new(&api, settings.proxy.as_deref());
        Ok(Self {
            keyed: built(builder(settings, &api)?)?,
            keyless: built(builder(settings, &api)?.dns_resolver(guard))?,
            attribution: headers(&settings.attribution)?,
            patience: settings.patience,
            api,
        })
    }

    /// A request to the service that says who is asking, with the token if there is one yet.
    pub(crate) fn request(
        &self,
        call: Call,
        method: Method,
        parts: &[&str],
        token: Option<&Token>,
    ) -> Result<RequestBuilder, Error> {
        let odd = || Error::Nonsense { call, what: "an id that fits into no address".to_owned() };
        let url = self.api.at(parts).ok_or_else(odd)?;
        let request = self.keyed.request(method, url).headers(self.attribution.clone());
        let Some(token) = token else { return Ok(request) };
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
            .expect("a token is made of what a header may hold");
        bearer.set_sensitive(true);
        Ok(request.header(AUTHORIZATION, bearer))
    }

    /// A request without credentials to an address that was found fit.
    pub(crate) fn keyless(&self, url: Url) -> RequestBuilder {
        self.keyless.get(url)
    }

    /// Sends once, and hands back the answer's head. A redirect is an answer like any other. The deadline is the
    /// caller's.
    pub(crate) async fn send(
        &self,
        call: Call,
        request: RequestBuilder,
        token: Option<&Token>,
    ) -> Result<(Head, Response), Error> {
        let response = request.send().await.map_err(|error| failed(call, error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok((Head { call, status, headers, token: token.cloned() }, response))
    }

    /// Sends once, and reads a JSON answer that is there whole within one deadline.
    pub(crate) async fn ask(&self, call: Call, request: RequestBuilder, token: Option<&Token>) -> Result<Reply, Error> {
        let patience = if call == Call::Submit { self.patience.submit } else { self.patience.answer };
        let whole = async {
            let (head, response) = self.send(call, request, token).await?;
            reply(&head, response).await
        };
        within(call, patience, whole).await
    }
}

/// What takes longer is given up; it may have been done all the same.
pub(crate) async fn within<T>(
    call: Call,
    after: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    timeout(after, work).await.unwrap_or(Err(Error::Silent { call, after }))
}

/// Reads the JSON answer below a head. Its deadline is the caller's.
pub(crate) async fn reply(head: &Head, response: Response) -> Result<Reply, Error> {
    head.plain()?;
    head.read(&body(head, response).await?)
}

/// The bytes of a JSON answer, up to the cap. A refusal is one by its status, however its body ends.
async fn body(head: &Head, mut response: Response) -> Result<Vec<u8>, Error> {
    let limit = if head.call == Call::State { STATE_BYTES } else { ANSWER_BYTES };
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            Ok(Some(_)) if head.is_success() => return Err(head.nonsense(&format!("more than {limit} bytes"))),
            Err(error) if head.is_success() => return Err(failed(head.call, error)),
            Ok(_) | Err(_) => return Ok(body),
        }
    }
}

/// A request that got no answer: either there was no connection, or nobody knows how far it came.
#[must_use]
pub(crate) fn failed(call: Call, error: reqwest::Error) -> Error {
    // The address may hold the key to a film.
    let source = error.without_url();
    if source.is_connect() || source.is_builder() {
        Error::Unreachable { call, source }
    } else {
        Error::Lost { call, source: Some(source) }
    }
}

fn builder(settings: &Settings, api: &Api) -> Result<ClientBuilder, Error> {
    let mut builder = Client::builder()
        .user_agent(concat!("reeldrop/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .connect_timeout(settings.patience.connect)
        .pool_idle_timeout(IDLE)
        .tls_certs_merge(authorities(settings)?);
    if let Some(proxy) = &settings.proxy {
        let proxy = Proxy::all(proxy.as_str()).map_err(|_| wrong("`proxy` is no address of a proxy"))?;
        builder = builder.proxy(proxy.no_proxy(NoProxy::from_string("localhost,127.0.0.0/8,::1")));
    } else if api.on_loopback() {
        builder = builder.no_proxy(); // what no proxy can reach
    }
    Ok(builder)
}

fn authorities(settings: &Settings) -> Result<Vec<Certificate>, Error> {
    let Some(path) = &settings.ca_file else { return Ok(Vec::new()) };
    let found = Certificate::from_pem_bundle(&disk::read(path, CA_BYTES)?).unwrap_or_default();
    if found.is_empty() {
        return Err(wrong(&format!("there is no certificate in `{}`", path.display())));
    }
    Ok(found)
}

fn headers(attribution: &Attribution) -> Result<HeaderMap, Error> {
    let all = [
        ("x-skill-source", attribution.source),
        ("x-skill-version", attribution.version),
        ("x-skill-platform", &attribution.platform),
    ];
    let header = |(name, value): (&'static str, &str)| {
        let value = HeaderValue::from_str(value).map_err(|_| wrong(&format!("`{value}` fits into no header")))?;
        Ok((HeaderName::from_static(name), value))
    };
    all.into_iter().map(header).collect()
}

fn built(builder: ClientBuilder) -> Result<Client, Error> {
    builder.build().map_err(|error| wrong(&format!("no HTTP client can be made of them: {error}")))
}

fn wrong(why: &str) -> Error {
    Error::Settings { why: why.to_owned() }
}

/// A JSON body, its bytes as they were written.
pub(crate) fn with_json(request: RequestBuilder, body: Vec<u8>) -> RequestBuilder {
    request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(body)
}
