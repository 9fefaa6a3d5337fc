//! One spelling for every way to write a thing, with the way back to the words as they were written.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A place in the folded text, in characters.
pub(crate) type Span = Range<usize>;

/// A prompt twice: as written, and folded (NFKC, lower case, no accents on Latin letters).
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    original: &'a str,
    pub(crate) chars: Vec<char>,
    /// The byte in `original` at which each character begins, and its length at the end.
    origin: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(original: &'a str) -> Self {
        let (mut chars, mut origin) = (Vec::with_capacity(original.len()), Vec::with_capacity(original.len()));
        for (at, cluster) in clusters(original) {
            fold_into(cluster, &mut chars);
            origin.resize(chars.len(), at);
        }
        origin.push(original.len());
        Self { original, chars, origin }
    }

    /// The same text with other letters at some places, which are in order; what was written there stays known.
    pub(crate) fn with(&self, mends: &[(Span, &str)]) -> Self {
        let (mut chars, mut origin, mut at) = (Vec::new(), Vec::new(), 0);
        for (span, right) in mends {
            chars.extend_from_slice(&self.chars[at..span.start]);
            origin.extend_from_slice(&self.origin[at..span.start]);
            chars.extend(right.chars());
            origin.resize(chars.len(), self.origin[span.start]);
            at = span.end;
        }
        chars.extend_from_slice(&self.chars[at..]);
        origin.extend_from_slice(&self.origin[at..]);
        Self { original: self.original, chars, origin }
    }

    /// The words of the place as they were written, without the space around them.
    pub(crate) fn written(&self, span: &Span) -> &'a str {
        let (from, to) = (self.origin[span.start], self.origin[span.end]);
        self.original[from..to.max(from)].trim()
    }

    /// The character as it was written: its case counts in names.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.original[self.origin[at]..].chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    }

    pub(crate) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a word can begin or end between the character before `at` and the one there.
    pub(crate) fn is_edge(&self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|before| self.get(before)), self.get(at)) {
            (Some(left), Some(right)) => !(in_word(left) && in_word(right)),
            _ => true,
        }
    }
}

/// Folds a phrase of the lexicon as the text is folded.
pub(crate) fn fold(phrase: &str) -> Vec<char> {
    Text::new(phrase).chars
}

/// Letters and digits of scripts that put spaces between words.
pub(crate) fn in_word(c: char) -> bool {
    c.is_alphanumeric() && !unspaced(c)
}

/// Han, kana and what else is written without spaces.
pub(crate) fn unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The letters in which Japanese writes endings and particles.
pub(crate) fn hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Base characters with the marks that belong to them, half-width kana marks included, and where each begins.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |c: char| canonical_combining_class(c) != 0 || matches!(c, '\u{ff9e}' | '\u{ff9f}');
    let mut starts: Vec<usize> = text.char_indices().filter(|(_, c)| !is_mark(*c)).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(from, to)| (from, &text[from..to]))
}

fn fold_into(cluster: &str, out: &mut Vec<char>) {
    let mut alone = cluster.chars();
    if let (Some(c @ (' '..='~' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')), None) =
        (alone.next(), alone.next())
    {
        // These have one form each, but for their case; most of a text is made of them.
        out.push(c.to_ascii_lowercase());
        return;
    }
    for c in cluster.nfkc().flat_map(char::to_lowercase) {
        match c {
            // `2½` becomes `2 1/2`.
            '\u{2044}' => out.push('/'),
            '1'..='7' if cluster.starts_with(is_vulgar_fraction) && out.last().is_some_and(char::is_ascii_digit) => {
                out.extend([' ', c]);
            }
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{2010}'..='\u{2013}' | '\u{2212}' => out.push('-'),
            '\r' => out.push('\n'),
            'ß' => out.extend(['s', 's']),
            'œ' => out.extend(['o', 'e']),
            '\u{300}'..='\u{36f}' => {}
            _ => out.push(c.nfd().next().filter(char::is_ascii).unwrap_or(c)),
        }
    }
}

fn is_vulgar_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215e}')
}

#[cfg(test)]
mod tests {
    use super::Text;

    fn folded(text: &str) -> String {
        Text::new(text).chars.into_iter().collect()
    }

    #[test]
    fn one_spelling_for_all() {
        assert_eq!(folded("３秒 ＴｉｋＴｏｋ"), "3秒 tiktok");
        assert_eq!(folded("Überblendung cafe\u{301} Straße"), "uberblendung cafe strasse");
        assert_eq!(folded("ﾊﾞｯｸ が か\u{3099}"), "バック が が");
        assert_eq!(folded("2½ don’t 3–4"), "2 1/2 don't 3-4");
    }

    #[test]
    fn the_way_back_gives_the_words_as_written() {
        let text = Text::new("ein ﬁnes Café\u{301} — ½");
        for at in 0..text.chars.len() {
            assert!(text.written(&(at..text.chars.len())).len() <= "ein ﬁnes Café\u{301} — ½".len());
        }
        assert_eq!(text.written(&(0..3)), "ein");
    }
}
