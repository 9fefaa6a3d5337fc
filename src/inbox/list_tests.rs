//! Listings of real folders.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use tempfile::{TempDir, tempdir};

use crate::disk;
use crate::inbox::list::{held_by_finder, list};
use crate::inbox::listing::{Listing, TooMuch};
use crate::inbox::names::Names;
use crate::inbox::settings::Settings;

fn read(entry: &Path) -> Listing {
    let settings = Settings { ready_marker: ".ready".into(), ..Settings::default() };
    list(entry, true, &Names::new(&settings).unwrap()).unwrap()
}

fn folder(files: &[&str]) -> TempDir {
    let folder = tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        disk::make_dir(disk::parent(&path)).unwrap();
        disk::write_whole(&path, file.as_bytes()).unwrap();
    }
    folder
}

fn paths(listing: &Listing) -> Vec<&Path> {
    listing.files.iter().map(|file| file.path.as_path()).collect()
}

#[test]
fn deeper_files_belong_to_the_entry_unless_it_says_otherwise() {
    let entry = folder(&["b.jpg", "a/c/d.png", ".hidden/e.jpg", "@eaDir/b.jpg/f.jpg", "Thumbs.db"]);
    let listing = read(entry.path());
    assert_eq!(paths(&listing), [Path::new("a/c/d.png"), Path::new("b.jpg")]);
    assert_eq!((&listing.folders[..], listing.files[1].size), (&["a", "a/c"].map(PathBuf::from)[..], 5));
    assert_eq!(listing.name, entry.path().file_name().unwrap());
    let shallow = list(entry.path(), false, &Names::new(&Settings::default()).unwrap()).unwrap();
    assert_eq!(paths(&shallow), [Path::new("b.jpg")]);
}

#[test]
fn every_name_that_the_disk_allows_can_be_listed_and_opened() {
    let entry = tempdir().unwrap();
    let long = format!("{}.jpg", "x".repeat(251));
    let names: [&[u8]; 7] = [
        "Caf\u{e9}.jpg".as_bytes(),
        "Cafe\u{301}.jpg".as_bytes(),
        "\u{1f3d6}\u{fe0f}.png".as_bytes(),
        b"two\nlines.jpg",
        b"-rf.jpg",
        long.as_bytes(),
        b"latin-\xe9.jpg",
    ];
    for name in names {
        disk::create(&entry.path().join(OsStr::from_bytes(name))).unwrap();
    }
    let listing = read(entry.path());
    assert_eq!(listing.files.len(), names.len());
    assert_eq!(listing.pictures().len(), names.len());
    listing.files.iter().for_each(|file| drop(disk::open_file(&entry.path().join(&file.path)).unwrap()));
}

#[test]
fn links_and_pipes_are_noted_and_never_opened() {
    let entry = folder(&["real.jpg"]);
    symlink("/etc", entry.path().join("etc")).unwrap();
    symlink("/etc/passwd", entry.path().join("passwd.jpg")).unwrap();
    symlink(entry.path(), entry.path().join("loop")).unwrap();
    symlink("nowhere", entry.path().join("dangling.jpg")).unwrap();
    mknodat(CWD, entry.path().join("pipe.jpg"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    let listing = read(entry.path());
    assert_eq!(paths(&listing), [Path::new("real.jpg")]);
    assert_eq!(listing.unusable, ["dangling.jpg", "etc", "loop", "passwd.jpg", "pipe.jpg"].map(PathBuf::from));
    listing.unusable.iter().for_each(|path| assert!(disk::open_file(&entry.path().join(path)).is_err(), "{path:?}"));
}

#[test]
fn an_entry_that_has_become_a_link_is_not_read() {
    let inbox = folder(&["real/a.jpg"]);
    let link = inbox.path().join("link");
    symlink(inbox.path().join("real"), &link).unwrap();
    assert!(list(&link, true, &Names::new(&Settings::default()).unwrap()).is_err());
}

#[test]
fn partial_files_and_the_ready_marker_are_noted_apart() {
    let entry = folder(&["a.jpg", "b.jpg.part", "sub/.c.jpg.aB3xY9", "sub/.ready"]);
    let listing = read(entry.path());
    assert_eq!(listing.partial, ["b.jpg.part", "sub/.c.jpg.aB3xY9"].map(PathBuf::from));
    assert!(!listing.ready, "a marker counts only directly in the entry");
    disk::create(&entry.path().join(".ready")).unwrap();
    assert!(read(entry.path()).ready);
    assert_eq!(paths(&listing), [Path::new("a.jpg")]);
}

#[test]
fn a_folder_without_end_is_read_to_a_limit() {
    let entry = tempdir().unwrap();
    let deep: PathBuf = std::iter::repeat_n("d", 40).collect();
    disk::make_dir(&entry.path().join(deep)).unwrap();
    assert_eq!(read(entry.path()).too_much, Some(TooMuch::Depth(16)));
}

#[test]
fn memory_does_not_follow_the_number_of_names() {
    let entry = tempdir().unwrap();
    for number in 0..20_100 {
        disk::create(&entry.path().join(number.to_string())).unwrap();
    }
    let listing = read(entry.path());
    assert_eq!((listing.files.len(), listing.too_much), (20_000, Some(TooMuch::Names(20_000))));
}

#[test]
fn the_fingerprint_sees_what_changes_on_the_disk() {
    let entry = folder(&["a.jpg", "b.jpg"]);
    let mut seen = vec![read(entry.path()).fingerprint()];
    assert_eq!(read(entry.path()).fingerprint(), seen[0]);
    let mut step = || seen.push(read(entry.path()).fingerprint());
    disk::write_whole(&entry.path().join("a.jpg"), b"longer than before").unwrap();
    step();
    let file = File::options().write(true).open(entry.path().join("b.jpg")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_nanos(1)).unwrap();
    step();
    disk::rename(&entry.path().join("b.jpg"), &entry.path().join("c.jpg")).unwrap();
    step();
    disk::make_dir(&entry.path().join("new")).unwrap();
    step();
    disk::remove_file(&entry.path().join("c.jpg")).unwrap();
    step();
    let different: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!(different.len(), seen.len());
}

#[test]
fn the_fingerprint_does_not_depend_on_the_order_of_the_disk() {
    let names: Vec<String> = (0..50).map(|number| format!("{number}.jpg")).collect();
    let backwards: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    let (one, other) = (folder(&names.iter().map(String::as_str).collect::<Vec<_>>()), folder(&backwards));
    for path in names.iter().flat_map(|name| [one.path().join(name), other.path().join(name)]) {
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }
    assert_eq!(read(one.path()).fingerprint(), read(other.path()).fingerprint());
}

#[test]
fn how_long_a_folder_lies_still_is_never_read_from_times_that_a_copy_sets() {
    let entry = folder(&["a.jpg"]);
    let file = File::options().write(true).open(entry.path().join("a.jpg")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert!(read(entry.path()).still_for.is_none_or(|still| still < Duration::from_hours(1)));
}

#[test]
fn the_finders_busy_dates_are_known() {
    let epoch = SystemTime::UNIX_EPOCH;
    let days = |days: u64| Duration::from_hours(days * 24);
    assert!(held_by_finder(epoch - days(24_107)), "1904-01-01");
    assert!(held_by_finder(epoch + days(5136) + Duration::from_hours(8)), "1984-01-24 08:00");
    assert!(!held_by_finder(epoch));
    assert!(!held_by_finder(epoch + days(24_107)));
}
