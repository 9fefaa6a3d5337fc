//! One database of the server's own, every commit on disk before it is answered for.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Row, Transaction, TransactionBehavior};

use crate::disk;
use crate::serve::error::Error;

/// The server's books. Each change is one transaction, synced (`WAL`, `synchronous = FULL`).
#[derive(Debug)]
pub struct Books {
    connection: Mutex<Connection>,
}

const SCHEMA: &str = include_str!("schema.sql");
const VERSION: i64 = 1;
const BUSY: Duration = Duration::from_secs(10);

impl Books {
    /// Opens or makes `serve.db` in `dir`, on a local disk. What was running when the server last stopped is no longer:
    /// messages are lost and cost nothing, renders wait for their turn again.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        disk::make_dir(dir)?;
        let path = dir.join("serve.db");
        if let Some(disk::Network(kind)) = disk::network(dir)? {
            return Err(Error::Network { path, kind });
        }
        if !disk::exists(&path)? {
            disk::create(&path)?;
        }
        let connection = connect(&path).map_err(|source| Error::Open { path: path.clone(), source })?;
        let books = Self { connection: Mutex::new(connection) };
        books.settle_schema(&path)?;
        Ok(books)
    }

    fn settle_schema(&self, path: &Path) -> Result<(), Error> {
        self.commit(|transaction| {
            let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if found > VERSION {
                return Err(Error::Newer { path: path.to_owned(), found, known: VERSION });
            }
            if found == 0 {
                transaction.execute_batch(SCHEMA)?;
                transaction.pragma_update(None, "user_version", VERSION)?;
            }
            transaction.execute("UPDATE messages SET standing = 'lost' WHERE standing = 'running'", [])?;
            transaction.execute("UPDATE renders SET status = 'pending' WHERE status = 'processing'", [])?;
            Ok(())
        })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic between two statements leaves no half transaction behind: SQLite rolls it back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `act` in one transaction that is on disk when this returns.
    pub(crate) fn commit<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = act(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Every row of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(with, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first row of a query, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        Ok(self.all(sql, with, read)?.into_iter().next())
    }
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}
