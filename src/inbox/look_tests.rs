//! A whole inbox on a real disk, with a clock that the test turns.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};

use crate::clock;
use crate::disk;
use crate::inbox::look::{Guard, Inbox, Look};
use crate::inbox::settings::{Mode, Settings};
use crate::marker;

#[path = "case_tests.rs"]
mod cases;

struct World {
    root: TempDir,
    inbox: Inbox,
    woken: Receiver<()>,
    now: Instant,
}

const DEADLINE: Duration = Duration::from_secs(20);

impl World {
    fn new(mode: Mode) -> Self {
        Self::with(Settings { mode, ..Settings::default() })
    }

    fn with(settings: Settings) -> Self {
        let root = tempdir().unwrap();
        disk::make_dir(&root.path().join("inbox")).unwrap();
        let guard = Guard::Marker(marker::adopt(&root.path().join("inbox")).unwrap());
        let settings = Settings { inbox: root.path().join("inbox"), ..settings };
        let (wake, woken) = channel();
        let inbox = Inbox::new(settings, guard, move || wake.send(()).unwrap_or_default()).unwrap();
        Self { root, inbox, woken, now: clock::instant() }
    }

    fn make(&self, path: &str) {
        let path = self.root.path().join(path);
        disk::make_dir(disk::parent(&path)).unwrap();
        disk::write_whole(&path, path.as_os_str().as_encoded_bytes()).unwrap();
    }

    /// A look so many seconds after the one before.
    fn look_after(&mut self, secs: f64) -> Look {
        self.look_but(secs, |_| false)
    }

    fn look_but(&mut self, secs: f64, taken: impl Fn(&OsStr) -> bool) -> Look {
        self.now += Duration::from_secs_f64(secs);
        self.inbox.look(self.now, taken).unwrap()
    }

    fn wait_for_event(&self) {
        self.woken.recv_timeout(DEADLINE).expect("an event");
    }
}

fn settled(look: &Look) -> Vec<&OsStr> {
    look.settled.iter().map(|listing| listing.name.as_os_str()).collect()
}

fn reasons(look: &Look) -> Vec<String> {
    look.waiting.iter().map(|waiting| format!("{}: {}", waiting.name.display(), waiting.reason)).collect()
}

#[test]
fn a_folder_that_rests_comes_up_until_it_is_taken() {
    let mut world = World::new(Mode::Poll);
    world.make("inbox/beach/prompt.txt");
    world.make("inbox/loose.jpg");
    let first = world.look_after(0.0);
    assert_eq!((settled(&first).len(), reasons(&first)), (0, vec!["beach: it changed a moment ago".into()]));
    assert_eq!(*first.loose_files, [OsString::from("loose.jpg")]);
    assert!(first.next_look <= Duration::from_secs(2));
    for _ in 0..2 {
        let look = world.look_after(2.0);
        assert_eq!((settled(&look), reasons(&look)), (vec![OsStr::new("beach")], vec![]));
    }
    assert_eq!(world.look_but(2.0, |name| name == "beach").settled, []);
}

#[test]
fn a_folder_still_growing_is_left_alone() {
    let mut world = World::new(Mode::Poll);
    world.look_after(0.0);
    for number in 0..5 {
        world.make(&format!("inbox/beach/{number}.txt"));
        assert_eq!(settled(&world.look_after(1.9)), [] as [&OsStr; 0]);
    }
    assert_eq!(settled(&world.look_after(2.9)), ["beach"]);
}

