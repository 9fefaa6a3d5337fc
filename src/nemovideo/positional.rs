//! A file read from its beginning without its cursor: a body that is given up may still be reading when the next one
//! starts.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

/// As many bytes as the file had, and no more should it grow; `told` hears how many were taken.
pub(crate) struct Positional<F> {
    file: Arc<File>,
    at: u64,
    end: u64,
    told: F,
    reading: Option<JoinHandle<io::Result<Vec<u8>>>>,
}

impl<F> Positional<F> {
    pub(crate) const fn new(file: Arc<File>, length: u64, told: F) -> Self {
        Self { file, at: 0, end: length, told, reading: None }
    }
}

impl<F: Fn(u64) + Unpin> AsyncRead for Positional<F> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let (at, length) = (self.at, (self.end - self.at).min(buf.remaining() as u64) as usize);
        if length == 0 {
            return Poll::Ready(Ok(()));
        }
        let file = Arc::clone(&self.file);
        let reading = self.reading.get_or_insert_with(|| spawn_blocking(move || read_at(&file, at, length)));
        let bytes = ready!(Pin::new(reading).poll(cx));
        self.reading = None;
        let bytes = bytes.map_err(io::Error::other)??;
        let taken = &bytes[..bytes.len().min(buf.remaining())];
        if taken.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())); // it shrank
        }
        buf.put_slice(taken);
        self.at += taken.len() as u64;
        (self.told)(self.at);
        Poll::Ready(Ok(()))
    }
}

fn read_at(file: &File, at: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let read = file.read_at(&mut bytes, at)?;
    bytes.truncate(read);
    Ok(bytes)
}
