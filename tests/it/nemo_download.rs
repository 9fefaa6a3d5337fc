//! A daemon killed while its film comes down: the next one goes on behind the last byte that was certain.

use std::fs;
use std::path::PathBuf;

use reeldrop::serve::Settings;
use serde_json::Value;

use crate::support::nemo::{Call, Fault, Films, Nemo, When};
use crate::support::{World, until};

/// So much comes down before the kill: more than the 8 MB that are noted at a time, less than the film.
const HALF: u64 = 9 << 20;
const FILM: usize = 12 << 20;

/// The only film that the service has made.
fn made(nemo: &Nemo) -> Vec<u8> {
    let films: Vec<PathBuf> =
        fs::read_dir(nemo.dir().join("films")).unwrap().map(|film| film.unwrap().path()).collect();
    let [film] = &films[..] else { panic!("{films:?}") };
    fs::read(film).unwrap()
}

#[test]
fn a_daemon_killed_in_a_download_goes_on_with_it_and_the_film_is_whole() {
    let nemo = Nemo::with(Settings { credits: Some(1000), ..Settings::default() });
    nemo.films(Films { bytes: FILM, ..Films::default() });
    let halted = nemo.fault(Call::File, When::Nth(1), Fault::Halt(HALF));
    let world = World::new();
    let section = format!("[nemo]\napi_url = '{}'\npoll_secs = 0.02\n", nemo.url());
    world.configure("backend = 'nemo'", &section);
    let daemon = world.daemon();
    world.drop_folder("sea", 1);
    let notes = world.path("inbox/.reeldrop/1-sea/video.mp4.part.json");
    let offset = until("the first half of the film", || {
        let notes: Value = serde_json::from_slice(&fs::read(&notes).ok()?).ok()?;
        notes["offset"].as_u64().filter(|offset| *offset > 0)
    });
    daemon.kill();
    assert!(offset <= HALF && nemo.hits(halted) == 1, "{offset}");
    let _daemon = world.daemon();
    world.wait_for(1, "done");
    assert!(fs::read(world.path("outbox/sea.mp4")).unwrap() == made(&nemo), "not the film that was made");
    assert_eq!(nemo.calls(Call::File), 2, "once in each life");
    let ledger = nemo.ledger();
    assert_eq!((ledger.messages.len(), ledger.renders.len(), ledger.repeated), (1, 1, 0));
}
