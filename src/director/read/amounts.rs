//! Numbers with what they count: times, shares, sizes, shapes.

use crate::director::read::lexicon::{self, Role, Sense, Unit};
use crate::director::read::normalise::Text;
use crate::director::read::numbers::{Number, digits, number};

/// A number that says something by itself, or will beside a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Seconds(f64),
    /// Minutes and seconds, as lengths of films are written.
    Clock(f64),
    /// 1 is the whole.
    Share(f64),
    Decibel(f64),
    Fps(f64),
    /// Lines of the picture, as in `1080p`, and frames a second where both are said at once.
    Lines(f64, Option<f64>),
    /// Width to height, or both in pixels.
    Pair(u32, u32),
    Pixels(f64),
    Megabytes(f64),
    /// So many pictures.
    Pictures(u32),
    Bare(f64),
    Other,
}

/// After a fraction: `3/4 of a second`.
const OF_A: [char; 6] = [' ', 'o', 'f', ' ', 'a', ' '];
/// Between the two numbers of a pair, besides `:`.
const BY: [char; 6] = ['x', '×', '比', '対', '对', '/'];
const BY_WORDS: [&str; 3] = [" by ", " zu ", " x "];

/// The amount that begins at `at`, and where it ends.
pub(crate) fn amount(text: &Text<'_>, at: usize, limit: usize) -> Option<(Amount, usize)> {
    let scan = Scan { text, limit };
    let negative = text.get(at) == Some('-') && (at == 0 || !text.chars[at - 1].is_alphanumeric());
    if negative {
        let (Amount::Decibel(value), end) = scan.plain(at + 1)? else { return None };
        return Some((Amount::Decibel(-value), end));
    }
    scan.share(at)
        .or_else(|| scan.clock(at))
        .or_else(|| scan.pair(at))
        .or_else(|| scan.range(at))
        .or_else(|| scan.plain(at))
        .or_else(|| scan.one_and_a_half(at))
}

struct Scan<'t> {
    text: &'t Text<'t>,
    limit: usize,
}

