//! `[serve]`: where the server listens, whom it lets in, and how much it keeps.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::Deserialize;

/// The keys of the section.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Serve {
    pub listen: String,
    pub token_file: PathBuf,
    pub hosts: Vec<String>,
    pub public_url: String,
    pub workers: usize,
    /// 0 counts none.
    pub credits: u32,
    pub tokens_per_address: u32,
    pub max_file_mb: u32,
    pub max_total_mb: u64,
    pub max_sessions: u64,
    pub keep_days: f64,
    pub fetch_from: Vec<String>,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8710".to_owned(),
            token_file: PathBuf::new(),
            hosts: Vec::new(),
            public_url: String::new(),
            workers: 1,
            credits: 0,
            tokens_per_address: 10,
            max_file_mb: 200,
            max_total_mb: 20_480,
            max_sessions: 1000,
            keep_days: 30.0,
            fetch_from: Vec::new(),
        }
    }
}

impl Serve {
    /// Where to listen: an address with a port, `localhost` with a port, or a port of this machine alone.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        let listen = self.listen.trim();
        let port = listen.strip_prefix("localhost:").unwrap_or(listen).parse();
        listen.parse().ok().or_else(|| Some((Ipv4Addr::LOCALHOST, port.ok()?).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::Serve;

    #[test]
    fn an_address_can_be_shortened_and_is_then_this_machines_own() {
        for (listen, address) in [
            ("127.0.0.1:8710", Some("127.0.0.1:8710")),
            ("0.0.0.0:80", Some("0.0.0.0:80")),
            ("[::1]:80", Some("[::1]:80")),
            ("localhost:80", Some("127.0.0.1:80")),
            ("8080", Some("127.0.0.1:8080")),
            ("nas:80", None),
            ("127.0.0.1", None),
            ("", None),
        ] {
            let serve = Serve { listen: listen.to_owned(), ..Serve::default() };
            assert_eq!(serve.address(), address.map(|text| text.parse().unwrap()), "{listen}");
        }
    }
}
