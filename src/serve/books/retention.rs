//! How much there is, and what has lain untouched for so long that it goes.

use rusqlite::params;

use crate::clock::Timestamp;
use crate::serve::books::open::Books;
use crate::serve::error::Error;

/// A session that was closed, and the keys of its films: their files may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Retired {
    pub(crate) session: String,
    pub(crate) films: Vec<String>,
}

/// Untouched since a time, and nothing of it is at work or waits for its turn.
const IDLE: &str = "SELECT id FROM sessions AS s WHERE closed = 0 AND used_at < ?1 \
    AND NOT EXISTS (SELECT 1 FROM messages WHERE session = s.id AND standing = 'running') \
    AND NOT EXISTS (SELECT 1 FROM renders WHERE session = s.id AND status IN ('pending', 'processing'))";

impl Books {
    /// Sessions that are open.
    pub(crate) fn open_sessions(&self) -> Result<u64, Error> {
        let count = self.one("SELECT count(*) FROM sessions WHERE closed = 0", [], |row| row.get::<_, i64>(0))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    /// The bytes of all uploads and films.
    pub(crate) fn bytes(&self) -> Result<u64, Error> {
        let sql =
            "SELECT (SELECT coalesce(sum(bytes), 0) FROM uploads) + (SELECT coalesce(sum(bytes), 0) FROM renders)";
        Ok(self.one(sql, [], |row| row.get::<_, i64>(0))?.unwrap_or_default().unsigned_abs())
    }

    /// Closes the sessions that nobody has used since `before`. What was paid stays in the ledger, what was said does not.
    pub(crate) fn retire(&self, before: Timestamp) -> Result<Vec<Retired>, Error> {
        let idle = self.all(IDLE, [before.as_millisecond()], |row| row.get::<_, String>(0))?;
        let retired = idle.into_iter().map(|session| {
            let sql = "SELECT key FROM renders WHERE session = ?1";
            let films = self.all(sql, [&session], |row| row.get(0))?;
            self.close(&session)?;
            Ok(Retired { session, films })
        });
        retired.collect()
    }

    fn close(&self, session: &str) -> Result<(), Error> {
        self.commit(|transaction| {
            for sql in [
                "UPDATE sessions SET closed = 1, state = '{}', task_name = '' WHERE id = ?1",
                "UPDATE messages SET text = '' WHERE session = ?1",
                "DELETE FROM uploads WHERE session = ?1",
                "DELETE FROM renders WHERE session = ?1",
                "DELETE FROM claims WHERE session = ?1",
            ] {
                transaction.execute(sql, [session])?;
            }
            Ok(())
        })
    }

    /// Forgets tokens that are no longer good and no longer count against anybody: both before these times.
    pub(crate) fn forget_tokens(&self, expired: Timestamp, issued: Timestamp) -> Result<(), Error> {
        self.commit(|transaction| {
            let sql = "DELETE FROM tokens WHERE expires_at < ?1 AND issued_at < ?2";
            transaction.execute(sql, params![expired.as_millisecond(), issued.as_millisecond()])?;
            Ok(())
        })
    }
}
