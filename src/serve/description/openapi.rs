//! The server described by itself, as `OpenAPI` 3.1: made from the endpoints and from the types that they read and write.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::serve::description::endpoint::{Described, Gives, Parameter, Takes};

/// Refusals that any request may meet: the door, an unknown path or thing, another method, a body that is too large or
/// that cannot be read.
const ANY: [u16; 6] = [400, 403, 404, 405, 413, 422];

/// A refusal: a code of the protocol and words, or the words alone as the framework behind the service has them.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is wanted; refusals are written in `answer`")]
pub(crate) enum No {
    Coded {
        #[schemars(range(min = 1))]
        code: u16,
        message: String,
    },
    Detailed {
        detail: String,
    },
}

/// The whole description.
pub(crate) fn describe(endpoints: &[Described]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut shapes = settings.into_generator();
    let mut paths = Map::new();
    for endpoint in endpoints {
        let operation = operation(endpoint, &mut shapes);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "reeldrop serve",
            "description": "NemoVideo's protocol, served from this machine.",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": {
            "schemas": shapes.take_definitions(true),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn operation(endpoint: &Described, shapes: &mut SchemaGenerator) -> Value {
    // An empty header counts as none.
    let named = |place: &str, name: &str| json!({ "in": place, "name": name, "required": true, "schema": { "type": "string", "minLength": 1 } });
    let in_path = endpoint.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<Value> = in_path
        .map(|name| named("path", name))
        .chain(endpoint.parameters.iter().map(|Parameter { place, name }| named(place, name)))
        .collect();
    let mut operation = json!({
        "summary": endpoint.what,
        "operationId": format!("{} {}", endpoint.method, endpoint.path),
        "parameters": parameters,
        "responses": responses(endpoint, shapes),
    });
    if endpoint.needs_token {
        operation["security"] = json!([{ "token": [] }]);
    }
    if let Some(body) = body(endpoint.takes, shapes) {
        operation["requestBody"] = body;
    }
    operation
}

fn body(takes: Takes, shapes: &mut SchemaGenerator) -> Option<Value> {
    match takes {
        Takes::Nothing => None,
        Takes::Json { shape, optional } => {
            Some(json!({ "required": !optional, "content": { "application/json": { "schema": shape(shapes) } } }))
        }
        Takes::Files(shape) => {
            let files = json!({ "type": "array", "minItems": 1, "items": { "type": "string", "format": "binary" } });
            let form = json!({ "type": "object", "required": ["files"], "properties": { "files": files } });
            Some(json!({ "required": true, "content": {
                "multipart/form-data": { "schema": form },
                "application/json": { "schema": shape(shapes) },
            } }))
        }
    }
}

fn responses(endpoint: &Described, shapes: &mut SchemaGenerator) -> Value {
    let no = shapes.subschema_for::<No>();
    let refusal = json!({ "description": "refused", "content": { "application/json": { "schema": no } } });
    let refused = ANY.iter().chain(endpoint.refusals).map(|status| (status.to_string(), refusal.clone()));
    let mut responses: Map<String, Value> = refused.collect();
    // Codes of the protocol that are no statuses come with 200.
    let either = |yes: Value| json!({ "application/json": { "schema": { "anyOf": [yes, no] } } });
    let anything = |media_type: &str| json!({ media_type: {}, "application/json": { "schema": no } });
    let content = match endpoint.gives {
        Gives::Data(shape) => {
            let data = shape(shapes);
            let code = json!({ "const": 0 });
            either(
                json!({ "type": "object", "required": ["code", "data"], "properties": { "code": code, "data": data } }),
            )
        }
        Gives::Json(shape) => either(json!(shape(shapes))),
        Gives::Other(media_type) => anything(media_type),
        Gives::File => {
            responses.insert("206".to_owned(), json!({ "description": "a part", "content": { "*/*": {} } }));
            responses.insert("416".to_owned(), json!({ "description": "there is no such part" }));
            anything("*/*")
        }
    };
    responses.insert("200".to_owned(), json!({ "description": "done", "content": content }));
    Value::Object(responses)
}
