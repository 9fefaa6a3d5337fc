//! A language model of the owner's own: asked only about words that the rules do not know, believed only where they left
//! room, and never a reason for a film not to be made.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use reeldrop::brief::Brief;
use reeldrop::{director, llm};
use serde_json::{Value, json};

use crate::serve::client::Guest;
use crate::support::model::{Asked, Model, Says};
use crate::support::{Serving, World, jpeg, until};

/// The rules understand the first half.
const WORDS: &str = "vertical, nostalgic attic vibes";
const OPEN: &str = "nostalgic attic vibes";

fn vintage() -> Says {
    Says::wishes(&[(OPEN, "filter", json!("vintage"))])
}

fn world(model: &Model) -> World {
    World::with("", &model.section())
}

fn plan(world: &World, words: &str) -> Value {
    world.json(&["plan", "-p", words])
}

/// What is planned where nobody can be asked, and that it is said why.
fn by_rules_alone(plan: &Value) -> bool {
    let said =
        plan["notes"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().ends_with("by the rules alone"));
    said && plan["brief"] == json!({ "aspect": "9:16" }) && plan["not_understood"] == json!([OPEN])
}

fn folder(world: &World, name: &str, words: &str) {
    let aside = world.path(&format!("aside-{name}"));
    for number in 0..2 {
        jpeg(&aside.join(format!("img{number}.jpg")), 320, 240, [250, 40 * number, 90]);
    }
    fs::write(aside.join("prompt.txt"), words).unwrap();
    world.move_in(&aside, name);
}

#[test]
fn a_model_reads_what_the_rules_left_open_and_it_is_said_that_it_did() {
    let model = Model::start(|_, _| vintage());
    let world = world(&model);
    let planned = plan(&world, WORDS);
    assert_eq!(planned["brief"], json!({ "aspect": "9:16", "filter": "vintage" }));
    assert_eq!(planned["origins"], json!({ "aspect": "prompt", "filter": "model" }));
    assert_eq!((&planned["not_understood"], &planned["notes"]), (&json!([]), &json!([])));
    assert_eq!(planned["understood"][1], json!({ "text": OPEN, "field": "filter", "value": "vintage" }));
    let shown = String::from_utf8(world.run(&["plan", "-p", WORDS]).stdout).unwrap();
    assert!(shown.contains("-> filter \"vintage\" (by the model)\n"), "{shown}");

    let asked = &model.asked()[0];
    assert_eq!((asked.call.as_str(), &asked.authorization), ("POST /v1/chat/completions", &None));
    assert_eq!((&asked.body["model"], &asked.body["temperature"]), (&json!("small"), &json!(0)));
    assert_eq!(
        (asked.form(), &asked.body["response_format"]["json_schema"]["strict"]),
        (Some("json_schema"), &json!(true))
    );
    let words: Value = serde_json::from_str(asked.body["messages"][1]["content"].as_str().unwrap()).unwrap();
    assert_eq!(words, json!({ "text": WORDS, "phrases": [OPEN], "understood": { "aspect": "9:16" } }));
}

#[test]
fn words_that_the_rules_know_are_shown_to_nobody() {
    let model = Model::start(|_, _| vintage());
    let world = world(&model);
    for words in ["square, 2 seconds per picture", "make a video", "add a title", ""] {
        assert_eq!(plan(&world, words)["origins"].to_string().matches("model").count(), 0);
    }
    // NemoVideo reads the words itself; nobody listens at its address here.
    world.configure("", &format!("{}[nemo]\napi_url = 'http://127.0.0.1:1'\n", model.section()));
    jpeg(&world.path("pics/a.jpg"), 320, 240, [9, 90, 200]);
    let made = world.run(&["make", world.path("pics").to_str().unwrap(), "--backend", "nemo", "-p", WORDS]);
    assert_eq!(made.status.code(), Some(75));
    assert_eq!(model.asked().len(), 0);
    // Nor are words that nobody knows, unless there is somebody to ask.
    world.configure("", "");
    assert_eq!(plan(&world, WORDS)["not_understood"], json!([OPEN]));
}

