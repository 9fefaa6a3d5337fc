//! What a person types: one file a command, and the house put together for each.

mod command;
mod example;
mod exit;
mod init;
mod jobs;
mod make;
mod once;
mod options;
mod order;
mod plan;
mod print;
mod progress;
mod render_work;
mod run;
mod settings;
mod show;
mod status;

pub use command::main;
