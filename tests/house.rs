//! The rules of the house that no compiler knows: reads `src/` as text and names, by file and line, whatever strays.

#[path = "house/rules.rs"]
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// The rooms from the ground up. A room may name rooms on lower floors and itself, nobody else.
const FLOORS: &[&[&str]] = &[
    &["brief", "media", "disk", "database", "clock", "backoff", "signals", "strict", "legible", "tls"],
    &["timeline", "marker", "logging"], // made of the brief's words, of the disk's acts, and of words fit to be shown
    &["director", "render", "nemovideo", "llm", "example"],
    &["job"],
    &["store", "inbox", "backend", "outbox", "announce", "presence"],
    &["control", "daemon", "checkup", "service"],
    &["dashboard", "serve"],
    &["config"],
    &["cli"],
    &["main"],
];

/// The one file that may hold `unsafe`: it wraps the encoder's C interface.
const UNSAFE_AT: &str = "src/render/h264.rs";

/// Lines of a file, its tests not counted.
const LONGEST: usize = 400;

#[test]
fn the_house_is_in_order() {
    let files = sources(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sources can be read");
    assert!(files.iter().any(|(path, _)| path == "src/lib.rs"), "no sources were found, so nothing was checked");
    let modules = modules(files.iter().map(|(path, _)| path.as_str()));
    let mut faults: Vec<String> = files.iter().flat_map(|(path, text)| check(path, text, &modules)).collect();
    faults.extend(circles(&files, &modules));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Modules that name each other in a circle, each with the modules in the circle that it names.
fn circles(files: &[(String, String)], modules: &BTreeSet<Vec<String>>) -> Vec<String> {
    let mut named: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = files
        .iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (module(path), targets(&without_tests(&scrub(text)), modules)))
        .collect();
    // Whoever names nobody that is left is in no circle; when nobody can be taken away any more, the rest are.
    loop {
        let left: BTreeSet<Vec<String>> = named.keys().cloned().collect();
        let before = named.len();
        named.retain(|own, targets| {
            targets.retain(|target| target != own && left.contains(target));
            !targets.is_empty()
        });
        if named.len() == before {
            break;
        }
    }
    let shown = |(own, targets): (&Vec<String>, &BTreeSet<Vec<String>>)| {
        let targets: Vec<String> = targets.iter().map(|target| target.join("::")).collect();
        format!("{}: in a circle, or leads into one, by {}", own.join("::"), targets.join(", "))
    };
    named.iter().map(shown).collect()
}

/// The modules that a file's code names: of each path as much as is a module.
fn targets(work: &str, modules: &BTreeSet<Vec<String>>) -> BTreeSet<Vec<String>> {
    let longest = |name: &Name| {
        let lengths = (1..=name.parts.len()).rev();
        lengths.map(|length| name.parts[..length].to_vec()).find(|path| modules.contains(path))
    };
    names(work).iter().filter_map(longest).collect()
}

/// Everything wrong with one file, as `file:line: what`.
fn check(path: &str, text: &str, modules: &BTreeSet<Vec<String>>) -> Vec<String> {
    let code = scrub(text);
    let work = if is_test(path) { String::new() } else { without_tests(&code) };
    let mut faults = [opening(text), length(&work), leftovers(text, &code), words(path, &code, &work)].concat();
    faults.extend(names(&code).iter().filter_map(|name| Some((name.line, floors(path, name)?))));
    faults.extend(names(&work).iter().filter_map(|name| Some((name.line, doors(path, name, modules)?))));
    faults.sort();
    faults.into_iter().map(|(line, what)| format!("{path}:{line}: {what}")).collect()
}

/// Tests too long to stand below their code lie beside it as `tests.rs` or `<child>_tests.rs`.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

type Fault = (usize, String);

fn opening(text: &str) -> Vec<Fault> {
    let sentence = text.lines().next().and_then(|line| line.strip_prefix("//! ")).is_some_and(|line| !line.is_empty());
    if sentence { vec![] } else { vec![(1, "does not open with a `//!` sentence".into())] }
}

fn length(work: &str) -> Vec<Fault> {
    let lines = work.trim_end().lines().count();
    if lines <= LONGEST { vec![] } else { vec![(lines, format!("is {lines} lines long, more than {LONGEST}"))] }
}

/// What somebody meant to come back for.
fn leftovers(text: &str, code: &str) -> Vec<Fault> {
    let notes = ["TODO", "FIXME"].into_iter().flat_map(|note| found(text, note));
    let macros = ["dbg!", "todo!", "unimplemented!"].into_iter().flat_map(|call| found(code, call));
    notes.chain(macros).map(|(line, what)| (line, format!("`{what}` was left behind"))).collect()
}

fn words(path: &str, code: &str, work: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut say = |places: Vec<(usize, &str)>, what: &str| {
        faults.extend(places.into_iter().map(|(line, _)| (line, what.to_owned())));
    };
    say(
        found(work, ".unwrap()"),
        "`.unwrap()` outside tests: return the error, or `.expect(\"why it cannot happen\")`",
    );
    say(found(work, "super::"), "`super::` outside tests: name the room's child by its full path");
    say(found(work, "cfg(test)"), "`cfg(test)` on anything but a module of tests");
    say(found(work, "cfg!(test)"), "working code asks whether it is being tested");
    if path != UNSAFE_AT {
        say(found(code, "unsafe"), &format!("`unsafe` outside {UNSAFE_AT}"));
    }
    faults
}

/// A path that begins at the crate's root, without `crate`.
#[derive(Debug, PartialEq)]
struct Name {
    line: usize,
    parts: Vec<String>,
}

fn floors(path: &str, name: &Name) -> Option<String> {
    let (own, other) = (module(path).first()?.clone(), name.parts.first()?);
    let storey = |room: &str| FLOORS.iter().position(|rooms| rooms.contains(&room));
    if own == *other {
        return None;
    }
    match (storey(&own), storey(other)) {
        (None, _) => Some(format!("room `{own}` stands on no floor: give it one in tests/house.rs")),
        (_, None) => Some(format!("`{other}` is no room that stands on a floor")),
        (Some(here), Some(there)) if there > here => Some(format!("`{own}` reaches up to `{other}`")),
        (Some(here), Some(there)) if there == here => Some(format!("`{own}` names its neighbour `{other}`")),
        _ => None,
    }
}

/// A child may name other children of its room, but nothing at the room's door.
fn doors(path: &str, name: &Name, modules: &BTreeSet<Vec<String>>) -> Option<String> {
    let own = module(path);
    let rooms = (1..own.len()).map(|depth| &own[..depth]);
    rooms.filter(|room| name.parts.starts_with(room)).find_map(|room| {
        let child = name.parts.get(..=room.len()).is_some_and(|child| modules.contains(child));
        (!child).then(|| format!("names its own room's door: `crate::{}`", name.parts.join("::")))
    })
}

/// The module a file is: `src/room/child.rs` and `src/room/child/mod.rs` are `room::child`; `lib.rs` is the root.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

fn modules<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<Vec<String>> {
    paths.map(module).collect()
}

/// Every path in the code that begins with `crate::`, the branches of a `use` tree one by one. The binary calls the
/// same root `reeldrop::`.
fn names(code: &str) -> Vec<Name> {
    let mut names = Vec::new();
    for root in ["crate::", "reeldrop::"] {
        for (start, _) in code.match_indices(root).filter(|(start, _)| !follows_a_word(code, *start)) {
            tree(code, start + root.len(), &[], &mut names);
        }
    }
    names
}

/// Reads one branch from `at` on and hands back where it ends.
fn tree(code: &str, at: usize, trunk: &[String], names: &mut Vec<Name>) -> usize {
    let at = skip_blank(code, at);
    let leaf = |parts: Vec<String>| Name { line: line(code, at), parts };
    if code[at..].starts_with('{') {
        let mut at = at + 1;
        loop {
            at = skip_blank(code, at);
            match code[at..].chars().next() {
                Some(',') => at += 1,
                Some(c) if is_word(c) || "{*".contains(c) => at = tree(code, at, trunk, names),
                _ => return at + 1,
            }
        }
    }
    let word: String = code[at..].chars().take_while(|c| is_word(*c)).collect();
    let mut end = at + word.len();
    if word.is_empty() || word == "self" {
        names.push(leaf(trunk.to_vec()));
        return end + usize::from(code[at..].starts_with('*'));
    }
    let branch = [trunk, &[word]].concat();
    if code[end..].starts_with("::") && !code[end..].starts_with("::<") {
        return tree(code, end + 2, &branch, names);
    }
    let rest = code[end..].trim_start();
    if let Some(alias) = rest.strip_prefix("as ") {
        end = code.len() - alias.trim_start_matches(|c: char| is_word(c) || c == ' ').len();
    }
    names.push(leaf(branch));
    end
}

fn skip_blank(code: &str, at: usize) -> usize {
    code.len() - code[at..].trim_start().len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn follows_a_word(code: &str, at: usize) -> bool {
    code[..at].chars().next_back().is_some_and(is_word)
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Where `what` stands as a word of its own, by line.
fn found<'a>(text: &str, what: &'a str) -> Vec<(usize, &'a str)> {
    let whole = |at: usize| {
        let open = what.starts_with(|c| !is_word(c)) || !follows_a_word(text, at);
        open && (what.ends_with(|c| !is_word(c)) || !text[at + what.len()..].starts_with(is_word))
    };
    text.match_indices(what).filter(|(at, _)| whole(*at)).map(|(at, _)| (line(text, at), what)).collect()
}

/// The code with comments and the insides of strings and characters blanked, every line where it was.
fn scrub(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after_word = code.chars().next_back().is_some_and(is_word);
        let hidden = if after_word { quoted(rest) } else { raw(rest).or_else(|| quoted(rest)) };
        let length = hidden.unwrap_or(c.len_utf8());
        match hidden {
            Some(_) => code.extend(rest[..length].chars().map(|c| if c == '\n' { c } else { ' ' })),
            None => code.push(c),
        }
        rest = &rest[length..];
    }
    code
}

/// The length of the comment, string or character that begins here.
fn quoted(rest: &str) -> Option<usize> {
    let to = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    match rest.as_bytes() {
        [b'/', b'/', ..] => Some(rest.find('\n').unwrap_or(rest.len())),
        [b'/', b'*', ..] => Some(to("*/")),
        [b'"', ..] => Some(closing(rest, '"')),
        [b'\'', b'\\', ..] => Some(closing(rest, '\'')),
        // A character has its closing mark right behind it; a lifetime has none.
        [b'\'', ..] => {
            let inside = rest[1..].chars().next()?.len_utf8();
            rest[1 + inside..].starts_with('\'').then_some(2 + inside)
        }
        _ => None,
    }
}

fn closing(rest: &str, mark: char) -> usize {
    let mut escaped = true; // the opening mark does not close
    for (at, c) in rest.char_indices() {
        if c == mark && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// The length of the raw string that begins here: `r"…"`, `br#"…"#` and so on.
fn raw(rest: &str) -> Option<usize> {
    let marks = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let inside = marks.trim_start_matches('#');
    let hashes = marks.len() - inside.len();
    let end = format!("\"{}", "#".repeat(hashes));
    let text = inside.strip_prefix('"')?;
    Some(text.find(&end).map_or(rest.len(), |at| rest.len() - text.len() + at + end.len()))
}

/// Scrubbed code with its `#[cfg(test)] mod … { … }` blanked, under `#[cfg(all(test, …))]` as well.
fn without_tests(code: &str) -> String {
    let mut work = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(") {
        let mark = balanced(&rest[at..], '[', ']').unwrap_or(rest.len() - at);
        let of_tests = !found(&rest[at..at + mark], "test").is_empty();
        let length = tests_end(&rest[at + mark..]).filter(|_| of_tests).map(|length| length + mark);
        work.push_str(&rest[..at]);
        match length {
            Some(length) => work.extend(rest[at..at + length].chars().filter(|c| *c == '\n')),
            None => work.push_str(&rest[at..at + mark]),
        }
        rest = &rest[at + length.unwrap_or(mark)..];
    }
    work + rest
}

/// How far the module goes that follows here, further attributes between; `None` if it is something else.
fn tests_end(rest: &str) -> Option<usize> {
    let mut at = skip_blank(rest, 0);
    while rest[at..].starts_with("#[") {
        at = skip_blank(rest, at + balanced(&rest[at..], '[', ']')?);
    }
    let open = rest[at..].strip_prefix("mod ")?.find(['{', ';'])? + at + "mod ".len();
    if rest[open..].starts_with(';') { Some(open + 1) } else { Some(open + balanced(&rest[open..], '{', '}')?) }
}

fn balanced(rest: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Every Rust file under `src`, as its path from the root with `/` between, and its text.
fn sources(root: &Path) -> io::Result<Vec<(String, String)>> {
    let (mut files, mut folders) = (Vec::new(), vec![root.join("src")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}