#[test]
fn servers_that_know_no_schema_are_asked_more_plainly() {
    // An early llama.cpp, LM Studio where it knows neither, Ollama with a schema that it cannot use.
    for (status, refused, forms) in [
        (400, &["json_schema"] as &[&str], vec![Some("json_schema"), Some("json_object")]),
        (400, &["json_schema", "json_object"], vec![Some("json_schema"), Some("json_object"), None]),
        (500, &["json_schema"], vec![Some("json_schema"), Some("json_object")]),
        (422, &["json_schema", "json_object"], vec![Some("json_schema"), Some("json_object"), None]),
    ] {
        let model = Model::start(move |_, asked| match asked.form() {
            Some(form) if refused.contains(&form) => {
                Says::Body(status, json!({ "error": "'response_format.type' is not supported" }).to_string())
            }
            _ => vintage(),
        });
        assert_eq!(plan(&world(&model), WORDS)["brief"]["filter"], "vintage", "{status}, {refused:?}");
        let asked = model.asked();
        assert_eq!(asked.iter().map(Asked::form).collect::<Vec<_>>(), forms);
    }
}

#[test]
fn an_answer_is_found_among_thoughts_fences_and_prose() {
    let Says::Words(answer) = vintage() else { panic!() };
    for words in [
        format!("<think>\nperhaps {{\"wishes\": []}}?\n</think>\n\n{answer}"),
        format!("Of course!\n```json\n{answer}\n```\nAnything else?"),
        format!("Here {{it}} is: {answer}"),
    ] {
        let model = Model::start(move |_, _| Says::Words(words.clone()));
        assert_eq!(plan(&world(&model), WORDS)["brief"]["filter"], "vintage", "{:?}", model.asked());
    }
    let parts = json!({ "choices": [{ "message": { "content": [{ "type": "text", "text": answer }] } }] }).to_string();
    let model = Model::start(move |_, _| Says::Body(200, parts.clone()));
    assert_eq!(plan(&world(&model), WORDS)["brief"]["filter"], "vintage");
}

#[test]
fn whatever_a_server_does_the_words_are_read() {
    let completion = |choice: Value| Says::Body(200, json!({ "choices": [choice] }).to_string());
    let elsewhere = Model::start(|_, _| vintage());
    for says in [
        Says::Words("I would make it vintage.".into()),
        Says::Words(String::new()),
        Says::Words("{\"wishes\": [{\"asked\"".into()),
        Says::Words("{\"filter\": \"vintage\"}".into()),
        Says::Body(200, "<html>".into()),
        Says::Body(200, String::new()),
        Says::Body(200, "{}".into()),
        Says::Body(401, json!({ "error": { "message": "no key" } }).to_string()),
        Says::Body(500, "oh".into()),
        Says::Body(404, json!({ "error": { "message": "model 'small' not found" } }).to_string()),
        completion(json!({ "message": { "content": "{\"wishes\": [" }, "finish_reason": "length" })),
        completion(json!({ "message": { "content": null, "tool_calls": [{ "function": { "name": "answer" } }] } })),
        Says::Elsewhere(format!("{}/v1/chat/completions", elsewhere.url())),
        Says::Half,
        Says::Flood,
    ] {
        let (what, model) = (format!("{says:?}"), Model::start(move |_, _| says.clone()));
        let planned = plan(&world(&model), WORDS);
        assert!(by_rules_alone(&planned), "{what}: {planned}");
    }
    assert_eq!(elsewhere.asked().len(), 0, "a redirect was followed");
    let nobody = World::with("", "[director]\nllm_url = 'http://127.0.0.1:1'\nllm_model = 'small'\n");
    assert!(by_rules_alone(&plan(&nobody, WORDS)));
}

#[test]
fn a_model_that_takes_too_long_is_not_waited_for() {
    let model = Model::start(|_, _| Says::Nothing);
    let world = World::with("", &format!("{}llm_timeout_secs = 1\n", model.section()));
    let planned = plan(&world, WORDS);
    assert!(by_rules_alone(&planned), "{planned}");
    let host = model.url().trim_start_matches("http://");
    assert!(planned["notes"][0].as_str().unwrap().contains(&format!("{host} did not answer in 1 s")), "{planned}");
}

