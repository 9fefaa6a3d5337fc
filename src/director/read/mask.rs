//! Words that ask for nothing: quoted text, addresses, file names, names of people and bands.

use std::path::Path;

use crate::director::read::normalise::{Span, Text, hiragana, in_word, unspaced};
use crate::media::{Kind, kind};

/// What stands at a place that no phrase may reach into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// The span is what stands between the marks, the marks not included.
    Quote,
    /// The name of a file.
    Sound,
    Picture,
    /// Somebody's handle or copyright, as people put it on their pictures: `@janedoe`, `© 2025 M. Okafor`.
    Mark,
    /// Another file, an address, a name.
    Name,
}

/// Opening and closing marks. Where both are the same, or an apostrophe, the rules of [`opens`] and [`closes`] decide.
const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('‘', '\''),
    ('\'', '\''),
    ('`', '`'),
    ('”', '”'),
];
/// A longer quotation is a missing mark.
const LONGEST_QUOTE: usize = 200;
/// So is a longer name.
const LONGEST_NAME: usize = 300;
/// What the words after it are called; they are a name if they begin with capitals.
const NAMERS: &str = "by band album artist called named heisst namens s'appelle llama dog cat horse boat son daughter aunt \
    uncle hund katze pferd boot sohn tochter tante onkel chien chienne chat cheval bateau fils fille oncle place rue \
    avenue perro perra gato caballo barco hijo hija tia tio plaza calle hotel cafe pub villa";
/// Endings that make a word a file's or an address's name, besides those of `media`.
const ENDINGS: &[&str] = &[
    "mp4", "mov", "heic", "heif", "tif", "tiff", "avif", "txt", "toml", "com", "org", "net", "io", "tv", "de", "fr",
    "es", "jp", "cn",
];

/// All masked places, in order, without overlap. A quotation's place is its inside.
pub(crate) fn masks(text: &Text<'_>) -> Vec<(Span, Mask)> {
    let mut found: Vec<(Span, Mask)> = Vec::new();
    let mut at = 0;
    while at < text.chars.len() {
        let masked =
            quote(text, at).or_else(|| mark(text, at)).or_else(|| address(text, at)).or_else(|| name(text, at));
        let masked = masked.or_else(|| called(text, at));
        at = match masked {
            Some((span, mask)) => {
                let end = span.end.max(at + 1);
                found.push((span, mask));
                end + usize::from(quoted(text, end))
            }
            None => at + 1,
        };
    }
    found
}

fn quote(text: &Text<'_>, at: usize) -> Option<(Span, Mask)> {
    let mark = text.get(at)?;
    QUOTES.iter().filter(|(open, _)| *open == mark && opens(text, at)).find_map(|(_, close)| {
        let inside = text.chars[at + 1..].iter().take(LONGEST_QUOTE).take_while(|c| **c != '\n');
        let length = inside.enumerate().position(|(i, c)| i > 0 && c == close && closes(text, at + 1 + i))?;
        let span = at + 1..at + 1 + length;
        let mask = file(text, &span).unwrap_or(Mask::Quote);
        Some((span, mask))
    })
}

/// Whether a place ends at a closing mark.
fn quoted(text: &Text<'_>, end: usize) -> bool {
    text.get(end).is_some_and(|mark| QUOTES.iter().any(|(_, close)| *close == mark))
}

/// What a file is whose name stands between quotation marks.
fn file(text: &Text<'_>, span: &Span) -> Option<Mask> {
    let name: String = text.chars[span.clone()].iter().collect();
    Some(match kind(Path::new(&name))? {
        Kind::Sound => Mask::Sound,
        Kind::Picture => Mask::Picture,
    })
}

