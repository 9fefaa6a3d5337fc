//! A message and its whole answer: heard to the end, with deadlines on what is heard and not only on bytes (§5.6).

use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::clock;
use crate::nemovideo::call::Call;
use crate::nemovideo::client::Client;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::SessionId;
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

/// Sends one message, once, and hears its answer to the end. An error after the first byte proves nothing about what
/// the service did or does: only a look at the state tells.
pub async fn ask(
    client: &Client,
    session: &SessionId,
    text: &str,
    longest: Longest,
    hear: &(dyn Fn(Sign) + Sync),
) -> Result<Told, Error> {
    let mut ear = Ear::new(longest, hear);
    let mut answer = client.say(session, text).await?;
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
}

impl<'a> Ear<'a> {
    fn new(longest: Longest, hear: &'a (dyn Fn(Sign) + Sync)) -> Self {
        let now = clock::instant();
        let (parser, turn) = (Parser::new(stream::CAP), Turn::default());
        Self { parser, turn, longest, hear, begun: now, worked: now, said: now }
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
                let sign = match news {
                    News::Text(text) => Sign::Text(text),
                    News::Tool(name) => Sign::Tool(name),
                    News::Changed => continue,
                };
                self.said = clock::instant();
                (self.hear)(sign);
            }
        }
    }

    fn end(mut self) -> Told {
        if let Some(frame) = std::mem::replace(&mut self.parser, Parser::new(stream::CAP)).finish() {
            self.frame(&frame);
        }
        self.turn.end()
    }
}
