//! The fake NemoVideo, asked exactly as the skill document asks, and caught at what it must catch.

pub mod client;
mod faults;
mod ledger;
mod skill;
mod voices;
