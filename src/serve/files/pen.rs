//! A file in the writing: one piece is hashed and written on a thread that may wait, while the next one comes in.

use std::fs::File;
use std::io::{self, Write};

use axum::body::Bytes;
use ring::digest::{Context, SHA256};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::serve::ids;

/// So many bytes go to the disk on their own account while more are coming, so that the end need not wait for all of them.
const SYNCED_AT_ONCE: u64 = 16 << 20;

pub(crate) struct Pen {
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
    pub(crate) fn new(file: File) -> Self {
        let sheet = Sheet { file, hash: Context::new(&SHA256), unsynced: 0 };
        Self { sheet: spawn_blocking(|| Ok(sheet)), syncing: None }
    }

    /// Takes a piece, once the one before it is written.
    pub(crate) async fn write(&mut self, piece: Bytes) -> io::Result<()> {
        let mut sheet = self.lifted().await?;
        if sheet.unsynced >= SYNCED_AT_ONCE && self.syncing.as_ref().is_none_or(JoinHandle::is_finished) {
            self.synced().await?;
            let (file, _) = (sheet.file.try_clone()?, std::mem::take(&mut sheet.unsynced));
            self.syncing = Some(spawn_blocking(move || file.sync_data()));
        }
        self.sheet = spawn_blocking(move || sheet.add(&piece));
        Ok(())
    }

    /// Hands back the file's SHA-256 once all of it is on the disk.
    pub(crate) async fn finish(mut self) -> io::Result<String> {
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
    fn add(mut self, piece: &[u8]) -> io::Result<Self> {
        self.file.write_all(piece)?;
        self.hash.update(piece);
        self.unsynced += piece.len() as u64;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Pen, SYNCED_AT_ONCE};
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
        let mut pen = Pen::new(disk::create(&path).unwrap());
        for piece in bytes.chunks(99_991) {
            pen.write(Bytes::copy_from_slice(piece)).await.unwrap();
        }
        assert_eq!(pen.finish().await.unwrap(), ids::hex(digest(&SHA256, &bytes).as_ref()));
        assert!(std::fs::read(&path).unwrap() == bytes);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_full_disk_is_said_at_the_next_piece_or_at_the_end() {
        let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut pen = Pen::new(full());
        pen.write(Bytes::from_static(b"some")).await.unwrap();
        assert_eq!(pen.write(Bytes::from_static(b"more")).await.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
        let mut pen = Pen::new(full());
        pen.write(Bytes::from_static(b"some")).await.unwrap();
        assert_eq!(pen.finish().await.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    }
}
