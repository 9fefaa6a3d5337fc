//! One message of ours and all that comes back, put together as it comes (§5.4).

use crate::nemovideo::stream::kind::Kind;
use crate::nemovideo::stream::told::{MOST_TEXT, Told, cut};

/// What is worth telling while the turn goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A whole new message.
    Text(String),
    /// A tool is at work; its name may be empty.
    Tool(String),
    /// The session's state changed.
    Changed,
}

/// Hears one kind after another. What it keeps is bounded, however long the stream.
#[derive(Debug, Default)]
pub struct Turn {
    told: Told,
    open: Option<Open>,
}

/// A message of which only pieces have come so far.
#[derive(Debug)]
struct Open {
    speaker: Speaker,
    text: String,
    /// A tool came after it, so the next piece belongs to another message.
    passed: bool,
}

type Speaker = (String, Option<String>);

impl Turn {
    /// Usually one piece of news or none; two if a message ends another that never was completed.
    pub fn hear(&mut self, kind: Kind) -> Vec<News> {
        if !matches!(kind, Kind::Heartbeat) {
            self.told.events = self.told.events.saturating_add(1);
        }
        match kind {
            Kind::Heartbeat | Kind::Other => vec![],
            Kind::Error { code, said } => {
                self.told.error(code, said);
                vec![]
            }
            Kind::ToolCall { name } => self.called(name),
            Kind::ToolResult { name, failed } => {
                self.pass();
                self.told.tool_result(&name, failed);
                vec![]
            }
            Kind::State { draft } => {
                self.told.state_changed = true;
                self.told.newest_draft = draft.or_else(|| self.told.newest_draft.take());
                vec![News::Changed]
            }
            Kind::Text { author, invocation, partial: true, text } => self.piece((author, invocation), text),
            Kind::Text { author, invocation, partial: false, text } => self.whole(&(author, invocation), text),
            Kind::Question { text } => {
                self.told.question = true;
                let unfinished = self.flush();
                unfinished.into_iter().chain(self.keep(text)).collect()
            }
        }
    }

    /// No more will come: pieces that were never completed are a message.
    pub fn finish(&mut self) -> Option<News> {
        self.flush()
    }

    /// The stream has ended, whichever way.
    #[must_use]
    pub fn end(mut self) -> Told {
        self.flush();
        self.told.judge();
        self.told
    }

    fn called(&mut self, mut name: String) -> Vec<News> {
        self.pass();
        self.told.tool(&name);
        cut(&mut name, MOST_TEXT);
        vec![News::Tool(name)]
    }

    fn pass(&mut self) {
        if let Some(open) = &mut self.open {
            open.passed = true;
        }
    }

    fn piece(&mut self, speaker: Speaker, text: String) -> Vec<News> {
        if let Some(open) = self.open.as_mut().filter(|open| open.speaker == speaker && !open.passed) {
            open.text.push_str(&text);
            cut(&mut open.text, MOST_TEXT);
            return vec![];
        }
        let unfinished = self.flush();
        self.open = Some(Open { speaker, text, passed: false });
        Vec::from_iter(unfinished)
    }

    /// A message repeats its pieces, so it takes their place; unless a tool came between and it says something else.
    fn whole(&mut self, speaker: &Speaker, text: String) -> Vec<News> {
        let repeated = |open: &mut Open| open.speaker == *speaker && (!open.passed || text.starts_with(&open.text));
        let unfinished = match self.open.take_if(repeated) {
            Some(_) => None,
            None => self.flush(),
        };
        unfinished.into_iter().chain(self.keep(text)).collect()
    }

    fn flush(&mut self) -> Option<News> {
        let open = self.open.take()?;
        self.keep(open.text)
    }

    fn keep(&mut self, text: String) -> Option<News> {
        self.told.text(text).map(News::Text)
    }
}
