//! What the server says of itself, checked: whatever is asked, in its words or against them, the answer is one that the
//! description allows, and never a breakdown.

mod shapes;

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::nemo_fake::client::http;
use crate::serve::client::Guest;
use crate::support::Serving;
use shapes::{anything, fits, of_shape};

/// How many requests are made up.
const CASES: u32 = 1200;

/// One request to be.
#[derive(Clone, Debug)]
struct Asked {
    operation: usize,
    /// For each of the path's parameters, by turns something that is there and something made up.
    places: Vec<(bool, String)>,
    with_token: bool,
    with_headers: bool,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    None,
    /// As the description has it.
    Fit(Value),
    /// JSON of any shape.
    Odd(Value),
    Bytes(Vec<u8>),
    Files(Vec<(String, Vec<u8>)>),
}

struct Tester {
    runtime: Runtime,
    http: Client,
    url: String,
    document: Value,
    operations: Vec<(String, String, Value)>,
    token: String,
    session: String,
    key: String,
}

impl Tester {
    fn new(serving: &Serving) -> Self {
        let runtime = Runtime::new().unwrap();
        let guest = runtime.block_on(Guest::new(serving, 1));
        let key = runtime.block_on(async {
            let said = guest.say("make a video").await;
            guest.film("made", &said.draft).await.unwrap();
            said.draft["t"][0]["sg"][0]["src"].as_str().unwrap().split('/').nth(2).unwrap().to_owned()
        });
        let url = serving.url().to_owned();
        let text =
            runtime.block_on(async { http().get(format!("{url}/openapi.json")).send().await.unwrap().text().await });
        let document: Value = serde_json::from_str(&text.unwrap()).unwrap();
        let operations = operations(&document);
        let Guest { skill, .. } = guest;
        Self { runtime, http: http(), url, document, operations, token: skill.token, session: skill.session, key }
    }

    fn strategy(&self) -> impl Strategy<Value = Asked> + use<> {
        let bodies: Vec<BoxedStrategy<Body>> =
            self.operations.iter().map(|(.., operation)| self.bodies(operation)).collect();
        (0..self.operations.len()).prop_flat_map(move |operation| {
            let places = proptest::collection::vec((prop::bool::weighted(0.7), "[^/?#\\s]{1,12}"), 2);
            let common = (places, prop::bool::weighted(0.85), prop::bool::weighted(0.85), bodies[operation].clone());
            common.prop_map(move |(places, with_token, with_headers, body)| Asked {
                operation,
                places,
                with_token,
                with_headers,
                body,
            })
        })
    }

    fn bodies(&self, operation: &Value) -> BoxedStrategy<Body> {
        let content = &operation["requestBody"]["content"];
        let Some(shape) = content["application/json"].get("schema") else { return Just(Body::None).boxed() };
        let bytes = || proptest::collection::vec(any::<u8>(), 0..60);
        let name = "[ -~é]{0,8}\\.(jpg|png|mp3|mp4|txt)";
        let session = self.session.clone();
        // Shapes alone would hardly ever hit upon a session that is there.
        let fit = of_shape(shape, &self.document).prop_flat_map(move |value| {
            let session = session.clone();
            any::<bool>()
                .prop_map(move |real| Body::Fit(if real { in_session(value.clone(), &session) } else { value.clone() }))
        });
        // No weight may be zero, so a form also goes where none is expected.
        let files = if content.get("multipart/form-data").is_some() { 6 } else { 1 };
        // A list of an object's values in their order is no object, however a parser is made.
        let list = of_shape(shape, &self.document).prop_map(|value| Body::Odd(in_a_row(value)));
        let odd = prop_oneof![2 => anything().prop_map(Body::Odd), 1 => list];
        let form = proptest::collection::vec((name, bytes()), 0..3).prop_map(Body::Files);
        prop_oneof![6 => fit, 2 => odd, 1 => bytes().prop_map(Body::Bytes), files => form].boxed()
    }

