//! One database, opened safely: local disk only, WAL, every commit synced before it counts.

use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};

use crate::database::{BUSY, Database, connect};
use crate::disk;
use crate::store::error::Error;
use crate::store::migrate::migrate;

/// The job database. Any number of processes may have it open; each write is one transaction.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    database: Database,
}

impl Store {
    /// Opens or makes `reeldrop.db` in `dir`. Refused on network file systems, where SQLite's shared memory and locks
    /// do not hold ("WAL does not work over a network filesystem", SQLite's own documentation).
    pub fn open(dir: &Path) -> Result<Self, Error> {
        disk::make_dir(dir)?;
        let path = dir.join("reeldrop.db");
        if let Some(disk::Network(kind)) = disk::network(dir)? {
            return Err(Error::Network { path, kind });
        }
        // SQLite waits for its turn with everything but the change to WAL, which two newcomers would get in each other's
        // way with; so they come in one at a time.
        let door = dir.join("reeldrop.db.door");
        let door_file = disk::create(&door)?;
        door_file.lock().map_err(disk::at("lock", &door))?;
        if !disk::exists(&path)? {
            disk::create(&path)?;
        }
        let mut connection = connect(&path).map_err(|source| Error::Open { path: path.clone(), source })?;
        migrate(&mut connection, &path)?;
        Ok(Self { path, database: Database::new(connection) })
    }

    /// Reads the whole database for damage, once after a start that no clean stop preceded. It takes a second for every
    /// some hundred thousand jobs, through a connection of its own: nobody waits for it.
    pub fn check(&self) -> Result<(), Error> {
        let damaged = |problem| Error::Damaged { path: self.path.clone(), problem };
        let reading = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let found = Connection::open_with_flags(&self.path, reading).and_then(|connection| {
            connection.busy_timeout(BUSY)?;
            connection.pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0))
        });
        match found {
            Ok(fine) if fine == "ok" => Ok(()),
            Ok(problem) => Err(damaged(problem)),
            Err(error) if is_damage(&error) => Err(damaged(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.database.lock()
    }

    /// Runs `act` in one transaction that is on disk when this returns.
    pub(crate) fn commit<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.database.commit(act)
    }
}

/// Some damage keeps SQLite from even reading on.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}
