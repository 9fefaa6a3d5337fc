//! Identities: of this database, and of the disk seen under each inbox and outbox.

use std::path::Path;

use rusqlite::OptionalExtension;
use uuid::Uuid;

use crate::store::error::Error;
use crate::store::open::Store;
use crate::store::rows::bytes;

impl Store {
    /// What this database calls itself: 12 hexadecimal digits, chosen when it was made.
    pub fn identity(&self) -> Result<String, Error> {
        Ok(self.lock().query_row("SELECT id FROM identity", [], |row| row.get(0))?)
    }

    /// The id that the marker under `path` had when it was adopted.
    pub fn root(&self, path: &Path) -> Result<Option<Uuid>, Error> {
        let connection = self.lock();
        let mut find = connection.prepare_cached("SELECT id FROM roots WHERE path = ?1")?;
        let id: Option<String> = find.query_row([bytes(path.as_os_str())], |row| row.get(0)).optional()?;
        Ok(id.and_then(|id| id.parse().ok()))
    }

    /// Remembers it.
    pub fn set_root(&self, path: &Path, id: Uuid) -> Result<(), Error> {
        self.commit(|transaction| {
            transaction.execute(
                "INSERT INTO roots (path, id) VALUES (?1, ?2) ON CONFLICT (path) DO UPDATE SET id = excluded.id",
                (bytes(path.as_os_str()), id.to_string()),
            )?;
            Ok(())
        })
    }
}
