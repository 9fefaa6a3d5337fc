//! A sample of the power cuts; all of them with `cargo run --release --example cuts`.

use std::path::Path;

use crate::calls::run::{AT_ONCE, World, at_once};

#[path = "../../examples/cuts/model.rs"]
mod model;
#[path = "../../examples/cuts/run.rs"]
mod run;
#[path = "../../examples/cuts/trace.rs"]
mod trace;

/// One in so many moments.
const STRIDE: usize = 17;

#[test]
fn whatever_a_power_cut_leaves_of_what_was_not_synced_nothing_is_lost() {
    let Some(report) = run::run(Path::new(env!("CARGO_BIN_EXE_reeldrop")), STRIDE) else {
        eprintln!("not checked: strace is not there or may not trace");
        return;
    };
    println!("{report}");
    assert!(report.wrong.is_empty(), "{report}");
    assert!(report.distinct > 20, "too few to say anything: {report}");
}
