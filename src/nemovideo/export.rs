//! Exports: started, asked after, cancelled (§4.8 to §4.10 of the protocol).

use serde::Serialize;
use serde_json::value::RawValue;

use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{RenderId, SessionId};
use crate::nemovideo::line::Line;
use crate::nemovideo::reply::{Object, Reply, word};

/// How an export stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Render {
    pub status: Status,
    /// 0 to 100.
    pub progress: Option<u8>,
    /// Where the film lies, once it does.
    pub url: Option<String>,
    /// Why it failed, in the service's words.
    pub error: Option<String>,
    /// What the film had to do without, in the words of a server that says so.
    pub notes: Vec<String>,
}

impl Render {
    /// Reads any of the three shapes; `None` if there is no status in it.
    #[must_use]
    pub fn read(reply: &Reply) -> Option<Self> {
        let progress = reply.number("progress").map(|progress| progress.clamp(0.0, 100.0) as u8);
        let status = status(&reply.word("status")?);
        Some(Self { status, progress, url: film_url(reply), error: error(reply), notes: notes(reply) })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Running,
    Completed,
    Failed,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Submission<'a> {
    id: &'a RenderId,
    session_id: &'a SessionId,
    draft: &'a RawValue,
    output: Output,
}

#[derive(Serialize)]
struct Output {
    format: &'static str,
    quality: &'static str,
}

const PROXY: [&str; 4] = ["api", "render", "proxy", "lambda"];

/// Starts an export of the draft, its bytes as the service spelled them. The id to ask after is the service's, if it
/// names one.
pub(crate) async fn submit(
    line: &Line,
    session: &SessionId,
    render: &RenderId,
    draft: &RawValue,
) -> Result<RenderId, Error> {
    let output = Output { format: "mp4", quality: "high" };
    let body = serde_json::to_vec(&Submission { id: render, session_id: session, draft, output })
        .expect("words and JSON make JSON");
    let reply = line.post(Call::Submit, &PROXY, Some(&body)).await?;
    let named = ["id", "render_id", "renderId", "taskId"].iter().find_map(|name| reply.word(name));
    Ok(named.map_or_else(|| render.clone(), RenderId::new))
}

pub(crate) async fn poll(line: &Line, render: &RenderId) -> Result<Render, Error> {
    let parts = [&PROXY[..], &[render.as_str()]].concat();
    let reply = line.get(Call::Poll, &parts).await?;
    Render::read(&reply)
        .ok_or_else(|| Error::Nonsense { call: Call::Poll, what: "there is no status in it".to_owned() })
}

pub(crate) async fn cancel(line: &Line, render: &RenderId) -> Result<(), Error> {
    let parts = [&PROXY[..], &[render.as_str(), "cancel"]].concat();
    line.post(Call::Cancel, &parts, None).await.map(drop)
}

/// Words of three shapes and a few likely others; an unknown one means that it goes on.
fn status(word: &str) -> Status {
    match word.to_ascii_lowercase().as_str() {
        "completed" | "complete" | "done" | "success" | "succeeded" => Status::Completed,
        "failed" | "failure" | "error" | "cancelled" | "canceled" => Status::Failed,
        _ => Status::Running,
    }
}

fn error(reply: &Reply) -> Option<String> {
    let inner = || reply.object("error").and_then(|error| word(error.get("message")?));
    reply.word("error").or_else(inner).or_else(|| reply.word("errorMessage"))
}

fn notes(reply: &Reply) -> Vec<String> {
    let output: Option<Object> = reply.object("output");
    let notes = output.and_then(|output| serde_json::from_str(output.get("notes")?.get()).ok());
    notes.unwrap_or_default()
}

/// Where a film lies, by whichever name the reply has it.
#[must_use]
pub(crate) fn film_url(reply: &Reply) -> Option<String> {
    const NAMES: [&str; 5] = ["outputUrl", "output_url", "url", "download_url", "downloadUrl"];
    let output: Option<Object> = reply.object("output");
    let inner = output.and_then(|output| NAMES.iter().rev().find_map(|name| word(output.get(*name)?)));
    inner.or_else(|| NAMES.iter().find_map(|name| reply.word(name)))
}

#[cfg(test)]
mod tests {
    use super::{Render, Status};
    use crate::nemovideo::reply::Reply;

    fn render(body: &str) -> Render {
        Render::read(&Reply::unwrap(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn three_shapes_have_one_meaning() {
        let film = Some("https://x/a.mp4".to_owned());
        for body in [
            r#"{"taskId":"r","status":"completed","progress":100,"output":{"url":"https://x/a.mp4","duration":30.5}}"#,
            r#"{"success":true,"data":{"id":"r","status":"COMPLETED","progress":100,"outputUrl":"https://x/a.mp4"}}"#,
            r#"{"code":0,"message":"","data":{"status":"Done","progress":250,"output_url":"https://x/a.mp4"}}"#,
        ] {
            let expected = Render {
                status: Status::Completed,
                progress: Some(100),
                url: film.clone(),
                error: None,
                notes: Vec::new(),
            };
            assert_eq!(render(body), expected, "{body}");
        }
    }

    #[test]
    fn what_a_film_does_without_is_read_where_it_is_said() {
        let made =
            render(r#"{"status":"completed","output":{"url":"https://x/a.mp4","notes":["`b.jpg` is damaged"]}}"#);
        assert_eq!(made.notes, ["`b.jpg` is damaged"]);
        assert_eq!(render(r#"{"status":"completed","output":{"notes":7}}"#).notes, Vec::<String>::new());
    }

    #[test]
    fn a_failure_has_its_words_and_an_unknown_word_means_patience() {
        let failed = render(r#"{"code":0,"data":{"status":"failed","error":"invalid draft"}}"#);
        assert_eq!((failed.status, failed.error.as_deref()), (Status::Failed, Some("invalid draft")));
        let failed = render(r#"{"status":"error","error":{"message":"no gpu"}}"#);
        assert_eq!((failed.status, failed.error.as_deref()), (Status::Failed, Some("no gpu")));
        for body in [r#"{"status":"pending","progress":5}"#, r#"{"status":"warming","progress":"5","output":null}"#] {
            let running =
                Render { status: Status::Running, progress: Some(5), url: None, error: None, notes: Vec::new() };
            assert_eq!(render(body), running, "{body}");
        }
    }
}
