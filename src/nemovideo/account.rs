//! The token: given by the owner, or anonymous, kept, and renewed by one for all.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::time::sleep;

use crate::backoff;
use crate::clock;
use crate::nemovideo::cache::{self, Held, Owner};
use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::UserId;
use crate::nemovideo::identity::client_id;
use crate::nemovideo::reply::Reply;
use crate::nemovideo::settings::{AccountSettings, Settings};
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::Transport;

/// An anonymous token holds for so long where the service does not say (§4.1 of the protocol).
const WEEK: Duration = Duration::from_hours(7 * 24);
/// A service that refuses what it has just given out is not asked for one token after the other.
const APART: Duration = Duration::from_mins(1);
/// A longer wait than this is left to the caller, who has other things to do.
const PATIENT: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub(crate) struct Account {
    transport: Transport,
    settings: AccountSettings,
    rate_limit_wait: Duration,
    /// Held across a renewal, so that many who need a token ask for one.
    state: tokio::sync::Mutex<State>,
    user: Mutex<Option<UserId>>,
    /// The service has taken the newest token at least once.
    taken: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    /// Until when the service wants no further asking, and what it said.
    blocked: Option<(Instant, String)>,
    /// When a refused token was last replaced.
    renewed: Option<Instant>,
}

impl Account {
    pub(crate) fn new(transport: Transport, settings: &Settings) -> Result<Self, Error> {
        let seconds = Duration::try_from_secs_f64(settings.rate_limit_wait_secs);
        let wrong = |_| Error::Settings { why: "`rate_limit_wait_secs` is no length of time".to_owned() };
        Ok(Self {
            transport,
            settings: settings.account.clone(),
            rate_limit_wait: seconds.map_err(wrong)?,
            state: tokio::sync::Mutex::default(),
            user: Mutex::default(),
            taken: AtomicBool::new(false),
        })
    }

    /// The token to use now.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<Token, Error> {
        if let Some((own, _)) = &self.settings.own {
            return Ok(own.clone());
        }
        self.other_than(None).await
    }

    /// Another token than the one that was refused. One that the owner gave is never replaced.
    pub(crate) async fn renew(self: &Arc<Self>, after: &Token) -> Result<Token, Error> {
        if let Some((_, origin)) = &self.settings.own {
            return Err(Error::OwnToken { origin: origin.clone() });
        }
        self.other_than(Some(after.clone())).await
    }

    /// A task of its own: a token is one of a week's few, and must be kept even if whoever asked has gone.
    async fn other_than(self: &Arc<Self>, refused: Option<Token>) -> Result<Token, Error> {
        let account = Arc::clone(self);
        let asked = tokio::spawn(async move { account.find(refused).await });
        asked.await.unwrap_or(Err(Error::Lost { call: Call::Token, source: None }))
    }

    async fn find(&self, refused: Option<Token>) -> Result<Token, Error> {
        let mut state = self.state.lock().await;
        let fits = |held: &Held| held.holds(clock::now()) && Some(&held.token) != refused.as_ref();
        if let Some(held) = state.held.as_ref().filter(|held| fits(held)) {
            return Ok(held.token.clone());
        }
        let owner = Owner { api_url: self.transport.api.text().to_owned(), client_id: client_id(&self.settings)? };
        let path = &self.settings.token_cache;
        let held = if let Some(kept) = cache::read(path, &owner, clock::now()).filter(fits) {
            kept
        } else {
            if refused.is_some() {
                self.replaces(&mut state)?;
            }
            let held = self.issue(&mut state).await?;
            if let Err(error) = cache::write(path, &owner, &held) {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the token is not kept, and the next start will need another");
            }
            held
        };
        self.remember(held.user.clone());
        let token = held.token.clone();
        state.held = Some(held);
        Ok(token)
    }

    /// Notes that a refused token is replaced, unless its predecessor has just been, and in vain.
    fn replaces(&self, state: &mut State) -> Result<(), Error> {
        if !self.taken.swap(false, Ordering::Relaxed) && state.renewed.is_some_and(|at| at.elapsed() < APART) {
            let said = "it refuses the tokens that it gives out".to_owned();
            return Err(Error::Refused { call: Call::Token, code: Code::BadToken, said, wait: None });
        }
        state.renewed = Some(clock::instant());
        Ok(())
    }

    /// The service has taken the token it was shown.
    pub(crate) fn was_taken(&self) {
        self.taken.store(true, Ordering::Relaxed);
    }

    /// Asks for a token; again once for each reason that a second try may mend.
    async fn issue(&self, state: &mut State) -> Result<Held, Error> {
        if let Some((until, said)) = &state.blocked {
            let left = until.saturating_duration_since(clock::instant());
            if !left.is_zero() {
                let (code, said) = (Code::RateLimited, said.clone());
                return Err(Error::Refused { call: Call::Token, code, said, wait: Some(left) });
            }
        }
        let mut tried = Vec::new();
        loop {
            let error = match self.ask().await {
                Ok(held) => return Ok(held),
                Err(error) => error,
            };
            let Some((reason, wait)) = self.second_try(&error) else { return Err(error) };
            if tried.contains(&reason) || wait > PATIENT {
                state.blocked = blocked(&error, wait);
                return Err(error);
            }
            tried.push(reason);
            sleep(wait).await;
        }
    }

    async fn ask(&self) -> Result<Held, Error> {
        let request = self.transport.request(Call::Token, Method::POST, &["api", "auth", "anonymous-token"], None)?;
        let request = request.header("x-client-id", client_id(&self.settings)?);
        let reply = self.transport.ask(Call::Token, request, None).await?;
        let none = || Error::Nonsense { call: Call::Token, what: "there is no token in it".to_owned() };
        let token = reply.word("token").as_deref().and_then(Token::new).ok_or_else(none)?;
        Ok(Held { token, expires: expires(&reply), user: reply.word("user_id").map(UserId::new) })
    }

    fn second_try(&self, error: &Error) -> Option<(Reason, Duration)> {
        let soon = || self.transport.patience.again.wait(1, backoff::jitter());
        match error {
            Error::Refused { code: Code::ClientId, .. } => Some((Reason::ClientId, Duration::ZERO)),
            Error::Refused { code: Code::RateLimited, wait, .. } => {
                Some((Reason::TooOften, wait.unwrap_or(self.rate_limit_wait)))
            }
            Error::Refused { code: Code::Trouble, .. }
            | Error::Unreachable { .. }
            | Error::Lost { .. }
            | Error::Silent { .. } => Some((Reason::Trouble, soon())),
            _ => None,
        }
    }

    /// Whose token it is: a registration needs the name.
    pub(crate) fn remember(&self, user: Option<UserId>) {
        if user.is_some() {
            *self.user.lock().unwrap_or_else(PoisonError::into_inner) = user;
        }
    }

    #[must_use]
    pub(crate) fn user(&self) -> Option<UserId> {
        self.user.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why a token is asked for a second time; once for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    ClientId,
    TooOften,
    Trouble,
}

fn blocked(error: &Error, wait: Duration) -> Option<(Instant, String)> {
    match error {
        Error::Refused { code: Code::RateLimited, said, .. } => Some((clock::instant() + wait, said.clone())),
        _ => None,
    }
}

/// What the service names, unless that is over by our clock already: then one of the two clocks is wrong, and the
/// service's own refusal tells when the token ends.
fn expires(reply: &Reply) -> clock::Timestamp {
    let named = reply.word("expires_at").and_then(|text| text.parse().ok());
    let sound = named.filter(|named| cache::lasts(*named, clock::now()));
    sound.unwrap_or_else(|| clock::later(clock::now(), WEEK))
}