/// `@name`; `©` or `(c)` with the names and years after it.
fn mark(text: &Text<'_>, at: usize) -> Option<(Span, Mask)> {
    let sign = match text.get(at)? {
        '@' | '©' => 1,
        '(' if text.get(at + 1) == Some('c') && text.get(at + 2) == Some(')') => 3,
        _ => return None,
    };
    if text.get(at) == Some('@') {
        let inner = |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        let run: Vec<char> = text.chars[at + 1..].iter().take_while(inner).copied().collect();
        let length = run.iter().rposition(|c| c.is_alphanumeric())? + 1;
        let free = at == 0 || !in_word(text.chars[at - 1]);
        return free.then_some((at..at + 1 + length, Mask::Mark));
    }
    Some((at..capitals(text, at + sign)?, Mask::Mark))
}

/// The end of the words after a copyright sign that begin with capitals or digits.
fn capitals(text: &Text<'_>, from: usize) -> Option<usize> {
    let (mut at, mut end) = (from, None);
    loop {
        let word = at + usize::from(text.get(at) == Some(' '));
        let inner = |c: &&char| c.is_alphanumeric() || matches!(c, '\'' | '.' | '&' | '-');
        let length = text.chars[word.min(text.chars.len())..].iter().take_while(inner).count();
        if length == 0 || !(text.is_capital(word) || text.chars[word] == '&') {
            let last = |end: usize| end - usize::from(text.chars[end - 1] == '.' && end < text.chars.len());
            return end.map(last);
        }
        at = word + length;
        end = Some(at);
    }
}

/// An inch mark or an apostrophe stands after a letter or digit; `'70s` opens nothing.
fn opens(text: &Text<'_>, at: usize) -> bool {
    let straight = matches!(text.chars[at], '"' | '\'' | '`');
    let next = text.get(at + 1);
    let free = at == 0 || !text.chars[at - 1].is_alphanumeric() || unspaced(text.chars[at - 1]);
    !straight || (free && next.is_some_and(|c| !c.is_whitespace() && (text.chars[at] == '"' || !c.is_ascii_digit())))
}

fn closes(text: &Text<'_>, at: usize) -> bool {
    let apostrophe = text.chars[at] == '\'';
    !apostrophe
        || (!text.chars[at - 1].is_whitespace() && text.get(at + 1).is_none_or(|c| !c.is_alphanumeric() || unspaced(c)))
}

/// A web address, a hash tag, or a word with a file's or a site's ending.
fn address(text: &Text<'_>, at: usize) -> Option<(Span, Mask)> {
    if !text.is_edge(at) || text.chars[at].is_whitespace() {
        return None;
    }
    let run = |outside: &str| {
        text.chars[at..].iter().take(LONGEST_NAME).take_while(|c| !c.is_whitespace() && !outside.contains(**c)).count()
    };
    let link = run("\"'“”「」《》<>、。，");
    let starts = |start: &&str| text.chars[at..].iter().take(start.len()).copied().eq(start.chars());
    if ["http:", "https:", "www.", "#"].iter().any(starts) {
        return Some((at..at + link, Mask::Name));
    }
    let word = run("\"'“”「」《》<>、。()[],;!?:=/");
    let spelled: String = text.chars[at..at + word].iter().collect();
    let spelled = spelled.trim_end_matches('.');
    let (stem, rest) = spelled.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let ending: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let file = format!("x.{ending}");
    let mask = match kind(Path::new(&file)) {
        Some(Kind::Sound) => Mask::Sound,
        Some(Kind::Picture) => Mask::Picture,
        None if ENDINGS.contains(&ending.as_str()) => Mask::Name,
        None => return None,
    };
    Some((at..at + stem.chars().count() + 1 + ending.len(), mask))
}

/// `music by Vertical Horizon`: the capitalised words after "by".
fn name(text: &Text<'_>, at: usize) -> Option<(Span, Mask)> {
    let capital = |at: usize| text.get(at).is_some_and(char::is_alphabetic) && text.is_capital(at) && text.is_edge(at);
    if !capital(at) || !named(text, at) {
        return None;
    }
    let mut end = at;
    while capital(end) {
        end += text.chars[end..].iter().take_while(|c| c.is_alphanumeric() || **c == '\'').count();
        if !(text.get(end) == Some(' ') && capital(end + 1)) {
            break;
        }
        end += 1;
    }
    Some((at..end, Mask::Name))
}

