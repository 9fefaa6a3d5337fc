//! What a look at an inbox costs: at rest, with thousands of folders waiting, and with one event among them.
//!
//! `cargo bench --bench intake [FOLDERS]` (10,000 folders of five files unless told); the peer is a plain shallow
//! `readdir`, below which no watching can go.

#![expect(clippy::print_stdout, reason = "a bench has no other voice")]

use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use reeldrop::inbox::{Guard, Inbox, Look, Mode, Settings};
use reeldrop::{clock, disk, marker};

const FILES: usize = 5;

fn main() {
    let folders = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let root = tempfile::tempdir().expect("a temporary folder");
    fill(root.path(), folders);
    println!("{folders} folders of {FILES} files");
    time("readdir alone", 20, || std::fs::read_dir(root.path()).map_or(0, Iterator::count));
    for mode in [Mode::Poll, Mode::Events] {
        measure(root.path(), mode);
    }
}

fn fill(root: &Path, folders: usize) {
    for folder in 0..folders {
        let path = root.join(format!("folder {folder}"));
        std::fs::DirBuilder::new().create(&path).expect("a new folder");
        for file in 0..FILES {
            disk::create(&path.join(format!("IMG_{file}.jpg"))).expect("a new file");
        }
    }
}

fn measure(root: &Path, mode: Mode) {
    let guard = Guard::Marker(marker::adopt(root).expect("a marker"));
    let settings = Settings { inbox: root.to_owned(), mode, ready_marker: ".ready".into(), ..Settings::default() };
    let mut inbox = Inbox::new(settings, guard, || ()).expect("an inbox");
    let mut now = clock::instant();
    let mut look = |after: u64, taken: &dyn Fn(&OsStr) -> bool| -> Look {
        now += Duration::from_secs(after);
        inbox.look(now, taken).expect("a look")
    };
    time(&format!("{mode:?}: first look, all of them listed"), 1, || look(0, &|_| false).waiting.len());
    time(&format!("{mode:?}: all of them due"), 5, || look(300, &|_| false).waiting.len());
    time(&format!("{mode:?}: none due"), 20, || look(2, &|_| false).waiting.len());
    disk::create(&root.join("folder 7").join("new.jpg")).expect("a new file");
    time(&format!("{mode:?}: an event in one of them"), 1, || look(2, &|_| false).waiting.len());
    time(&format!("{mode:?}: all of them have rows"), 20, || look(30, &|_| true).waiting.len());
}

/// Milliseconds: the median of so many runs.
fn time(what: &str, runs: usize, mut run: impl FnMut() -> usize) {
    let mut spent: Vec<Duration> = (0..runs)
        .map(|_| {
            let began: Instant = clock::instant();
            std::hint::black_box(run());
            clock::instant() - began
        })
        .collect();
    spent.sort_unstable();
    println!("{:>9.3} ms  {what}", spent[runs / 2].as_secs_f64() * 1000.0);
}
