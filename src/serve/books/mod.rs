//! What the server must not forget: who came, what was said, uploaded, paid and rendered; every SQL statement of the room.

mod claims;
mod messages;
mod open;
mod renders;
mod retention;
mod sessions;
#[cfg(test)]
mod tests;
mod tokens;
mod uploads;
mod words;

pub use messages::{Begun, Charge, Message, Standing};
pub use open::Books;
pub use renders::{Film, Render, Status};
pub use sessions::{Session, State};
pub use tokens::{Issued, Token, TokenRules};
pub use uploads::{NewUpload, Upload};
