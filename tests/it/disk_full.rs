//! A disk that is full at any write: the job waits, the daemon lives, and when there is room it goes on by itself.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::support::{Film, World, jpeg, until};
use crate::watching::daemon_in;

/// Everything on a disk of this size, a file system in memory of the daemon's own.
const MEGABYTES: u32 = 6;

/// Bytes that are left when a folder is dropped: nothing, a page of the database, a part of the film, more than it needs.
const ROOM: [u64; 7] = [0, 8 << 10, 24 << 10, 40 << 10, 56 << 10, 80 << 10, 1 << 20];

/// The daemon's disk, seen from outside.
struct Disk(PathBuf);

impl Disk {
    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// Leaves only so much.
    fn fill(&self, room: u64) {
        let mut ballast = File::create(self.at("ballast")).unwrap();
        while ballast.write_all(&[1; 4096]).is_ok() {}
        let full = ballast.metadata().unwrap().len();
        ballast.set_len(full.saturating_sub(room)).unwrap();
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let names =
            fs::read_dir(self.at(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }
}

/// Moves everything but the config to the folder `small`.
fn on_a_small_disk(world: &World) {
    let root = world.path(".").canonicalize().unwrap().display().to_string();
    let text = fs::read_to_string(world.config()).unwrap();
    fs::write(world.config(), text.replace(&format!("'{root}/"), &format!("'{root}/small/"))).unwrap();
    fs::create_dir(world.path("small")).unwrap();
}

#[test]
fn however_little_room_is_left_the_film_arrives_once_there_is_some() {
    let world = World::new();
    on_a_small_disk(&world);
    let mount = format!("mount -t tmpfs -o size={MEGABYTES}m small small");
    let Some(daemon) = daemon_in(&world, "-rm", &mount) else { return };
    let root = Path::new("/proc").join(daemon.id().to_string()).join("root");
    let disk = Disk(root.join(world.path("small").strip_prefix("/").unwrap()));
    until("the inbox", || disk.at("inbox/.reeldrop/lock").exists().then_some(()));
    let complaints = || world.log().matches("WARN").count() + world.log().matches("ERROR").count();
    for (number, room) in (1..).zip(ROOM) {
        let (name, aside) = (format!("folder {number}"), disk.at("aside"));
        jpeg(&aside.join("a.jpg"), 64, 48, [200, 20, 20]);
        let (film, before) = (disk.at("outbox").join(format!("{name}.mp4")), complaints());
        disk.fill(room);
        fs::rename(&aside, disk.at("inbox").join(&name)).unwrap();
        let what = std::fmt::from_fn(|f| write!(f, "a word of {name}; log:\n{}", world.log()));
        until(what, || (film.exists() || complaints() > before).then_some(()));
        fs::remove_file(disk.at("ballast")).unwrap();
        let what = std::fmt::from_fn(|f| write!(f, "{name} with {room} bytes; log:\n{}", world.log()));
        // The database cannot be asked from outside: SQLite finds it by a name that is another file there.
        until(what, || {
            let put_away = disk.at("archive").join(&name).join("reeldrop.json").exists();
            (put_away && disk.names("inbox/.reeldrop") == ["id", "lock"]).then_some(())
        });
        assert_eq!(Film::open(&film).frames, 15);
    }
    let names: Vec<String> = (1..=ROOM.len()).map(|number| format!("folder {number}")).collect();
    let films: Vec<String> = names.iter().map(|name| format!("{name}.mp4")).collect();
    assert_eq!((disk.names("outbox"), disk.names("archive"), disk.names("inbox")), (films, names, vec![]));
    assert!(!disk.at("failed").exists() || disk.names("failed").is_empty());
    let full = |line: &&str| line.contains("disk is full") || line.contains("No space left");
    assert!(world.log().lines().filter(full).count() > 2, "it was hardly ever full: {}", world.log());
    assert_eq!(daemon.stop(), Some(0));
}