#[test]
fn a_folder_moved_in_whole_waits_a_quarter_of_a_second() {
    let mut world = World::new(Mode::Events);
    world.make("elsewhere/beach/prompt.txt");
    world.look_after(0.0);
    disk::rename(&world.root.path().join("elsewhere/beach"), &world.root.path().join("inbox/beach")).unwrap();
    world.wait_for_event();
    assert_eq!(settled(&world.look_after(1.0)), [] as [&OsStr; 0]);
    assert_eq!(settled(&world.look_after(0.25)), ["beach"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_in_which_somebody_writes_waits_and_says_so() {
    let mut world = World::new(Mode::Events);
    world.make("inbox/beach/notes.txt");
    let writer = File::options().append(true).open(world.root.path().join("inbox/beach/notes.txt")).unwrap();
    world.look_after(0.0);
    let look = world.look_after(60.0);
    assert_eq!(reasons(&look), ["beach: notes.txt is still being written"]);
    drop(writer);
    assert_eq!(settled(&world.look_after(look.next_look.as_secs_f64())), ["beach"]);
}

#[test]
fn a_picture_that_has_not_arrived_holds_its_folder() {
    let mut world = World::new(Mode::Poll);
    world.make("inbox/beach/prompt.txt");
    let cut_off = b"\xff\xd8\xff\xda\0\x02 and no end";
    disk::write_whole(&world.root.path().join("inbox/beach/IMG_0412.jpg"), cut_off).unwrap();
    world.look_after(0.0);
    assert_eq!(reasons(&world.look_after(3.0)), ["beach: the end of IMG_0412.jpg has not arrived yet"]);
    assert_eq!(settled(&world.look_after(600.0)), ["beach"]);
}

#[test]
fn an_inbox_that_went_away_is_waited_for_and_comes_back_as_it_was() {
    let mut world = World::new(Mode::Events);
    let (inbox, elsewhere) = (world.root.path().join("inbox"), world.root.path().join("unmounted"));
    world.make("inbox/beach/prompt.txt");
    world.look_after(0.0);
    disk::rename(&inbox, &elsewhere).unwrap();
    assert!(world.look_after(5.0).away.unwrap().ends_with("is not there"));
    world.make("inbox/trap/prompt.txt"); // the bare mount point, with something on it
    let look = world.look_after(5.0);
    assert!(look.away.as_ref().unwrap().contains("mounted"), "{look:?}");
    assert_eq!((look.settled.len(), look.waiting.len()), (0, 0));
    disk::rename(&inbox, &world.root.path().join("bare")).unwrap();
    disk::rename(&elsewhere, &inbox).unwrap();
    assert_eq!(reasons(&world.look_after(5.0)), ["beach: it changed a moment ago"]);
    assert_eq!(settled(&world.look_after(2.0)), ["beach"]);
}

#[test]
fn another_folder_in_the_inboxs_place_is_watched_anew() {
    let mut world = World::new(Mode::Events);
    let inbox = world.root.path().join("inbox");
    let settings = Settings { inbox: inbox.clone(), mode: Mode::Events, ..Settings::default() };
    let (wake, woken) = channel();
    world.inbox = Inbox::new(settings, Guard::Waived, move || wake.send(()).unwrap_or_default()).unwrap();
    world.look_after(0.0);
    disk::rename(&inbox, &world.root.path().join("old")).unwrap();
    disk::make_dir(&inbox).unwrap();
    world.look_after(1.0);
    woken.try_iter().for_each(drop);
    disk::make_dir(&inbox.join("beach")).unwrap();
    woken.recv_timeout(DEADLINE).expect("an event from the new folder");
    assert_eq!(reasons(&world.look_after(1.0)), ["beach: it holds no pictures yet"]);
}

#[test]
fn a_folder_taken_back_is_forgotten() {
    let mut world = World::new(Mode::Poll);
    world.make("inbox/beach/prompt.txt");
    world.look_after(0.0);
    disk::remove_tree(&world.root.path().join("inbox/beach")).unwrap();
    let look = world.look_after(2.0);
    assert_eq!((look.settled.len(), look.waiting.len()), (0, 0));
}

#[test]
fn one_folder_nobody_can_judge_does_not_hold_the_others() {
    let mut world = World::new(Mode::Poll);
    world.make("inbox/good/prompt.txt");
    world.make("inbox/waits/a.jpg.part");
    world.look_after(0.0);
    let look = world.look_after(2.0);
    assert_eq!(settled(&look), ["good"]);
    assert_eq!(reasons(&look), ["waits: a.jpg.part belongs to a copy that is still going on"]);
}

#[test]
fn looking_more_often_than_asked_does_no_harm() {
    let mut world = World::new(Mode::Poll);
    world.make("inbox/beach/prompt.txt");
    for _ in 0..2000 {
        assert_eq!(settled(&world.look_after(0.000_9)), [] as [&OsStr; 0]);
    }
    assert_eq!(settled(&world.look_after(1.0)), ["beach"]);
}

#[test]
fn a_folder_of_which_a_film_was_made_rests_until_it_changes() {
    for mode in [Mode::Events, Mode::Poll] {
        let mut world = World::new(mode);
        world.look_after(0.0);
        world.make("inbox/album/a.txt");
        world.look_after(30.0);
        let look = world.look_after(3.0);
        assert_eq!(settled(&look), ["album"]);
        world.inbox.pass_over(&look.settled[0], world.now);
        for _ in 0..10 {
            let look = world.look_after(30.0);
            assert_eq!((look.settled.len(), look.waiting.len()), (0, 0), "{mode:?}");
            assert!(look.next_look >= Duration::from_secs(3), "{mode:?}: nothing asks for a look so soon");
        }
        // In place, at a moment when a glance is enough: no name comes or goes.
        let file = File::options().write(true).open(world.root.path().join("inbox/album/a.txt")).unwrap();
        file.set_len(3).unwrap();
        drop(file);
        let said = (0..12).map(|_| reasons(&world.look_after(29.0))).find(|said| !said.is_empty());
        assert_eq!(said.unwrap_or_default(), ["album: it changed a moment ago"], "{mode:?}");
        assert_eq!(settled(&world.look_after(2.0)), ["album"], "{mode:?}: its long rest asks for no longer quiet");
    }
}

#[test]
fn a_folder_that_waits_for_a_name_is_glanced_at_and_taken_when_the_name_goes_however_deep() {
    let mut world = World::new(Mode::Poll);
    world.look_after(0.0);
    world.make("inbox/beach/2024/a.txt");
    world.make("inbox/beach/2024/b.jpg.part");
    for _ in 0..20 {
        assert_eq!(
            reasons(&world.look_after(25.0)),
            ["beach: 2024/b.jpg.part belongs to a copy that is still going on"]
        );
    }
    disk::remove_file(&world.root.path().join("inbox/beach/2024/b.jpg.part")).unwrap();
    assert_eq!(reasons(&world.look_after(25.0)), ["beach: it changed a moment ago"]);
    assert_eq!(settled(&world.look_after(2.0)), ["beach"]);
}

#[test]
fn a_name_that_is_dropped_again_while_the_first_has_its_row_is_not_left_to_the_next_rescan() {
    let mut world = World::new(Mode::Events);
    world.look_after(0.0);
    world.make("inbox/beach/prompt.txt");
    world.wait_for_event();
    assert_eq!(world.look_but(1.0, |name| name == "beach").waiting.len(), 0);
    // The row is gone, and nothing more happens in the folder.
    let look = world.look_but(0.0, |name| name == "beach");
    assert!(look.next_look <= Duration::from_secs(1), "{look:?}");
    assert_eq!(reasons(&world.look_after(1.0)), ["beach: it changed a moment ago"]);
    assert!(world.look_after(3.0).next_look < Duration::from_secs(1), "it has settled and waits to be taken");
    disk::remove_tree(&world.root.path().join("inbox/beach")).unwrap();
    assert!(world.look_but(31.0, |_| false).next_look > Duration::from_secs(20), "nothing is left to be looked at");
}
