//! Stops one job before the n-th system call of every kind that changes a disk, then has it fail, and counts what is lost.
//!
//! `cargo run --release --example calls [-- --stride N]` on Linux, with strace and the right to trace (root has it; else
//! `kernel.yama.ptrace_scope` must be 0 or 1). Only every N-th call, if told so.

#![allow(unreachable_pub, reason = "the tests use these files too")]
#![expect(clippy::print_stdout, reason = "this is how it reports")]
#![expect(clippy::disallowed_methods, reason = "it plays the people who use the disk as they like")]

mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The reeldrop that is traced, and its renderer, are this same program.
    if matches!(std::env::args().nth(1).as_deref(), Some("--config" | "look-at" | "render-work")) {
        return reeldrop::cli::main();
    }
    let words: Vec<String> = std::env::args().collect();
    let stride = words.iter().position(|word| word == "--stride").and_then(|at| words.get(at + 1)?.parse().ok());
    let program = std::env::current_exe().expect("this program has a path");
    let Some(calls) = run::Calls::of(&program) else {
        println!("not checked: strace is not there or may not trace");
        return ExitCode::FAILURE;
    };
    let killed = calls.killed(stride.unwrap_or(1));
    println!("killed:  {killed}");
    let refused = calls.refused(stride.unwrap_or(1));
    println!("refused: {refused}");
    if killed.wrong.is_empty() && refused.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
