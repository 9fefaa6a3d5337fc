//! Tables of addresses that may be asked, and of those that must not.

use crate::nemovideo::address::Api;
use crate::nemovideo::host::Place;
use proptest::prelude::{any, prop_assert, proptest};

const PUBLIC: &str = "https://mega-api-prod.nemovideo.ai";

#[test]
fn the_service_is_asked_by_https_or_close_by() {
    for (url, fine) in [
        (PUBLIC, true),
        ("https://mega-api-prod.nemovideo.ai/", true),
        ("https://mega-api-prod.nemovideo.ai:8443/base/", true),
        ("http://mega-api-prod.nemovideo.ai", false),
        ("http://8.8.8.8", false),
        ("http://127.0.0.1:8080", true),
        ("http://localhost:8080", true),
        ("http://localhost.:8080", true),
        ("http://a.localhost", true),
        ("http://[::1]:8080", true),
        ("http://10.1.2.3", true),
        ("http://172.31.0.1", true),
        ("http://172.32.0.1", false),
        ("http://192.168.1.10/nemo", true),
        ("http://169.254.3.4", true),
        ("http://[fd00::1]", true),
        ("http://[fe80::1]", true),
        ("http://[2606:4700::1]", false),
        ("http://100.64.0.1", false),
        ("http://nas", true),
        ("http://nas.local", true),
        ("http://NAS.LAN", true),
        ("http://nas.home.arpa", true),
        ("http://api.internal", true),
        ("http://internal.example.com", false),
        ("http://local.example", false),
        ("https://user@mega-api-prod.nemovideo.ai", false),
        ("https://:secret@mega-api-prod.nemovideo.ai", false),
        ("https://mega-api-prod.nemovideo.ai/#x", false),
        ("https://mega-api-prod.nemovideo.ai/?a=b", false),
        ("ftp://mega-api-prod.nemovideo.ai", false),
        ("file:///etc/passwd", false),
        ("mega-api-prod.nemovideo.ai", false),
        ("", false),
    ] {
        assert_eq!(Api::new(url).is_ok(), fine, "{url}");
    }
}

#[test]
fn a_base_path_is_kept_and_ids_stay_one_segment() {
    for base in ["https://a.example/nemo", "https://a.example/nemo/"] {
        let api = Api::new(base).unwrap();
        assert_eq!(api.text(), "https://a.example/nemo");
        assert_eq!(api.at(&["api", "x/../y?z#"]).unwrap().as_str(), "https://a.example/nemo/api/x%2F..%2Fy%3Fz%23");
        for part in ["", ".", ".."] {
            assert!(api.at(&["api", part]).is_none(), "{part}");
        }
    }
    assert_eq!(Api::new("https://a.example/").unwrap().at(&["api"]).unwrap().as_str(), "https://a.example/api");
}

