//! `reeldrop serve`: the protocol spoken by a real process that makes real films.

mod backend;
mod client;
mod conversation;
mod described;
mod door;
mod drafts;
mod house;
mod survival;
mod two;
