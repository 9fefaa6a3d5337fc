//! One database of the server's own, every commit on disk before it is answered for.

use std::path::Path;
use std::sync::MutexGuard;

use rusqlite::{Connection, Row, Transaction};

use crate::database::{Database, connect};
use crate::disk;
use crate::serve::error::Error;

/// The server's books. Each change is one transaction, synced (`WAL`, `synchronous = FULL`).
#[derive(Debug)]
pub struct Books {
    database: Database,
}

/// By number. What was released is never edited; a new one is added.
const SCHEMAS: [&str; 2] = [include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

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
        let books = Self { database: Database::new(connection) };
        books.settle_schema(&path)?;
        Ok(books)
    }

    fn settle_schema(&self, path: &Path) -> Result<(), Error> {
        self.commit(|transaction| {
            let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let known = SCHEMAS.len() as i64;
            if found > known {
                return Err(Error::Newer { path: path.to_owned(), found, known });
            }
            for schema in &SCHEMAS[found as usize..] {
                transaction.execute_batch(schema)?;
            }
            transaction.pragma_update(None, "user_version", known)?;
            transaction.execute("UPDATE messages SET standing = 'lost' WHERE standing = 'running'", [])?;
            transaction.execute("UPDATE renders SET status = 'pending' WHERE status = 'processing'", [])?;
            Ok(())
        })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.database.lock()
    }

    /// Runs `act` in one transaction that is on disk when this returns.
    pub(crate) fn commit<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.database.commit(act)
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
