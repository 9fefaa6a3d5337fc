//! Cuts the power before every call of one job that changes a disk, and has the next run go on from what may be left.
//!
//! `cargo run --release --example cuts [-- --stride N]` on Linux, with strace and the right to trace. What it models:
//! names change in whole steps, of one file or folder in order, and stay if a folder they changed in was synced; bytes
//! stay if their file was synced; of everything else nothing, all the names, all the bytes, or some by a toss. What it
//! does not: half a write, a disk that says "synced" and lies.

#![allow(unreachable_pub, reason = "the tests use these files too")]
#![expect(clippy::print_stdout, reason = "this is how it reports")]
#![allow(clippy::disallowed_methods, reason = "it plays the people who use the disk as they like")]

#[path = "../calls/run.rs"]
#[allow(dead_code, reason = "of that program only the world is used, and its way to do several things at once")]
mod calls;
mod model;
mod run;
mod trace;

use std::process::ExitCode;

use calls::{AT_ONCE, World, at_once};

fn main() -> ExitCode {
    // The reeldrop that is traced, and its renderer, are this same program.
    if matches!(std::env::args().nth(1).as_deref(), Some("--config" | "look-at" | "render-work")) {
        return reeldrop::cli::main();
    }
    let words: Vec<String> = std::env::args().collect();
    let stride = words.iter().position(|word| word == "--stride").and_then(|at| words.get(at + 1)?.parse().ok());
    let program = std::env::current_exe().expect("this program has a path");
    let Some(report) = run::run(&program, stride.unwrap_or(1)) else {
        println!("not checked: strace is not there or may not trace");
        return ExitCode::FAILURE;
    };
    println!("{report}");
    if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
