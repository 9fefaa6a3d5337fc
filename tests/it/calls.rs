//! A sample of the calls of one job, killed and refused; all of them with `cargo run --release --example calls`.

use std::path::Path;

#[path = "../../examples/calls/run.rs"]
pub mod run;

/// One in so many calls.
const STRIDE: usize = 53;

#[test]
fn whichever_call_it_dies_before_or_is_refused_nothing_is_lost() {
    let Some(calls) = run::Calls::of(Path::new(env!("CARGO_BIN_EXE_reeldrop"))) else {
        eprintln!("not checked: strace is not there or may not trace");
        return;
    };
    let (killed, refused) = (calls.killed(STRIDE), calls.refused(STRIDE));
    println!("killed:  {killed}\nrefused: {refused}");
    assert!(killed.wrong.is_empty() && refused.wrong.is_empty(), "killed:  {killed}\nrefused: {refused}");
    assert!(killed.hits > 3 && refused.hits > 3, "too few were hit to say anything");
}
