//! Server-sent events by the rules of WHATWG HTML §9.2.6, pushed in as the bytes arrive, with a cap on memory.

use std::mem;
use std::sync::Arc;

use crate::nemovideo::stream::frame::Frame;

/// A whole draft can stand in one line (§5.1 of the protocol).
pub const CAP: usize = 16 << 20;

const BOM: &str = "\u{feff}";

/// A line, or the lines of one event, are longer than the cap. What came before was handed out; the parser is of no
/// further use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event of more than {cap} bytes")]
pub struct TooLong {
    pub cap: usize,
}

/// Holds the event under way and its unfinished line, together within the cap, and the last id, within it too; for the
/// moment of decoding a line, that line twice.
#[derive(Debug)]
pub struct Parser {
    cap: usize,
    line: Vec<u8>,
    /// The line before ended in CR: an LF right after it belongs to that end.
    after_cr: bool,
    /// A BOM is dropped from the first line of the stream only.
    begun: bool,
    name: String,
    /// `None` until the event's first `data:`.
    data: Option<String>,
    /// The block has had a line other than a comment.
    lines: bool,
    id: Option<Arc<str>>,
}

impl Parser {
    /// `cap` counts bytes: of a line, and of an event's name and data together with its unfinished line.
    #[must_use]
    pub fn new(cap: usize) -> Self {
        Self {
            cap,
            line: Vec::new(),
            after_cr: false,
            begun: false,
            name: String::new(),
            data: None,
            lines: false,
            id: None,
        }
    }

    /// Reads the next bytes, cut anywhere, and adds the frames that they complete.
    pub fn push(&mut self, mut bytes: &[u8], out: &mut Vec<Frame>) -> Result<(), TooLong> {
        while !bytes.is_empty() {
            if mem::take(&mut self.after_cr) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                return self.keep(bytes);
            };
            self.keep(&bytes[..end])?;
            self.after_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            out.extend(self.end_line()?);
        }
        Ok(())
    }

    /// The end of the stream: an event that lacks only its empty line is used, unlike in a browser, where the last
    /// words of a broken connection do not count.
    #[must_use]
    pub fn finish(mut self) -> Option<Frame> {
        let last = if self.line.is_empty() { None } else { self.end_line().ok()? };
        if self.data.is_some() { Some(self.dispatch()) } else { last }
    }

    fn keep(&mut self, part: &[u8]) -> Result<(), TooLong> {
        self.fits(self.line.len().saturating_add(part.len()))?;
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn fits(&self, more: usize) -> Result<(), TooLong> {
        let held = self.name.len() + self.data.as_ref().map_or(0, String::len);
        if held.saturating_add(more) > self.cap { Err(TooLong { cap: self.cap }) } else { Ok(()) }
    }

    fn end_line(&mut self) -> Result<Option<Frame>, TooLong> {
        let mut bytes = mem::take(&mut self.line);
        let frame = self.read(&String::from_utf8_lossy(&bytes));
        bytes.clear();
        self.line = bytes;
        frame
    }

    fn read(&mut self, line: &str) -> Result<Option<Frame>, TooLong> {
        let first = !mem::replace(&mut self.begun, true);
        let line = if first { line.strip_prefix(BOM).unwrap_or(line) } else { line };
        if line.is_empty() {
            return Ok(self.lines.then(|| self.dispatch()));
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        if field.is_empty() {
            return Ok(Some(Frame::Comment));
        }
        self.lines = true;
        self.field(field, value.strip_prefix(' ').unwrap_or(value))?;
        Ok(None)
    }

    fn field(&mut self, field: &str, value: &str) -> Result<(), TooLong> {
        match field {
            "data" => {
                // Bad bytes grow when they are decoded, and so does a joint: the line fitting is not enough.
                self.fits(value.len() + 1)?;
                match &mut self.data {
                    Some(data) => {
                        data.push('\n');
                        data.push_str(value);
                    }
                    None => self.data = Some(value.to_owned()),
                }
            }
            "event" => {
                self.name.clear();
                self.fits(value.len())?;
                self.name.push_str(value);
            }
            "id" if !value.contains('\0') => self.id = (!value.is_empty()).then(|| Arc::from(value)),
            // `retry:` would be the pause before a reconnect, and a message is never sent twice.
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) -> Frame {
        self.lines = false;
        let name = mem::take(&mut self.name);
        match self.data.take() {
            Some(data) => Frame::Event { name, data, id: self.id.clone() },
            None => Frame::Bare { name },
        }
    }
}
