//! Uploads: a file as it is read, or an address (§4.5 of the protocol).

use std::fs::File;
use std::sync::Arc;

use reqwest::multipart::{Form, Part};
use reqwest::{Body, Method};
use serde_json::json;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::io::ReaderStream;

use crate::disk;
use crate::legible;
use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::SessionId;
use crate::nemovideo::line::Line;
use crate::nemovideo::positional::Positional;
use crate::nemovideo::reply::{Object, Reply, word};
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::reply;

/// What the service says it has taken; it need not say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uploaded {
    pub names: Vec<String>,
    pub urls: Vec<String>,
}

/// Called with the bytes sent so far, of the file alone.
pub(crate) type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// One file on its way.
pub(crate) struct Upload<'a> {
    pub session: &'a SessionId,
    pub file: Arc<File>,
    pub name: &'a str,
    pub mime: &'a str,
    pub progress: Progress,
}

/// As much of the file as is in memory at a time, in bytes.
const CHUNK: usize = 64 << 10;
/// Longer names are cut: file systems allow 255 bytes, and servers prefix them.
const NAME_BYTES: usize = 120;

pub(crate) async fn file(line: &Line, upload: &Upload<'_>) -> Result<Uploaded, Error> {
    line.keyed(|token| once(line, upload, token)).await
}

pub(crate) async fn url(line: &Line, session: &SessionId, url: &str) -> Result<Uploaded, Error> {
    let body = json!({ "urls": [url], "source_type": "url" }).to_string();
    Ok(read(&line.post(Call::Upload, &parts(session), Some(body.as_bytes())).await?))
}

fn parts(session: &SessionId) -> [&str; 5] {
    ["api", "upload-video", "nemo_agent", "me", session.as_str()]
}

async fn once(line: &Line, upload: &Upload<'_>, token: Token) -> Result<Uploaded, Error> {
    let transport = &line.transport;
    let length = upload.file.metadata().map_err(disk::at("look at", upload.name.as_ref()))?.len();
    let (sent, mut moved) = watch::channel(0);
    let progress = Arc::clone(&upload.progress);
    let file = Positional::new(Arc::clone(&upload.file), length, move |bytes| {
        progress(bytes);
        sent.send_replace(bytes);
    });
    let body = Body::wrap_stream(ReaderStream::with_capacity(file, CHUNK));
    let part = Part::stream_with_length(body, length).file_name(file_name(upload.name)).mime_str(upload.mime);
    let part = part.map_err(|_| Error::Settings { why: format!("`{}` is no media type", upload.mime) })?;
    let request = transport.request(Call::Upload, Method::POST, &parts(upload.session), Some(&token))?;
    let request = request.multipart(Form::new().part("files", part));

    // How long it may take altogether depends on its size; that it moves is watched.
    let answer = async {
        let (head, response) = transport.send(Call::Upload, request, Some(&token)).await?;
        Ok(read(&reply(&head, response).await?))
    };
    let stalled = async { while timeout(transport.patience.stall, moves(&mut moved)).await.is_ok() {} };
    tokio::select! {
        answer = answer => answer,
        () = stalled => Err(Error::Lost { call: Call::Upload, source: None }),
    }
}

/// Ends when something moved. Once all is sent nothing does any more, and the same patience holds for the answer.
async fn moves(moved: &mut watch::Receiver<u64>) {
    if moved.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What the service says it has, in whichever shape.
pub(crate) fn read(reply: &Reply) -> Uploaded {
    let files = reply.raw("files").and_then(|files| serde_json::from_str::<Vec<Object>>(files.get()).ok());
    let files = files.unwrap_or_default();
    let named = |names: &[&str]| -> Vec<String> {
        let of = |file: &Object| names.iter().find_map(|name| word(file.get(*name)?));
        files.iter().filter_map(of).collect()
    };
    let mut urls = named(&["cdn_url", "url"]);
    if files.is_empty() {
        urls.extend(reply.word("cdn_url").or_else(|| reply.word("url")));
    }
    Uploaded { names: named(&["filename", "name"]), urls }
}

/// The name as the form may carry it: no folder, nothing that ends the quotes or the line, not too long.
fn file_name(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default();
    let safe = |c: char| if legible::steers(c) || matches!(c, '"' | '\\') { '_' } else { c };
    let name: String = last.chars().map(safe).collect();
    if name.len() <= NAME_BYTES {
        return if name.is_empty() { "file".to_owned() } else { name };
    }
    // The extension says what it is, so the middle gives way.
    let tail = name.char_indices().map(|(at, _)| at).find(|at| name.len() - at <= 16).unwrap_or(name.len());
    let room = NAME_BYTES - (name.len() - tail);
    let head: usize =
        name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
    format!("{}{}", &name[..head], &name[tail..])
}

#[cfg(test)]
mod tests {
    use super::{NAME_BYTES, Uploaded, file_name, read};
    use crate::nemovideo::reply::Reply;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn an_uploads_reply_is_read_in_every_shape() {
        let both = Uploaded { names: vec!["a.jpg".into()], urls: vec!["https://x/a.jpg".into()] };
        let url = Uploaded { names: vec![], urls: both.urls.clone() };
        for (body, expected) in [
            (r#"{"code":0,"data":{"files":[{"filename":"a.jpg","cdn_url":"https://x/a.jpg"}]}}"#, both),
            (r#"{"file_id":"1","url":"https://x/a.jpg"}"#, url),
            (r#"{"code":0,"data":null}"#, Uploaded::default()),
            (r#"{"code":0,"data":{"files":"?"}}"#, Uploaded::default()),
        ] {
            assert_eq!(read(&Reply::unwrap(body.as_bytes()).unwrap()), expected, "{body}");
        }
    }

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        for (name, expected) in [
            ("写真.jpg", "写真.jpg"),
            ("a b.jpg", "a b.jpg"),
            ("x\"; name=\"y\r\nA: b.jpg", "x_; name=_y__A: b.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\\b.jpg", "a_b.jpg"),
            ("", "file"),
        ] {
            assert_eq!(file_name(name), expected);
        }
    }

    proptest! {
        #[test]
        fn a_long_name_is_cut_and_keeps_its_end(stem in "[a-z写🎞]{0,200}") {
            let name = file_name(&format!("{stem}.jpg"));
            prop_assert!(name.len() <= NAME_BYTES && name.ends_with("jpg"));
        }
    }
}
