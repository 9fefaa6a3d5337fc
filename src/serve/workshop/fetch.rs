//! Files fetched from addresses that callers name: from public hosts, and from none of the own network but those that the
//! owner has named. Each redirect is judged as if it had been named itself.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, Url, redirect};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::nemovideo::Place;
use crate::serve::studio::Failure;
use crate::{disk, tls};

const CONNECT: Duration = Duration::from_secs(10);
/// How long a file may take altogether, and how long nothing of it may come.
const WHOLE: Duration = Duration::from_mins(10);
const STALL: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 5;

#[derive(Debug)]
pub(crate) struct Fetcher {
    client: Result<Client, reqwest::Error>,
    allowed: Arc<Allowed>,
}

/// The hosts of the own network that the owner has named.
#[derive(Debug)]
struct Allowed(Vec<String>);

impl Allowed {
    /// Whether an address may be asked for, as far as its text tells: numbers are decided here, names when they resolve.
    fn lets(&self, url: &Url) -> Result<(), &'static str> {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        if !matches!(url.scheme(), "http" | "https") {
            return Err("only http and https are fetched");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it holds a name or a password");
        }
        if Place::of_host(host) == Place::Public || self.names(&[host.to_owned(), format!("{host}:{port}")]) {
            return Ok(());
        }
        Err("it is on no public host, and not in `fetch_from` under `[serve]`")
    }

    fn resolves(&self, name: &str, address: SocketAddr) -> bool {
        let named = |allowed: &String| {
            let host = allowed.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
            host.map_or(allowed.as_str(), |(host, _)| host).eq_ignore_ascii_case(name)
        };
        Place::of_address(address.ip()) == Place::Public || self.0.iter().any(named)
    }

    fn names(&self, spellings: &[String]) -> bool {
        self.0.iter().any(|allowed| spellings.iter().any(|spelled| allowed.eq_ignore_ascii_case(spelled)))
    }
}

/// Names are judged by what they lead to: a public name may lead home.
struct Guard(Arc<Allowed>);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.0);
        Box::pin(async move {
            let name = name.as_str();
            let found = tokio::net::lookup_host((name, 0)).await?;
            let fine: Vec<SocketAddr> = found.filter(|address| allowed.resolves(name, *address)).collect();
            if fine.is_empty() {
                return Err(format!("`{name}` leads to no public address").into());
            }
            Ok(Box::new(fine.into_iter()) as Addrs)
        })
    }
}

impl Fetcher {
    pub(crate) fn new(allowed: &[String]) -> Self {
        tls::ready();
        let allowed = Arc::new(Allowed(allowed.to_vec()));
        let client = Client::builder()
            .user_agent(concat!("reeldrop/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            // A proxy would resolve the names, and unguarded.
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(STALL)
            .dns_resolver(Guard(Arc::clone(&allowed)))
            .build();
        Self { client, allowed }
    }

    pub(crate) async fn fetch(&self, address: &str, to: &Path, limit: u64) -> Result<(), Failure> {
        let fetched = timeout(WHOLE, self.bring(address, to, limit)).await;
        let fetched = fetched.unwrap_or_else(|_| Err("it takes too long".to_owned()));
        let shown = address.split(['?', '#']).next().unwrap_or_default();
        fetched.map_err(|why| Failure::new("4001", format!("`{shown}` cannot be fetched: {why}")))
    }

    async fn bring(&self, address: &str, to: &Path, limit: u64) -> Result<(), String> {
        let mut response = self.ask(address).await?;
        if response.content_length().is_some_and(|length| length > limit) {
            return Err("it is too large".to_owned());
        }
        let failed = |error: std::io::Error| error.to_string();
        let mut file = File::from_std(disk::create(to).map_err(|error| error.to_string())?);
        let mut bytes = 0_u64;
        while let Some(chunk) = response.chunk().await.map_err(plain)? {
            bytes = bytes.saturating_add(chunk.len() as u64);
            if bytes > limit {
                return Err("it is too large".to_owned());
            }
            file.write_all(&chunk).await.map_err(failed)?;
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)
    }

    /// The answer at the end of all redirects.
    async fn ask(&self, address: &str) -> Result<Response, String> {
        let client = self.client.as_ref().map_err(ToString::to_string)?;
        let mut url = Url::parse(address.trim()).map_err(|_| "it is no address".to_owned())?;
        for _ in 0..=MOST_REDIRECTS {
            self.allowed.lets(&url)?;
            let response = client.get(url.clone()).send().await.map_err(plain)?;
            if !response.status().is_redirection() {
                let status = response.status();
                return if status.is_success() { Ok(response) } else { Err(format!("the answer was {status}")) };
            }
            let next = response.headers().get(LOCATION).and_then(|next| next.to_str().ok());
            let next = next.and_then(|next| url.join(next).ok());
            url = next.ok_or("a redirect leads nowhere")?;
        }
        Err("it leads on and on".to_owned())
    }
}

fn plain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
    causes.last().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::Allowed;
    use reqwest::Url;

    #[test]
    fn only_public_hosts_and_those_that_the_owner_named_are_asked() {
        let allowed = Allowed(vec!["nas.lan".to_owned(), "192.168.1.7:8080".to_owned()]);
        for (address, fine) in [
            ("https://example.org/a.jpg", true),
            ("http://example.org/a.jpg", true),
            ("http://93.184.216.34/a.jpg", true),
            ("http://127.0.0.1/a.jpg", false),
            ("http://2130706433/a.jpg", false),
            ("http://0x7f.1/a.jpg", false),
            ("http://[::1]/a.jpg", false),
            ("http://[::ffff:127.0.0.1]/a.jpg", false),
            ("http://localhost/a.jpg", false),
            ("http://a.localhost/a.jpg", false),
            ("http://10.0.0.1/a.jpg", false),
            ("http://169.254.169.254/latest/meta-data", false),
            ("http://100.64.0.1/a.jpg", false),
            ("http://0.0.0.0/a.jpg", false),
            ("http://printer.lan/a.jpg", false),
            ("http://nas.lan/a.jpg", true),
            ("http://NAS.lan:81/a.jpg", true),
            ("http://192.168.1.7:8080/a.jpg", true),
            ("http://192.168.1.7/a.jpg", false),
            ("ftp://example.org/a.jpg", false),
            ("file:///etc/passwd", false),
            ("http://me:secret@example.org/a.jpg", false),
        ] {
            assert_eq!(allowed.lets(&Url::parse(address).unwrap()).is_ok(), fine, "{address}");
        }
    }

    #[test]
    fn a_name_is_judged_by_what_it_leads_to() {
        let allowed = Allowed(vec!["nas.lan".to_owned(), "cam.lan:8080".to_owned()]);
        for (name, address, fine) in [
            ("example.org", "93.184.216.34:0", true),
            ("example.org", "127.0.0.1:0", false),
            ("example.org", "[::1]:0", false),
            ("example.org", "[fd00::1]:0", false),
            ("nas.lan", "192.168.1.7:0", true),
            ("cam.lan", "192.168.1.8:0", true),
            ("other.lan", "192.168.1.9:0", false),
        ] {
            assert_eq!(allowed.resolves(name, address.parse().unwrap()), fine, "{name} {address}");
        }
    }
}
