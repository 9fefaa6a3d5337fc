//! The schema by number. A migration that was released is never edited; a new one is added.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::Error;

const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
];

/// Brings the database to the newest schema, each step in a transaction of its own; a copy of a database that already
/// holds something is kept beside it first.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let known = MIGRATIONS.len() as i64;
    let found = version(connection)?;
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    if found > 0 && found < known {
        backup(connection, &path.with_extension(format!("v{found}.db")))?;
    }
    for (number, sql) in (1..).zip(MIGRATIONS) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again inside: another process may have migrated while this one waited for its turn.
        if version(&transaction)? < number {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", number)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, Error> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn backup(connection: &Connection, to: &Path) -> Result<(), Error> {
    let mut copy = Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(connection, &mut copy)?;
    Ok(backup.step(-1).map(drop)?)
}
