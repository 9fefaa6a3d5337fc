//! Plays the case files against a settler: folders that change along a time axis, and when they may be taken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde::Deserialize;

use crate::clock;
use crate::inbox::listing::{File, Listing};
use crate::inbox::names::Names;
use crate::inbox::settings::Settings;
use crate::inbox::settle::{Arrival, MOMENT, Settler, Verdict};

/// One file of `tests/cases/settle`. All times are seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the writer does, for whoever reads a failure.
    about: String,
    #[serde(default = "two")]
    settle_secs: f64,
    #[serde(default)]
    ready_marker: String,
    #[serde(default)]
    arrival: Came,
    /// Looks are made this often besides the ones the settler asks for; without it, whenever something changes.
    poll: Option<f64>,
    /// When the folder is taken; never where it is missing.
    settled_at: Option<f64>,
    #[serde(rename = "at")]
    states: Vec<State>,
}

fn two() -> f64 {
    2.0
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Came {
    #[default]
    Seen,
    MovedIn,
    LayThere,
}

/// The folder from this second on, until the next state.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    secs: f64,
    /// Path to size and time of writing.
    #[serde(default)]
    files: BTreeMap<PathBuf, (u64, f64)>,
    #[serde(default)]
    partial: Vec<PathBuf>,
    #[serde(default)]
    ready: bool,
    /// How long nothing had changed at this moment, by the disk's own note.
    still_for: Option<f64>,
    /// A proof speaks against the folder: somebody writes, or a file is cut off.
    #[serde(default)]
    held: bool,
    /// What the settler says at this moment, where the case cares: `settled`, or the reason.
    says: Option<String>,
}

impl State {
    fn listing(&self, at: f64) -> Listing {
        let file = |(path, &(size, modified)): (&PathBuf, &(u64, f64))| File {
            path: path.clone(),
            size,
            modified_ns: (modified * 1e9) as i128,
        };
        Listing {
            files: self.files.iter().map(file).collect(),
            partial: self.partial.clone(),
            ready: self.ready,
            still_for: self.still_for.map(|still| Duration::from_secs_f64(still + at - self.secs)),
            ..Listing::default()
        }
    }
}

/// Past the longest wait of any case.
const END: f64 = 4000.0;

/// How often a folder that only a proof speaks against is asked again.
const PROOF: f64 = 1.0;

impl Case {
    fn settler(&self) -> Settler {
        let settings = Settings { ready_marker: self.ready_marker.clone(), ..Settings::default() };
        let arrival = match self.arrival {
            Came::Seen => Arrival::Seen,
            Came::MovedIn => Arrival::MovedIn,
            Came::LayThere => Arrival::LayThere,
        };
        Settler::new(arrival, Duration::from_secs_f64(self.settle_secs), &Names::new(&settings).unwrap())
    }

    /// The state the folder is in, which began before `at` or at it.
    fn state(&self, at: f64) -> &State {
        self.states.iter().rev().find(|state| state.secs <= at).expect("a case begins at its first state")
    }

    /// When the next look falls due that the settler did not ask for.
    fn hint(&self, after: f64) -> f64 {
        match self.poll {
            Some(poll) => after + poll,
            None => self.states.iter().map(|state| state.secs).find(|secs| *secs > after).unwrap_or(END),
        }
    }

    /// When the folder is taken, and what is said on the way.
    fn play(&self) -> (Option<f64>, Vec<String>) {
        let (mut settler, start, mut said) = (self.settler(), clock::instant(), Vec::new());
        let mut at = self.states[0].secs;
        while at < END {
            let state = self.state(at);
            let verdict = settler.observe(&state.listing(at), start + Duration::from_secs_f64(at));
            if (state.secs - at).abs() < 1e-9 && state.says.is_some() {
                said.push(words(&verdict));
            }
            at = match verdict {
                Verdict::Settled if !state.held => return (Some(at), said),
                Verdict::Settled => self.hint(at).min(at + PROOF),
                Verdict::Waiting { look_again, .. } => self.hint(at).min(at + look_again.as_secs_f64()),
            };
        }
        (None, said)
    }
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Settled => "settled".into(),
        Verdict::Waiting { reason, .. } => reason.to_string(),
    }
}

#[test]
fn every_case_settles_when_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/settle");
    let mut played = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let case: Case =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let (settled_at, said) = case.play();
        let wanted: Vec<_> = case.states.iter().filter_map(|state| state.says.clone()).collect();
        assert_eq!(said, wanted, "{path:?}: {}", case.about);
        let near = match (settled_at, case.settled_at) {
            (Some(found), Some(wanted)) => (found - wanted).abs() < 0.001,
            (found, wanted) => found == wanted,
        };
        assert!(near, "{path:?}: {}: taken at {settled_at:?}, not at {:?}", case.about, case.settled_at);
        played += 1;
    }
    assert!(played >= 15, "only {played} cases found");
}

fn one_file(size: u64) -> Listing {
    Listing { files: vec![File { path: "a.jpg".into(), size, modified_ns: 0 }], ..Listing::default() }
}

proptest! {
    #[test]
    fn a_folder_rests_no_sooner_than_it_should_and_no_later_than_a_minute(
        pauses in prop::collection::vec(1..100_000_u64, 1..20), moved_in: bool,
    ) {
        let settle = Duration::from_secs(2);
        let arrival = if moved_in { Arrival::MovedIn } else { Arrival::Seen };
        let mut settler = Settler::new(arrival, settle, &Names::new(&Settings::default()).unwrap());
        let (mut now, mut changed): (Instant, Instant) = (clock::instant(), clock::instant());
        for (size, pause) in (0..).zip(&pauses) {
            let verdict = settler.observe(&one_file(size), now);
            prop_assert_ne!(verdict, Verdict::Settled, "a change is news");
            changed = now;
            now += Duration::from_millis(*pause);
        }
        let last = pauses.len() as u64 - 1;
        let least = if moved_in && last == 0 { MOMENT } else { settle };
        if settler.observe(&one_file(last), now) == Verdict::Settled {
            prop_assert!(now - changed >= least);
        }
        prop_assert_eq!(settler.observe(&one_file(last), changed.max(now) + Duration::from_mins(1)), Verdict::Settled);
    }

    #[test]
    fn looks_at_the_times_it_asks_for_settle_the_matter_on_the_moment(settle_ms in 0..90_000_u64) {
        let settle = Duration::from_millis(settle_ms);
        let mut settler = Settler::new(Arrival::Seen, settle, &Names::new(&Settings::default()).unwrap());
        let start = clock::instant();
        let (mut now, mut looks) = (start, 0);
        while let Verdict::Waiting { look_again, .. } = settler.observe(&one_file(1), now) {
            prop_assert!(!look_again.is_zero());
            (now, looks) = (now + look_again, looks + 1);
        }
        prop_assert_eq!(now - start, settle.max(MOMENT));
        prop_assert!(looks <= 4);
    }
}
