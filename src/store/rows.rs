//! Between rows and values: paths as bytes, times as milliseconds, sum types as JSON.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Timestamp;
use crate::job::Job;
use crate::store::error::Error;

/// The columns in the order [`job`] reads them.
pub(crate) const COLUMNS: &str = "id, name, inbox, entry, fingerprint, backend, priority, stage, version, \
                                            attempts, not_before, last_fault, progress, created_at, updated_at, timeline, session, prompt, \
                                            refines";

pub(crate) fn job(row: &Row<'_>) -> Result<Job, Error> {
    let id = row.get(0)?;
    Ok(Job {
        id,
        name: row.get(1)?,
        inbox: PathBuf::from(OsString::from_vec(row.get(2)?)),
        entry: OsString::from_vec(row.get(3)?),
        fingerprint: row.get(4)?,
        backend: from_json(id, &row.get::<_, String>(5)?)?,
        priority: row.get(6)?,
        stage: from_json(id, &row.get::<_, String>(7)?)?,
        version: row.get(8)?,
        attempts: row.get(9)?,
        not_before: row.get::<_, Option<i64>>(10)?.map(time),
        last_fault: row.get::<_, Option<String>>(11)?.map(|fault| from_json(id, &fault)).transpose()?,
        progress: row.get(12)?,
        created_at: time(row.get(13)?),
        updated_at: time(row.get(14)?),
        timeline: row.get(15)?,
        session: row.get::<_, Option<String>>(16)?.map(|session| from_json(id, &session)).transpose()?,
        prompt: row.get(17)?,
        refines: row.get(18)?,
    })
}

pub(crate) fn bytes(text: &OsStr) -> &[u8] {
    text.as_bytes()
}

pub(crate) fn time(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("stages and failures have only plain fields and text keys")
}

fn from_json<T: DeserializeOwned>(id: i64, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Row { id, source })
}
