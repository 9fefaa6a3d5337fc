//! Whether `reeldrop serve` could be started: its address, its token, the room for all that it may keep.

use std::net::{SocketAddr, TcpListener};

use crate::checkup::finding::Finding;
use crate::checkup::ground::firm;
use crate::checkup::settings::Server;
use crate::disk;

const SUBJECT: &str = "serve";

pub(crate) fn check(server: &Server) -> Vec<Finding> {
    let Some(address) = server.address else {
        let hint = "write `listen` under `[serve]` in the config as 127.0.0.1:8710";
        return vec![Finding::error(SUBJECT, "`listen` is no address to listen at").hint(hint)];
    };
    let mut findings = vec![place(address, server)];
    findings.extend(token(address, &server.token));
    findings.extend(room(server));
    findings
}

fn place(address: SocketAddr, server: &Server) -> Finding {
    if server.at_work {
        return Finding::ok(SUBJECT, format!("running, from `{}`", server.dir.display()));
    }
    match TcpListener::bind(address) {
        Ok(_) => Finding::ok(SUBJECT, format!("not running; {address} is free for it")),
        Err(error) => Finding::warning(SUBJECT, format!("it could not listen at {address}: {error}"))
            .hint("choose another `listen` under `[serve]` in the config, or `--listen`"),
    }
}

/// Who may call from elsewhere must bring one.
fn token(address: SocketAddr, token: &Result<bool, String>) -> Option<Finding> {
    match token {
        Err(why) => Some(
            Finding::error(SUBJECT, why.clone()).hint("a token is one line of at least 16 letters, digits and signs"),
        ),
        Ok(true) => Some(Finding::ok(SUBJECT, "callers must bring the token that is set")),
        Ok(false) if address.ip().is_loopback() => None,
        Ok(false) => Some(
            Finding::error(SUBJECT, format!("{address} can be called from other machines, and no token is set"))
                .hint("write at least 16 random characters into a file, `chmod 600` it, and name it as `token_file` under `[serve]`"),
        ),
    }
}

/// Where nothing is kept yet, all of it must find room.
fn room(server: &Server) -> Option<Finding> {
    let free = disk::free_bytes(firm(&server.dir)?).ok()? >> 20;
    let wanted = server.max_total_mb.saturating_add(server.min_free_disk_mb);
    if free >= wanted || disk::exists(&server.dir.join("serve.db")).unwrap_or(false) {
        return None;
    }
    let what = format!("it may keep {} MB, and {free} MB are free", server.max_total_mb);
    Some(Finding::warning(SUBJECT, what).hint("lower `max_total_mb` under `[serve]` in the config, or make room"))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::check;
    use crate::checkup::finding::Level;
    use crate::checkup::settings::Server;
    use crate::disk;

    fn server(address: &str) -> (tempfile::TempDir, Server) {
        let dir = tempfile::tempdir().unwrap();
        let server = Server {
            address: address.parse().ok(),
            dir: dir.path().to_owned(),
            at_work: false,
            token: Ok(false),
            max_total_mb: 0,
            min_free_disk_mb: 0,
        };
        (dir, server)
    }

    fn levels(server: &Server) -> Vec<Level> {
        check(server).iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn a_free_address_of_this_machine_is_fine_and_a_taken_one_is_not() {
        let (_dir, free) = server("127.0.0.1:0");
        assert_eq!(levels(&free), [Level::Ok]);
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let (_dir, taken) = server(&other.local_addr().unwrap().to_string());
        assert_eq!(levels(&taken), [Level::Warning]);
        assert_eq!(levels(&Server { at_work: true, ..taken }), [Level::Ok], "it is our own");
        assert_eq!(levels(&server("nowhere").1), [Level::Error]);
    }

    #[test]
    fn an_address_for_others_needs_a_token() {
        let (_dir, open) = server("0.0.0.0:0");
        assert_eq!(levels(&open), [Level::Ok, Level::Error]);
        let set = Server { token: Ok(true), ..open.clone() };
        assert_eq!(levels(&set), [Level::Ok, Level::Ok]);
        let broken = Server { token: Err("`x` holds no token".to_owned()), ..open };
        assert_eq!(levels(&broken), [Level::Ok, Level::Error]);
    }

    #[test]
    fn more_than_fits_on_the_disk_is_said_before_anything_is_kept() {
        let (dir, server) = server("127.0.0.1:0");
        let large = Server { max_total_mb: u64::MAX, ..server };
        assert_eq!(levels(&large), [Level::Ok, Level::Warning]);
        disk::write_whole(&dir.path().join("serve.db"), b"").unwrap();
        assert_eq!(levels(&large), [Level::Ok], "what is kept already is not counted twice");
    }
}
