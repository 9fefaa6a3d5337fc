//! Uploads as a server sees them: every byte, once, and never all in memory.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use ring::digest::{Context, SHA256};

use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::SessionId;
use crate::nemovideo::server_tests::{Act, Request, Server, anonymous, client, impatient, json, settings};

const UPLOAD: &str = "/api/upload-video/nemo_agent/me/s1";
const TAKEN: &str = r#"{"code":0,"data":{"files":[{"filename":"a.png","cdn_url":"https://x/a.png"}]}}"#;

fn sid() -> SessionId {
    SessionId::new("s1")
}

/// The digest that the whole form has around a file of these bytes.
fn expected(request: &Request, name: &str, mime: &str, file: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let boundary = request.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut digest = Context::new(&SHA256);
    let disposition = format!("form-data; name=\"files\"; filename=\"{name}\"");
    let head = format!("--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {mime}\r\n\r\n");
    digest.update(head.as_bytes());
    file.for_each(|bytes| digest.update(&bytes));
    digest.update(format!("\r\n--{boundary}--\r\n").as_bytes());
    digest.finish().as_ref().to_vec()
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

#[tokio::test]
async fn a_file_goes_from_its_first_byte_and_again_whole_when_the_token_was_refused() {
    let dir = tempfile::tempdir().unwrap();
    let asked = AtomicUsize::new(0);
    let service = Server::start(move |request| match request.path.as_str() {
        UPLOAD if asked.fetch_add(1, Ordering::SeqCst) == 0 => json(401, r#"{"code":1001}"#),
        UPLOAD => json(200, TAKEN),
        _ => json(200, r#"{"code":0,"data":{"token":"t"}}"#),
    })
    .await;
    let bytes: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
    let heard = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&heard);
    let uploaded = client(&anonymous(dir.path(), &service.url))
        .upload_file(&sid(), file(&bytes), ("写真 1.png", "image/png"), move |at| {
            progress.store(at, Ordering::SeqCst);
        })
        .await
        .unwrap();
    assert_eq!((uploaded.names, uploaded.urls), (vec!["a.png".to_owned()], vec!["https://x/a.png".to_owned()]));
    assert_eq!(heard.load(Ordering::SeqCst), 300_000);
    let uploads: Vec<Request> = service.seen().into_iter().filter(|request| request.path == UPLOAD).collect();
    assert_eq!(uploads.len(), 2);
    for upload in uploads {
        assert_eq!(upload.digest, expected(&upload, "写真 1.png", "image/png", [bytes.clone()].into_iter()));
        assert!(upload.header("transfer-encoding").is_none());
    }
}

#[tokio::test]
async fn an_upload_that_is_refused_or_cut_is_sent_once() {
    let dir = tempfile::tempdir().unwrap();
    let refused = Server::start(|_| json(200, r#"{"code":4002,"message":"too large"}"#)).await;
    let cut = Server::start(|_| Act::Reset).await;
    for (service, code) in [(&refused, Some(Code::FileSize)), (&cut, None)] {
        let client = client(&settings(dir.path(), &service.url));
        let error = client.upload_file(&sid(), file(b"x"), ("a.png", "image/png"), |_| ()).await.unwrap_err();
        assert_eq!((error.code(), error.nothing_done()), (code, code.is_some()), "{error:?}");
        assert_eq!(service.count("POST", UPLOAD), 1);
    }
}

#[tokio::test]
async fn an_upload_that_stands_still_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    // Nobody accepts: the kernel takes the first bytes and no more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let file = tempfile::tempfile().unwrap();
    file.set_len(100 << 20).unwrap();
    let error = client(&impatient(dir.path(), &url)).upload_file(&sid(), file, ("a.mp4", "video/mp4"), |_| ()).await;
    assert!(matches!(error, Err(Error::Lost { .. })), "{error:?}");
}

#[tokio::test]
async fn an_address_is_sent_as_the_document_says() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| json(200, r#"{"code":0,"data":null}"#)).await;
    client(&settings(dir.path(), &service.url)).upload_url(&sid(), "https://x/a.png").await.unwrap();
    let body = &service.seen()[0].body;
    assert_eq!(body, br#"{"source_type":"url","urls":["https://x/a.png"]}"#);
}

/// The largest that this process ever was, in bytes.
#[cfg(target_os = "linux")]
fn high_water() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// Runs once more alone, in a process of its own: other tests have memory too.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn three_hundred_megabytes_are_never_in_memory() {
    const LENGTH: u64 = 300 << 20;
    if std::env::var_os("ALONE").is_none() {
        let name = "nemovideo::upload_tests::three_hundred_megabytes_are_never_in_memory";
        let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
        let done = alone.args(["--exact", name, "--nocapture"]).env("ALONE", "1").output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&done.stderr));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| json(200, TAKEN)).await;
    let client = client(&settings(dir.path(), &service.url));
    client.upload_file(&sid(), file(b"x"), ("a.mp4", "video/mp4"), |_| ()).await.unwrap();
    let file = tempfile::tempfile().unwrap();
    file.set_len(LENGTH).unwrap();
    let before = high_water();
    client.upload_file(&sid(), file, ("a.mp4", "video/mp4"), |_| ()).await.unwrap();
    let grown = high_water() - before;
    let upload = service.seen().remove(1);
    let zeros = std::iter::repeat_n(vec![0; 1 << 20], 300);
    assert_eq!(upload.digest, expected(&upload, "a.mp4", "video/mp4", zeros));
    assert!(upload.length > LENGTH && grown < 30 << 20, "grew by {grown} bytes");
    let growth = format!("grew by {grown} bytes\n");
    std::io::stderr().write_all(growth.as_bytes()).unwrap();
}