/// Each with whether it may be asked by a client of: the public service, one on loopback, one on 192.168.1.10, and
/// one at the local name `nas`.
const FILMS: &[(&str, [bool; 4])] = &[
    ("https://static1.nemovideo.ai/render-result/a.mp4?sig=1", [true, true, true, true]),
    ("https://static1.nemovideo.ai:8443/a.mp4", [true, true, true, true]),
    ("http://static1.nemovideo.ai/a.mp4", [false, false, false, false]),
    ("https://8.8.8.8/a.mp4", [true, true, true, true]),
    ("https://[2606:4700::1]/a.mp4", [true, true, true, true]),
    ("http://127.0.0.1:9000/a.mp4", [false, true, false, false]),
    ("https://127.0.0.1/a.mp4", [false, true, false, false]),
    ("http://localhost:9000/a.mp4", [false, true, false, false]),
    ("https://localhost./a.mp4", [false, true, false, false]),
    ("https://x.localhost/a.mp4", [false, true, false, false]),
    ("https://127.1/a.mp4", [false, true, false, false]),
    ("https://2130706433/a.mp4", [false, true, false, false]),
    ("https://0x7f.1/a.mp4", [false, true, false, false]),
    ("https://0177.0.0.1/a.mp4", [false, true, false, false]),
    ("https://127.0.0.1./a.mp4", [false, true, false, false]),
    ("https://[::1]/a.mp4", [false, true, false, false]),
    ("https://[::ffff:127.0.0.1]/a.mp4", [false, true, false, false]),
    ("https://[::ffff:7f00:1]/a.mp4", [false, true, false, false]),
    ("https://0/a.mp4", [false, false, false, false]),
    ("https://0.0.0.0/a.mp4", [false, false, false, false]),
    ("https://[::]/a.mp4", [false, false, false, false]),
    ("https://[::127.0.0.1]/a.mp4", [false, false, false, false]),
    ("https://10.0.0.1/a.mp4", [false, false, false, false]),
    ("https://172.16.0.1/a.mp4", [false, false, false, false]),
    ("https://192.168.1.1/a.mp4", [false, false, false, false]),
    ("http://192.168.1.10:9000/a.mp4", [false, false, true, false]),
    ("https://192.168.266/a.mp4", [false, false, true, false]),
    ("http://3232235786/a.mp4", [false, false, true, false]),
    ("https://169.254.169.254/latest/meta-data", [false, false, false, false]),
    ("https://[::ffff:169.254.169.254]/a.mp4", [false, false, false, false]),
    ("https://100.64.0.1/a.mp4", [false, false, false, false]),
    ("https://100.127.255.255/a.mp4", [false, false, false, false]),
    ("https://100.128.0.1/a.mp4", [true, true, true, true]),
    ("https://192.0.0.8/a.mp4", [false, false, false, false]),
    ("https://192.0.2.1/a.mp4", [false, false, false, false]),
    ("https://198.18.0.1/a.mp4", [false, false, false, false]),
    ("https://198.51.100.7/a.mp4", [false, false, false, false]),
    ("https://203.0.113.9/a.mp4", [false, false, false, false]),
    ("https://224.0.0.1/a.mp4", [false, false, false, false]),
    ("https://240.0.0.1/a.mp4", [false, false, false, false]),
    ("https://255.255.255.255/a.mp4", [false, false, false, false]),
    ("https://[fd00::1]/a.mp4", [false, false, false, false]),
    ("https://[fe80::1]/a.mp4", [false, false, false, false]),
    ("https://[ff02::1]/a.mp4", [false, false, false, false]),
    ("https://[2001:db8::1]/a.mp4", [false, false, false, false]),
    ("https://[2001::1]/a.mp4", [false, false, false, false]),
    ("https://[2002:7f00:1::]/a.mp4", [false, false, false, false]),
    ("https://[64:ff9b::7f00:1]/a.mp4", [false, false, false, false]),
    ("https://[64:ff9b::a9fe:a9fe]/a.mp4", [false, false, false, false]),
    ("https://[64:ff9b::808:808]/a.mp4", [true, true, true, true]),
    ("http://nas:9000/a.mp4", [false, false, false, true]),
    ("http://NAS./a.mp4", [false, false, false, true]),
    ("https://printer.local/a.mp4", [false, false, false, false]),
    ("https://router.lan/a.mp4", [false, false, false, false]),
    ("https://metadata.google.internal/a.mp4", [false, false, false, false]),
    ("https://user:pass@static1.nemovideo.ai/a.mp4", [false, false, false, false]),
    ("https://static1.nemovideo.ai@127.0.0.1/a.mp4", [false, false, false, false]),
    ("https://static1.nemovideo.ai\\@127.0.0.1/a.mp4", [true, true, true, true]),
    ("https://１２７.0.0.1/a.mp4", [false, true, false, false]),
    ("https://ⓛocalhost/a.mp4", [false, true, false, false]),
    ("file:///etc/passwd", [false, false, false, false]),
    ("ftp://static1.nemovideo.ai/a.mp4", [false, false, false, false]),
    ("data:video/mp4;base64,AAAA", [false, false, false, false]),
    ("/render-result/a.mp4", [false, false, false, false]),
    ("", [false, false, false, false]),
];

#[test]
fn a_film_is_fetched_only_where_it_may_lie() {
    let services = [PUBLIC, "http://127.0.0.1:8080", "http://192.168.1.10", "http://nas"];
    for (column, service) in services.iter().enumerate() {
        let api = Api::new(service).unwrap();
        for (film, fine) in FILMS {
            assert_eq!(api.film(film).is_ok(), fine[column], "{film} of {service}");
        }
    }
}

#[test]
fn a_refused_address_is_shown_without_its_keys() {
    let error = Api::new(PUBLIC).unwrap().film("http://me:secret@10.0.0.1/a.mp4?sig=secret").unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}

proptest! {
    #[test]
    fn no_spelling_of_a_private_number_is_public(low in any::<u16>(), hex in any::<bool>()) {
        let number = u32::from_be_bytes([192, 168, 0, 0]) | u32::from(low);
        let url = if hex { format!("https://{number:#x}/") } else { format!("https://{number}/") };
        prop_assert!(Api::new(PUBLIC).unwrap().film(&url).is_err());
        let mapped = format!("https://[::ffff:{:x}:{:x}]/", number >> 16, number & 0xffff);
        prop_assert!(Api::new(PUBLIC).unwrap().film(&mapped).is_err());
    }

    #[test]
    fn any_text_is_judged_without_a_panic(text in ".{0,40}") {
        let _ = Api::new(PUBLIC).unwrap().film(&text);
        let _ = Place::of_host(&text);
    }
}