    fn request(&self, asked: &Asked) -> RequestBuilder {
        let (path, method, operation) = &self.operations[asked.operation];
        let mut places = asked.places.iter();
        let parts: Vec<String> = path
            .split('/')
            .map(|part| match part.strip_prefix('{') {
                None => part.to_owned(),
                Some(name) => match places.next() {
                    Some((false, made_up)) => reeldrop_free(made_up),
                    _ => self.known(name.trim_end_matches('}')).to_owned(),
                },
            })
            .collect();
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let needed: Vec<(&str, &str)> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|_| asked.with_headers)
            .map(|parameter| (parameter["in"].as_str().unwrap(), parameter["name"].as_str().unwrap()))
            .collect();
        let query = if needed.contains(&("query", "ct")) { "?ct=clm_x" } else { "" };
        let mut request = self.http.request(method, format!("{}{}{query}", self.url, parts.join("/")));
        if asked.with_token {
            request = request.bearer_auth(&self.token);
        }
        for (_, name) in needed.into_iter().filter(|(place, _)| *place == "header") {
            request = request.header(name, "reeldrop-test");
        }
        match &asked.body {
            Body::None => request,
            Body::Fit(value) | Body::Odd(value) => request.json(value),
            Body::Bytes(bytes) => request.header("content-type", "application/json").body(bytes.clone()),
            Body::Files(files) => request.multipart(files.iter().fold(Form::new(), |form, (name, bytes)| {
                form.part("files", Part::bytes(bytes.clone()).file_name(name.clone()))
            })),
        }
    }

    /// Whether the request is one that the description allows.
    fn is_right(&self, asked: &Asked) -> bool {
        let operation = &self.operations[asked.operation].2;
        let needs = |place: &str| {
            let parameters = operation["parameters"].as_array().unwrap();
            parameters.iter().any(|parameter| parameter["in"] == place)
        };
        let without = !asked.with_headers && (needs("header") || needs("query"));
        if without || (!asked.with_token && operation["security"].is_array()) {
            return false;
        }
        let Some(body) = operation.get("requestBody") else { return true };
        let is_json = |value: &Value| fits(value, &body["content"]["application/json"]["schema"], &self.document);
        match &asked.body {
            Body::None => body["required"] == false,
            Body::Fit(value) | Body::Odd(value) => is_json(value),
            Body::Bytes(bytes) if bytes.is_empty() => body["required"] == false,
            // A form without parts is sent as nothing at all.
            Body::Files(files) if files.is_empty() => body["required"] == false,
            Body::Bytes(bytes) => serde_json::from_slice(bytes).is_ok_and(|value| is_json(&value)),
            Body::Files(_) => body["content"].get("multipart/form-data").is_some(),
        }
    }

    fn known(&self, name: &str) -> &str {
        match name {
            "user" => "me",
            "session" => &self.session,
            "id" => "made",
            "key" => &self.key,
            _ => "img0.jpg",
        }
    }

    fn check(&self, asked: &Asked) -> Result<u16, TestCaseError> {
        let (status, kind, body) = self.runtime.block_on(async {
            let reply: Response = self.request(asked).send().await.unwrap();
            let kind = reply.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
            (reply.status().as_u16(), kind.unwrap_or_default(), reply.bytes().await.unwrap())
        });
        let (path, method, operation) = &self.operations[asked.operation];
        let response = &operation["responses"][status.to_string()];
        prop_assert!(response.is_object(), "{method} {path} answered {status}, which is not described");
        let accepted = status < 300
            && serde_json::from_slice(&body)
                .map_or(true, |value: Value| value.get("code").is_none_or(|code| code == 0));
        prop_assert!(
            self.is_right(asked) || !accepted,
            "{method} {path} took {asked:?}, which the description forbids"
        );
        let Some(content) = response.get("content").and_then(Value::as_object) else { return Ok(status) };
        let is_described = content.contains_key(&kind) || content.contains_key("*/*");
        prop_assert!(is_described, "{method} {path} answered {status} in `{kind}`, which is not described");
        if kind == "application/json" {
            let value: Value = serde_json::from_slice(&body).unwrap();
            let shape = &content["application/json"]["schema"];
            prop_assert!(fits(&value, shape, &self.document), "{method} {path} answered {status} with {value}");
            if operation["security"].is_array() && !asked.with_token {
                prop_assert!(value["code"] == 1001, "{method} {path} without a token: {value}");
            }
        }
        Ok(status)
    }
}

/// A place that stays one part of a path.
fn reeldrop_free(made_up: &str) -> String {
    if made_up.chars().all(|c| c == '.') { "x".to_owned() } else { made_up.replace('%', "%25").replace('\\', "") + "x" }
}

/// Every object below as a list of its values.
fn in_a_row(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields.into_iter().map(|(_, value)| in_a_row(value)).collect(),
        Value::Array(items) => items.into_iter().map(in_a_row).collect(),
        other => other,
    }
}

fn in_session(mut value: Value, session: &str) -> Value {
    for key in ["session_id", "sessionId"] {
        if let Some(id) = value.get_mut(key) {
            *id = json!(session);
        }
    }
    value
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, methods): (&String, &Value)| {
        let methods = methods.as_object().unwrap().clone();
        methods.into_iter().map(|(method, operation)| (path.clone(), method, operation)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn every_answer_is_one_that_the_description_allows() {
    let serving = Serving::start();
    let tester = Tester::new(&serving);
    assert!(tester.operations.len() >= 12, "{}", tester.document);
    let seen = std::cell::RefCell::new(HashMap::<(usize, u16), u32>::new());
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&tester.strategy(), |asked| {
        let status = tester.check(&asked)?;
        *seen.borrow_mut().entry((asked.operation, status)).or_default() += 1;
        Ok(())
    });
    assert!(checked.is_ok(), "{}\nlog:\n{}", checked.unwrap_err(), serving.log());
    // A tester that never gets past the door would find nothing.
    let good = (0..tester.operations.len()).filter(|number| seen.borrow().contains_key(&(*number, 200))).count();
    assert!(good >= 10, "only {good} operations ever answered 200: {seen:?}");
}

#[test]
fn an_answer_that_the_description_forbids_is_found() {
    let serving = Serving::start();
    let mut tester = Tester::new(&serving);
    let balance = tester.operations.iter().position(|(path, ..)| path.contains("balance")).unwrap();
    let places = vec![(true, String::new()); 2];
    let asked = Asked { operation: balance, places, with_token: true, with_headers: true, body: Body::None };
    assert_eq!(tester.check(&asked).unwrap(), 200);
    let shape = json!({ "required": ["data"], "properties": { "data": { "required": ["gold"] } } });
    tester.operations[balance].2["responses"]["200"]["content"]["application/json"]["schema"] = shape;
    assert!(tester.check(&asked).is_err());
    tester.operations[balance].2["responses"] = json!({});
    assert!(tester.check(&asked).is_err());
}
