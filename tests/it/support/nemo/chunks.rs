//! A reply's body fed piece by piece: each piece goes out as one HTTP chunk.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc;
use tokio_util::io::ReaderStream;

/// The largest piece that stays in one.
const LARGEST: usize = 1 << 20;

/// Where to put the pieces, and the body they come out of; it ends when the sender is dropped.
pub fn body() -> (mpsc::Sender<Bytes>, Body) {
    let (sender, pieces) = mpsc::channel(1);
    let reader = Pieces { pieces, left: Bytes::new() };
    (sender, Body::from_stream(ReaderStream::with_capacity(reader, LARGEST)))
}

/// The next bytes of a body; `None` at its end, and where it breaks off.
pub async fn next(body: &mut Body) -> Option<Bytes> {
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?.ok()?;
        if let Ok(data) = frame.into_data() {
            return Some(data);
        }
    }
}

struct Pieces {
    pieces: mpsc::Receiver<Bytes>,
    left: Bytes,
}

impl AsyncRead for Pieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        while self.left.is_empty() {
            match ready!(self.pieces.poll_recv(context)) {
                Some(piece) => self.left = piece,
                None => return Poll::Ready(Ok(())),
            }
        }
        let count = self.left.len().min(to.remaining());
        to.put_slice(&self.left.split_to(count));
        Poll::Ready(Ok(()))
    }
}
