//! How a turn is put together, and what is left of it at its end.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_oneof, proptest};
use serde_json::value::RawValue;

use super::{Kind, News, Told, Turn};

const NOISE: &str = "I encountered a temporary issue. Please try again.";

fn say(text: &str) -> Kind {
    Kind::Text { author: "a".into(), invocation: Some("e-1".into()), partial: false, text: text.into() }
}

fn piece(author: &str, text: &str) -> Kind {
    Kind::Text { author: author.into(), invocation: Some("e-1".into()), partial: true, text: text.into() }
}

fn call() -> Kind {
    Kind::ToolCall { name: "edit".into() }
}

fn result(failed: bool) -> Kind {
    Kind::ToolResult { name: "edit".into(), failed }
}

fn state(draft: Option<&str>) -> Kind {
    Kind::State { draft: draft.map(|draft| RawValue::from_string(draft.to_owned()).unwrap()) }
}

fn hear(kinds: impl IntoIterator<Item = Kind>) -> (Vec<News>, Told) {
    let mut turn = Turn::default();
    let news = kinds.into_iter().flat_map(|kind| turn.hear(kind)).collect();
    (news, turn.end())
}

fn texts(kinds: impl IntoIterator<Item = Kind>) -> Vec<String> {
    hear(kinds).1.texts
}

fn errors(kinds: impl IntoIterator<Item = Kind>) -> Vec<String> {
    hear(kinds).1.errors.into_iter().map(|error| error.said).collect()
}

#[test]
fn whole_messages_stand_by_themselves() {
    let (news, told) = hear([say("One."), call(), result(false), say("Two.")]);
    assert_eq!(told.texts, ["One.", "Two."]);
    assert_eq!(told.answer(), Some("Two."));
    let text = |text: &str| News::Text(text.to_owned());
    assert_eq!(news, [text("One."), News::Tool("edit".into()), text("Two.")]);
}

#[test]
fn a_whole_message_takes_the_place_of_its_pieces() {
    assert_eq!(texts([piece("a", "On"), piece("a", "e."), say("One."), say("Two.")]), ["One.", "Two."]);
    assert_eq!(texts([piece("a", "On"), call(), say("One.")]), ["One."]);
    assert_eq!(texts([piece("a", "On it."), call(), result(false), say("Done.")]), ["On it.", "Done."]);
}

#[test]
fn pieces_that_were_never_completed_are_a_message() {
    assert_eq!(texts([piece("a", "On"), piece("a", "e.")]), ["One."]);
    assert_eq!(texts([piece("a", "On it."), call(), piece("a", "Do"), piece("a", "ne.")]), ["On it.", "Done."]);
    let (news, told) = hear([piece("b", "Unfinished"), say("One.")]);
    assert_eq!(told.texts, ["Unfinished", "One."]);
    assert_eq!(news, [News::Text("Unfinished".into()), News::Text("One.".into())]);
}

#[test]
fn heartbeats_do_not_count_and_silence_is_known() {
    let (news, told) = hear([Kind::Heartbeat, call(), result(false), state(Some("{}")), Kind::Heartbeat, Kind::Other]);
    assert_eq!((told.events, told.is_silent(), told.state_changed), (4, true, true));
    assert_eq!(news, [News::Tool("edit".into()), News::Changed]);
    assert!(hear([]).1.is_silent());
    assert!(!hear([say("One.")]).1.is_silent());
    assert!(hear([say(" \n")]).1.is_silent());
}

