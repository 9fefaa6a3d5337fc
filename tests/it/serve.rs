//! `reeldrop serve`: the protocol spoken by a real process that makes real films.

pub mod client;
mod conversation;
mod curl;
mod described;
mod door;
mod drafts;
mod hostile;
mod house;
mod many;
mod readme;
mod skill;
mod survival;
mod two;