#[test]
fn what_the_words_settled_stays_and_what_they_do_not_say_is_not_believed() {
    let wishes = [
        (OPEN, "aspect", json!("1:1")),
        (OPEN, "resolution", json!("8k")),
        (OPEN, "title", json!("Memories of long ago")),
        (OPEN, "music_file", json!("/etc/passwd")),
        (OPEN, "fps", json!("many")),
        (OPEN, "seconds_per_image", json!(-3)),
        (OPEN, "total_seconds", json!(1e9)),
        (OPEN, "music_volume", json!(7)),
        ("something else altogether", "filter", json!("bw")),
        (OPEN, "subtitle", json!("attic vibes")),
        (OPEN, "no such thing", json!(true)),
        ("attic vibes", "transition", json!("fade_black")),
    ];
    let model = Model::start(move |_, _| Says::wishes(&wishes));
    let planned = plan(&world(&model), WORDS);
    let brief = json!({ "aspect": "9:16", "subtitle": "attic vibes", "transition": "fade_black" });
    assert_eq!(planned["brief"], brief, "{planned}");
    let notes = planned["notes"].to_string();
    for said in ["another `aspect`, which the words have settled", "a `title` that nobody wrote", "no such `fps`"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    assert_eq!(planned["not_understood"], json!([]), "the subtitle is about the whole phrase");
}

#[test]
fn words_of_which_only_a_part_was_meant_are_still_listed() {
    let model = Model::start(|_, _| Says::wishes(&[("attic", "filter", json!("sepia"))]));
    let planned = plan(&world(&model), WORDS);
    assert_eq!((&planned["brief"]["filter"], &planned["not_understood"]), (&json!("sepia"), &json!([OPEN])));
    assert!(planned["notes"][0].as_str().unwrap().contains("still listed"), "{planned}");
}

#[test]
fn a_model_cannot_make_a_film_impossible() {
    let model = Model::start(|_, _| Says::wishes(&[(OPEN, "total_seconds", json!(0.1))]));
    let world = world(&model);
    for number in 0..5 {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 320, 240, [9, 90, 200]);
    }
    let planned = world.json(&["plan", world.path("pics").to_str().unwrap(), "-p", WORDS]);
    assert!(planned["timeline"].is_object() && planned["notes"].to_string().contains("that cannot be"), "{planned}");
}

#[test]
fn a_key_goes_to_the_model_and_nowhere_else() {
    let model = Model::start(|_, _| vintage());
    let world = World::new();
    fs::write(world.path("key"), "sk-very-secret\n").unwrap();
    fs::set_permissions(world.path("key"), fs::Permissions::from_mode(0o600)).unwrap();
    world.configure("", &format!("{}llm_key_file = '{}'\n", model.section(), world.path("key").display()));
    let output = world.run(&["-v", "plan", "-p", WORDS]);
    assert_eq!(model.asked()[0].authorization.as_deref(), Some("Bearer sk-very-secret"));
    assert!(!format!("{output:?}").contains("secret"));
}

