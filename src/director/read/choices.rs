//! How a phrase of the lexicon writes choices: `(a|b|)`, which may stand inside each other. The build reads it too.

/// The choices of a bracket that has just been opened, and what follows its end.
pub(crate) fn choices(phrase: &str) -> (Vec<&str>, &str) {
    let (mut found, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, byte) in phrase.bytes().enumerate() {
        match byte {
            b'|' | b')' if depth == 0 => {
                found.push(&phrase[std::mem::replace(&mut from, at + 1)..at]);
                if byte == b')' {
                    break;
                }
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    (found, &phrase[from..])
}
