//! The parent's side of a question: reeldrop once more, in a process of its own that may come to grief.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::job::{Failure, Kind};

/// Asks `program VERB`, which is reeldrop itself.
#[derive(Clone, Debug)]
pub struct Asking {
    pub program: PathBuf,
    /// No word for so long means that the child hangs.
    pub patience: Duration,
}

/// How a child ended.
pub(crate) enum End {
    /// It was through.
    Whole,
    /// What became of it before it was.
    Died(String),
}

/// Decoding the largest picture allowed takes seconds, listening to the longest sound too.
const PATIENCE: Duration = Duration::from_mins(2);
/// All that a child may say in its life: what is known of one file is short.
const MAX_TALK: u64 = 64 << 20;
/// Ways to die that are no file's fault (POSIX numbers): somebody hung up, interrupted, or asked to end.
const ASKED_TO_STOP: [i32; 3] = [1, 2, 15];
/// As many lives one file may take before it is to blame: a child can be killed by somebody else.
pub(crate) const LIVES: usize = 2;

impl Asking {
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE }
    }

    /// The life of one child, whose answers are heard as they come. The future may be dropped; the child then stops.
    pub(crate) async fn ask<A: DeserializeOwned>(
        &self,
        verb: &str,
        question: &(impl Serialize + Sync),
        hear: impl FnMut(A) + Send,
    ) -> Result<End, Failure> {
        let mut child = self.start(verb).map_err(|error| not_there(&error))?;
        // Held until the end: the child stops when it is closed.
        let mut ear = child.stdin.take();
        if let Some(ear) = &mut ear {
            let line = serde_json::to_string(question).expect("names and numbers are JSON") + "\n";
            // A child that is dead already says so by its status.
            ear.write_all(line.as_bytes()).await.ok();
        }
        let hangs = self.listen(child.stdout.take(), hear).await.is_none();
        if hangs {
            child.start_kill().ok();
        }
        let ended = match timeout(self.patience, child.wait()).await {
            Ok(ended) => ended,
            Err(_) => child.kill().await.and(Ok(ExitStatus::default())),
        };
        let status = ended.map_err(|error| Failure::of(Kind::Machine, &error, None))?;
        drop(ear);
        judge(status, hangs)
    }

    /// Hears it out; nothing if it falls silent without ending, or talks nonsense.
    async fn listen<A: DeserializeOwned>(&self, out: Option<ChildStdout>, mut hear: impl FnMut(A)) -> Option<()> {
        let mut lines = BufReader::new(out?.take(MAX_TALK)).lines();
        while let Some(line) = timeout(self.patience, lines.next_line()).await.ok()?.ok()? {
            hear(serde_json::from_str(&line).ok()?);
        }
        Some(())
    }

    fn start(&self, verb: &str) -> io::Result<Child> {
        Command::new(&self.program)
            .arg(verb)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

fn judge(status: ExitStatus, hangs: bool) -> Result<End, Failure> {
    if hangs {
        return Ok(End::Died("nothing was heard of it for too long".to_owned()));
    }
    if status.signal().is_some_and(|signal| ASKED_TO_STOP.contains(&signal)) {
        return Err(silent("it was asked to stop"));
    }
    Ok(if status.success() { End::Whole } else { End::Died(status.to_string()) })
}

/// What a file did that took all the lives it was given.
pub(crate) fn to_blame(how: &str) -> String {
    format!("it brings down whoever looks at it ({how})")
}

/// Nobody knows why.
pub(crate) fn silent(how: &str) -> Failure {
    let message = format!("the process that looks at pictures stopped ({how})");
    Failure { kind: Kind::Backend, message, hint: Some("try again; if it happens again, please report it".to_owned()) }
}

/// The program could not be started.
pub(crate) fn not_there(error: &io::Error) -> Failure {
    Failure::of(Kind::Machine, error, Some("is the reeldrop program still in its place?".to_owned()))
}
