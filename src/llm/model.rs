//! The model itself: asked, within the time that its owner gave it.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Url, redirect, retry};
use serde_json::Value;
use tokio::time::timeout;

use crate::llm::address::{address, below, host};
use crate::llm::chat::{Chat, Form};
use crate::llm::error::Error;
use crate::llm::object::object;
use crate::llm::reply::said;
use crate::llm::wire::send;
use crate::tls;

/// One model at one server. Its `Debug` does not show the key.
#[derive(Clone, Debug)]
pub struct Model {
    client: Client,
    base: Url,
    name: String,
    key: Option<HeaderValue>,
    patience: Duration,
}

impl Model {
    /// `url` as [`address`] takes it; `patience` is the time for a question, however often it has to be put. Nothing is
    /// sent yet. Whatever is sent goes to that address and nowhere else: past every proxy, and after no redirect.
    pub fn new(url: &str, name: &str, key: Option<&str>, patience: Duration) -> Result<Self, Error> {
        tls::ready();
        let client = Client::builder()
            .user_agent(concat!("reeldrop/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy();
        Ok(Self {
            client: client.build().map_err(Error::Client)?,
            base: address(url)?,
            name: name.to_owned(),
            key: key.map(bearer).transpose()?,
            patience,
        })
    }

    /// The host and its port.
    #[must_use]
    pub fn host(&self) -> String {
        host(&self.base)
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub const fn patience(&self) -> Duration {
        self.patience
    }

    /// The object that the model answers with: it has what the schema requires, and nothing else about it is sure.
    /// `within` is cut to the model's patience.
    pub async fn ask(&self, chat: &Chat<'_>, within: Duration) -> Result<Value, Error> {
        self.in_time(within, self.in_some_form(chat)).await
    }

    /// The names of the models that the server has.
    pub async fn names(&self) -> Result<Vec<String>, Error> {
        let body = self.in_time(self.patience, send(&self.host(), self.request(Method::GET, "models"))).await?;
        let list: Value = serde_json::from_slice(&body).map_err(|_| self.nonsense("no list of its models"))?;
        let models = list["data"].as_array().ok_or_else(|| self.nonsense("no list of its models"))?;
        Ok(models.iter().filter_map(|model| model["id"].as_str()).map(str::to_owned).collect())
    }

    async fn in_time<T>(&self, within: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let slow = || Error::Slow { host: self.host(), after: self.patience };
        timeout(within.min(self.patience), work).await.unwrap_or_else(|_| Err(slow()))
    }

    async fn in_some_form(&self, chat: &Chat<'_>) -> Result<Value, Error> {
        for form in [Form::Schema, Form::Object] {
            match self.in_form(chat, form).await {
                Err(error) if error.is_about_form() => {
                    tracing::debug!(error = &error as &dyn std::error::Error, ?form, "the model is asked more plainly");
                }
                answer => return answer,
            }
        }
        self.in_form(chat, Form::Plain).await
    }

    async fn in_form(&self, chat: &Chat<'_>, form: Form) -> Result<Value, Error> {
        let request = self.request(Method::POST, "chat/completions").json(&chat.body(&self.name, form));
        let said = said(&send(&self.host(), request).await?).map_err(|what| self.nonsense(what))?;
        let answer = object(&said.text, |object| chat.is_answered_by(object));
        let what =
            if said.cut { "an answer that was cut off" } else { "an answer without the JSON that was asked for" };
        answer.ok_or_else(|| self.nonsense(what))
    }

    fn request(&self, method: Method, call: &str) -> RequestBuilder {
        let request = self.client.request(method, below(&self.base, call));
        match &self.key {
            Some(key) => request.header(AUTHORIZATION, key),
            None => request,
        }
    }

    fn nonsense(&self, what: &'static str) -> Error {
        Error::Nonsense { host: self.host(), what }
    }
}

fn bearer(key: &str) -> Result<HeaderValue, Error> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", key.trim())).map_err(|_| Error::Key)?;
    bearer.set_sensitive(true);
    Ok(bearer)
}
