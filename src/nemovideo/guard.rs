//! Names checked again when they resolve: a public name may lead home.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::nemovideo::address::{Api, parse};
use crate::nemovideo::host::{Place, plain};

/// The resolver of the client that fetches films.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// Hosts that the owner named: the service itself, and proxies.
    trusted: Vec<String>,
    on_loopback: bool,
}

/// Where a proxy may be named besides in the settings; reqwest follows the same.
const PROXIES: [&str; 6] = ["ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"];

impl Guard {
    #[must_use]
    pub(crate) fn new(api: &Api, proxy: Option<&str>) -> Self {
        let environment = PROXIES.iter().filter_map(|name| std::env::var(name).ok());
        let proxies = proxy.map(str::to_owned).into_iter().chain(environment);
        let trusted = proxies.filter_map(|proxy| host(&proxy)).chain([api.host()]).collect();
        Self { trusted, on_loopback: api.on_loopback() }
    }

    /// Whether a name may be answered with an address.
    #[must_use]
    pub(crate) fn lets(&self, name: &str, address: SocketAddr) -> bool {
        match Place::of_address(address.ip()) {
            Place::Public => true,
            Place::Loopback if self.on_loopback && Place::of_host(name) == Place::Loopback => true,
            _ => self.trusted.contains(&plain(name)),
        }
    }
}

/// The host of a proxy, which may be written without a scheme and with a password.
fn host(proxy: &str) -> Option<String> {
    let bare = proxy.split_once("://").map_or(proxy, |(_, bare)| bare);
    let bare = bare.rsplit_once('@').map_or(bare, |(_, bare)| bare);
    parse(&format!("http://{bare}")).ok()?.host_str().map(plain)
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` leads to no public address")]
struct LeadsHome(String);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let name = name.as_str();
            let found = tokio::net::lookup_host((name, 0)).await?;
            let fine: Vec<SocketAddr> = found.filter(|address| guard.lets(name, *address)).collect();
            if fine.is_empty() {
                return Err(LeadsHome(name.to_owned()).into());
            }
            Ok(Box::new(fine.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Guard, host};
    use crate::nemovideo::address::Api;

    #[test]
    fn a_name_is_answered_only_with_what_its_url_might_have_said() {
        for (api, name, address, fine) in [
            ("https://a.example", "cdn.example", "8.8.8.8", true),
            ("https://a.example", "cdn.example", "127.0.0.1", false),
            ("https://a.example", "cdn.example", "10.0.0.1", false),
            ("https://a.example", "cdn.example", "169.254.169.254", false),
            ("https://a.example", "cdn.example", "100.64.0.1", false),
            ("https://a.example", "cdn.example", "::ffff:10.0.0.1", false),
            ("https://a.example", "A.example.", "10.0.0.1", true),
            ("http://127.0.0.1:80", "localhost", "127.0.0.1", true),
            ("http://127.0.0.1:80", "localhost", "::1", true),
            ("http://127.0.0.1:80", "cdn.example", "127.0.0.1", false),
            ("http://127.0.0.1:80", "localhost", "10.0.0.1", false),
            ("http://nas", "nas", "192.168.1.10", true),
            ("http://nas", "printer", "192.168.1.11", false),
            ("https://a.example", "proxy.corp.example", "10.9.9.9", true),
        ] {
            let guard = Guard::new(&Api::new(api).unwrap(), Some("http://me:x@proxy.corp.example:3128/"));
            assert_eq!(
                guard.lets(name, (address.parse::<std::net::IpAddr>().unwrap(), 0).into()),
                fine,
                "{name} {address}"
            );
        }
    }

    #[test]
    fn a_proxy_has_a_host_however_it_is_written() {
        for proxy in ["http://p.example:1", "p.example:1", "socks5h://u:p@P.example:1", "u@p.example"] {
            assert_eq!(host(proxy).as_deref(), Some("p.example"), "{proxy}");
        }
    }
}
