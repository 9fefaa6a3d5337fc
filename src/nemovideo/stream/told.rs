//! What a turn told when its stream has ended, in bounds, with the service's noise taken out (§5.5, §5.11).

use serde_json::value::RawValue;

use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::reply::No;

/// Bytes of all texts of a turn; when there are more, the oldest go, for the last words are the answer.
pub(crate) const MOST_TEXT: usize = 1 << 20;
const MOST_TEXTS: usize = 200;
const MOST_ERRORS: usize = 20;
const MOST_TOOLS: usize = 200;
/// Bytes of an error's words, and of a tool's name.
const MOST_SAID: usize = 2000;
const MOST_NAME: usize = 100;

/// How the service begins when it ends a good turn with noise.
const NOISE: &str = "i encountered a temporary issue";
/// How some versions of ADK write an exception into an ordinary message.
const ERROR: &str = "Error: ";

#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The messages to the user in order, noise taken out.
    pub texts: Vec<String>,
    /// What went wrong, each once. A last text that only says so is here and, unless it is noise, in `texts` too.
    pub errors: Vec<No>,
    /// The tools that were called, in order.
    pub tools: Vec<String>,
    pub failed_tools: Vec<String>,
    /// Some tool gave a result that is no failure.
    pub tool_done: bool,
    /// The last draft that a state change carried.
    pub newest_draft: Option<Box<RawValue>>,
    pub state_changed: bool,
    /// What came, heartbeats not counted.
    pub events: u32,
    /// The agent asked something back.
    pub question: bool,
}

impl Told {
    /// Neither words nor an error: what was done, if anything, only the state tells (§5.8).
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.texts.is_empty() && self.errors.is_empty()
    }

    /// The refusal that the answer is, if it is nothing else and has a code: as good as one that came instead of it.
    #[must_use]
    pub fn refusal(&self) -> Option<Error> {
        let alone = self.texts.is_empty() && self.tools.is_empty() && !self.tool_done && !self.state_changed;
        let No { code, said } = self.errors.first().filter(|_| alone)?;
        let code = Code::read(Call::Message, 200, Some((*code)?));
        Some(Error::Refused { call: Call::Message, code, said: said.clone(), wait: None })
    }

    /// The last message, which is the answer.
    #[must_use]
    pub fn answer(&self) -> Option<&str> {
        self.texts.last().map(String::as_str)
    }

    /// Keeps a message and says whether it is worth showing at once: noise is not, unless it turns out to be all.
    pub(crate) fn text(&mut self, mut text: String) -> Option<String> {
        if text.trim().is_empty() {
            return None;
        }
        cut(&mut text, MOST_TEXT);
        let shown = (!is_noise(&text)).then(|| text.clone());
        self.texts.push(text);
        let mut bytes: usize = self.texts.iter().map(String::len).sum();
        while bytes > MOST_TEXT || self.texts.len() > MOST_TEXTS {
            bytes -= self.texts.remove(0).len();
        }
        shown
    }

    pub(crate) fn error(&mut self, code: Option<i64>, mut said: String) {
        cut(&mut said, MOST_SAID);
        let error = No { code, said };
        if self.errors.len() < MOST_ERRORS && !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    pub(crate) fn tool(&mut self, name: &str) {
        push_name(&mut self.tools, name);
    }

    pub(crate) fn tool_result(&mut self, name: &str, failed: bool) {
        self.tool_done |= !failed;
        if failed {
            push_name(&mut self.failed_tools, name);
        }
    }

    /// The stream has ended: judges the last words.
    pub(crate) fn judge(&mut self) {
        let mut noise = None;
        while self.texts.last().is_some_and(|text| is_noise(text)) {
            noise = self.texts.pop();
        }
        let good = self.tool_done || self.state_changed || self.texts.iter().any(|text| !is_error(text));
        if let Some(noise) = noise.filter(|_| !good) {
            self.error(None, noise.trim().to_owned());
        }
        if let Some(said) = self.answer().and_then(|last| last.trim_start().strip_prefix(ERROR)) {
            self.error(None, said.trim().to_owned());
        }
    }
}

fn is_noise(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    text.get(..NOISE.len()).is_some_and(|start| start.eq_ignore_ascii_case(NOISE))
}

fn is_error(text: &str) -> bool {
    text.trim_start().starts_with(ERROR) || is_noise(text)
}

fn push_name(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST_TOOLS {
        let mut name = name.to_owned();
        cut(&mut name, MOST_NAME);
        names.push(name);
    }
}

/// Shortens to whole characters.
pub(crate) fn cut(text: &mut String, most: usize) {
    text.truncate(text.floor_char_boundary(most));
}
