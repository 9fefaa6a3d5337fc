//! What a person types: one file a command, and the house put together for each.

mod cancel;
mod command;
mod completions;
mod config;
mod credits;
mod doctor;
mod example;
mod exit;
mod init;
mod jobs;
mod logs;
mod make;
mod making;
mod man;
mod nemo;
mod once;
mod options;
mod order;
mod pause;
mod plan;
mod print;
mod progress;
mod refine;
mod render_work;
mod resume;
mod retry;
mod run;
mod secret;
mod serve;
mod service;
mod settings;
mod show;
mod status;
mod target;
mod unfinished;

pub use command::main;
