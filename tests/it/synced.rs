//! What a power cut would leave: the order of syncs and moves, read from the system calls of a real run.

use std::fs;
use std::process::Command;

use crate::support::World;

/// The calls of one `once`, a line each; none where tracing is not allowed or strace is not there.
fn trace(world: &World) -> Option<Vec<String>> {
    let log = world.path("trace");
    let status = Command::new("strace")
        .args([
            "-f",
            "-y",
            "-s",
            "300",
            "-e",
            "trace=fsync,fdatasync,rename,renameat,renameat2,openat,write,pwrite64,copy_file_range",
        ])
        .arg("-o")
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_reeldrop"))
        .arg("--config")
        .arg(world.config())
        .arg("once")
        .output();
    match status {
        Ok(output) if output.status.success() => {
            Some(fs::read_to_string(&log).unwrap().lines().map(str::to_owned).collect())
        }
        other => {
            eprintln!("not checked: strace is not there or may not trace ({other:?})");
            None
        }
    }
}

fn last(lines: &[String], wanted: impl Fn(&str) -> bool) -> Option<usize> {
    lines.iter().rposition(|line| wanted(line))
}

#[test]
fn a_film_and_its_row_are_on_disk_before_it_gets_its_name() {
    let world = World::new();
    world.drop_folder("holiday", 1);
    let Some(lines) = trace(&world) else { return };
    let named = last(&lines, |line| line.contains("rename") && line.contains("/outbox/holiday.mp4"))
        .expect("the film is named");
    let before = &lines[..named];
    let is_sync = |line: &str| line.contains("fsync(") || line.contains("fdatasync(");

    let written =
        last(before, |line| line.contains("/outbox/.reeldrop-") && !is_sync(line) && !line.contains("openat"))
            .expect("a copy");
    let synced = last(before, |line| is_sync(line) && line.contains("/outbox/.reeldrop-")).expect("the film is synced");
    assert!(written < synced, "something was written after the sync");

    let row = last(before, |line| line.contains("reeldrop.db-wal>") && line.contains("write")).expect("a commit");
    let committed =
        last(before, |line| is_sync(line) && line.contains("reeldrop.db-wal>")).expect("the commit is synced");
    assert!(synced < row && row < committed, "the name is on disk after the film and before the move");

    let after = &lines[named..];
    assert!(after.iter().any(|line| is_sync(line) && line.contains("/outbox>")), "the new name is synced");
    let syncs = lines.iter().filter(|line| is_sync(line)).count();
    println!("{syncs} syncs for one job");
}

#[test]
fn pictures_leave_the_inbox_in_one_move_that_is_synced_on_both_sides() {
    let world = World::new();
    world.drop_folder("holiday", 1);
    let Some(lines) = trace(&world) else { return };
    let into_work = |line: &String| line.contains("rename") && line.contains("/1-holiday/source\"");
    let moved = lines.iter().position(into_work).expect("one move");
    // Before anything else is done in the work folder, which would sync it for reasons of its own.
    let next = lines[moved..].iter().position(|line| line.contains("spec.json")).expect("the order is written");
    let after = &lines[moved..moved + next];
    for folder in ["/1-holiday>", "/inbox>"] {
        assert!(after.iter().any(|line| line.contains("fsync(") && line.contains(folder)), "{folder} is not synced");
    }
}
