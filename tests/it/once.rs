//! `once` to its end: whatever lay there when it began is made, or named.

use std::fs;

use reeldrop::store::Store;

use crate::crash::arrive_as;
use crate::support::World;

#[test]
fn a_folder_that_changed_before_it_was_claimed_settles_again_in_the_same_round_or_is_named() {
    for watch in ["", "after = 'keep'"] {
        let world = World::with(watch, "");
        let store = Store::open(&world.path("state")).unwrap();
        for name in ["beach", "slow"] {
            world.drop_folder(name, 1);
            arrive_as(&store, &world, name, "as it was when it settled");
        }
        fs::write(world.path("inbox/slow/b.jpg.part"), "half").unwrap();
        let output = world.run(&["once"]);
        assert_eq!((world.films(), output.status.code()), (vec!["beach.mp4".to_owned()], Some(75)), "{output:?}");
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.contains("left in the inbox: slow: b.jpg.part"), "{words}");
        fs::remove_file(world.path("inbox/slow/b.jpg.part")).unwrap();
        assert_eq!(world.run(&["once"]).status.code(), Some(0));
        assert_eq!(world.films(), ["beach.mp4", "slow.mp4"], "{watch}");
    }
}

#[test]
fn an_inbox_that_is_away_is_named_and_is_no_success() {
    let world = World::new();
    assert_eq!(world.run(&["once"]).status.code(), Some(0), "nothing lies there, and nothing is wrong");
    fs::rename(world.path("inbox"), world.path("unmounted")).unwrap();
    let output = world.run(&["once"]);
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(75), "{words}");
    assert!(words.contains(&format!("left in the inbox: {}: ", world.path("inbox").display())), "{words}");
}
