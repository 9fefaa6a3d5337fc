//! Many processes, one database.

use std::process::Stdio;

use crate::support::World;

#[test]
fn processes_that_open_a_new_database_at_the_same_moment_do_not_get_in_each_others_way() {
    let world = World::new();
    let start = || world.command(&["jobs", "--json"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    for _ in 0..4 {
        std::fs::remove_dir_all(world.path("state")).ok();
        let all: Vec<_> = (0..8).map(|_| start()).collect();
        for one in all {
            let output = one.wait_with_output().unwrap();
            assert!(output.status.success(), "{output:?}");
        }
    }
}
