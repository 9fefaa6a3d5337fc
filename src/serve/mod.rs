//! A server that speaks NemoVideo's protocol: sessions, uploads, messages, timeline and exports over HTTP, on top of any
//! studio that can make films, and the studio that makes them here. It knows no store of jobs.

mod accounts;
mod books;
mod description;
mod desk;
mod door;
mod error;
mod files;
mod films;
mod ids;
mod routes;
mod run;
mod settings;
mod studio;
mod talk;
mod workshop;

pub use books::{
    Begun, Books, Charge, Film, Issued, Message, NewUpload, Render, Session, Standing, State, Status, Token,
    TokenRules, Upload,
};
pub use desk::Desk;
pub use door::owner::OwnerToken;
pub use error::Error;
pub use files::facts::Facts;
pub use files::places::is_at_work;
pub use films::progress::Progress;
pub use routes::router;
pub use run::run;
pub use settings::Settings;
pub use studio::{Failure, Made, Media, Order, Studio, Talk};
pub use talk::event::Event;
pub use talk::sink::Sink;
pub use workshop::{Settings as WorkshopSettings, Workshop};
