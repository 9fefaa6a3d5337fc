//! One job on its way through NemoVideo without a daemon: a row in memory, steps taken one by one, crashes where wanted.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reeldrop::backend::{Errand, Fault, Nemo, Note, Outcome, take};
use reeldrop::clock;
use reeldrop::job::{Failure, JobSpec, NemoStep, Work};
use tempfile::TempDir;

use crate::support::{jpeg, nemo_settings};

/// Where a life ends. Steps are counted from 0 over all lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The twin of the step is on disk, nothing was sent.
    BeforeEffect(usize),
    /// The step was taken, what came of it is not on disk.
    AfterEffect(usize),
    /// What came of it is on disk.
    AfterCommit(usize),
}

impl Crash {
    pub const fn step(self) -> usize {
        match self {
            Self::BeforeEffect(step) | Self::AfterEffect(step) | Self::AfterCommit(step) => step,
        }
    }
}

/// How a voyage ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Made,
    Failed(Failure),
    /// It waits for something that a test did not bring.
    Waits(Failure),
}

pub struct Voyage {
    pub dir: TempDir,
    pub spec: JobSpec,
    /// All that a crash leaves, beside the work folder.
    pub row: NemoStep,
    pub journal: Arc<Mutex<Vec<String>>>,
    pub timeline: Arc<Mutex<String>>,
    /// How many steps were taken so far.
    pub steps: usize,
    url: String,
}

/// A try that was used up may be followed by so many more.
const ATTEMPTS: u32 = 5;
/// Far more than any voyage takes.
const MOST_STEPS: usize = 400;

impl Voyage {
    /// A folder of `pictures` pictures with these words, bound for the service at `url`.
    pub fn new(url: &str, pictures: u8, prompt: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..pictures).map(|number| format!("img{number}.jpg")).collect();
        for (number, name) in (0..).zip(&names) {
            jpeg(&dir.path().join("source").join(name), 32, 24, [250, 40 * number, 90]);
        }
        let text = r#"{"name":"sea","source":"","backend":"nemo","brief":{},"pictures":[],"sound":null}"#;
        let mut spec: JobSpec = serde_json::from_str(text).unwrap();
        spec.source = dir.path().join("source");
        spec.pictures = names;
        prompt.clone_into(&mut spec.prompt);
        let row = NemoStep::Open { lost: 0 };
        let (journal, timeline) = (Arc::default(), Arc::default());
        Self { dir, spec, row, journal, timeline, steps: 0, url: url.to_owned() }
    }

    pub fn work(&self) -> Work {
        Work::at(self.dir.path().join("work"))
    }

    pub fn film(&self) -> PathBuf {
        self.work().video(0)
    }

    /// A backend as a fresh process has it, on the account of this voyage.
    pub fn backend(&self) -> Nemo {
        Nemo::new(nemo_settings(&self.url, self.dir.path()))
    }

    /// Sails to the end, each crash in a life of its own.
    pub async fn sail(&mut self, crashes: &[Crash]) -> End {
        for crash in crashes {
            if let Some(end) = self.live(&self.backend(), Some(*crash)).await {
                return end;
            }
        }
        self.live(&self.backend(), None).await.expect("only a crash ends a life before its end")
    }

    /// The same with a person who asks for another try whenever it failed.
    pub async fn sail_stubbornly(&mut self, crashes: &[Crash]) -> End {
        let mut end = self.sail(crashes).await;
        for _ in 0..3 {
            if !matches!(end, End::Failed(_)) {
                break;
            }
            self.row = self.row.clone().again();
            end = self.sail(&[]).await;
        }
        end
    }

    /// One life; `None` if it ended by the crash.
    pub async fn live(&mut self, backend: &Nemo, crash: Option<Crash>) -> Option<End> {
        let (mut attempts, mut held) = (0, 0);
        for _ in 0..MOST_STEPS {
            let number = self.steps;
            self.steps += 1;
            let (row, outcome) = self.step(backend, crash == Some(Crash::BeforeEffect(number))).await;
            self.row = row;
            if outcome.is_none() || crash == Some(Crash::AfterEffect(number)) {
                return None;
            }
            let pause = match outcome? {
                Ok(Outcome::Next(next)) => {
                    (self.row, attempts) = (next, 0);
                    Duration::ZERO
                }
                Ok(Outcome::Wait(next, wait)) => {
                    (self.row, attempts) = (next, 0);
                    wait
                }
                Ok(Outcome::Made(_)) => return Some(End::Made),
                Err(Fault::Lasting(failure)) => return Some(End::Failed(failure)),
                Err(Fault::NotSent(failure) | Fault::Passing(failure)) => {
                    attempts += 1;
                    if attempts >= ATTEMPTS {
                        return Some(End::Failed(failure));
                    }
                    Duration::from_millis(10)
                }
                Err(Fault::Held(failure, wait)) => {
                    held += 1;
                    if held > 30 {
                        return Some(End::Waits(failure));
                    }
                    wait.unwrap_or(Duration::from_millis(20))
                }
            };
            if crash == Some(Crash::AfterCommit(number)) {
                return None;
            }
            tokio::time::sleep(pause.min(Duration::from_millis(200))).await;
        }
        panic!("a voyage without end: {:?}\n{:#?}", self.row, self.journal.lock().unwrap());
    }

    /// The row as it is on disk after the step, and what came of it; nothing if the crash fell before the effect.
    async fn step(&self, backend: &Nemo, crash: bool) -> (NemoStep, Option<Result<Outcome<NemoStep>, Fault>>) {
        let mut row = self.row.clone();
        let note = |note: Note<'_>| match note {
            Note::Line(line) => self.journal.lock().unwrap().push(line.to_owned()),
            Note::Timeline(line) => line.clone_into(&mut self.timeline.lock().unwrap()),
        };
        let work = self.work();
        let errand = Errand { work: &work, spec: &self.spec, progress: &|_| {}, note: &note };
        let commit = |twin: &NemoStep| {
            row = twin.clone();
            if crash { Err(()) } else { Ok(()) }
        };
        let outcome = take(backend, &errand, self.row.clone(), clock::now(), commit).await;
        (row, outcome.ok())
    }

    pub fn journal(&self) -> String {
        self.journal.lock().unwrap().join("\n")
    }
}