impl Scan<'_> {
    fn number(&self, at: usize) -> Option<(Number, usize)> {
        number(self.text, at, self.limit)
    }

    fn word(&self, at: usize, role: Role) -> Option<(&'static Sense, usize)> {
        lexicon::find(self.text, at, self.limit, |found| found == role)
    }

    /// The place after one space or hyphen, if there is one.
    fn skip(&self, at: usize) -> usize {
        at + usize::from(at < self.limit && matches!(self.text.get(at), Some(' ' | '-')))
    }

    /// 百分之二十.
    fn share(&self, at: usize) -> Option<(Amount, usize)> {
        let (_, end) = self.word(at, Role::PercentBefore)?;
        let (number, end) = self.number(end)?;
        Some((Amount::Share(number.value / 100.0), end))
    }

    /// `1:30`, `0:01:30`; two digits after each colon.
    fn clock(&self, at: usize) -> Option<(Amount, usize)> {
        let (mut total, mut end, mut parts) = (0.0, at, 0);
        loop {
            let length = digits(self.text, end, self.limit);
            let part: String = self.text.chars[end..end + length].iter().collect();
            if !(1..=2).contains(&length) || (parts > 0 && (length != 2 || part.as_str() > "59")) {
                return None;
            }
            total = total * 60.0 + part.parse::<f64>().ok()?;
            (end, parts) = (end + length, parts + 1);
            if self.text.get(end) != Some(':') || end >= self.limit || parts == 3 {
                break;
            }
            end += 1;
        }
        let ratio = parts == 2 && (total - 9.0 * 60.0 - 16.0).abs() < f64::EPSILON;
        (parts > 1 && !ratio).then_some((Amount::Clock(total), end))
    }

    /// `16:9`, `3 x 4`, `1920×1080`, `9比16`.
    fn pair(&self, at: usize) -> Option<(Amount, usize)> {
        let (left, end) = self.number(at)?;
        let between = self.between(end)?;
        let (right, end) = self.number(between)?;
        let whole =
            |number: Number| (number.value.fract() == 0.0 && number.value >= 1.0).then_some(number.value as u32);
        let pair = whole(left).zip(whole(right)).filter(|_| self.text.is_edge(end) && self.text.get(end) != Some('/'));
        let end = self
            .word(self.skip(end), Role::Unit)
            .filter(|(unit, _)| unit.unit == Some(Unit::Pixel))
            .map_or(end, |(_, end)| end);
        Some((pair.map_or(Amount::Other, |(left, right)| Amount::Pair(left, right)), end))
    }

    fn between(&self, at: usize) -> Option<usize> {
        let rest = &self.text.chars[at.min(self.limit)..self.limit];
        let word = BY_WORDS.iter().find(|word| rest.iter().take(word.len()).collect::<String>() == **word);
        match (rest.first()?, word) {
            (_, Some(word)) => Some(at + word.len()),
            (':', _) => Some(at + 1),
            (c, _) if BY.contains(c) => Some(at + 1),
            _ => None,
        }
    }

    /// `3-4 s`, `3 to 5 seconds`: the middle.
    fn range(&self, at: usize) -> Option<(Amount, usize)> {
        let (from, end) = self.number(at)?;
        let between = match self.text.get(end)? {
            '-' | '~' | '〜' | '到' => end + 1,
            ' ' => self.skip(self.word(end + 1, Role::To)?.1),
            _ => return None,
        };
        let (to, end) = self.number(between)?;
        self.counted(f64::midpoint(from.value, to.value), end).filter(|_| from.value < to.value)
    }

    fn plain(&self, at: usize) -> Option<(Amount, usize)> {
        let (number, end) = self.number(at)?;
        let (half, after) = self.plus(end).unwrap_or((0.0, end));
        let part = self.text.chars[end.min(self.limit)..self.limit].starts_with(&OF_A);
        let end = if part { end + OF_A.len() - 1 } else { end };
        self.counted(number.value + half, after)
            .or_else(|| self.counted(number.value, end))
            .or_else(|| (!number.spelled && self.text.is_edge(end)).then_some((Amount::Bare(number.value), end)))
    }

    /// `minuto y medio`, without a number.
    fn one_and_a_half(&self, at: usize) -> Option<(Amount, usize)> {
        let (unit, end) = self.word(at, Role::Unit).filter(|(unit, _)| unit.unit == Some(Unit::Minute))?;
        self.plus(end).and(self.with_unit(1.0, unit.unit?, end))
    }

    /// "and a half" after a number or after its unit.
    fn plus(&self, at: usize) -> Option<(f64, usize)> {
        let (plus, end) = self.word(self.skip(at), Role::Plus)?;
        Some((plus.value, end))
    }

    /// The value with the unit at `at`.
    fn counted(&self, value: f64, at: usize) -> Option<(Amount, usize)> {
        let lines = self.text.get(at) == Some('p') && at < self.limit;
        if let (true, count @ 1..=3) = (lines, digits(self.text, at + 1, self.limit)) {
            let (fps, end) = self.number(at + 1)?;
            return (end == at + 1 + count).then_some((Amount::Lines(value, Some(fps.value)), end));
        }
        let (unit, end) = self.word(at, Role::Unit).or_else(|| self.word(self.skip(at), Role::Unit))?;
        self.with_unit(value, unit.unit?, end)
    }

    fn with_unit(&self, value: f64, unit: Unit, end: usize) -> Option<(Amount, usize)> {
        Some(match unit {
            Unit::Second => return Some(self.seconds(value, 1.0, end)),
            Unit::Minute => return Some(self.minutes(value, end)),
            Unit::Hour => return Some(self.seconds(value, 3600.0, end)),
            Unit::Millisecond => (Amount::Seconds(value / 1000.0), end),
            Unit::Percent => (Amount::Share(value / 100.0), end),
            Unit::Decibel => (Amount::Decibel(value), end),
            Unit::Fps => (Amount::Fps(value), end),
            Unit::P => (Amount::Lines(value, None), end),
            Unit::K => (Amount::Lines(value * 540.0, None), end),
            Unit::Pixel => (Amount::Pixels(value), end),
            Unit::Kilobyte => (Amount::Megabytes(value / 1000.0), end),
            Unit::Megabyte => (Amount::Megabytes(value), end),
            Unit::Gigabyte => (Amount::Megabytes(value * 1000.0), end),
            // One picture is each picture, which is the lexicon's to say.
            Unit::Picture if value < 2.0 || value.fract() != 0.0 => return None,
            Unit::Picture => (Amount::Pictures(value as u32), end),
            Unit::Other => (Amount::Other, end),
        })
    }

    fn seconds(&self, value: f64, each: f64, end: usize) -> (Amount, usize) {
        let (half, end) = self.plus(end).unwrap_or((0.0, end));
        (Amount::Seconds((value + half) * each), end)
    }

    /// Minutes, with seconds after them where there are some: `1 min 30`, `1分30秒`.
    fn minutes(&self, value: f64, end: usize) -> (Amount, usize) {
        if let Some((half, end)) = self.plus(end) {
            return (Amount::Seconds((value + half) * 60.0), end);
        }
        let and = self.word(self.skip(end), Role::And).map_or(end, |(_, end)| end);
        let rest =
            self.number(self.skip(and)).and_then(|(number, after)| match self.word(self.skip(after), Role::Unit) {
                Some((unit, after)) if unit.unit == Some(Unit::Second) => Some((number.value, after)),
                Some(_) => None,
                None => (and == end && !number.spelled && self.text.is_edge(after)).then_some((number.value, after)),
            });
        rest.filter(|(seconds, _)| *seconds < 60.0).map_or((Amount::Seconds(value * 60.0), end), |(seconds, end)| {
            (Amount::Seconds(value * 60.0 + seconds), end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Text, amount};

    fn read(text: &str) -> Option<Amount> {
        let text = Text::new(text);
        amount(&text, 0, text.chars.len()).map(|(amount, _)| amount)
    }

    #[test]
    fn times() {
        let cases = [
            ("3s", 3.0),
            ("2.5 sec", 2.5),
            ("1,5 Sekunden", 1.5),
            ("500ms", 0.5),
            ("800 ミリ秒", 0.8),
            ("half a second", 0.5),
            ("a minute and a half", 90.0),
            ("minuto y medio", 90.0),
            ("un minuto y cuarto", 75.0),
            ("1分半", 90.0),
            ("三秒半", 3.5),
            ("1 min 30", 90.0),
            ("1 minute and 20 seconds", 80.0),
            ("3-4 seconds", 3.5),
            ("3 to 5 s", 4.0),
            ("半分钟", 30.0),
            ("une trentaine de secondes", 30.0),
            ("two and a half seconds", 2.5),
            ("eine halbe Minute", 30.0),
            ("2-second", 2.0),
        ];
        for (text, seconds) in cases {
            assert_eq!(read(text), Some(Amount::Seconds(seconds)), "{text}");
        }
        assert_eq!(read("1:30"), Some(Amount::Clock(90.0)));
    }

    #[test]
    fn shapes_and_sizes_and_shares() {
        assert_eq!(read("16:9"), Some(Amount::Pair(16, 9)));
        assert_eq!(read("9:16"), Some(Amount::Pair(9, 16)));
        assert_eq!(read("1920 by 1080 px"), Some(Amount::Pair(1920, 1080)));
        assert_eq!(read("9比16"), Some(Amount::Pair(9, 16)));
        assert_eq!(read("2.35:1"), Some(Amount::Other));
        assert_eq!(read("1080p60"), Some(Amount::Lines(1080.0, Some(60.0))));
        assert_eq!(read("4K"), Some(Amount::Lines(2160.0, None)));
        assert_eq!(read("24 images par seconde"), Some(Amount::Fps(24.0)));
        assert_eq!(read("百分之二十"), Some(Amount::Share(0.2)));
        assert_eq!(read("-12 dB"), Some(Amount::Decibel(-12.0)));
        assert_eq!(read("12 photos"), Some(Amount::Pictures(12)));
        assert_eq!(read("480 px"), Some(Amount::Pixels(480.0)));
        assert_eq!(read("1.5 GB"), Some(Amount::Megabytes(1500.0)));
        assert_eq!(read("one photo"), None);
        assert_eq!(read("60th"), None);
    }
}
