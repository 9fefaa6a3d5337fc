//! Instructions for a graphical interface in English: an imperative at the head of a clause.

use crate::nemovideo::gui::label::{Action, behind};
use crate::nemovideo::gui::words::{Word, words};

/// What comes before the imperative and says nothing.
const LEADS: &str = "please just simply now then or and also next first finally so you can could may might should \
    you'll need to feel free want ahead let's step tip alternatively otherwise directly either quickly easily that";
const DETERMINERS: &str = "the a an it them this that your any each these those on";
const THINGS: &str = "clip clips track tracks segment segments text title titles playhead slider sliders handle handles \
    layer layers image images photo photos music audio media file files it";
const SCREENS: &str = "panel panels menu tab timeline editor settings dashboard sidebar toolbar inspector player \
    workspace dropdown button buttons dialog drawer properties slider";
/// Parts that are also things outside of any interface: enough where the verb can mean nothing else.
const WIDER: &str = "media preview account billing";
const ACCOUNT: &str = "account billing balance credits subscription wallet";
/// `Click sounds` and their kin are something to hear.
const HEARD: &str = "sound sounds track tracks noise noises effect effects through";
const AFTER_EXPORT: &str = "it them the your this as to in at now when with button video mp4 a from once whenever";
/// How far behind its verb an object is looked for, in words.
const REACH: usize = 7;

/// The action that an instruction asks for; `None` if the clause is none.
pub(crate) fn instruction(clause: &str) -> Option<Action> {
    let all = words(clause);
    if line(&all).contains("export button") || line(&all).contains("download button") {
        return Some(Action::Export);
    }
    let lead = all.iter().take_while(|word| !word.quoted && is_lead(word)).count();
    let words = &all[lead..];
    let (verb, after) = words.split_first().filter(|(verb, _)| !verb.quoted)?;
    let named = |names: &str| after.iter().take(REACH).any(|word| !word.quoted && is(word, names));
    let next = |names: &str| after.first().is_some_and(|next| is(next, names));
    match verb.text.as_str() {
        "click" | "double" | "right" | "tap" | "press" | "hit" => press(verb, after),
        "open" if named(SCREENS) || named(WIDER) => Some(shown(behind(&line(after)))),
        "show" | "expand" | "use" | "select" | "choose" | "pick" | "scroll" | "hover" | "toggle" if named(SCREENS) => {
            Some(behind(&line(after)))
        }
        "go" | "navigate" | "head" | "switch" | "visit" | "return" if named(SCREENS) || named(WIDER) => {
            Some(shown(behind(&line(after))))
        }
        "check" | "visit" | "view" | "see" if named(ACCOUNT) && next(DETERMINERS) => Some(Action::Credits),
        "drag" | "drop" if next(DETERMINERS) || next(THINGS) || next("and") => moved(clause, words),
        "move" | "rearrange" | "reorder" | "arrange" | "resize"
            if next(THINGS) || (next(DETERMINERS) && named(THINGS)) =>
        {
            moved(clause, words)
        }
        "preview" | "see" | "view" | "watch" | "play" | "check" | "review" | "find" if on_screen(after) => {
            Some(Action::Timeline)
        }
        "adjust" | "edit" | "customize" | "customise" | "tweak" | "change" | "fine" if on_screen(after) => {
            Some(Action::State)
        }
        "export" | "download" if after.first().is_none_or(|next| next.quoted || is(next, AFTER_EXPORT)) => {
            Some(Action::Export)
        }
        "save" if next("it your the") && named("it video file clip") => Some(Action::Export),
        _ => None,
    }
}

/// Whether the clause only makes sense before an instruction: "If you are happy with it".
pub(crate) fn leads_up(clause: &str) -> bool {
    let words = words(clause);
    words.first().is_some_and(|word| is(word, "if when once to for whenever after as from in on"))
        || ["go ahead", "feel free"].contains(&line(&words).as_str())
}

/// Whether the words say nothing but that an instruction comes: "You can now".
pub(crate) fn announces(clause: &str) -> bool {
    let words = words(clause);
    let says_nothing = |word: &Word| is_lead(word) || is(word, "steps options do any of following here are");
    !words.is_empty() && words.iter().all(says_nothing)
}

/// Whether the clause goes on with an instruction that came before it: "choose 1080p".
pub(crate) fn goes_on(clause: &str) -> bool {
    let verb = words(clause).into_iter().find(|word| !is_lead(word));
    verb.is_some_and(|word| is(&word, "select choose pick set scroll hover toggle enter type confirm"))
}

/// Whether the clause can stand by itself behind an instruction that was taken out.
pub(crate) fn stands(clause: &str) -> bool {
    let subjects = "i i've i'll we it it's your the this that there all everything my you'll let tell";
    words(clause).first().is_some_and(|word| is(word, subjects))
}

fn is(word: &Word, names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| name == word.text)
}

fn is_lead(word: &Word) -> bool {
    is(word, LEADS) || word.text.bytes().all(|byte| byte.is_ascii_digit())
}

fn line(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Opening a part of the interface shows what is in it.
fn shown(action: Action) -> Action {
    if action == Action::Timeline { Action::State } else { action }
}

/// A click, a tap: what for, its label says.
fn press(verb: &Word, after: &[Word]) -> Option<Action> {
    let after = if is(verb, "double right") {
        after.split_first().filter(|(click, _)| click.text == "click")?.1
    } else {
        after
    };
    let Some(next) = after.first() else { return (verb.text == "click").then_some(Action::State) };
    let button = next.quoted || is(next, DETERMINERS) || is(next, "here to and export download play save");
    let called = next.capital && verb.text == "click" && !is(next, HEARD);
    (button || called || after.iter().any(|word| word.text == "button")).then(|| behind(&line(after)))
}

/// An edit to be made by hand, in words that ask for the same.
fn moved(clause: &str, words: &[Word]) -> Option<Action> {
    let pair = words.len() > 2 && words[1].text == "and" && words[2].text == "drop";
    let rest = words.get(if pair { 3 } else { 1 })?;
    let verb = if is(&words[0], "drag drop") { "move" } else { &words[0].text };
    Some(Action::Message(format!("{verb} {}", clause[rest.at..].trim())))
}

/// "… in the timeline", "… the timeline", "… in player".
fn on_screen(after: &[Word]) -> bool {
    let of = |at: usize| after.get(at + 1).is_some_and(|word| word.text == "of");
    let is_screen = |at: usize| is(&after[at], "timeline player editor preview inspector panel") && !of(at);
    let placed = |at: usize| is(&after[at], "in on with from using") && !after[at].quoted;
    (0..after.len()).any(|at| placed(at) && (at + 1..after.len().min(at + 4)).any(is_screen))
        || line(after).starts_with("the timeline")
        || line(after).starts_with("your timeline")
}
