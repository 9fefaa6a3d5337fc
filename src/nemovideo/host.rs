//! What a host of a URL is: on this machine, on a private network, public, or nothing that anybody should ask. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where a host is, as far as its name or number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// 127.0.0.0/8, `::1`, `localhost` and below (RFC 6761 §6.3).
    Loopback,
    /// RFC 1918, RFC 4193, link-local, and names that only a local network knows.
    Private,
    Public,
    /// Shared, reserved, multicast, unspecified and documentation ranges (the IANA special-purpose registries).
    Special,
}

/// Names of local networks: mDNS (RFC 6762), home networks (RFC 8375), and those that routers and ICANN set aside.
const LOCAL_ENDS: [&str; 4] = [".local", ".lan", ".home.arpa", ".internal"];

impl Place {
    /// The place of a URL's host as `Url::host_str` spells it: numbers normalised, IPv6 in brackets.
    #[must_use]
    pub fn of_host(host: &str) -> Self {
        match address(host) {
            Some(address) => Self::of_address(address),
            None => Self::of_name(host),
        }
    }

    fn of_name(name: &str) -> Self {
        let name = plain(name);
        if name == "localhost" || name.ends_with(".localhost") {
            Self::Loopback
        } else if !name.contains('.') || LOCAL_ENDS.iter().any(|end| name.ends_with(end)) {
            Self::Private
        } else {
            Self::Public
        }
    }

    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => Self::of_v4(address),
            IpAddr::V6(address) => Self::of_v6(address),
        }
    }

    const fn of_v4(address: Ipv4Addr) -> Self {
        match address.octets() {
            [127, ..] => Self::Loopback,
            [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..] => Self::Private,
            [0 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18..=19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _] => Self::Special,
            _ => Self::Public,
        }
    }

    /// Only `2000::/3` is handed out; within it, tunnels and documentation are none of ours. An IPv4 address inside an
    /// IPv6 one counts as itself (mapped: RFC 4291 §2.5.5.2; NAT64: RFC 6052).
    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(inside) = address.to_ipv4_mapped() {
            return Self::of_v4(inside);
        }
        match address.segments() {
            [0, 0, 0, 0, 0, 0, 0, 1] => Self::Loopback,
            [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
                // Through a translator not even 127.0.0.1 is this machine.
                if Self::of_v4(Ipv4Addr::new(a, b, c, d)) == Self::Public { Self::Public } else { Self::Special }
            }
            [0xfc00..=0xfdff | 0xfe80..=0xfebf, ..] => Self::Private,
            [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Self::Special,
            [0x2000..=0x3fff, ..] => Self::Public,
            _ => Self::Special,
        }
    }
}

/// The number a URL's host is, if it is one.
fn address(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

/// A name without the dot that says it is complete, in lower case.
#[must_use]
pub(crate) fn plain(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}
