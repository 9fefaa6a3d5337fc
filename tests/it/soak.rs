//! A short soak; the long one is `cargo run --release --example soak -- --kills 2000`.

use crate::support::reeldrop;

#[path = "../../examples/soak/people.rs"]
mod people;
#[path = "../../examples/soak/run.rs"]
mod run;

#[test]
fn whenever_it_is_killed_nothing_is_lost_made_twice_or_torn() {
    let report = run::run(60, 7, &reeldrop);
    println!("{report}");
    assert!(report.is_clean(), "{report}");
    assert!(report.kills == 60 && report.films >= 5, "{report}");
    assert!(report.hit.len() >= 3, "the kills fell into too few stages to say anything: {report}");
}