#[test]
fn a_dropped_folder_is_asked_about_once_and_its_notes_tell_who_understood_what() {
    let model = Model::start(|_, _| vintage());
    let world = world(&model);
    let daemon = world.daemon();
    folder(&world, "beach", WORDS);
    let job = world.wait_for(1, "done");
    assert_eq!((&job["origins"]["filter"], &job["origins"]["aspect"]), (&json!("model"), &json!("prompt")), "{job}");
    let report: Value = serde_json::from_slice(&fs::read(world.path("archive/beach/reeldrop.json")).unwrap()).unwrap();
    assert_eq!((&report["timeline"]["filter"], &report["origins"]["filter"]), (&json!("vintage"), &json!("model")));
    assert_eq!(model.asked().len(), 1);
    let shown = String::from_utf8(world.run(&["show", "1"]).stdout).unwrap();
    assert!(shown.contains("(by the model)"), "{shown}");
    // A further film asks about all its words.
    world.run(&["refine", "1", "square"]);
    let again = world.wait_for(2, "done");
    assert_eq!(again["status"], "done");
    assert_eq!(model.asked().len(), 2);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_daemon_whose_model_is_away_makes_the_film_and_says_so() {
    let model = Model::start(|_, _| Says::Body(500, "oh".into()));
    let world = world(&model);
    let _daemon = world.daemon();
    folder(&world, "beach", WORDS);
    let job = world.wait_for(1, "done");
    assert!(job["journal"].to_string().contains("the words were read by the rules alone"), "{job}");
    assert_eq!(job["not_understood"], json!([OPEN]));
    let report = fs::read_to_string(world.path("archive/beach/reeldrop.json")).unwrap();
    assert!(report.contains("the words were read by the rules alone"), "{report}");
}

#[test]
fn a_daemon_that_is_killed_or_stopped_in_the_middle_of_the_question_asks_again() {
    let model = Model::start(|before, _| if before < 2 { Says::Nothing } else { vintage() });
    let world = world(&model);
    let daemon = world.daemon();
    folder(&world, "beach", WORDS);
    let until_asked = |times| {
        until(std::fmt::from_fn(|f| write!(f, "the question; log:\n{}", world.log())), || {
            (model.asked().len() == times).then_some(())
        });
    };
    until_asked(1);
    assert_eq!(world.json(&["show", "1"])["stage"], "asking the model");
    daemon.kill();
    let daemon = world.daemon();
    until_asked(2);
    let stopped = Instant::now();
    assert_eq!(daemon.stop(), Some(0));
    assert!(stopped.elapsed() < Duration::from_secs(5));
    let _daemon = world.daemon();
    let job = world.wait_for(1, "done");
    assert_eq!((world.films(), model.asked().len()), (vec!["beach.mp4".to_owned()], 3));
    assert_eq!(job["origins"]["filter"], "model");
}

#[test]
fn a_job_is_called_off_in_the_middle_of_the_question() {
    let model = Model::start(|_, _| Says::Nothing);
    let world = World::with("", &format!("{}llm_timeout_secs = 600\n", model.section()));
    let _daemon = world.daemon();
    folder(&world, "beach", WORDS);
    until("the question", || (!model.asked().is_empty()).then_some(()));
    assert_eq!(world.json(&["cancel", "1"])["status"], "cancelled");
    assert_eq!(world.names("failed/beach"), ["error.txt", "img0.jpg", "img1.jpg", "prompt.txt"]);
}

#[test]
fn every_film_of_a_folder_is_asked_about_in_the_time_of_one() {
    let model = Model::start(|before, _| if before == 0 { vintage() } else { Says::Nothing });
    let world = World::with("", &format!("{}llm_timeout_secs = 2\n", model.section()));
    folder(&world, "beach", WORDS);
    let film = |picture: u8| {
        format!("[[film]]\nname = 'film {picture}'\npictures = ['img{picture}.jpg']\nprompt = '{WORDS}'\n")
    };
    fs::write(world.path("inbox/beach/job.toml"), film(0) + &film(1)).unwrap();
    let begun = Instant::now();
    let made = world.run(&["once"]);
    assert_eq!((made.status.code(), world.films()), (Some(0), vec!["film 0.mp4".to_owned(), "film 1.mp4".to_owned()]));
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    assert_eq!(model.asked().len(), 2);
    let report = fs::read_to_string(world.path("archive/beach/reeldrop.json")).unwrap();
    assert!(report.contains("\"vintage\"") && report.contains("did not answer in 2 s"), "{report}");
}

#[test]
fn make_asks_as_well() {
    let model = Model::start(|_, _| vintage());
    let world = world(&model);
    jpeg(&world.path("pics/a.jpg"), 320, 240, [9, 90, 200]);
    let made = world.run(&["make", world.path("pics").to_str().unwrap(), "-p", WORDS]);
    assert_eq!((made.status.code(), model.asked().len()), (Some(0), 1), "{made:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_the_server_is_asked_about_as_well() {
    let model = Model::start(|before, _| if before == 0 { vintage() } else { Says::Body(401, String::new()) });
    let serving = Serving::with(&format!("tokens_per_address = 9\n{}", model.section()));
    let guest = Guest::new(&serving, 2).await;
    let said = guest.say(WORDS).await;
    assert!(said.text.contains(&format!("filter vintage (“{OPEN}”)")), "{said:?}");
    assert_eq!(said.draft["m"]["filter"], "vintage");
    let said = guest.say("square, with dragons").await;
    assert!(said.text.contains("dragons") && said.text.contains("by the rules alone"), "{said:?}");
    assert_eq!((&said.draft["m"]["filter"], model.asked().len()), (&json!("vintage"), 2));
}

#[test]
fn doctor_knows_whether_the_model_answers() {
    let model = Model::start(|_, _| Says::Body(200, json!({ "data": [{ "id": "small" }] }).to_string()));
    let findings = |world: &World| world.json(&["doctor"])["findings"].as_array().unwrap().clone();
    let about = |world: &World| findings(world).into_iter().find(|finding| finding["subject"] == "model");
    assert_eq!(about(&world(&model)).unwrap()["level"], "ok");
    assert_eq!(model.asked()[0].call, "GET /v1/models");
    let other = World::with("", &model.section().replace("'small'", "'large'"));
    let finding = about(&other).unwrap();
    assert!(finding["level"] == "warning" && finding["hint"].as_str().unwrap().contains("`small`"), "{finding}");
    let away = World::with("", "[director]\nllm_url = 'http://127.0.0.1:1'\nllm_model = 'small'\n");
    let finding = about(&away).unwrap();
    assert!(finding["level"] == "warning" && finding["what"].as_str().unwrap().contains("cannot be reached"));
    assert_eq!(about(&World::new()), None);
}

/// What is in the bytes of an answer, for words that the rules understand in part.
fn heard(bytes: &[u8]) -> Option<(director::Reading, director::Reading)> {
    let rules = director::read(&format!("{WORDS}, 2 seconds per picture, no music"));
    let said = llm::said(bytes).ok()?;
    let answer = llm::object(&said.text, |object| object.get("wishes").is_some())?;
    Some((rules.clone(), rules.heard(&answer, (WORDS, &Brief::default(), 3)).0))
}

/// Whether every value that the rules found is there as it was.
fn keeps(rules: &Brief, heard: &Brief) -> bool {
    let (rules, heard) = (serde_json::to_value(rules).unwrap(), serde_json::to_value(heard).unwrap());
    rules.as_object().unwrap().iter().all(|(field, value)| heard.get(field) == Some(value))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_u32..200).prop_map(Value::from),
        prop::sample::select(vec!["cut", "16:9", "vintage", "fast", "attic", "true", "", "slideleft"])
            .prop_map(Value::from),
        Just(Value::Null),
        Just(json!([1])),
        Just(json!({ "a": 1 })),
    ]
}

proptest! {
    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        heard(&bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = json!({ "choices": [{ "message": { "content": format!("{{\"wishes\": {text}") } }] });
        heard(body.to_string().as_bytes());
    }

    #[test]
    fn no_answer_changes_what_the_rules_have_found(
        wishes in prop::collection::vec(
            (prop::sample::select(vec![OPEN, "attic", "vertical", ""]), prop::sample::select(Brief::FIELDS.to_vec()), value()),
            0..20,
        ),
    ) {
        let Says::Words(words) = Says::wishes(&wishes) else { panic!() };
        let body = json!({ "choices": [{ "message": { "content": words } }] }).to_string();
        let (rules, heard) = heard(body.as_bytes()).unwrap();
        prop_assert!(keeps(&rules.brief, &heard.brief), "{:?} became {:?}", rules.brief, heard.brief);
        prop_assert_eq!(rules.dropped, heard.dropped);
        prop_assert!(heard.understood.starts_with(&rules.understood));
    }
}
