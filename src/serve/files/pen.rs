//! A file in the writing: what has come is hashed and written on a thread that may wait, while more comes in.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use axum::body::Bytes;
use ring::digest::{Context, SHA256};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::serve::ids;

/// So many bytes go to the disk on their own account while more are coming, so that the end need not wait for all of them.
const SYNCED_AT_ONCE: u64 = 16 << 20;

/// The most bytes that wait for their turn, in one file and in all of them together.
const WAITING: usize = 512 << 10;
const WAITING_IN_ALL: usize = 8 << 20;

/// What all pens of a server are dipped into: the more of them, the less each may hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ink(Arc<()>);

impl Ink {
    fn share(&self) -> usize {
        (WAITING_IN_ALL / Arc::strong_count(&self.0)).min(WAITING)
    }
}

pub(crate) struct Pen {
    ink: Ink,
    /// What has come and is not yet being written, and how many bytes it is.
    waiting: (Vec<Bytes>, usize),
    /// In the hands of whoever is writing.
    sheet: JoinHandle<io::Result<Sheet>>,
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// The file, and what it holds so far.
struct Sheet {
    file: File,
    hash: Context,
    unsynced: u64,
}

impl Pen {
    /// Writes to a new file.
    pub(crate) fn new(file: File, ink: Ink) -> Self {
        let sheet = Sheet { file, hash: Context::new(&SHA256), unsynced: 0 };
        Self { ink, waiting: (Vec::new(), 0), sheet: spawn_blocking(|| Ok(sheet)), syncing: None }
    }

    /// Takes a piece. Whoever writes takes up all that has come since; too much of it is waited for.
    pub(crate) async fn write(&mut self, piece: Bytes) -> io::Result<()> {
        let (pieces, bytes) = &mut self.waiting;
        *bytes += piece.len();
        pieces.push(piece);
        if self.sheet.is_finished() || *bytes >= self.ink.share() { self.turn().await } else { Ok(()) }
    }

    async fn turn(&mut self) -> io::Result<()> {
        let mut sheet = self.lifted().await?;
        if sheet.unsynced >= SYNCED_AT_ONCE && self.syncing.as_ref().is_none_or(JoinHandle::is_finished) {
            self.synced().await?;
            let (file, _) = (sheet.file.try_clone()?, std::mem::take(&mut sheet.unsynced));
            self.syncing = Some(spawn_blocking(move || file.sync_data()));
        }
        let (pieces, _) = std::mem::take(&mut self.waiting);
        self.sheet = spawn_blocking(move || sheet.add(&pieces));
        Ok(())
    }

    /// Hands back the file's SHA-256 once all of it is on the disk.
    pub(crate) async fn finish(mut self) -> io::Result<String> {
        self.turn().await?;
        let sheet = self.lifted().await?;
        self.synced().await?;
        spawn_blocking(move || sheet.file.sync_all().map(|()| ids::hex(sheet.hash.finish().as_ref()))).await?
    }

    async fn lifted(&mut self) -> io::Result<Sheet> {
        (&mut self.sheet).await?
    }

    async fn synced(&mut self) -> io::Result<()> {
        match self.syncing.take() {
            Some(syncing) => syncing.await?,
            None => Ok(()),
        }
    }
}

impl Sheet {
    fn add(mut self, pieces: &[Bytes]) -> io::Result<Self> {
        for piece in pieces {
            self.hash.update(piece);
            self.file.write_all(piece)?;
            self.unsynced += piece.len() as u64;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ink, Pen, SYNCED_AT_ONCE, WAITING};
    use crate::disk;
    use crate::serve::ids;
    use axum::body::Bytes;
    use ring::digest::{SHA256, digest};

    #[tokio::test]
    async fn what_is_written_is_there_in_its_order_and_so_is_its_digest() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        // So much that the disk is told to begin before the end, more than once.
        let bytes: Vec<u8> = (0..SYNCED_AT_ONCE as u32).flat_map(|number| (number as u16).to_le_bytes()).collect();
        let mut pen = Pen::new(disk::create(&path).unwrap(), Ink::default());
        for piece in bytes.chunks(99_991) {
            pen.write(Bytes::copy_from_slice(piece)).await.unwrap();
        }
        assert_eq!(pen.finish().await.unwrap(), ids::hex(digest(&SHA256, &bytes).as_ref()));
        assert!(std::fs::read(&path).unwrap() == bytes);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_full_disk_is_said_before_the_end() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut pen = Pen::new(full, Ink::default());
        let written = async {
            for _ in 0..2 {
                pen.write(Bytes::from_static(b"some")).await?;
            }
            pen.finish().await
        };
        assert_eq!(written.await.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    }

    #[test]
    fn many_pens_hold_little_each() {
        let ink = Ink::default();
        assert_eq!(ink.share(), WAITING);
        let pens = vec![ink.clone(); 999];
        assert!(ink.share() < 10_000 && pens.len() == 999);
    }
}
