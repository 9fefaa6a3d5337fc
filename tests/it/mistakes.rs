//! A mistake of reeldrop's own: a step of a backend that panics, in the middle of what it does.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reeldrop::backoff;
use reeldrop::clock;
use reeldrop::daemon::{House, Settings, work_on};
use reeldrop::job::{BackendName, Job, NemoStep, Stage, Step};
use reeldrop::serve;
use reeldrop::store::{Lane, Postponed};
use tokio::sync::watch;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::crash::{self, arrive_as, fingerprint};
use crate::support::nemo::{Films, Nemo};
use crate::support::{World, nemo_settings};

/// A log that panics, once, when the first words of an answer come: the message is out, and the step is not over.
struct Tripwire(AtomicBool);

impl Subscriber for Tripwire {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Foot(self));
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Foot<'a>(&'a Tripwire);

impl Visit for Foot<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let is_answer = field.name() == "message" && format!("{value:?}").starts_with("NemoVideo: ");
        assert!(!(is_answer && self.0.0.swap(false, Ordering::Relaxed)), "a mistake, made on purpose");
    }
}

/// One worker here, one at the service; a try that was used up is not followed by another of itself.
fn open(world: &World, nemo: &Nemo) -> Arc<House> {
    let mut settings = Settings {
        nemo: nemo_settings(&nemo.url(), &world.path("state")),
        retry: backoff::Settings { base_secs: 1e9, max_secs: 1e9, ..backoff::Settings::default() },
        ..crash::settings(world)
    };
    settings.watches[0].layers.backend = BackendName::Nemo;
    Arc::new(House::open(settings).unwrap())
}

/// Works until the jobs are as they should be.
async fn work_until(house: &Arc<House>, as_they_should_be: impl Fn(&[Job]) -> bool) {
    let (say, stop) = watch::channel(false);
    let work = |lane| work_on(Arc::clone(house), (lane, 0), stop.clone());
    let look = async {
        let deadline = clock::instant() + Duration::from_mins(1);
        while !as_they_should_be(&house.store.jobs().unwrap()) {
            assert!(clock::instant() < deadline, "{:?}", house.store.jobs());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        say.send_replace(true);
    };
    let (here, away, ()) = tokio::join!(work(Lane::Here), work(Lane::Away), look);
    assert_eq!((here, away), ((Lane::Here, 0), (Lane::Away, 0)), "both workers lived to the end");
}

#[tokio::test]
async fn a_step_that_panics_costs_its_job_one_try_as_it_stands_then_and_never_the_worker() {
    let nemo = Nemo::with(serve::Settings { credits: None, ..serve::Settings::default() });
    nemo.films(Films::default());
    let world = World::new();
    fs::create_dir_all(world.path("outbox")).unwrap();
    let house = open(&world, &nemo);
    for name in ["first", "second"] {
        world.drop_folder(name, 1);
        arrive_as(&house.store, &world, name, &fingerprint(&world, name));
    }
    let done = |jobs: &[Job]| jobs.iter().filter(|job| matches!(job.stage, Stage::Done { .. })).count();
    let quiet = tracing::subscriber::set_default(Tripwire(AtomicBool::new(true)));
    work_until(&house, |jobs| done(jobs) == 1 && jobs.iter().any(|job| job.attempts > 0)).await;
    drop(quiet);

    let jobs = house.store.jobs().unwrap();
    let blamed = jobs.iter().find(|job| job.attempts > 0).unwrap();
    let fault = blamed.last_fault.clone().unwrap();
    assert_eq!((blamed.attempts, &*fault.message), (1, "reeldrop ran into a mistake of its own"));
    let Stage::Making { next: Step::Nemo(NemoStep::WatchDraft { .. }) } = blamed.stage else { panic!("{blamed:?}") };
    let wait = Postponed { fault: &fault, attempts: 1, until: clock::now() };
    house.store.postpone(blamed, &wait, clock::now()).unwrap();
    work_until(&house, |jobs| done(jobs) == 2).await;
    assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
    assert_eq!(nemo.ledger().messages.len(), 2, "what was said before the mistake is not said again");
}
