//! What becomes of a job when a call went wrong: the table of §8 of the protocol, as faults with words for people.

use std::time::Duration;

use crate::backend::nemo::cargo::ACCEPTED;
use crate::backend::nemo::settings::Settings;
use crate::backend::way::Fault;
use crate::job::{Failure, Kind};
use crate::nemovideo::{Call, Code, Error};

/// A week's allowance of tokens does not come back within minutes.
const TOKEN_WAIT: Duration = Duration::from_mins(15);

/// A failure in the words of the error and its causes.
pub(crate) fn failure(kind: Kind, error: &Error, hint: &str) -> Failure {
    Failure::of(kind, error, (!hint.is_empty()).then(|| hint.to_owned()))
}

/// Judges an error of any call; what a single step knows better, it looks at before.
pub(crate) fn judge(error: &Error, settings: &Settings) -> Fault {
    match error {
        Error::Refused { call, code, wait, .. } => refusal(error, *call, *code, *wait, settings),
        Error::OwnToken { .. } => Fault::Held(
            failure(
                Kind::Refused,
                error,
                "give reeldrop a valid token and start it again; no other account is used instead",
            ),
            Some(settings.recovery_poll),
        ),
        Error::Unreachable { .. } => Fault::Held(
            failure(Kind::Backend, error, "check the network and `api_url` under `[nemo]`; it goes on by itself"),
            None,
        ),
        Error::Lost { .. } | Error::Silent { .. } | Error::Nonsense { .. } | Error::NotWhole { .. } => {
            Fault::Passing(failure(Kind::Backend, error, "the service may be in trouble; try again later"))
        }
        Error::TooLarge { .. } => Fault::Lasting(failure(Kind::Backend, error, "no film of this service is so large")),
        Error::Address { .. } => Fault::Lasting(failure(Kind::Backend, error, "nothing was fetched from there")),
        Error::Settings { .. } => Fault::Lasting(failure(Kind::Machine, error, "mend `[nemo]` in the config")),
        Error::Disk(disk) if disk.is_full() => {
            Fault::Held(failure(Kind::Machine, error, "make room on the disk"), None)
        }
        Error::Disk(_) => Fault::Passing(failure(Kind::Machine, error, "")),
    }
}

fn refusal(error: &Error, call: Call, code: Code, wait: Option<Duration>, settings: &Settings) -> Fault {
    let lasting = |kind, hint: &str| Fault::Lasting(failure(kind, error, hint));
    match code {
        Code::RateLimited if call == Call::Token => Fault::Held(
            failure(
                Kind::Refused,
                error,
                "the service gives out few free tokens a week; wait, or set NEMO_TOKEN to one of your own",
            ),
            Some(wait.unwrap_or(TOKEN_WAIT)),
        ),
        Code::RateLimited => Fault::Held(
            failure(Kind::Backend, error, "it goes on by itself"),
            Some(wait.unwrap_or(settings.rate_limit_wait)),
        ),
        Code::Busy => Fault::Held(failure(Kind::Backend, error, ""), Some(wait.unwrap_or(settings.poll))),
        Code::NoCredits => Fault::Held(failure(Kind::Refused, error, ""), Some(settings.recovery_poll)),
        Code::Plan => lasting(
            Kind::Refused,
            "this is not about credits: either the account's plan does not allow exports (register or upgrade it), or the \
             X-Skill headers were lost on the way (a proxy?); `reeldrop retry` exports again without paying again",
        ),
        Code::Forbidden => {
            lasting(Kind::Refused, "the token lacks a right; make one with `read`, `write` and `upload`")
        }
        Code::FileType => lasting(Kind::Input, &format!("NemoVideo takes {ACCEPTED}")),
        Code::FileSize => lasting(Kind::Input, "save the file smaller, or cut it into parts"),
        Code::NoSession => lasting(
            Kind::Backend,
            "the session is gone, and the timeline with it; moved back into the inbox the folder begins anew, which costs \
             credits again",
        ),
        Code::BadToken | Code::Trouble => {
            Fault::Passing(failure(Kind::Backend, error, "the service may be in trouble; try again later"))
        }
        Code::ClientId | Code::BadRequest | Code::Unknown(_) => lasting(Kind::Backend, "look at the log for more"),
    }
}
