//! NemoVideo on the wire: what its calls look like, and a client that makes them; it knows no jobs.

mod account;
mod address;
mod ask;
mod attribution;
mod cache;
mod call;
mod canonical;
mod client;
mod code;
mod credits;
mod digest;
mod download;
pub mod draft;
mod error;
mod export;
mod film;
mod guard;
pub mod gui;
mod host;
mod id;
mod identity;
mod line;
mod message;
mod part;
mod positional;
mod raw;
mod refusal;
mod reply;
mod session;
mod settings;
mod state;
pub mod stream;
mod token;
mod transport;
mod upload;

pub use ask::{Longest, Sign, ask};
pub use attribution::Attribution;
pub use call::Call;
pub use client::Client;
pub use code::Code;
pub use credits::Credits;
pub use digest::Digest;
pub use draft::{Tracks, changes};
pub use error::Error;
pub use export::{Render, Status as RenderStatus};
pub use film::whole;
pub use host::Place;
pub use id::{RenderId, Session, SessionId, TaskId, UserId};
pub use message::Answer;
pub use reply::{No, Object, Reply};
pub use settings::{AccountSettings, Patience, Settings};
pub use state::{Media, State};
pub use token::Token;
pub use upload::Uploaded;

#[cfg(test)]
mod address_tests;
#[cfg(test)]
mod download_tests;
#[cfg(test)]
mod reply_tests;
#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod token_tests;
#[cfg(test)]
mod upload_tests;
#[cfg(test)]
mod wire_tests;
