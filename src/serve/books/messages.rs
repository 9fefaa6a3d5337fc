//! What was said and what it cost: one message at a time in a session, frozen credits while it runs.

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{Transaction, params};

use crate::clock::Timestamp;
use crate::serve::books::open::Books;
use crate::serve::books::words::meant;
use crate::serve::error::Error;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Running,
    Done,
    /// The studio failed; it costs nothing.
    Failed,
    /// The server stopped while it ran; it costs nothing.
    Lost,
    /// It was never begun.
    Refused,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Running, Self::Done, Self::Failed, Self::Lost, Self::Refused];

    const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Lost => "lost",
            Self::Refused => "refused",
        }
    }
}

impl FromSql for Standing {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        meant(value, &Self::ALL, Self::word)
    }
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: i64,
    pub session: String,
    pub user: String,
    pub text: String,
    pub credits: u32,
    pub standing: Standing,
    /// Whether another message of the session was at work when it came.
    pub while_running: bool,
    pub at: i64,
}

/// Credits that a message took, or holds while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub message: i64,
    pub user: String,
    pub credits: u32,
    pub frozen: bool,
}

/// Whether a message may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    Yes { message: i64 },
    Busy,
    NoCredits,
}

const HELD: &str = "SELECT coalesce(sum(credits), 0) FROM messages WHERE user = ?1 AND standing IN ('running', 'done')";

impl Books {
    /// Writes down that somebody said something, and whether it may run. `counted`: whether credits can run out.
    pub fn begin(&self, new: &Message, counted: bool) -> Result<Begun, Error> {
        self.commit(|transaction| {
            let sql = "SELECT count(*) > 0 FROM messages WHERE session = ?1 AND standing = 'running'";
            let busy: bool = transaction.query_row(sql, [&new.session], |row| row.get(0))?;
            let short = counted && available(transaction, &new.user)? < i64::from(new.credits);
            let standing = if busy || short { Standing::Refused } else { Standing::Running };
            transaction.execute(
                "INSERT INTO messages (session, user, text, credits, standing, while_running, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![new.session, new.user, new.text, new.credits, standing.word(), busy, new.at],
            )?;
            let message = transaction.last_insert_rowid();
            transaction.execute("UPDATE sessions SET used_at = ?2 WHERE id = ?1", params![new.session, new.at])?;
            Ok(if busy { Begun::Busy } else if short { Begun::NoCredits } else { Begun::Yes { message } })
        })
    }

    /// Writes down what became of a running message.
    pub fn end(&self, message: i64, standing: Standing) -> Result<(), Error> {
        self.commit(|transaction| {
            let sql = "UPDATE messages SET standing = ?2 WHERE id = ?1 AND standing = 'running'";
            transaction.execute(sql, params![message, standing.word()])?;
            Ok(())
        })
    }

    /// A user's credits: available, and frozen by what is running.
    pub fn balance(&self, user: &str) -> Result<(i64, i64), Error> {
        self.commit(|transaction| {
            let sql = "SELECT coalesce(sum(credits), 0) FROM messages WHERE user = ?1 AND standing = 'running'";
            let frozen = transaction.query_row(sql, [user], |row| row.get(0))?;
            Ok((available(transaction, user)?.max(0), frozen))
        })
    }

    /// Every message, oldest first, the refused ones too.
    pub fn messages(&self) -> Result<Vec<Message>, Error> {
        let sql = "SELECT id, session, user, text, credits, standing, while_running, at FROM messages ORDER BY id";
        self.all(sql, [], |row| {
            Ok(Message {
                id: row.get(0)?,
                session: row.get(1)?,
                user: row.get(2)?,
                text: row.get(3)?,
                credits: row.get(4)?,
                standing: row.get(5)?,
                while_running: row.get(6)?,
                at: row.get(7)?,
            })
        })
    }

    /// What was paid and what is frozen, oldest first.
    pub fn charges(&self) -> Result<Vec<Charge>, Error> {
        let paid = |message: &Message| matches!(message.standing, Standing::Running | Standing::Done);
        let charge = |Message { id, user, credits, standing, .. }| Charge {
            message: id,
            user,
            credits,
            frozen: standing == Standing::Running,
        };
        Ok(self.messages()?.into_iter().filter(paid).map(charge).collect())
    }
}

impl Message {
    /// Something just said, with its price.
    #[must_use]
    pub fn new(user: &str, session: &str, text: &str, credits: u32, now: Timestamp) -> Self {
        Self {
            id: 0,
            session: session.to_owned(),
            user: user.to_owned(),
            text: text.to_owned(),
            credits,
            standing: Standing::Running,
            while_running: false,
            at: now.as_millisecond(),
        }
    }
}

fn available(transaction: &Transaction<'_>, user: &str) -> Result<i64, Error> {
    let sql = "SELECT coalesce(sum(granted), 0) FROM accounts WHERE user = ?1";
    let granted: i64 = transaction.query_row(sql, [user], |row| row.get(0))?;
    let held: i64 = transaction.query_row(HELD, [user], |row| row.get(0))?;
    Ok(granted.saturating_sub(held))
}
