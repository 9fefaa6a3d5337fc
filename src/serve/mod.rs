//! A server that speaks NemoVideo's protocol: sessions, uploads, messages, timeline and exports over HTTP, on top of any
//! studio that can make films. It knows no jobs.

mod account;
mod adk;
mod answer;
mod books;
mod caller;
mod description;
mod desk;
mod door;
mod endpoint;
mod error;
mod event;
mod export;
mod facts;
mod file;
mod formats;
mod ids;
mod listener;
mod message;
mod names;
mod owner;
mod page;
mod places;
mod progress;
mod range;
mod receive;
mod rendering;
mod routes;
mod run;
mod session;
mod settings;
mod sink;
mod studio;
mod sweep;
mod upload;
mod workshop;

pub use books::{
    Begun, Books, Charge, Film, Issued, Message, NewUpload, Render, Session, Standing, State, Status, Token,
    TokenRules, Upload,
};
pub use desk::Desk;
pub use error::Error;
pub use event::Event;
pub use facts::Facts;
pub use owner::OwnerToken;
pub use progress::Progress;
pub use routes::router;
pub use run::run;
pub use settings::Settings;
pub use sink::Sink;
pub use studio::{Failure, Made, Media, Order, Studio, Talk};
pub use workshop::{Settings as WorkshopSettings, Workshop};