#[test]
fn the_newest_draft_is_kept_to_the_last_digit() {
    let told = hear([state(Some("1")), state(Some(r#"{"d":1.50}"#)), state(None)]).1;
    assert_eq!(told.newest_draft.unwrap().get(), r#"{"d":1.50}"#);
}

#[test]
fn noise_after_something_good_is_hidden() {
    for good in [say("One."), result(false), state(None)] {
        let (news, told) = hear([good.clone(), say(NOISE), say(NOISE)]);
        assert!(told.errors.is_empty(), "{good:?}");
        assert_eq!(told.texts.len(), usize::from(matches!(good, Kind::Text { .. })), "{good:?}");
        assert!(!news.contains(&News::Text(NOISE.into())), "{good:?}");
    }
    assert_eq!(texts([say("One."), say("\n⚠️ i Encountered A temporary issue")]), ["One."]);
}

#[test]
fn noise_that_is_all_there_is_is_an_error() {
    for nothing in [call(), result(true), Kind::Other, Kind::Heartbeat] {
        let told = hear([nothing.clone(), say(NOISE)]).1;
        assert_eq!((told.errors.len(), told.texts.len()), (1, 0), "{nothing:?}");
        assert_eq!(told.errors[0].said, NOISE);
    }
    assert_eq!(errors([say("Error: no"), say(NOISE)]), [NOISE, "no"]);
}

#[test]
fn noise_with_an_answer_after_it_stays_where_it_was() {
    assert_eq!(texts([say(NOISE), say("One.")]), [NOISE, "One."]);
}

#[test]
fn last_words_that_are_an_error_are_shown_and_noted() {
    let told = hear([say("One."), say("Error: model is overloaded")]).1;
    assert_eq!(told.texts, ["One.", "Error: model is overloaded"]);
    assert_eq!(told.errors[0].said, "model is overloaded");
    assert!(errors([say("Error: no"), say("One.")]).is_empty());
}

#[test]
fn the_same_error_is_told_once() {
    let error = |code| Kind::Error { code, said: "no".into() };
    assert_eq!(errors([error(None), error(None), error(Some(2001))]), ["no", "no"]);
}

#[test]
fn a_question_is_a_message_and_noted() {
    let (news, told) = hear([piece("a", "Hm."), Kind::Question { text: "Which?\n- 9:16".into() }]);
    assert_eq!((told.texts.len(), told.question, news.len()), (2, true, 2));
}

#[test]
fn of_too_many_words_the_last_are_kept() {
    let told = hear((0..100_000).map(|n| say(&n.to_string()))).1;
    assert_eq!((told.texts.len(), told.answer()), (200, Some("99999")));
    let long = "é".repeat(1 << 19);
    assert_eq!(texts([say(&long), say("One.")]), ["One."]);
    assert_eq!(texts([say(&format!("a{long}"))])[0].len(), (1 << 20) - 1);
    assert_eq!(texts((0..5).map(|_| piece("a", &long)))[0].len(), 1 << 20);
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let words = || prop_oneof![Just(NOISE.to_owned()), Just("Error: no".to_owned()), ".{0,20}"];
    prop_oneof![
        Just(Kind::Heartbeat),
        Just(Kind::Other),
        ".{0,200}".prop_map(|name| Kind::ToolCall { name }),
        any::<bool>().prop_map(result),
        Just(state(None)),
        (any::<Option<i64>>(), words()).prop_map(|(code, said)| Kind::Error { code, said }),
        words().prop_map(|text| Kind::Question { text }),
        ("[ab]", any::<bool>(), words()).prop_map(|(author, partial, text)| Kind::Text {
            author,
            invocation: None,
            partial,
            text
        }),
    ]
}

proptest! {
    #[test]
    fn a_turn_of_anything_stays_in_bounds(kinds in prop::collection::vec(any_kind(), 0..400)) {
        let spoken = kinds.iter().any(|kind| matches!(kind, Kind::Text { text, .. } if !text.trim().is_empty()));
        let told = hear(kinds).1;
        prop_assert!(told.texts.len() <= 200 && told.errors.len() <= 20);
        prop_assert!(told.tools.len() <= 200 && told.tools.iter().all(|name| name.len() <= 100));
        prop_assert!(told.texts.iter().all(|text| !text.trim().is_empty()));
        prop_assert!(!(spoken && told.is_silent()) || told.tool_done || told.state_changed);
    }
}
