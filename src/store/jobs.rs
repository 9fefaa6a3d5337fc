//! Jobs: taken in once, advanced one step a commit by whoever saw the last version, listed, counted.

use std::ffi::OsStr;
use std::path::Path;

use rusqlite::{Transaction, params};

use crate::clock::Timestamp;
use crate::job::{BackendName, Failure, Job, JobSpec, Stage};
use crate::nemovideo::Session;
use crate::store::error::Error;
use crate::store::open::Store;
use crate::store::rows::{COLUMNS, bytes, job, json, time};

/// An entry that has settled.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    pub inbox: &'a Path,
    pub entry: &'a OsStr,
    /// Fit to be shown.
    pub name: &'a str,
    pub fingerprint: &'a str,
    pub backend: BackendName,
}

impl Store {
    /// Takes an entry in as a new job; `None` if it waits to be claimed already.
    pub fn insert(&self, arrival: &Arrival<'_>, now: Timestamp) -> Result<Option<i64>, Error> {
        self.commit(|transaction| take_in(transaction, arrival, now))
    }

    /// The same for as many as came to rest together, in one commit: a hundred folders are one sync of the disk.
    pub fn insert_all(&self, arrivals: &[Arrival<'_>], now: Timestamp) -> Result<Vec<Option<i64>>, Error> {
        self.commit(|transaction| arrivals.iter().map(|arrival| take_in(transaction, arrival, now)).collect())
    }

    /// Whether the entry became a job before, with the files as they are: for inboxes from which nothing is moved.
    pub fn is_known(&self, inbox: &Path, entry: &OsStr, fingerprint: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM jobs WHERE inbox = ?1 AND entry = ?2 AND fingerprint = ?3";
        self.any(sql, params![bytes(inbox.as_os_str()), bytes(entry), fingerprint])
    }

    fn any(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<bool, Error> {
        Ok(self.lock().prepare_cached(sql)?.exists(parameters)?)
    }

    /// Moves a job on to `stage`, if nobody else has written to it since `seen` was read; its tries begin anew.
    pub fn advance(&self, seen: &Job, stage: &Stage, what: &str, now: Timestamp) -> Result<Job, Error> {
        self.change(seen, Some(what), now, |transaction| {
            transaction.execute(
                "UPDATE jobs SET stage = ?3, live = ?4, attempts = 0, not_before = NULL, last_fault = NULL,
                 progress = 0, version = version + 1, updated_at = ?5 WHERE id = ?1 AND version = ?2",
                params![seen.id, seen.version, json(stage), stage.is_live(), now.as_millisecond()],
            )
        })
    }

    /// Leaves a job at its step until `not_before`, with the fault that made it wait.
    pub fn postpone(&self, seen: &Job, wait: &Postponed<'_>, now: Timestamp) -> Result<Job, Error> {
        // Said once: a disk that is full for a day is one line of the journal.
        let news = (seen.last_fault.as_ref() != Some(wait.fault)).then_some(wait.fault.message.as_str());
        self.change(seen, news, now, |transaction| {
            transaction.execute(
                "UPDATE jobs SET attempts = ?3, not_before = ?4, last_fault = ?5, version = version + 1,
                 updated_at = ?6 WHERE id = ?1 AND version = ?2",
                params![
                    seen.id,
                    seen.version,
                    wait.attempts,
                    wait.until.as_millisecond(),
                    json(wait.fault),
                    now.as_millisecond()
                ],
            )
        })
    }

    /// Moves a job on to `stage`, not to be taken before `until`: nothing went wrong, and nothing happened that the
    /// journal should keep.
    pub fn rest(&self, seen: &Job, stage: &Stage, until: Timestamp, now: Timestamp) -> Result<Job, Error> {
        self.change(seen, None, now, |transaction| {
            transaction.execute(
                "UPDATE jobs SET stage = ?3, attempts = 0, not_before = ?4, last_fault = NULL, version = version + 1,
                 updated_at = ?5 WHERE id = ?1 AND version = ?2",
                params![seen.id, seen.version, json(stage), until.as_millisecond(), now.as_millisecond()],
            )
        })
    }

    /// Takes back a job with whose entry nothing was done yet.
    pub fn withdraw(&self, seen: &Job) -> Result<(), Error> {
        let sql = "DELETE FROM jobs WHERE id = ?1 AND version = ?2 AND stage = ?3";
        let gone = self.lock().prepare_cached(sql)?.execute(params![seen.id, seen.version, json(&Stage::Claiming)])?;
        if gone == 1 { Ok(()) } else { Err(Error::Conflict { id: seen.id }) }
    }

    fn change(
        &self,
        seen: &Job,
        what: Option<&str>,
        now: Timestamp,
        write: impl FnOnce(&Transaction<'_>) -> Result<usize, rusqlite::Error>,
    ) -> Result<Job, Error> {
        self.commit(|transaction| {
            if write(transaction)? != 1 {
                return Err(Error::Conflict { id: seen.id });
            }
            if let Some(what) = what {
                note(transaction, seen.id, what, now)?;
            }
            find(transaction, seen.id)?.ok_or(Error::Conflict { id: seen.id })
        })
    }

    /// Says how far the present step is, and which priority the job has. Nothing is decided by the former, so it does
    /// not count as a change of the row.
    pub fn set_progress(&self, id: i64, progress: f64) -> Result<(), Error> {
        self.lock().prepare_cached("UPDATE jobs SET progress = ?2 WHERE id = ?1")?.execute((id, progress))?;
        Ok(())
    }

    /// Adds a line to a job's journal.
    pub fn note(&self, id: i64, what: &str, now: Timestamp) -> Result<(), Error> {
        self.commit(|transaction| note(transaction, id, what, now))
    }

    /// The timeline in one line, for people.
    pub fn set_timeline(&self, id: i64, line: &str) -> Result<(), Error> {
        self.lock().prepare_cached("UPDATE jobs SET timeline = ?2 WHERE id = ?1")?.execute((id, line))?;
        Ok(())
    }

    /// The conversation that further instructions go on with.
    pub fn set_session(&self, id: i64, session: &Session) -> Result<(), Error> {
        let sql = "UPDATE jobs SET session = ?2 WHERE id = ?1";
        self.lock().prepare_cached(sql)?.execute((id, json(session)))?;
        Ok(())
    }

    /// What the folder's own files asked for, known once it is claimed.
    pub fn set_wishes(&self, id: i64, spec: &JobSpec) -> Result<(), Error> {
        let sql = "UPDATE jobs SET priority = ?2, backend = ?3, prompt = ?4 WHERE id = ?1";
        self.lock().prepare_cached(sql)?.execute(params![id, spec.priority, json(&spec.backend), spec.prompt])?;
        Ok(())
    }

    /// One job.
    pub fn job(&self, id: i64) -> Result<Option<Job>, Error> {
        find(&self.lock(), id)
    }

    /// All jobs, the newest first.
    pub fn jobs(&self) -> Result<Vec<Job>, Error> {
        self.list(&format!("SELECT {COLUMNS} FROM jobs ORDER BY id DESC"))
    }

    /// The jobs with something left to do, the oldest first; its cost does not grow with the history.
    pub fn live(&self) -> Result<Vec<Job>, Error> {
        self.list(&format!("SELECT {COLUMNS} FROM jobs WHERE live = 1 ORDER BY id"))
    }

    fn list(&self, sql: &str) -> Result<Vec<Job>, Error> {
        let connection = self.lock();
        let mut list = connection.prepare_cached(sql)?;
        let mut rows = list.query([])?;
        let mut jobs = Vec::new();
        while let Some(row) = rows.next()? {
            jobs.push(job(row)?);
        }
        Ok(jobs)
    }

    /// What happened to a job, the oldest first.
    pub fn journal(&self, id: i64) -> Result<Vec<(Timestamp, String)>, Error> {
        let connection = self.lock();
        let mut list = connection.prepare_cached("SELECT at, what FROM journal WHERE job = ?1 ORDER BY id")?;
        let lines = list.query_map([id], |row| Ok((time(row.get(0)?), row.get(1)?)))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// Why a job stays where it is, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Postponed<'a> {
    pub fault: &'a Failure,
    /// Failed tries of the step so far.
    pub attempts: u32,
    pub until: Timestamp,
}

fn take_in(transaction: &Transaction<'_>, arrival: &Arrival<'_>, now: Timestamp) -> Result<Option<i64>, Error> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO jobs (name, inbox, entry, fingerprint, backend, stage, live, created_at, updated_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7 WHERE NOT EXISTS (
             SELECT 1 FROM jobs WHERE inbox = ?2 AND entry = ?3 AND live = 1 AND unclaimed = 1)
         ON CONFLICT DO NOTHING",
    )?;
    let inserted = insert.execute(params![
        arrival.name,
        bytes(arrival.inbox.as_os_str()),
        bytes(arrival.entry),
        arrival.fingerprint,
        json(&arrival.backend),
        json(&Stage::Claiming),
        now.as_millisecond(),
    ])?;
    if inserted == 0 {
        return Ok(None);
    }
    let id = transaction.last_insert_rowid();
    note(transaction, id, "settled in the inbox", now)?;
    Ok(Some(id))
}

fn note(transaction: &Transaction<'_>, id: i64, what: &str, now: Timestamp) -> Result<(), Error> {
    let mut add = transaction.prepare_cached("INSERT INTO journal (job, at, what) VALUES (?1, ?2, ?3)")?;
    add.execute((id, now.as_millisecond(), what))?;
    Ok(())
}

fn find(connection: &rusqlite::Connection, id: i64) -> Result<Option<Job>, Error> {
    let mut find = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM jobs WHERE id = ?1"))?;
    let mut rows = find.query([id])?;
    rows.next()?.map(job).transpose()
}
