//! What people ask of jobs that are over, and what sending has cost.

use std::time::Duration;

use rusqlite::params;

use crate::clock::Timestamp;
use crate::job::{Job, Stage};
use crate::store::error::Error;
use crate::store::open::Store;
use crate::store::rows::{bytes, json};

impl Store {
    /// A further film of a finished job, after `words` more; its number.
    pub fn refine(&self, of: &Job, words: &str, now: Timestamp) -> Result<i64, Error> {
        let stage = Stage::Refining { of: of.id, words: words.to_owned() };
        self.commit(|transaction| {
            transaction.execute(
                "INSERT INTO jobs (name, inbox, entry, fingerprint, backend, priority, stage, live, created_at, updated_at,
                                   session, refines)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8, ?9, ?10)",
                params![
                    of.name,
                    bytes(of.inbox.as_os_str()),
                    bytes(&of.entry),
                    of.fingerprint,
                    json(&of.backend),
                    of.priority,
                    json(&stage),
                    now.as_millisecond(),
                    of.session.as_ref().map(json),
                    of.refines.unwrap_or(of.id),
                ],
            )?;
            Ok(transaction.last_insert_rowid())
        })
    }

    /// Whether an earlier further film of the same pictures is still being made: they come one after the other.
    pub fn is_refined_before(&self, job: &Job) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM jobs WHERE live = 1 AND refines = ?1 AND id < ?2";
        Ok(self.lock().prepare_cached(sql)?.exists((job.refines, job.id))?)
    }

    /// Takes note of a message before it is sent, if fewer than `most` went out within a day; says whether it may go.
    pub fn spend(&self, job: i64, most: u32, now: Timestamp) -> Result<bool, Error> {
        let begin = now.as_millisecond() - A_DAY.as_millis() as i64;
        self.commit(|transaction| {
            let sent: u32 =
                transaction.query_row("SELECT count(*) FROM messages WHERE at > ?1", [begin], |row| row.get(0))?;
            if sent >= most {
                return Ok(false);
            }
            transaction.execute("INSERT INTO messages (job, at) VALUES (?1, ?2)", (job, now.as_millisecond()))?;
            Ok(true)
        })
    }

    /// Takes the last such note of a job back: the message certainly did not go out.
    pub fn unspend(&self, job: i64) -> Result<(), Error> {
        let sql = "DELETE FROM messages WHERE id = (SELECT max(id) FROM messages WHERE job = ?1)";
        self.commit(|transaction| Ok(transaction.execute(sql, [job]).map(drop)?))
    }
}

/// The budget looks back so far.
const A_DAY: Duration = Duration::from_hours(24);
