//! Files going out (§4.11): films and uploads, whole or in part, so that a broken download can go on.

use std::io::SeekFrom;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE};
use axum::http::response::Builder;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::disk;
use crate::serve::books::Render;
use crate::serve::desk::Desk;
use crate::serve::door::answer::{Answer, Refusal};
use crate::serve::door::caller::{Caller, word};
use crate::serve::error::Error;
use crate::serve::files::formats::Format;
use crate::serve::files::range::{Wanted, wanted};
use crate::serve::studio::Studio;

struct Outgoing {
    path: PathBuf,
    bytes: u64,
    sha256: String,
    mime: &'static str,
}

/// `/files/<key>/<name>`: whoever knows the key may have the file, so no token is asked for.
pub(crate) async fn by_key<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path((key, _)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    if let Some(render) = desk.books.render_by_key(&key)? {
        return send(&film(&desk, render)?, &headers).await;
    }
    let upload = desk.books.upload(&key)?.ok_or(Refusal::NoFile)?;
    let mime = Format::of(&upload.name).map_or("application/octet-stream", |format| format.mime);
    let path = desk.upload_file(&upload);
    send(&Outgoing { path, bytes: upload.bytes, sha256: upload.sha256, mime }, &headers).await
}

pub(crate) async fn download<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path(id): Path<String>,
    caller: Caller,
    headers: HeaderMap,
) -> Answer {
    let render = desk.books.render(&caller.user, &id)?.ok_or(Refusal::NoRender)?;
    send(&film(&desk, render)?, &headers).await
}

fn film<S: Studio>(desk: &Desk<S>, render: Render) -> Result<Outgoing, Refusal> {
    let film = render.film.ok_or(Refusal::NoFile)?;
    let path = desk.places.film(&render.key);
    Ok(Outgoing { path, bytes: film.bytes, sha256: film.sha256, mime: "video/mp4" })
}

async fn send(file: &Outgoing, headers: &HeaderMap) -> Answer {
    let etag = format!("\"{}\"", &file.sha256);
    // A range of another version is of no use: then the whole is sent.
    let same = word(headers, IF_RANGE.as_str()).is_none_or(|known| known == etag);
    let range = word(headers, RANGE.as_str()).filter(|_| same);
    let reply = Response::builder()
        .header(CONTENT_TYPE, file.mime)
        .header(ETAG, etag)
        .header(ACCEPT_RANGES, "bytes")
        .header("x-content-type-options", "nosniff");
    match wanted(range, file.bytes) {
        Wanted::Whole => part(file, reply.status(StatusCode::OK), 0, file.bytes).await,
        Wanted::Part { from, count } => {
            let last = from.saturating_add(count).saturating_sub(1);
            let place = format!("bytes {from}-{last}/{}", file.bytes);
            part(file, reply.status(StatusCode::PARTIAL_CONTENT).header(CONTENT_RANGE, place), from, count).await
        }
        Wanted::Beyond => {
            let place = format!("bytes */{}", file.bytes);
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, place)]).into_response())
        }
    }
}

async fn part(file: &Outgoing, reply: Builder, from: u64, count: u64) -> Answer {
    let failed = |source| Refusal::Trouble(Error::File { path: file.path.clone(), source });
    let mut open = tokio::fs::File::from_std(disk::open_file(&file.path)?);
    open.seek(SeekFrom::Start(from)).await.map_err(failed)?;
    let body = Body::from_stream(ReaderStream::new(open.take(count)));
    Ok(reply.header(CONTENT_LENGTH, count).body(body).expect("every header is plain text"))
}
