//! Prompts and what they mean: the cases are in `tests/cases/prompts/`, for anybody to add to.

use proptest::prelude::*;
use serde::Deserialize;

use crate::brief::{Brief, Filter};
use crate::director::read::{read, refine};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    brief: Brief,
    #[serde(default)]
    not_understood: Vec<String>,
}

fn hold(cases: &str) {
    let cases: Cases = toml::from_str(cases).unwrap();
    let wrong: Vec<String> = cases
        .case
        .iter()
        .filter_map(|case| {
            let reading = read(&case.text);
            let right = reading.brief == case.brief && reading.not_understood == case.not_understood;
            (!right).then(|| format!("{:?}\n  {:?}\n  {:?}\n", case.text, reading.understood, reading.not_understood))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn english_is_understood() {
    hold(include_str!("../../tests/cases/prompts/english.toml"));
}

#[test]
fn five_more_languages_are_understood() {
    hold(include_str!("../../tests/cases/prompts/languages.toml"));
}

#[test]
fn every_field_is_understood_in_six_languages() {
    hold(include_str!("../../tests/cases/prompts/fields_english.toml"));
    hold(include_str!("../../tests/cases/prompts/fields_chinese.toml"));
    hold(include_str!("../../tests/cases/prompts/fields_japanese.toml"));
    hold(include_str!("../../tests/cases/prompts/fields_spanish.toml"));
    hold(include_str!("../../tests/cases/prompts/fields_german.toml"));
    hold(include_str!("../../tests/cases/prompts/fields_french.toml"));
}

#[test]
fn quoted_words_and_names_ask_for_nothing() {
    hold(include_str!("../../tests/cases/prompts/distractors.toml"));
}

#[test]
fn later_instructions_win_and_earlier_ones_stay() {
    let reading = read("vertical, 3 seconds each, sepia\n---\nsquare\n ---- \n30 seconds total, vignette");
    let brief = serde_json::to_value(&reading.brief).unwrap();
    assert_eq!(
        brief,
        serde_json::json!({ "aspect": "1:1", "total_seconds": 30.0, "filter": "sepia", "more_filters": ["vignette"] })
    );
    let fields: Vec<&str> = reading.understood.iter().map(|understood| understood.field.as_str()).collect();
    assert_eq!(fields, ["filter", "aspect", "total_seconds", "more_filters"]);
}

#[test]
fn what_was_understood_is_quoted_as_written() {
    let reading = read("Please: Hochformat, 3 s pro Bild!");
    let found: Vec<_> =
        reading.understood.iter().map(|understood| (understood.text.as_str(), understood.field.as_str())).collect();
    assert_eq!(found, [("Hochformat", "aspect"), ("3 s pro Bild", "seconds_per_image")]);
}

#[test]
fn what_is_taken_away_is_gone_from_the_layers_below() {
    let lower = Brief { filter: Some(Filter::Sepia), fps: Some(24), ..Brief::default() };
    assert_eq!(read("no filter").over(lower), Brief { fps: Some(24), ..Brief::default() });
    assert_eq!(read("sepia\n---\nremove the filter").brief, Brief::default());
    assert_eq!(read("no filter\n---\nsepia").dropped, Vec::<String>::new());
}

#[test]
fn a_further_instruction_starts_from_the_brief_that_was_used() {
    let used = read("title \"Spring\", 4 seconds each, sepia, lofi music").brief;
    let slower = refine(&used, "same but slower");
    assert_eq!((slower.brief.seconds_per_image, slower.brief.title.as_deref()), (Some(6.0), Some("Spring")));
    assert_eq!(refine(&used, "faster").brief.seconds_per_image, Some(2.67));
    assert_eq!(refine(&used, "without music").brief.music, Some(false));
    assert_eq!(refine(&used, "no filter").brief.filter, None);
    assert_eq!(refine(&used, "square\n---\n3 seconds each").brief.seconds_per_image, Some(3.0));
    let bigger = refine(&used, "make the title bigger");
    assert_eq!(bigger.brief, Brief { title_size: Some(1.4), ..used });
}

#[test]
fn slower_means_slower_than_before() {
    assert_eq!(read("30 seconds\n---\nslower").brief.total_seconds, Some(45.0));
    assert_eq!(read("slower").brief.total_seconds, None);
}

#[test]
fn a_title_taken_away_hides_the_one_below() {
    let lower = Brief { title: Some("Old".to_owned()), ..Brief::default() };
    let brief = read("no title").brief;
    assert_eq!(serde_json::to_value(&brief).unwrap(), serde_json::json!({}));
    assert_eq!(brief.over(lower).title.as_deref(), Some(""));
}

fn any_prompt() -> impl Strategy<Value = String> {
    let words = [
        "title",
        "\"",
        "“",
        "」",
        "'",
        ":",
        "-",
        "3",
        "1:30",
        "16:9",
        "½",
        "seconds",
        "%",
        "no",
        "or",
        "and",
        "each",
        "music",
        "fade",
        "to black",
        "，",
        "每张",
        "三",
        "秒",
        "なし",
        "タイトル",
        "\n",
        "---\n",
        ".",
        "https://a.b",
        "x.mp3",
        "by",
        "X",
        "a\u{301}",
        "ﾞ",
        "🍞",
        " ",
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..30).prop_map(|words| words.concat()),
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..30).prop_map(|words| words.join(" ")),
    ]
}

proptest! {
    #[test]
    fn any_text_can_be_read(prompt in any_prompt()) {
        let reading = read(&prompt);
        for understood in &reading.understood {
            prop_assert!(prompt.contains(&understood.text));
        }
    }
}

#[test]
fn the_longest_prompts_are_read_too() {
    for piece in [
        "\"",
        "title ",
        "a",
        "9",
        "1:",
        "no or ",
        "'x ",
        "(",
        "3 s each, ",
        "标题",
        "http://",
        "X by ",
        "\u{301}",
        ":\n",
    ] {
        let _ = read(&piece.repeat(64 * 1024 / piece.len()));
    }
}
