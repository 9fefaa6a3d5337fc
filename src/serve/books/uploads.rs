//! Files that came in.

use rusqlite::{Row, params};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::serve::books::open::Books;
use crate::serve::books::sessions::used;
use crate::serve::error::Error;
use crate::serve::files::facts::Facts;

/// A file that lies on disk and has no row yet.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// In its address: random, so that only who was told can ask for it.
    pub key: String,
    /// As its owner calls it.
    pub name: String,
    /// Its name in the session's folder, which no other file there has.
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
    pub facts: Facts,
}

/// A row of the ledger.
#[derive(Clone, Debug)]
pub struct Upload {
    pub session: String,
    pub key: String,
    pub name: String,
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
    pub facts: Facts,
    /// What the studio has learnt of it.
    pub known: Option<Value>,
    pub at: i64,
}

const COLUMNS: &str = "SELECT session, key, name, file, bytes, sha256, facts, at, known FROM uploads";

impl Books {
    /// Takes the files of one request into a session, all of them or none, and hands them back as rows.
    pub fn take_uploads(&self, session: &str, files: Vec<NewUpload>, now: Timestamp) -> Result<Vec<Upload>, Error> {
        let row = |file| Upload::new(session, file, now);
        let rows: Vec<Upload> = files.into_iter().map(row).collect();
        self.commit(|transaction| {
            let sql = "INSERT INTO uploads (session, key, name, file, bytes, sha256, facts, at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            for file in &rows {
                let bytes = i64::try_from(file.bytes).unwrap_or(i64::MAX);
                let facts = serde_json::to_string(&file.facts).expect("a few numbers are JSON");
                let Upload { key, name, file, sha256, at, .. } = file;
                transaction.execute(sql, params![session, key, name, file, bytes, sha256, facts, at])?;
            }
            used(transaction, session, now)?;
            Ok(())
        })?;
        Ok(rows)
    }

    /// A session's files in the order they came.
    pub fn uploads_of(&self, session: &str) -> Result<Vec<Upload>, Error> {
        self.all(&format!("{COLUMNS} WHERE session = ?1 ORDER BY id"), [session], read)
    }

    /// Writes down what the studio has learnt of files of a session, each by its name in the session's folder.
    pub fn learn(&self, session: &str, learnt: &[(String, Value)]) -> Result<(), Error> {
        self.commit(|transaction| {
            let sql = "UPDATE uploads SET known = ?3 WHERE session = ?1 AND file = ?2";
            let mut statement = transaction.prepare_cached(sql)?;
            for (file, known) in learnt {
                statement.execute(params![session, file, known.to_string()])?;
            }
            Ok(())
        })
    }

    /// The file with this key.
    pub fn upload(&self, key: &str) -> Result<Option<Upload>, Error> {
        self.one(&format!("{COLUMNS} WHERE key = ?1"), [key], read)
    }

    /// Every file that came in, oldest first.
    pub fn uploads(&self) -> Result<Vec<Upload>, Error> {
        self.all(&format!("{COLUMNS} ORDER BY id"), [], read)
    }
}

impl Upload {
    fn new(session: &str, new: NewUpload, now: Timestamp) -> Self {
        let NewUpload { key, name, file, bytes, sha256, facts } = new;
        Self {
            session: session.to_owned(),
            key,
            name,
            file,
            bytes,
            sha256,
            facts,
            known: None,
            at: now.as_millisecond(),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Upload> {
    Ok(Upload {
        session: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        file: row.get(3)?,
        bytes: row.get::<_, i64>(4)?.unsigned_abs(),
        sha256: row.get(5)?,
        facts: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
        known: row.get::<_, Option<String>>(8)?.and_then(|known| serde_json::from_str(&known).ok()),
        at: row.get(7)?,
    })
}
