//! The studio of the fake: follows scripts, and bakes films that are small, valid, and each unlike any other.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::Semaphore;

use reeldrop::brief::{Brief, Quality, Resolution};
use reeldrop::job::Limits;
use reeldrop::serve::{
    Event, Facts, Failure, Made, Order, Progress, Sink, State, Studio, Talk, Workshop, WorkshopSettings,
};

use crate::support::nemo::layer::Hands;
use crate::support::nemo::mp4;
use crate::support::nemo::script::{Script, Step};

#[derive(Debug)]
pub struct Scripts {
    coming: Mutex<VecDeque<Script>>,
    gate: Semaphore,
}

impl Scripts {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { coming: Mutex::default(), gate: Semaphore::new(0) })
    }

    pub fn add(&self, script: Script) {
        self.coming.lock().unwrap().push_back(script);
    }

    /// Lets one `Step::Wait` pass.
    pub fn go_on(&self) {
        self.gate.add_permits(1);
    }

    fn next(&self) -> Script {
        self.coming.lock().unwrap().pop_front().unwrap_or(Script::Usual)
    }
}

/// Who makes the films: somebody who follows scripts, or the product itself, from small pictures and in a moment.
#[derive(Debug)]
pub enum Maker {
    Scripted(Scripted),
    Real(Box<Workshop>),
}

impl Maker {
    pub fn real() -> Self {
        let video = Brief {
            resolution: Some(Resolution::P480),
            quality: Some(Quality::Draft),
            seconds_per_image: Some(0.5),
            transition_seconds: Some(0.2),
            ..Brief::default()
        };
        Self::Real(Box::new(Workshop::new(WorkshopSettings {
            program: env!("CARGO_BIN_EXE_reeldrop").into(),
            video,
            limits: Limits { min_free_disk_mb: 0, ..Limits::default() },
            encoder: reeldrop::render::Encoder::BuiltIn,
            fetch_from: Vec::new(),
            model: None,
        })))
    }
}

impl Studio for Maker {
    fn price(&self, talk: &Talk) -> u32 {
        match self {
            Self::Scripted(studio) => studio.price(talk),
            Self::Real(studio) => studio.price(talk),
        }
    }

    async fn answer(&self, talk: Talk, out: &mut Sink) -> Result<(), Failure> {
        match self {
            Self::Scripted(studio) => studio.answer(talk, out).await,
            Self::Real(studio) => studio.answer(talk, out).await,
        }
    }

    async fn check(&self, order: &Order) -> Result<(), Failure> {
        match self {
            Self::Scripted(studio) => studio.check(order).await,
            Self::Real(studio) => studio.check(order).await,
        }
    }

    async fn render(&self, order: &Order, to: &Path, progress: &Progress) -> Result<Made, Failure> {
        match self {
            Self::Scripted(studio) => studio.render(order, to, progress).await,
            Self::Real(studio) => studio.render(order, to, progress).await,
        }
    }

    async fn fetch(&self, address: &str, to: &Path, limit: u64) -> Result<(), Failure> {
        match self {
            Self::Scripted(studio) => studio.fetch(address, to, limit).await,
            Self::Real(studio) => studio.fetch(address, to, limit).await,
        }
    }

    async fn look(&self, file: &Path) -> Result<Facts, Failure> {
        match self {
            Self::Scripted(studio) => studio.look(file).await,
            Self::Real(studio) => studio.look(file).await,
        }
    }
}

#[derive(Debug)]
pub struct Scripted {
    pub scripts: Arc<Scripts>,
    pub hands: Arc<Hands>,
}

impl Studio for Scripted {
    /// The documents' prices: a generation for the first message, an edit for any other.
    fn price(&self, talk: &Talk) -> u32 {
        if talk.state.contains_key("draft") { 50 } else { 100 }
    }

    async fn answer(&self, talk: Talk, out: &mut Sink) -> Result<(), Failure> {
        for step in self.scripts.next().steps(&talk) {
            out.say(match step {
                Step::Text(text) => Event::Text(text),
                Step::Call(name) => Event::ToolCall { id: name.into(), name: name.into(), arguments: json!({}) },
                Step::Result(name, response) => Event::ToolResult { id: name.into(), name: name.into(), response },
                Step::Draft(draft) => Event::State(state("draft", draft)),
                Step::Keep(name, value) => Event::State(state(name, value)),
                Step::Heartbeat => Event::Heartbeat,
                Step::Pause(time) => {
                    tokio::time::sleep(time).await;
                    continue;
                }
                Step::Wait => {
                    self.scripts.gate.acquire().await.unwrap().forget();
                    continue;
                }
                Step::Fail(code, message) => return Err(failure(code, message)),
            })?;
        }
        Ok(())
    }

    async fn render(&self, order: &Order, to: &Path, progress: &Progress) -> Result<Made, Failure> {
        let films = self.hands.kitchen.films();
        let step = 90 / films.polls.max(1);
        self.hands
            .kitchen
            .ready(&order.id, |asked| {
                progress.set(u8::try_from(10 + asked * step).unwrap_or(99));
                asked >= films.polls || progress.stopped()
            })
            .await;
        if progress.stopped() || self.hands.kitchen.fails() {
            return Err(failure("RENDER_FAILED", "invalid draft"));
        }
        std::fs::write(to, mp4::film(&order.id, films.bytes)).map_err(|_| failure("DISK", "cannot write"))?;
        Ok(Made { seconds: Some(mp4::SECONDS), ..Made::default() })
    }

    async fn fetch(&self, address: &str, to: &Path, _: u64) -> Result<(), Failure> {
        std::fs::write(to, format!("what lies at {address}")).map_err(|_| failure("DISK", "cannot write"))
    }

    async fn look(&self, _: &Path) -> Result<Facts, Failure> {
        Ok(Facts { width: Some(640), height: Some(480), ..Facts::default() })
    }
}

fn state(name: &str, value: String) -> State {
    State::from([(name.to_owned(), RawValue::from_string(value).unwrap())])
}

fn failure(code: &str, message: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.to_owned() }
}
