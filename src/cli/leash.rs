//! `reeldrop leash`: not for people; becomes another program that dies with whoever started it, so that none outlives a
//! renderer that was killed.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::cli::exit::{Exit, Refusal};

/// Become a program that ends with the process of this number
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    parent: i32,
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    program: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Refusal> {
    tie(arguments.parent)?;
    let [program, rest @ ..] = &arguments.program[..] else { return Ok(Exit::Usage) };
    Err(Command::new(program).args(rest).exec().into())
}

/// The kernel's own promise, which holds whatever the program does. It is given too late to a parent that is gone already.
#[cfg(target_os = "linux")]
fn tie(parent: i32) -> io::Result<()> {
    use rustix::process::{Pid, Signal, getppid, set_parent_process_death_signal};
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid().map(Pid::as_raw_pid) == Some(parent) { Ok(()) } else { Err(io::ErrorKind::NotConnected.into()) }
}

/// Elsewhere the program reads the end of its input, and ends by itself.
#[cfg(not(target_os = "linux"))]
fn tie(_: i32) -> io::Result<()> {
    Ok(())
}
