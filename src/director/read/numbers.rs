//! Numbers as people write them: digits, decimals, fractions, Chinese numerals, words in six languages.

use crate::director::read::lexicon::{self, Role};
use crate::director::read::normalise::Text;

/// Longer runs of digits are serial numbers, not wishes.
const MOST_DIGITS: usize = 7;

/// A number and how it stood there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// A word or a Chinese numeral; it counts only with a unit, for "one" may be anything.
    pub(crate) spelled: bool,
}

/// The number at `at` and where it ends, before `limit`.
pub(crate) fn number(text: &Text<'_>, at: usize, limit: usize) -> Option<(Number, usize)> {
    let spelled = |(value, end)| (Number { value, spelled: true }, end);
    let written = |(value, end)| (Number { value, spelled: false }, end);
    mixed(text, at, limit)
        .map(written)
        .or_else(|| chinese(text, at, limit).map(spelled))
        .or_else(|| words(text, at, limit).map(spelled))
}

/// `2`, `1.5`, `,5`, `1/2`, `2 1/2`.
fn mixed(text: &Text<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    if let Some(half) = fraction(text, at, limit) {
        return Some(half);
    }
    let (whole, end) = decimal(text, at, limit)?;
    let part = (text.get(end) == Some(' ')).then(|| fraction(text, end + 1, limit)).flatten();
    Some(part.map_or((whole, end), |(part, end)| (whole + part, end)))
}

/// A proper fraction of single digits, so that no date and no aspect is taken for one.
fn fraction(text: &Text<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let digit = |at: usize| text.get(at).filter(|_| at < limit).and_then(|c| c.to_digit(10));
    let (top, bottom) = (digit(at)?, digit(at + 2)?);
    let alone = text.get(at + 3).is_none_or(|c| !c.is_ascii_digit() && c != '/');
    (text.get(at + 1) == Some('/') && top > 0 && top < bottom && alone)
        .then(|| (f64::from(top) / f64::from(bottom), at + 3))
}

fn decimal(text: &Text<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let whole = digits(text, at, limit);
    let mut end = at + whole;
    let part = match text.get(end) {
        Some('.' | ',') => digits(text, end + 1, limit),
        _ => 0,
    };
    let thousands = text.get(end) == Some(',') && part == 3 && text.get(at) != Some('0') && whole > 0;
    if part > 0 {
        end += 1 + part;
    }
    if whole + part == 0 || whole + part > MOST_DIGITS || (whole == 0 && text.get(at) == Some(',')) {
        return None;
    }
    let spelled: String = text.chars[at..end].iter().filter(|c| !(thousands && **c == ',')).collect();
    Some((spelled.replace(',', ".").parse().ok()?, end))
}

pub(crate) fn digits(text: &Text<'_>, from: usize, limit: usize) -> usize {
    text.chars[from.min(limit)..limit].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// 半, 三, 十五, 二十, 一百二十.
fn chinese(text: &Text<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    if text.get(at) == Some('半') {
        return Some((0.5, at + 1));
    }
    let (mut total, mut digit, mut end) = (0, None, at);
    while let Some(c) = text.get(end).filter(|_| end < limit && end < at + MOST_DIGITS) {
        match (c, "零一二三四五六七八九".chars().position(|known| known == c)) {
            (_, Some(value)) => digit = Some(value),
            ('两', _) => digit = Some(2),
            ('十', _) => total += digit.take().unwrap_or(1) * 10,
            ('百', _) => total += digit.take().unwrap_or(1) * 100,
            _ => break,
        }
        end += 1;
    }
    (end > at).then(|| ((total + digit.unwrap_or(0)) as f64, end))
}

/// `three`, `twenty-five`, `anderthalb`.
fn words(text: &Text<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let word = |at| lexicon::find(text, at, limit, |role| role == Role::Number);
    let (tens, end) = word(at)?;
    let compound = tens.value >= 20.0 && tens.value % 10.0 == 0.0 && matches!(text.get(end), Some(' ' | '-'));
    let ones = compound.then(|| word(end + 1)).flatten().filter(|(ones, _)| (1.0..10.0).contains(&ones.value));
    Some(ones.map_or((tens.value, end), |(ones, end)| (tens.value + ones.value, end)))
}

#[cfg(test)]
mod tests {
    use super::{Text, number};

    fn value(text: &str) -> Option<f64> {
        let text = Text::new(text);
        number(&text, 0, text.chars.len()).map(|(number, _)| number.value)
    }

    #[test]
    fn the_ways_to_write_a_number() {
        let cases = [
            ("3", 3.0),
            ("1.5", 1.5),
            ("1,5 s", 1.5),
            (".3", 0.3),
            ("½", 0.5),
            ("2½", 2.5),
            ("1/2", 0.5),
            ("1,000", 1000.0),
            ("三", 3.0),
            ("十五", 15.0),
            ("二十", 20.0),
            ("一百二十", 120.0),
            ("半", 0.5),
            ("三秒", 3.0),
            ("three", 3.0),
            ("twenty-five", 25.0),
            ("eine", 1.0),
            ("anderthalb", 1.5),
            ("quinze", 15.0),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "x", ",5", "123456789", "seventeenth"] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value("3/4/2025"), Some(3.0));
    }
}
