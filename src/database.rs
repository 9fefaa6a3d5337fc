//! One SQLite file, opened safely: write-ahead log, every commit synced before it counts, one statement at a time.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// A connection that threads share; any number of processes may have the file open.
#[derive(Debug)]
pub struct Database {
    connection: Mutex<Connection>,
}

/// Long enough for another process's write, even on a slow disk.
pub const BUSY: Duration = Duration::from_secs(10);
/// What the write-ahead log is cut back to, in bytes.
const JOURNAL: i64 = 1 << 22;

/// Opens the file, which must lie on a local disk ("WAL does not work over a network filesystem", SQLite's own
/// documentation).
pub fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL)?;
    Ok(connection)
}

impl Database {
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self { connection: Mutex::new(connection) }
    }

    pub fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic between two statements leaves no half transaction behind: SQLite rolls it back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `act` in one transaction that is on disk when this returns.
    pub fn commit<T, E: From<rusqlite::Error>>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = act(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}
