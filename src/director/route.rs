//! Messages that ask for something at once, told from instructions for the film (§11 of NemoVideo's protocol).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::director::read::normalise::{Text, fold};
use crate::director::read::pattern::Pattern;
use crate::director::read::read;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The film as a file.
    Export,
    /// The balance of the account.
    Credits,
    /// What is on the timeline.
    Status,
    /// Pictures to be brought.
    Upload,
    /// Everything else: an instruction for the film.
    Edit,
}

/// Nobody asks for a thing at once in more characters.
const LONGEST: usize = 200;
/// A message that a strong word leads has at most so many words, or characters where words are not spaced.
const SHORT: usize = 12;

/// The action that a message asks for in so many words, in English, Chinese, Japanese, Spanish, German or French; where
/// it says anything more, it is an edit.
#[must_use]
pub fn route(message: &str) -> Route {
    let message = message.trim().trim_matches(['"', '\'', '`', '“', '”', '「', '」']);
    if message.chars().nth(LONGEST).is_some() {
        return Route::Edit;
    }
    let text = Text::new(message);
    let found = scan(&text);
    let has = |role: Role| found.contains(&Some(role));
    if has(Role::Film) {
        return Route::Edit;
    }
    match asked(&found).filter(|_| found.iter().all(Option::is_some)) {
        Some(Route::Credits) if has(Role::Thing) || has(Role::Picture) => Route::Edit,
        Some(Route::Status) if has(Role::Picture) => Route::Edit,
        Some(route) => route,
        None => {
            led(&found).filter(|_| found.len() <= SHORT && !changes(&text) && !films(message)).unwrap_or(Route::Edit)
        }
    }
}

/// What a phrase of the sheet does in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Action {
        route: Route,
        strong: bool,
    },
    /// About the film, though it looks like an action.
    Film,
    Thing,
    Picture,
    Glue,
    Change,
}

/// "Export status" asks for the status.
fn asked(found: &[Option<Role>]) -> Option<Route> {
    let asks = |wanted: Route| move |role: &Role| matches!(role, Role::Action { route, .. } if *route == wanted);
    let has = |wanted: Route| found.iter().filter_map(Option::as_ref).any(asks(wanted));
    [Route::Credits, Route::Status, Route::Export, Route::Upload].into_iter().find(|route| has(*route))
}

/// The strong action that leads the message.
fn led(found: &[Option<Role>]) -> Option<Route> {
    match found.iter().find(|role| **role != Some(Role::Glue)) {
        Some(Some(Role::Action { route, strong: true })) => Some(*route),
        _ => None,
    }
}

/// What may be said of the file that is exported, without a change of the film.
const OF_THE_FILE: [&str; 9] =
    ["aspect", "width", "height", "resolution", "fps", "format", "codec", "quality", "max_size_mb"];

/// Whether the words ask for anything that can be seen or heard: "export at half volume".
fn films(message: &str) -> bool {
    let reading = read(message);
    let seen = |field: &String| !OF_THE_FILE.contains(&field.as_str());
    reading.understood.iter().any(|understood| seen(&understood.field)) || reading.dropped.iter().any(seen)
}

/// The message from phrase to phrase, the longest first; a word that the sheet does not know has no role.
fn scan(text: &Text<'_>) -> Vec<Option<Role>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(c) = text.get(at) {
        if !c.is_alphanumeric() && !is_quote(c) {
            at += 1;
            continue;
        }
        let known = SHEET.iter().filter(|(_, role)| *role != Role::Change).filter_map(|(phrase, role)| {
            let end = Pattern(phrase).end_at(text, at, text.chars.len())?;
            (end > at).then_some((end, *role))
        });
        // The last of the longest: actions come late in the sheet as it is read, and what only looks like one comes last.
        let longest = known.max_by_key(|(end, _)| *end);
        found.push(longest.map(|(_, role)| role));
        at = longest.map_or_else(|| unknown(text, at), |(end, _)| end);
    }
    found
}

/// The end of a word that nobody knows.
fn unknown(text: &Text<'_>, at: usize) -> usize {
    (at + 1..text.chars.len()).find(|end| text.is_edge(*end)).unwrap_or(text.chars.len())
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》')
}

fn changes(text: &Text<'_>) -> bool {
    let changes = SHEET.iter().filter(|(_, role)| *role == Role::Change);
    let mut everywhere = changes.flat_map(|(phrase, _)| (0..text.chars.len()).map(move |at| (Pattern(phrase), at)));
    everywhere.any(|(pattern, at)| text.is_edge(at) && pattern.end_at(text, at, text.chars.len()).is_some())
}

type Words = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    action: Vec<Action>,
    film: Words,
    thing: Words,
    picture: Words,
    glue: Words,
    change: Words,
}

#[derive(Deserialize)]
struct Action {
    route: Route,
    #[serde(default)]
    strong: bool,
    #[serde(flatten)]
    words: Words,
}

static SHEET: LazyLock<Vec<(String, Role)>> = LazyLock::new(|| {
    let sheet: Sheet = toml::from_str(include_str!("route.toml")).expect("the tests read the same sheet");
    let mut rows = rows(&sheet.change, Role::Change);
    rows.extend(self::rows(&sheet.glue, Role::Glue));
    rows.extend(self::rows(&sheet.thing, Role::Thing));
    rows.extend(self::rows(&sheet.picture, Role::Picture));
    for Action { route, strong, words } in &sheet.action {
        rows.extend(self::rows(words, Role::Action { route: *route, strong: *strong }));
    }
    rows.extend(self::rows(&sheet.film, Role::Film));
    rows
});

fn rows(words: &Words, role: Role) -> Vec<(String, Role)> {
    words.values().flatten().map(|phrase| (fold(phrase).into_iter().collect(), role)).collect()
}
