//! Clause by clause: instructions become actions, descriptions stay as they were written.

use crate::nemovideo::gui::label::Action;
use crate::nemovideo::gui::pieces::{Clause, Sentence, sentences};
use crate::nemovideo::gui::{chinese, english};

/// What a person may read, and what can be done instead of what was left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    /// Never empty if there was something to say.
    pub text: String,
    /// Each once, in the order of the text.
    pub actions: Vec<Action>,
}

/// Nobody gives instructions in a longer text, in bytes; it stays as it is.
const LONGEST: usize = 1 << 14;

/// Takes the instructions for a graphical interface out of what the service said, in English or Chinese.
#[must_use]
pub fn translate(text: &str) -> Translation {
    if text.len() > LONGEST {
        return Translation { text: text.to_owned(), actions: Vec::new() };
    }
    let mut found = Translation::default();
    let sentences = sentences(text);
    let mut keep: Vec<Vec<bool>> = sentences.iter().map(|sentence| judge(sentence, &mut found.actions)).collect();
    for at in 1..keep.len() {
        if !keep[at].contains(&true) && heads(&sentences[at - 1]) {
            keep[at - 1].fill(false);
        }
    }
    for (sentence, keep) in sentences.iter().zip(&keep) {
        rebuild(sentence, keep, &mut found.text);
    }
    found.text.truncate(found.text.trim_end().len());
    if found.text.trim().is_empty() {
        found.text = instead(&found.actions, text.chars().any(is_han));
    }
    found
}

/// Which clauses stay. A question asks the person, so it is left whole unless it begins with an instruction.
fn judge(sentence: &Sentence<'_>, actions: &mut Vec<Action>) -> Vec<bool> {
    let mut keep: Vec<bool> = Vec::new();
    let asks = sentence.end.contains(['?', '？']);
    for clause in &sentence.clauses {
        let follows = keep.last() == Some(&false);
        let action = instruction(clause.text).filter(|_| !asks || keep.iter().all(|kept| !kept));
        keep.push(action.is_none() && !(follows && clings(clause)));
        if let Some(action) = action.filter(|action| !actions.contains(action)) {
            actions.push(action);
        }
    }
    for at in (1..keep.len()).rev() {
        let clause = &sentence.clauses[at - 1];
        keep[at - 1] &= keep[at] || !(leads_up(clause.text) || announces(clause, &sentence.clauses[at]));
    }
    keep
}

fn instruction(clause: &str) -> Option<Action> {
    if clause.chars().any(is_han) { chinese::instruction(clause) } else { english::instruction(clause) }
}

fn leads_up(clause: &str) -> bool {
    english::leads_up(clause) || chinese::leads_up(clause)
}

/// "You can now:" above a list.
fn heads(sentence: &Sentence<'_>) -> bool {
    matches!(&sentence.clauses[..], [only] if only.text.trim_end().ends_with([':', '：']) && says_nothing(only.text))
}

/// "Next step: …"
fn announces(clause: &Clause<'_>, next: &Clause<'_>) -> bool {
    next.glue.starts_with([':', '：']) && says_nothing(clause.text)
}

fn says_nothing(text: &str) -> bool {
    english::announces(text) || chinese::announces(text)
}

/// Whether the clause is the rest of the instruction before it.
fn clings(clause: &Clause<'_>) -> bool {
    let joined =
        clause.glue.trim_start_matches(',').starts_with(' ') && !clause.glue.trim_matches([',', ' ']).is_empty();
    chinese::trails(clause.text)
        || english::goes_on(clause.text)
        || (joined && clause.glue.is_ascii() && !english::stands(clause.text))
}

fn rebuild(sentence: &Sentence<'_>, keep: &[bool], out: &mut String) {
    let mut kept = sentence.clauses.iter().zip(keep).filter(|(_, keep)| **keep).map(|(clause, _)| clause).peekable();
    if kept.peek().is_none() {
        if sentence.end.contains('\n') && !out.is_empty() && !out.ends_with('\n') {
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        return;
    }
    let cut = keep.first() == Some(&false);
    for (place, clause) in kept.enumerate() {
        if place == 0 {
            first(clause.text, cut, out);
        } else {
            out.push_str(clause.glue);
            out.push_str(clause.text);
        }
    }
    if keep.last() == Some(&false) {
        out.truncate(out.trim_end().len()); // the blank before a dash that went too
    }
    out.push_str(sentence.end);
}

/// The first clause of a sentence; where another stood before it, it takes the capital.
fn first(text: &str, cut: bool, out: &mut String) {
    let mut letters = text.chars();
    match letters.next().filter(|letter| cut && letter.is_ascii_lowercase()) {
        Some(letter) => {
            out.push(letter.to_ascii_uppercase());
            out.push_str(letters.as_str());
        }
        None => out.push_str(text),
    }
}

/// What to say where nothing but instructions was said.
fn instead(actions: &[Action], han: bool) -> String {
    let said = |action: &Action| match (action, han) {
        (Action::Export, false) => "The video can be exported.".to_owned(),
        (Action::Export, true) => "视频可以导出了。".to_owned(),
        (Action::State | Action::Timeline, false) => "There is a timeline to look at.".to_owned(),
        (Action::State | Action::Timeline, true) => "可以看看时间线。".to_owned(),
        (Action::Message(edit), false) => format!("Suggested: {edit}."),
        (Action::Message(edit), true) => format!("建议：{edit}。"),
        (Action::Credits, false) => "The balance is worth a look.".to_owned(),
        (Action::Credits, true) => "可以看看余额。".to_owned(),
    };
    let mut sentences: Vec<String> = actions.iter().map(said).collect();
    sentences.dedup();
    sentences.join(if han { "" } else { " " })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}
