//! NemoVideo on the wire: what its calls look like, and a client that makes them; it knows no jobs.

mod attribution;
mod call;
mod code;
mod error;
mod id;
mod reply;
mod settings;
mod token;

pub use attribution::Attribution;
pub use call::Call;
pub use code::Code;
pub use error::Error;
pub use id::{RenderId, Session, SessionId, TaskId, UserId};
pub use reply::{No, Object, Reply};
pub use settings::{AccountSettings, Settings};
pub use token::Token;
