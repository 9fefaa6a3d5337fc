//! A line to the service: every call goes over it, with the token, and with the only repetitions there are.

use std::future::Future;
use std::sync::Arc;

use reqwest::Method;
use tokio::time::sleep;

use crate::backoff;
use crate::nemovideo::account::Account;
use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::reply::Reply;
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::{Transport, with_json};

#[derive(Clone)]
struct Ask<'a> {
    call: Call,
    parts: &'a [&'a str],
    method: Method,
    body: Option<&'a [u8]>,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub transport: Transport,
    pub account: Arc<Account>,
}

impl Line {
    /// Makes a call with the token; if just that is refused, and so nothing was done, once more with another.
    pub(crate) async fn keyed<T, F>(&self, send: impl Fn(Token) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let token = self.account.token().await?;
        let answer = match send(token.clone()).await {
            Err(error) if error.code() == Some(Code::BadToken) => send(self.account.renew(&token).await?).await,
            answer => answer,
        };
        if answer.is_ok() {
            self.account.was_taken();
        }
        answer
    }

    /// A question that changes nothing: asked again where the way or the service failed.
    pub(crate) async fn get(&self, call: Call, parts: &[&str]) -> Result<Reply, Error> {
        let again = self.transport.patience.again;
        let mut tries = 1;
        loop {
            match self.keyed(|token| self.once(Ask { call, parts, method: Method::GET, body: None }, token)).await {
                Err(error) if passes(&error) && again.again(tries) => sleep(again.wait(tries, backoff::jitter())).await,
                answer => return answer,
            }
            tries += 1;
        }
    }

    /// A call that may change something: sent once.
    pub(crate) async fn post(&self, call: Call, parts: &[&str], body: Option<&[u8]>) -> Result<Reply, Error> {
        self.keyed(|token| self.once(Ask { call, parts, method: Method::POST, body }, token)).await
    }

    async fn once(&self, ask: Ask<'_>, token: Token) -> Result<Reply, Error> {
        let request = self.transport.request(ask.call, ask.method, ask.parts, Some(&token))?;
        let request = match ask.body {
            Some(body) => with_json(request, body.to_vec()),
            None => request,
        };
        self.transport.ask(ask.call, request, Some(&token)).await
    }
}

fn passes(error: &Error) -> bool {
    match error {
        // A token has had its second try already.
        Error::Refused { call, code: Code::Trouble, .. }
        | Error::Unreachable { call, .. }
        | Error::Lost { call, .. }
        | Error::Silent { call, .. } => *call != Call::Token,
        _ => false,
    }
}