/// What stands before a Japanese "that is called".
const CALLED: [char; 3] = ['と', 'い', 'う'];
/// In characters.
const LONGEST_CALLED: usize = 12;

/// Who is called something in Chinese: 我家猫叫黑白.
const CALLING: [&str; 10] =
    ["猫叫", "狗叫", "女儿叫", "儿子叫", "宝宝叫", "孩子叫", "名叫", "名字叫", "乐队叫", "店叫"];

/// スクエアという喫茶店: the word before という. 我家猫叫黑白: the word after 叫.
fn called(text: &Text<'_>, at: usize) -> Option<(Span, Mask)> {
    let han = |c: &&char| unspaced(**c) && c.is_alphabetic();
    let before: String = text.chars[at.saturating_sub(3)..at].iter().collect();
    let name = text.chars[at..].iter().take(LONGEST_CALLED).take_while(han).count();
    if name > 0 && CALLING.iter().any(|calling| before.ends_with(calling)) {
        return Some((at..at + name, Mask::Name));
    }
    let inner = |c: char| unspaced(c) && c.is_alphabetic() && !hiragana(c) || c == 'ー';
    if at > 0 && inner(text.chars[at - 1]) {
        return None;
    }
    let length = text.chars[at..].iter().take(LONGEST_CALLED).take_while(|c| inner(**c)).count();
    let follows = text.chars[at + length..].starts_with(&CALLED);
    (length > 0 && follows).then_some((at..at + length, Mask::Name))
}

fn named(text: &Text<'_>, at: usize) -> bool {
    let before = &text.chars[..at];
    NAMERS.split(' ').any(|namer| {
        let namer: Vec<char> = namer.chars().chain([' ']).collect();
        before.ends_with(&namer) && text.is_edge(at - namer.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{Mask, Text, masks};

    fn masked(text: &str) -> Vec<(String, Mask)> {
        let text = Text::new(text);
        masks(&text).into_iter().map(|(span, mask)| (text.written(&span).to_owned(), mask)).collect()
    }

    #[test]
    fn quotes_of_all_lands() {
        for text in
            ["a \"Big Day\" b", "a “Big Day” b", "a „Big Day“ b", "a « Big Day » b", "a 'Big Day' b", "题《Big Day》"]
        {
            assert_eq!(masked(text), [("Big Day".to_owned(), Mask::Quote)], "{text}");
        }
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert_eq!(masked("don't crop the kids' photos, '70s style, a 65\" TV and a 50\" one"), []);
        assert_eq!(masked("put 'Mum's Day' up")[0].0, "Mum's Day");
    }

    #[test]
    fn files_and_addresses_and_names() {
        let found = masked("my song.mp3, slow-zoom.jpg, https://a.b/vertical?x=1 and music by Vertical Horizon, 1.5 s");
        let found: Vec<_> = found.iter().map(|(text, mask)| (text.as_str(), *mask)).collect();
        assert_eq!(
            found,
            [
                ("song.mp3", Mask::Sound),
                ("slow-zoom.jpg", Mask::Picture),
                ("https://a.b/vertical?x=1", Mask::Name),
                ("Vertical Horizon", Mask::Name),
            ]
        );
    }

    #[test]
    fn marks_of_makers() {
        let found = masked("by @jane_doe. (c) Lena Hoff, © 2025 M. Okafor small, mail@home");
        let found: Vec<_> = found.iter().map(|(text, mask)| (text.as_str(), *mask)).collect();
        assert_eq!(found, [("@jane_doe", Mask::Mark), ("(c) Lena Hoff", Mask::Mark), ("© 2025 M. Okafor", Mask::Mark)]);
    }
}
