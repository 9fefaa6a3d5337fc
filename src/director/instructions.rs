//! A prompt in several steps: each is carried out on what the one before has made.

/// The parts between lines of three or more dashes and nothing else; parts without words are left out.
#[must_use]
pub fn instructions(prompt: &str) -> Vec<String> {
    let lines: Vec<&str> = prompt.split_inclusive('\n').collect();
    let parts = lines.split(|line| is_rule(line.trim())).map(<[&str]>::concat);
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::instructions;
    use proptest::prelude::*;

    #[test]
    fn a_line_of_dashes_ends_a_step() {
        for (prompt, expected) in [
            ("make a video", vec!["make a video"]),
            ("a\nb\n---\nc", vec!["a\nb", "c"]),
            ("a\r\n  -----  \r\nb\r\n", vec!["a", "b"]),
            ("---\n\n---\na\n---", vec!["a"]),
            ("a --- b\n--\nc", vec!["a --- b\n--\nc"]),
            ("", vec![]),
            (" \n---\n ", vec![]),
        ] {
            assert_eq!(instructions(prompt), expected, "{prompt:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_neither_lost_nor_found(prompt in "([a-zé ]{0,5}|-{1,5}|\n|\r\n){0,12}") {
            let words = |text: &str| text.split_whitespace().filter(|word| word.contains(|c| c != '-')).map(str::to_owned).collect::<Vec<_>>();
            let parts = instructions(&prompt);
            prop_assert_eq!(words(&parts.join("\n")), words(&prompt));
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.trim() == part));
            prop_assert_eq!(instructions(&parts.join("\n---\n")), parts);
        }
    }
}
