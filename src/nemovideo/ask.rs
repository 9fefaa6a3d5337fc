//! A message and its whole answer: heard to the end, with deadlines on what is heard and not only on bytes (§5.6).

use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::clock;
use crate::nemovideo::call::Call;
use crate::nemovideo::client::Client;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::SessionId;
use crate::nemovideo::message::Answer;
use crate::nemovideo::stream::{self, Frame, News, Parser, Told, Turn};

/// What is heard while the service works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A whole message for the user.
    Text(String),
    /// A tool by its name.
    Tool(String),
    /// Nothing for two minutes.
    StillWorking,
}

/// How long an answer may take.
#[derive(Clone, Copy, Debug)]
pub struct Longest {
    /// Altogether.
    pub answer: Duration,
    /// With nothing but signs of life.
    pub without_work: Duration,
}

/// After so long without a word the person who waits is told that work goes on (the skill document's table).
const STILL_WORKING: Duration = Duration::from_mins(2);

/// Sends one message, once, and hears its answer to the end. A stream that is nothing but a refusal is one, like a reply
/// in its place; if it refuses the token, the message is said once more with another. Any other error after the first
/// byte proves nothing about what the service did or does: only a look at the state tells.
pub async fn ask(
    client: &Client,
    session: &SessionId,
    text: &str,
    longest: Longest,
    hear: &(dyn Fn(Sign) + Sync),
) -> Result<Told, Error> {
    let mut answer = client.say(session, text).await?;
    let mut told = heard(&mut answer, Ear::new(longest, hear)).await?;
    if told.refusal().is_some_and(|refusal| refusal.code() == Some(Code::BadToken)) {
        client.renew(&answer.token).await?;
        answer = client.say(session, text).await?;
        told = heard(&mut answer, Ear::new(longest, hear)).await?;
    }
    told.refusal().map_or(Ok(told), Err)
}

async fn heard(answer: &mut Answer, mut ear: Ear<'_>) -> Result<Told, Error> {
    loop {
        let left = ear.left()?;
        match timeout(left, answer.next()).await {
            Err(_) => ear.quiet(),
            Ok(bytes) => match bytes? {
                Some(bytes) => ear.bytes(&bytes)?,
                None => return Ok(ear.end()),
            },
        }
    }
}

struct Ear<'a> {
    parser: Parser,
    turn: Turn,
    longest: Longest,
    hear: &'a (dyn Fn(Sign) + Sync),
    begun: Instant,
    worked: Instant,
    said: Instant,
    /// What came before the first frame: a refusal that calls itself a stream, perhaps.
    unread: Option<Vec<u8>>,
}

/// No refusal is longer, in bytes.
const REFUSAL: usize = 64 << 10;

impl<'a> Ear<'a> {
    fn new(longest: Longest, hear: &'a (dyn Fn(Sign) + Sync)) -> Self {
        let now = clock::instant();
        let (parser, turn) = (Parser::new(stream::CAP), Turn::default());
        Self { parser, turn, longest, hear, begun: now, worked: now, said: now, unread: Some(Vec::new()) }
    }

    /// Until the next thing that must happen: an end, or a word to whoever waits.
    fn left(&self) -> Result<Duration, Error> {
        let Longest { answer, without_work } = self.longest;
        let silent = |after| Error::Silent { call: Call::Message, after };
        let all = answer.checked_sub(self.begun.elapsed()).ok_or_else(|| silent(answer))?;
        let idle = without_work.checked_sub(self.worked.elapsed()).ok_or_else(|| silent(without_work))?;
        Ok(all.min(idle).min(STILL_WORKING.saturating_sub(self.said.elapsed())))
    }

    fn quiet(&mut self) {
        if self.said.elapsed() >= STILL_WORKING {
            self.said = clock::instant();
            (self.hear)(Sign::StillWorking);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut frames = Vec::new();
        let parsed = self.parser.push(bytes, &mut frames);
        self.unread = self.unread.take().filter(|unread| frames.is_empty() && unread.len() + bytes.len() <= REFUSAL);
        self.unread.iter_mut().for_each(|unread| unread.extend_from_slice(bytes));
        for frame in &frames {
            self.frame(frame);
        }
        self.quiet();
        parsed.map_err(|error| Error::Nonsense { call: Call::Message, what: error.to_string() })
    }

    fn frame(&mut self, frame: &Frame) {
        for kind in stream::kinds(frame) {
            if kind.is_substantive() {
                self.worked = clock::instant();
            }
            for news in self.turn.hear(kind) {
                self.tell(news);
            }
        }
    }

    fn tell(&mut self, news: News) {
        let sign = match news {
            News::Text(text) => Sign::Text(text),
            News::Tool(name) => Sign::Tool(name),
            News::Changed => return,
        };
        self.said = clock::instant();
        (self.hear)(sign);
    }

    fn end(mut self) -> Told {
        let last = std::mem::replace(&mut self.parser, Parser::new(stream::CAP)).finish();
        for frame in last.into_iter().chain(self.unread.take().and_then(document)) {
            self.frame(&frame);
        }
        if let Some(news) = self.turn.finish() {
            self.tell(news);
        }
        self.turn.end()
    }
}

/// JSON where a stream was promised, as the event that it would have been.
fn document(bytes: Vec<u8>) -> Option<Frame> {
    let data = String::from_utf8(bytes).ok().filter(|text| text.trim_start().starts_with('{'))?;
    Some(Frame::Event { name: String::new(), data, id: None })
}
