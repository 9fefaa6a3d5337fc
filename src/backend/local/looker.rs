//! The parent of those that look: what brings one of them down costs itself, and the others are looked at.

use std::collections::BTreeSet;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::backend::local::looking::Word;
use crate::backend::local::question::Question;
use crate::backend::local::seen::{Seen, Survey};
use crate::job::{Failure, Kind};

/// Looks with `program look-at`, which is reeldrop itself.
#[derive(Clone, Debug)]
pub struct Looker {
    pub program: PathBuf,
    /// No word for so long means that the child hangs.
    pub patience: Duration,
}

/// Decoding the largest picture allowed takes seconds, listening to the longest sound too.
const PATIENCE: Duration = Duration::from_mins(2);
/// All that a child may say in its life: what is known of one file is short.
const MAX_TALK: u64 = 64 << 20;
/// As many lives one file may take before it is to blame: a child can be killed by somebody else.
const LIVES: usize = 2;
/// Ways to die that are no file's fault (POSIX numbers): somebody hung up, interrupted, or asked to end.
const ASKED_TO_STOP: [i32; 3] = [1, 2, 15];

/// How a child ended before it was through.
enum End {
    /// It was through.
    Whole,
    /// What it was looking at then, and what became of it.
    Died(BTreeSet<String>, String),
}

impl Looker {
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE }
    }

    /// Finds out what the survey leaves open. The future may be dropped; the child then stops.
    pub async fn look(&self, question: &Question, survey: &mut Survey) -> Result<(), Failure> {
        loop {
            let open = question.open(survey);
            if open.is_answered() {
                return Ok(());
            }
            match self.one(&open, survey).await? {
                End::Whole if question.open(survey) == open => return Err(silent("it saw nothing")),
                End::Whole => {}
                End::Died(suspects, how) if suspects.is_empty() => return Err(silent(&how)),
                End::Died(suspects, _) => {
                    for suspect in suspects {
                        self.alone(&open.only(&suspect), survey).await?;
                    }
                }
            }
        }
    }

    /// Looks at one file that may have brought a child down; if it does so again and again it is to blame.
    async fn alone(&self, question: &Question, survey: &mut Survey) -> Result<(), Failure> {
        for life in 1..=LIVES {
            match self.one(question, survey).await? {
                End::Whole if question.open(survey).is_answered() => return Ok(()),
                End::Whole => return Err(silent("it saw nothing")),
                End::Died(files, how) if files.is_empty() => return Err(silent(&how)),
                End::Died(files, how) if life == LIVES => {
                    for file in files {
                        survey.add(file.clone(), to_blame(&question.source, &file, &how));
                    }
                }
                End::Died(..) => {}
            }
        }
        Ok(())
    }

    /// The life of one child.
    async fn one(&self, question: &Question, survey: &mut Survey) -> Result<End, Failure> {
        let question = question.open(survey);
        if question.is_answered() {
            return Ok(End::Whole);
        }
        let mut child = self.start().map_err(|error| not_there(&error))?;
        // Held until the end: the child stops when it is closed.
        let mut ear = child.stdin.take();
        if let Some(ear) = &mut ear {
            let line = serde_json::to_string(&question).expect("names and numbers are JSON") + "\n";
            // A child that is dead already says so by its status.
            ear.write_all(line.as_bytes()).await.ok();
        }
        let (doing, hung) = self.listen(&mut child, survey).await;
        if hung {
            child.start_kill().ok();
        }
        let ended = match timeout(self.patience, child.wait()).await {
            Ok(ended) => ended,
            Err(_) => child.kill().await.and(Ok(ExitStatus::default())),
        };
        let status = ended.map_err(|error| Failure::of(Kind::Machine, &error, None))?;
        drop(ear);
        judge(status, doing, hung)
    }

    /// What the child was looking at when it fell silent, and whether it did so without ending.
    async fn listen(&self, child: &mut Child, survey: &mut Survey) -> (BTreeSet<String>, bool) {
        let mut doing = BTreeSet::new();
        let Some(out) = child.stdout.take() else { return (doing, true) };
        let mut lines = BufReader::new(out.take(MAX_TALK)).lines();
        loop {
            match timeout(self.patience, lines.next_line()).await {
                Ok(Ok(Some(line))) => match serde_json::from_str(&line) {
                    Ok(Word::Begun(file)) => drop(doing.insert(file)),
                    Ok(Word::Seen(file, seen)) => {
                        doing.remove(&file);
                        survey.add(file, seen);
                    }
                    Err(_) => return (doing, true),
                },
                Ok(Ok(None)) => return (doing, false),
                Ok(Err(_)) | Err(_) => return (doing, true),
            }
        }
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .arg("look-at")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

fn judge(status: ExitStatus, doing: BTreeSet<String>, hung: bool) -> Result<End, Failure> {
    if hung {
        return Ok(End::Died(doing, "nothing was heard of it for too long".to_owned()));
    }
    if status.signal().is_some_and(|signal| ASKED_TO_STOP.contains(&signal)) {
        return Err(silent("it was asked to stop"));
    }
    if status.success() { Ok(End::Whole) } else { Ok(End::Died(doing, status.to_string())) }
}

fn to_blame(source: &Path, file: &str, how: &str) -> Seen {
    let reason = format!("it brings down whoever looks at it ({how})");
    Seen::Bad { sentence: format!("cannot use `{}`: {reason}", source.join(file).display()), reason }
}

fn silent(how: &str) -> Failure {
    let message = format!("the process that looks at pictures stopped ({how})");
    Failure { kind: Kind::Backend, message, hint: Some("try again; if it happens again, please report it".to_owned()) }
}

fn not_there(error: &io::Error) -> Failure {
    Failure::of(Kind::Machine, error, Some("is the reeldrop program still in its place?".to_owned()))
}
