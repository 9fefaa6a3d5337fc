//! Lists whose lines say `Title - Harbour Lights`: the dash is a colon.

use crate::director::read::normalise::{Span, Text};

/// In characters; what stands before such a dash is the name of something.
const LONGEST_NAME: usize = 24;
/// One line alone may be a sentence with a dash in it.
const LEAST_LINES: usize = 2;

/// The text with a colon for the dash in every line of such a list.
pub(crate) fn colons(text: Text<'_>) -> Text<'_> {
    let dashes: Vec<(Span, &str)> =
        lines(&text.chars).filter_map(|line| Some((dash(&text.chars, line)?, ":"))).collect();
    if dashes.len() < LEAST_LINES { text } else { text.with(&dashes) }
}

fn lines(chars: &[char]) -> impl Iterator<Item = Span> {
    let mut from = 0;
    let ends = chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at).chain([chars.len()]);
    ends.map(move |end| std::mem::replace(&mut from, end + 1)..end)
}

/// The dash after the line's first words, with the space before it.
fn dash(chars: &[char], line: Span) -> Option<Span> {
    let line_chars = &chars[line.clone()];
    let bullet = line_chars.iter().take_while(|c| !c.is_alphabetic()).count();
    let at = bullet + line_chars[bullet..].windows(3).take(LONGEST_NAME).position(|three| three == [' ', '-', ' '])?;
    let name = &line_chars[bullet..at];
    let plain = !name.is_empty() && name.iter().all(|c| c.is_alphabetic() || *c == ' ');
    plain.then(|| line.start + at..line.start + at + 2)
}

#[cfg(test)]
mod tests {
    use super::{Text, colons};

    fn read(text: &str) -> String {
        colons(Text::new(text)).chars.iter().collect()
    }

    #[test]
    fn a_list_with_dashes_is_one_with_colons() {
        assert_eq!(read("Title - Sea\n* Music - jazz, 20%"), "title: sea\n* music: jazz, 20%");
        let sentences = "our week in Rome - slow, please\n3 s each";
        assert_eq!(read(sentences), sentences.to_lowercase());
    }
}
