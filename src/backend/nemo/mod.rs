//! Has NemoVideo make the film: pictures go up, words are said, the film comes down, and nothing is paid twice.

mod account;
mod before;
mod cargo;
mod converted;
mod exporting;
mod judge;
mod opening;
mod report;
mod script;
mod service;
mod settings;
mod talking;
mod trip;
mod unfit;
mod watching;

pub use service::Nemo;
pub use settings::Settings;
