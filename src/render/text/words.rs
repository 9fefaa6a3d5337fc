//! What of a text is to be set: one line of words.

/// More would not fit in two lines of the smallest size; shaping a whole book takes long.
const MAX_CHARS: usize = 300;

/// One line of words: every kind of white space becomes a space, other control characters go.
pub(crate) fn clean(text: &str) -> String {
    let mut words = String::new();
    for word in text.split(char::is_whitespace) {
        let word: String = word.chars().filter(|char| !char.is_control()).take(MAX_CHARS).collect();
        if !word.is_empty() && !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&word);
        if words.chars().count() > MAX_CHARS {
            break;
        }
    }
    words
}

/// Whether a character should leave ink: not spaces, joiners, direction marks and variation selectors.
pub(crate) fn is_seen(char: char) -> bool {
    !char.is_whitespace()
        && !char.is_control()
        && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
