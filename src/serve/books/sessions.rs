//! Sessions and their state, whose values stay spelled as they came.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::value::RawValue;

use crate::clock::Timestamp;
use crate::serve::books::open::Books;
use crate::serve::error::Error;
use crate::serve::ids;

/// What a session's state holds, by name: `draft`, `canvas_config`, `generated_media` and whatever else the studio keeps.
pub type State = BTreeMap<String, Box<RawValue>>;

/// One project.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub user: String,
    pub task: String,
    pub task_name: String,
    pub language: String,
    pub state: State,
}

const COLUMNS: &str = "SELECT id, user, task, task_name, language, state FROM sessions";

impl Books {
    /// Opens a project for a user.
    pub fn open_session(&self, user: &str, name: &str, language: &str, now: Timestamp) -> Result<Session, Error> {
        let session = Session {
            id: ids::session(),
            user: user.to_owned(),
            task: ids::task(),
            task_name: name.to_owned(),
            language: language.to_owned(),
            state: State::new(),
        };
        let Session { id, task, .. } = &session;
        self.commit(|transaction| {
            let sql = "INSERT INTO sessions (id, user, task, task_name, language, created_at, used_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
            Ok(transaction.execute(sql, params![id, user, task, name, language, now.as_millisecond()])?)
        })?;
        Ok(session)
    }

    /// A user's session, unless it was closed.
    pub fn session(&self, user: &str, id: &str) -> Result<Option<Session>, Error> {
        let sql = format!("{COLUMNS} WHERE id = ?1 AND user = ?2 AND closed = 0");
        self.one(&sql, params![id, user], read)
    }

    /// Every session, oldest first.
    pub fn sessions(&self) -> Result<Vec<Session>, Error> {
        self.all(&format!("{COLUMNS} ORDER BY rowid"), [], read)
    }

    /// Puts what changed into a session's state.
    pub fn keep(&self, session: &str, delta: &State) -> Result<(), Error> {
        self.commit(|transaction| {
            let select = "SELECT state FROM sessions WHERE id = ?1";
            let Some(text) = transaction.query_row(select, [session], |row| row.get::<_, String>(0)).optional()? else {
                return Ok(());
            };
            let mut state = parse(&text);
            state.extend(delta.clone());
            let text = serde_json::to_string(&state).expect("names and raw JSON are JSON");
            transaction.execute("UPDATE sessions SET state = ?2 WHERE id = ?1", params![session, text])?;
            Ok(())
        })
    }
}

/// Something happened in a session: it is kept as long as if it had begun now.
pub(crate) fn used(transaction: &Transaction<'_>, session: &str, now: Timestamp) -> Result<(), Error> {
    let at = now.as_millisecond();
    transaction.execute("UPDATE sessions SET used_at = ?2 WHERE id = ?1", params![session, at])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        user: row.get(1)?,
        task: row.get(2)?,
        task_name: row.get(3)?,
        language: row.get(4)?,
        state: parse(&row.get::<_, String>(5)?),
    })
}

/// Only `keep` writes this column; whatever else is found there is no state.
fn parse(text: &str) -> State {
    serde_json::from_str(text).unwrap_or_default()
}
