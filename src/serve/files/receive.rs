//! Bytes from the network onto the disk, counted and hashed on the way.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use ring::digest::{Context, SHA256};
use tokio::time::timeout;

use crate::disk;
use crate::serve::door::answer::Refusal;
use crate::serve::error::Error;
use crate::serve::files::pen::{Ink, Pen};
use crate::serve::ids;

/// A file that lies whole and synced on the disk.
pub(crate) struct Received {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// How long nothing may come before an upload counts as given up.
const STALL: Duration = Duration::from_mins(1);

/// Waits for the next piece of a form, and not for ever.
pub(crate) async fn in_time<T>(next: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Refusal> {
    let Ok(next) = timeout(STALL, next).await else {
        return Err(Refusal::Malformed(format!("nothing has come for {} s", STALL.as_secs())));
    };
    next.map_err(|error| Refusal::Malformed(error.body_text()))
}

/// Writes a part of a form to `to`; more than `limit` bytes are too many.
pub(crate) async fn part(
    field: &mut Field<'_>,
    name: &str,
    to: &Path,
    limit: u64,
    ink: Ink,
) -> Result<Received, Refusal> {
    let (mut bytes, mut pen) = (0_u64, Pen::new(disk::create(to)?, ink));
    let failed = |source| Refusal::Trouble(Error::File { path: to.to_owned(), source });
    while let Some(chunk) = in_time(field.chunk()).await? {
        bytes = bytes.saturating_add(chunk.len() as u64);
        if bytes > limit {
            return Err(Refusal::FileSize(name.to_owned()));
        }
        pen.write(chunk).await.map_err(failed)?;
    }
    Ok(Received { bytes, sha256: pen.finish().await.map_err(failed)? })
}

/// Measures a file that somebody else put there, on a thread that may wait.
pub(crate) async fn measure(path: &Path) -> Result<Received, Error> {
    let file = path.to_owned();
    let measured = tokio::task::spawn_blocking(move || read(&file)).await;
    measured.map_err(|stopped| Error::File { path: path.to_owned(), source: stopped.into() })?
}

fn read(path: &Path) -> Result<Received, Error> {
    use std::io::Read as _;
    let mut file = disk::open_file(path)?;
    let (mut bytes, mut hash) = (0_u64, Context::new(&SHA256));
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk).map_err(|source| Error::File { path: path.to_owned(), source })? {
            0 => return Ok(Received { bytes, sha256: ids::hex(hash.finish().as_ref()) }),
            read => {
                hash.update(&chunk[..read]);
                bytes = bytes.saturating_add(read as u64);
            }
        }
    }
}

/// Files of a request that is not yet done: gone with it unless they are kept.
#[derive(Default)]
pub(crate) struct Landing(Vec<PathBuf>);

impl Landing {
    pub(crate) fn add(&mut self, path: &Path) {
        self.0.push(path.to_owned());
    }

    pub(crate) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        for path in &self.0 {
            if let Err(error) = disk::remove_file(path) {
                tracing::warn!(error = &error as &dyn std::error::Error, "a refused upload was left behind");
            }
        }
    }
}
