//! What the spellings of a phrase have in them: how each begins, and which words.

use std::collections::BTreeSet;

use crate::choices::choices;

/// The first two letters of every spelling; the second is `\0` where anything may follow the first.
pub(crate) fn beginnings(phrase: &str) -> BTreeSet<(char, char)> {
    let mut found = BTreeSet::new();
    begin(phrase, &[], None, &mut found);
    found
}

/// Goes along the phrase, and along what follows it, until two letters are known.
fn begin(phrase: &str, after: &[&str], first: Option<char>, found: &mut BTreeSet<(char, char)>) {
    let Some(letter) = phrase.chars().next() else {
        match (after.split_last(), first) {
            (Some((next, after)), _) => begin(next, after, first, found),
            (None, Some(first)) => _ = found.insert((first, '\0')),
            (None, None) => {}
        }
        return;
    };
    let rest = &phrase[letter.len_utf8()..];
    match (letter, first) {
        ('(', _) => {
            let (choices, rest) = choices(rest);
            let after = [after, &[rest]].concat();
            for choice in choices {
                begin(choice, &after, first, found);
            }
        }
        ('*' | ' ', None) => begin(rest, after, None, found),
        ('*' | ' ', Some(first)) => _ = found.insert((first, '\0')),
        (letter, None) => begin(rest, after, Some(letter), found),
        (letter, Some(first)) => _ = found.insert((first, letter)),
    }
}

/// The words of Latin letters in all spellings, of two letters at least; a stem ends in `*`.
pub(crate) fn words(phrase: &str) -> Vec<String> {
    let mut found = Vec::new();
    let open = spelled(phrase, vec![String::new()], &mut found);
    found.extend(open);
    found.retain(|word| word.len() > 1);
    found
}

/// Goes along the phrase with the words begun before; whole ones go to `found`, those still open come back.
fn spelled(mut phrase: &str, mut open: Vec<String>, found: &mut Vec<String>) -> Vec<String> {
    while let Some(letter) = phrase.chars().next() {
        phrase = &phrase[letter.len_utf8()..];
        match letter {
            '(' => {
                let (choices, rest) = choices(phrase);
                phrase = rest;
                open = branched(&choices, &open, found);
            }
            ' ' => found.extend(std::mem::replace(&mut open, vec![String::new()])),
            letter if letter.is_ascii() => open.iter_mut().for_each(|word| word.push(letter)),
            _ => open.clear(),
        }
    }
    open
}

/// The words begun are whole before every choice that begins with a space, and go on in the others.
fn branched(choices: &[&str], open: &[String], found: &mut Vec<String>) -> Vec<String> {
    if choices.iter().any(|choice| choice.starts_with(' ')) {
        found.extend_from_slice(open);
    }
    let next = choices.iter().flat_map(|choice| match choice.strip_prefix(' ') {
        Some(rest) => spelled(rest, vec![String::new()], found),
        None => spelled(choice, open.to_vec(), found),
    });
    let all: BTreeSet<String> = next.collect();
    Vec::from_iter(all)
}
