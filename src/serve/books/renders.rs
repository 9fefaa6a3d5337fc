//! Exports: in a session one at a time, in the order they were asked for.

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Row, params};

use crate::clock::Timestamp;
use crate::serve::books::open::Books;
use crate::serve::books::sessions::used;
use crate::serve::books::words::meant;
use crate::serve::error::Error;
use crate::serve::ids;

/// How far an export is, in the words of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Pending,
    Processing,
    Completed,
    Failed,
}

impl Status {
    const ALL: [Self; 4] = [Self::Pending, Self::Processing, Self::Completed, Self::Failed];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

impl FromSql for Status {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        meant(value, &Self::ALL, Self::word)
    }
}

/// A finished film.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    pub bytes: u64,
    pub sha256: String,
    pub seconds: Option<f64>,
    /// What it had to do without, each as a sentence.
    pub notes: Vec<String>,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Render {
    /// Unique in these books; `id` only among the user's own.
    pub number: i64,
    pub user: String,
    pub id: String,
    pub session: String,
    pub draft: String,
    pub draft_sha256: String,
    pub output: String,
    pub status: Status,
    pub error: Option<String>,
    pub key: String,
    /// There once it is completed.
    pub film: Option<Film>,
}

const COLUMNS: &str = "SELECT number, user, id, session, draft, draft_sha256, output, status, error, key, bytes, sha256, \
    seconds, notes FROM renders";

impl Books {
    /// Takes an order; `None` if the user has had a render of this id before.
    pub fn order(&self, new: &Render, now: Timestamp) -> Result<Option<i64>, Error> {
        self.commit(|transaction| {
            let sql = "INSERT INTO renders (user, id, session, draft, draft_sha256, output, status, key, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?8) ON CONFLICT (user, id) DO NOTHING RETURNING number";
            let Render { user, id, session, draft, draft_sha256, output, key, .. } = new;
            let at = now.as_millisecond();
            let row = params![user, id, session, draft, draft_sha256, output, key, at];
            let number = transaction.query_row(sql, row, |row| row.get(0)).optional()?;
            used(transaction, session, now)?;
            Ok(number)
        })
    }

    /// The next export of a session, now processing; `None` while another is, or if none waits.
    pub fn next_render(&self, session: &str) -> Result<Option<Render>, Error> {
        self.commit(|transaction| {
            let sql = format!(
                "{COLUMNS} WHERE session = ?1 AND status = 'pending' AND NOT EXISTS \
                (SELECT 1 FROM renders WHERE session = ?1 AND status = 'processing') ORDER BY number LIMIT 1"
            );
            let next = transaction.query_row(&sql, [session], read).optional()?;
            if let Some(render) = &next {
                transaction.execute("UPDATE renders SET status = 'processing' WHERE number = ?1", [render.number])?;
            }
            Ok(next)
        })
    }

    /// Writes down what came of an export; `false` if it had ended before, as one that was cancelled has.
    pub fn finish_render(&self, number: i64, made: Result<&Film, &str>, now: Timestamp) -> Result<bool, Error> {
        let status = if made.is_ok() { Status::Completed } else { Status::Failed };
        let bytes = made.ok().map(|film| i64::try_from(film.bytes).unwrap_or(i64::MAX));
        let sha256 = made.ok().map(|film| &film.sha256);
        let seconds = made.ok().and_then(|film| film.seconds);
        let notes = serde_json::to_string(made.map_or(&Vec::new(), |film| &film.notes)).expect("words are JSON");
        self.commit(|transaction| {
            let sql = "UPDATE renders SET status = ?2, error = ?3, bytes = ?4, sha256 = ?5, seconds = ?6, completed_at = ?7, \
                notes = ?8 \
                WHERE number = ?1 AND status IN ('pending', 'processing')";
            let at = now.as_millisecond();
            let values = params![number, status.word(), made.err(), bytes, sha256, seconds, at, notes];
            Ok(transaction.execute(sql, values)? > 0)
        })
    }

    /// A user's export by the id they gave it.
    pub fn render(&self, user: &str, id: &str) -> Result<Option<Render>, Error> {
        self.one(&format!("{COLUMNS} WHERE user = ?1 AND id = ?2"), [user, id], read)
    }

    /// A session's exports, oldest first.
    pub fn renders_of(&self, session: &str) -> Result<Vec<Render>, Error> {
        self.all(&format!("{COLUMNS} WHERE session = ?1 ORDER BY number"), [session], read)
    }

    /// The export whose film has this key.
    pub fn render_by_key(&self, key: &str) -> Result<Option<Render>, Error> {
        self.one(&format!("{COLUMNS} WHERE key = ?1"), [key], read)
    }

    /// Every export, oldest first.
    pub fn renders(&self) -> Result<Vec<Render>, Error> {
        self.all(&format!("{COLUMNS} ORDER BY number"), [], read)
    }
}

impl Render {
    /// A new order.
    #[must_use]
    pub fn new(user: &str, id: &str, session: &str, draft: &str, output: &str) -> Self {
        Self {
            number: 0,
            user: user.to_owned(),
            id: id.to_owned(),
            session: session.to_owned(),
            draft: draft.to_owned(),
            draft_sha256: ids::hash(draft),
            output: output.to_owned(),
            status: Status::Pending,
            error: None,
            key: ids::key(),
            film: None,
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Render> {
    let (bytes, sha256): (Option<i64>, Option<String>) = (row.get(10)?, row.get(11)?);
    let seconds = row.get(12)?;
    let notes = serde_json::from_str(&row.get::<_, String>(13)?).unwrap_or_default();
    let film = bytes.zip(sha256).map(|(bytes, sha256)| Film { bytes: bytes.unsigned_abs(), sha256, seconds, notes });
    Ok(Render {
        number: row.get(0)?,
        user: row.get(1)?,
        id: row.get(2)?,
        session: row.get(3)?,
        draft: row.get(4)?,
        draft_sha256: row.get(5)?,
        output: row.get(6)?,
        status: row.get(7)?,
        error: row.get(8)?,
        key: row.get(9)?,
        film,
    })
}
