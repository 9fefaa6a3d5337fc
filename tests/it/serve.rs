//! `reeldrop serve`: the protocol spoken by a real process that makes real films.

mod client;
mod conversation;
mod described;
mod door;
mod drafts;
mod hostile;
mod house;
mod survival;
mod two;
