//! reeldrop as a whole: real folders, real pictures, real processes, some of them killed.

#![allow(unreachable_pub, reason = "a test binary has no outside")]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a test may panic and talk")]
#![allow(clippy::disallowed_methods, reason = "a test plays the person who uses the disk as it likes")]

mod announce;
mod beats;
mod called_off;
mod calls;
mod cli;
mod commands;
mod crash;
mod cuts;
mod disk_full;
mod doctor;
mod effects;
mod ffmpeg;
mod frozen;
mod killed;
mod looked;
mod mistakes;
mod model;
mod music;
mod nemo_crash;
mod nemo_daemon;
mod nemo_download;
mod nemo_fake;
mod nemo_matrix;
mod nemo_voices;
mod once;
mod paused;
mod peer;
mod pipeline;
mod reload;
mod resumed;
mod serve;
mod service;
mod soak;
mod store;
mod support;
mod synced;
mod watching;
mod words;
