//! How a command ends: exit codes that scripts rely on, and errors that people read.

use std::process::ExitCode;

use crate::job::{Failure, Kind};
use crate::nemovideo::{self, Code};
use crate::{backend, config, control, daemon, disk, serve, service};

/// The exit codes of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    Config = 4,
    Refused = 5,
    Temporary = 75,
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub exit: Exit,
    pub error: anyhow::Error,
    pub hint: Option<String>,
}

impl Refusal {
    pub(crate) fn new(exit: Exit, message: String, hint: &str) -> Self {
        Self { exit, error: anyhow::Error::msg(message), hint: Some(hint.to_owned()) }
    }

    fn of(exit: Exit, error: impl Into<anyhow::Error>, hint: Option<String>) -> Self {
        Self { exit, error: error.into(), hint }
    }
}

impl From<config::Error> for Refusal {
    fn from(error: config::Error) -> Self {
        let hint = error.hint();
        Self::of(Exit::Config, error, hint)
    }
}

impl From<daemon::Error> for Refusal {
    fn from(error: daemon::Error) -> Self {
        let exit = if error.is_temporary() { Exit::Temporary } else { Exit::Failed };
        let hint = error.hint();
        Self::of(exit, error, hint)
    }
}

impl From<control::Error> for Refusal {
    fn from(error: control::Error) -> Self {
        let exit = match &error {
            control::Error::NoJob { .. } => Exit::NotFound,
            control::Error::WrongStatus { .. } => Exit::Usage,
            _ => Exit::Failed,
        };
        let hint = error.hint();
        Self::of(exit, error, hint)
    }
}

impl From<service::Error> for Refusal {
    fn from(error: service::Error) -> Self {
        let exit = if matches!(error, service::Error::Foreign { .. }) { Exit::Usage } else { Exit::Failed };
        let hint = error.hint();
        Self::of(exit, error, hint)
    }
}

impl From<nemovideo::Error> for Refusal {
    fn from(error: nemovideo::Error) -> Self {
        let exit = match error.code() {
            Some(Code::NoCredits | Code::Plan | Code::BadToken | Code::Forbidden) => Exit::Refused,
            None if matches!(error, nemovideo::Error::Settings { .. }) => Exit::Config,
            None if matches!(error, nemovideo::Error::Disk(_)) => Exit::Failed,
            None | Some(Code::RateLimited | Code::Trouble | Code::Busy) => Exit::Temporary,
            Some(_) => Exit::Failed,
        };
        Self::of(exit, error, Some("check the network and `[nemo]` in the config".to_owned()))
    }
}

impl From<serve::Error> for Refusal {
    fn from(error: serve::Error) -> Self {
        let exit = if error.is_temporary() { Exit::Temporary } else { Exit::Failed };
        let hint = error.hint();
        Self::of(exit, error, hint)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        let exit = if failure.kind == Kind::Refused { Exit::Refused } else { Exit::Failed };
        Self { exit, error: anyhow::Error::msg(failure.message), hint: failure.hint }
    }
}

impl From<backend::Fault> for Refusal {
    fn from(fault: backend::Fault) -> Self {
        match fault {
            backend::Fault::Held(failure, _) if failure.kind != Kind::Refused => {
                Self { exit: Exit::Temporary, ..failure.into() }
            }
            backend::Fault::Held(failure, _) => failure.into(),
            backend::Fault::Lasting(failure) | backend::Fault::NotSent(failure) | backend::Fault::Passing(failure) => {
                failure.into()
            }
        }
    }
}

macro_rules! plainly {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::of(Exit::Failed, error, None)
            }
        })+
    };
}

plainly!(disk::Error, std::io::Error, crate::outbox::Error, crate::inbox::Error, crate::logging::Error);
