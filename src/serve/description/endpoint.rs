//! One endpoint: who answers, and what is said of it. Neither is there without the other, so nothing is served that the
//! description leaves out.

use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// How a type is written into the description.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// What a request carries.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    Nothing,
    /// May be left out if `optional`.
    Json {
        shape: Shape,
        optional: bool,
    },
    /// A form of files, or the JSON.
    Files(Shape),
}

/// What a good answer is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gives {
    /// `{"code":0,"data":…}`.
    Data(Shape),
    Json(Shape),
    /// Of this media type.
    Other(&'static str),
    /// A file, or a part of it.
    File,
}

/// A query or a header that has to be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub(crate) place: &'static str,
    pub(crate) name: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) what: &'static str,
    pub(crate) needs_token: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) takes: Takes,
    pub(crate) gives: Gives,
    /// Statuses of refusals, beside those that any request may meet.
    pub(crate) refusals: &'static [u16],
}

#[derive(Clone, Debug)]
pub(crate) struct Endpoint<S> {
    pub(crate) described: Described,
    pub(crate) handler: MethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> Endpoint<S> {
    pub(crate) fn get<H: Handler<T, S>, T: 'static>(path: &'static str, handler: H, what: &'static str) -> Self {
        Self::new("get", path, get(handler), what)
    }

    pub(crate) fn post<H: Handler<T, S>, T: 'static>(path: &'static str, handler: H, what: &'static str) -> Self {
        Self::new("post", path, post(handler), what)
    }

    fn new(method: &'static str, path: &'static str, handler: MethodRouter<S>, what: &'static str) -> Self {
        let described = Described {
            method,
            path,
            what,
            needs_token: true,
            parameters: Vec::new(),
            takes: Takes::Nothing,
            gives: Gives::File,
            refusals: &[],
        };
        Self { described, handler }
    }

    /// Anybody may ask.
    pub(crate) fn open(mut self) -> Self {
        self.described.needs_token = false;
        self
    }

    pub(crate) fn with(mut self, place: &'static str, name: &'static str) -> Self {
        self.described.parameters.push(Parameter { place, name });
        self
    }

    pub(crate) fn takes<T: JsonSchema>(mut self) -> Self {
        self.described.takes = Takes::Json { shape: SchemaGenerator::subschema_for::<T>, optional: false };
        self
    }

    pub(crate) fn may_take<T: JsonSchema>(mut self) -> Self {
        self.described.takes = Takes::Json { shape: SchemaGenerator::subschema_for::<T>, optional: true };
        self
    }

    pub(crate) fn takes_files_or<T: JsonSchema>(mut self) -> Self {
        self.described.takes = Takes::Files(SchemaGenerator::subschema_for::<T>);
        self
    }

    pub(crate) fn gives<T: JsonSchema>(mut self) -> Self {
        self.described.gives = Gives::Data(SchemaGenerator::subschema_for::<T>);
        self
    }

    pub(crate) fn gives_bare<T: JsonSchema>(mut self) -> Self {
        self.described.gives = Gives::Json(SchemaGenerator::subschema_for::<T>);
        self
    }

    pub(crate) fn gives_other(mut self, media_type: &'static str) -> Self {
        self.described.gives = Gives::Other(media_type);
        self
    }

    pub(crate) fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.described.refusals = statuses;
        self
    }
}
