//! A language model's answer: any bytes are read without a panic, and nothing that the rules have found is changed by them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reeldrop::brief::Brief;
use reeldrop::{director, llm};

/// Words that the rules understand in part.
const WORDS: &str = "vertical, 2 seconds per picture, no music, nostalgic attic vibes";

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // Most inputs are no completion; as what a model said they come further.
    let Ok(words) = str::from_utf8(bytes) else { return };
    let plain = words.replace(char::is_control, " ").replace('\\', "\\\\").replace('"', "\\\"");
    let body = format!(r#"{{"choices":[{{"message":{{"content":"{plain}"}}}}]}}"#);
    read(body.as_bytes());
});

fn read(body: &[u8]) {
    let Ok(said) = llm::said(body) else { return };
    let Some(answer) = llm::object(&said.text, |object| object.get("wishes").is_some()) else { return };
    let rules = director::read(WORDS);
    let (heard, notes) = rules.clone().heard(&answer, (WORDS, &Brief::default(), 3));
    assert!(notes.len() <= 8 && heard.understood.starts_with(&rules.understood));
    assert_eq!(heard.brief.without(&rules.brief).over(rules.brief.clone()), heard.brief, "something was changed");
    assert_eq!(heard.dropped, rules.dropped);
}
