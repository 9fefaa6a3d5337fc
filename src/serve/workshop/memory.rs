//! What a session has asked for so far, and how it was before each time that this changed.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::brief::Brief;
use crate::serve::books::State;

/// The name under which it stands in the session's state; no client is shown it.
pub(crate) const NAME: &str = "reeldrop";

/// Further back than this nobody remembers what the film was like.
const MOST_STEPS: usize = 100;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// All wishes stacked.
    pub(crate) brief: Brief,
    past: VecDeque<Step>,
}

/// The words that changed something, and the brief before them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    words: String,
    before: Brief,
}

impl Memory {
    /// As the session's state has it; empty for a new session.
    pub(crate) fn of(state: &State) -> Self {
        state.get(NAME).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }

    /// Takes a new brief, if it is another than the one in use.
    pub(crate) fn turn(&mut self, words: &str, used: &Brief, brief: Brief) -> bool {
        if brief == *used {
            return false;
        }
        let before = std::mem::replace(&mut self.brief, brief);
        self.past.push_back(Step { words: words.to_owned(), before });
        if self.past.len() > MOST_STEPS {
            self.past.pop_front();
        }
        true
    }

    /// Goes one step back, and says which words are undone.
    pub(crate) fn undo(&mut self) -> Option<String> {
        let Step { words, before } = self.past.pop_back()?;
        self.brief = before;
        Some(words)
    }

    pub(crate) fn raw(&self) -> Box<RawValue> {
        serde_json::value::to_raw_value(self).expect("words and a brief are JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_STEPS, Memory, NAME};
    use crate::brief::Brief;
    use crate::serve::books::State;

    fn faster(fps: u32) -> Brief {
        Brief { fps: Some(fps), ..Brief::default() }
    }

    #[test]
    fn every_change_can_be_undone_and_what_changes_nothing_is_no_step() {
        let mut memory = Memory::default();
        assert!(memory.turn("one", &Brief::default(), faster(1)));
        assert!(!memory.turn("again", &faster(1), faster(1)) && memory.turn("two", &faster(1), faster(2)));
        let kept = State::from([(NAME.to_owned(), memory.raw())]);
        let mut memory = Memory::of(&kept);
        assert_eq!((memory.undo().as_deref(), memory.brief.fps), (Some("two"), Some(1)));
        assert_eq!((memory.undo().as_deref(), memory.brief.fps), (Some("one"), None));
        assert_eq!(memory.undo(), None);
    }

    #[test]
    fn what_lies_too_far_back_is_forgotten() {
        let mut memory = Memory::default();
        (1..=120).for_each(|fps| assert!(memory.turn("on", &faster(0), faster(fps))));
        let undone = std::iter::from_fn(|| memory.undo()).count();
        assert_eq!((undone, memory.brief.fps), (MOST_STEPS, Some(20)));
    }
}
