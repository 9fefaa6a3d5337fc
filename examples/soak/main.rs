//! Kills the daemon thousands of times while folders are dropped and films are taken away, and counts what went wrong.
//!
//! `cargo run --release --example soak -- --kills 2000 [--seed N]`; a couple of minutes for every 1,000 kills on two
//! cores. It ends with 0 only if nothing was lost, made twice or torn.

#![expect(clippy::print_stdout, reason = "this is how it reports")]
#![allow(unreachable_pub, reason = "the tests use these files too")]
#![expect(clippy::disallowed_methods, reason = "it plays the people who use the disk as they like")]

mod people;
mod run;

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    // The daemon that is killed, and its renderer, are this same program.
    if matches!(std::env::args().nth(1).as_deref(), Some("--config" | "look-at" | "render-work")) {
        return reeldrop::cli::main();
    }
    let number = |name: &str, default: u64| {
        let words: Vec<String> = std::env::args().collect();
        let place = words.iter().position(|word| word == name);
        place.and_then(|place| words.get(place + 1)?.parse().ok()).unwrap_or(default)
    };
    let (kills, seed) = (number("--kills", 200), number("--seed", 1));
    let program = std::env::current_exe().expect("this program has a path");
    let began = reeldrop::clock::instant();
    let report = run::run(kills, seed, &|| Command::new(&program));
    println!("{report}\n{:.0} s, seed {seed}", began.elapsed().as_secs_f64());
    if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
