//! The parent: starts the child, passes on how far it is, and judges how it ended.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::backend::asking::not_there;
use crate::backend::consult::consult;
use crate::backend::errand::{Errand, Note, Progress};
use crate::backend::local::looker::Looker;
use crate::backend::local::question::Question;
use crate::backend::message::{Message, fault, of_disk};
use crate::backend::seen::Survey;
use crate::backend::way::{Backend, Fault, Outcome};
use crate::clock::Timestamp;
use crate::disk;
use crate::job::{Failure, JobSpec, Kind, LocalStep};
use crate::llm::Model;
use crate::render;

/// Renders with `program render-work WORK`, which is reeldrop itself.
#[derive(Clone, Debug)]
pub struct Local {
    pub program: PathBuf,
    /// Asked about words that the rules do not understand, if the owner has one.
    pub model: Option<Model>,
}

/// No word for so long means that the child hangs: decoding the largest picture allowed takes seconds.
const SILENCE: Duration = Duration::from_mins(10);
/// All that a child may say in its life: messages are short, and a film has an end.
const MAX_TALK: u64 = 64 << 20;
/// As much of its last words as fits an error message.
const MAX_LAST_WORDS: u64 = 4 << 10;

impl Backend for Local {
    type Step = LocalStep;

    fn first_step(&self, spec: &JobSpec) -> LocalStep {
        self.step_to(spec, 0)
    }

    /// Rendering twice costs time and nothing else.
    fn write_ahead(&self, _: &LocalStep, _: Timestamp) -> Option<LocalStep> {
        None
    }

    async fn step(&self, errand: &Errand<'_>, step: LocalStep) -> Result<Outcome<LocalStep>, Fault> {
        let film = match step {
            LocalStep::Ask { film } => return self.ask(errand, film).await,
            LocalStep::Render { film } => film,
        };
        let then = (film + 1 < errand.spec.film_count()).then_some(LocalStep::Render { film: film + 1 });
        let there = |path: PathBuf| {
            disk::exists(&path).map_err(|error| Fault::Passing(Failure::of(Kind::Machine, &error, None)))
        };
        // A crash can fall between the end of the rendering and its commit.
        if there(errand.work.report(film))? && there(errand.work.video(film))? {
            return Ok(Outcome::Made(then));
        }
        self.render(errand, film).await.map(|()| Outcome::Made(then))
    }
}

impl Local {
    /// What comes first on the way to one of the job's films. Words that the rules understand are nobody else's business.
    #[must_use]
    pub fn step_to(&self, spec: &JobSpec, film: usize) -> LocalStep {
        let ask = self.model.is_some() && !spec.consulted && !spec.questions().is_empty();
        if ask { LocalStep::Ask { film } } else { LocalStep::Render { film } }
    }

    /// Asks once: an order that lies there with the answer in it is left as it is.
    async fn ask(&self, errand: &Errand<'_>, film: usize) -> Result<Outcome<LocalStep>, Fault> {
        let next = Ok(Outcome::Next(LocalStep::Render { film }));
        let Some(model) = self.model.as_ref().filter(|_| !errand.spec.consulted) else { return next };
        let mut spec = errand.spec.clone();
        consult(&mut spec, model).await;
        spec.save(&errand.work.spec()).map_err(|error| of_disk(&error))?;
        spec.notes.iter().for_each(|note| (errand.note)(Note::Line(note)));
        next
    }

    async fn render(&self, errand: &Errand<'_>, film: usize) -> Result<(), Fault> {
        self.look(errand, film).await?;
        let mut child = self.start(errand, film).map_err(|error| Fault::Passing(not_there(&error)))?;
        let last_words = tokio::spawn(last_words(child.stderr.take()));
        let said = listen(child.stdout.take(), errand).await;
        if said.is_none() {
            child.start_kill().ok();
        }
        let status = child.wait().await.map_err(|error| Fault::Passing(Failure::of(Kind::Machine, &error, None)))?;
        match said {
            Some(Message::Made) => Ok(()),
            Some(Message::Failed { failure, full }) => Err(fault(failure, full)),
            Some(Message::Progress { .. } | Message::Note(_)) | None => {
                Err(Fault::Passing(crashed(status, &last_words.await.unwrap_or_default())))
            }
        }
    }

    /// Every picture is looked at in a process that may come to grief, once: what was seen is kept in the work folder.
    async fn look(&self, errand: &Errand<'_>, film: usize) -> Result<(), Fault> {
        let spec = errand.spec.film(film);
        if spec.timeline.is_some() {
            return Ok(());
        }
        let (path, question) = (errand.work.survey(), Question::of(&spec));
        let mut survey = Survey::load(&path, &spec.source);
        if question.open(&survey).is_answered() {
            return Ok(());
        }
        let looked = Looker::new(self.program.clone()).look(&question, &mut survey).await;
        survey.save(&path, &spec.source).map_err(|error| of_disk(&error))?;
        looked.map_err(Fault::Passing)
    }

    /// The child's stdin stays open as long as the parent lives; of the environment nothing goes along but what FFmpeg
    /// needs, where FFmpeg is asked for.
    fn start(&self, errand: &Errand<'_>, film: usize) -> std::io::Result<Child> {
        let names = if errand.spec.encoder.is_built_in() { &[][..] } else { &render::ENVIRONMENT[..] };
        Command::new(&self.program)
            .arg("render-work")
            .arg(errand.work.dir())
            .arg(film.to_string())
            .env_clear()
            .envs(names.iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }
}

/// The last thing the child says before it closes its mouth; `None` if it is silent for too long or talks nonsense.
async fn listen(out: Option<impl AsyncRead + Unpin>, errand: &Errand<'_>) -> Option<Message> {
    let mut lines = BufReader::new(out?.take(MAX_TALK)).lines();
    let mut last = None;
    while let Some(line) = timeout(SILENCE, lines.next_line()).await.ok()?.ok()? {
        let message = serde_json::from_str(&line).ok()?;
        match &message {
            Message::Progress { frame, frames } => (errand.progress)(Progress::Frames(*frame, *frames)),
            Message::Note(line) => (errand.note)(Note::Line(line)),
            Message::Made | Message::Failed { .. } => {}
        }
        last = Some(message);
    }
    last
}

async fn last_words(err: Option<impl AsyncRead + Unpin>) -> String {
    let mut words = Vec::new();
    if let Some(mut err) = err {
        (&mut err).take(MAX_LAST_WORDS).read_to_end(&mut words).await.ok();
        // The rest is drained, or a child that panics at length would wait for a reader.
        tokio::io::copy(&mut err, &mut tokio::io::sink()).await.ok();
    }
    String::from_utf8_lossy(&words).trim().to_owned()
}

fn crashed(status: ExitStatus, last_words: &str) -> Failure {
    let message = match last_words {
        "" => format!("the renderer stopped without a word ({status})"),
        words => format!("the renderer stopped ({status}): {words}"),
    };
    let hint = "if it was killed for want of memory, try a lower `resolution`; otherwise please report it";
    Failure { kind: Kind::Backend, message, hint: Some(hint.to_owned()) }
}
