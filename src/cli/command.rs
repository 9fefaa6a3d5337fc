//! The command line as a whole: options that hold for every command, and the list of commands.

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{
    cancel, completions, config, credits, doctor, example, init, jobs, leash, logs, look_at, make, man, once, pause,
    plan, print, refine, render_work, reprint, resume, retry, run, serve, service, show, status,
};
use crate::render;

/// Drop a folder of pictures into an inbox, get a finished MP4 in an outbox.
#[derive(Debug, Parser)]
#[command(name = "reeldrop", version, long_version = long_version())]
struct Line {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Make(make::Arguments),
    Run(run::Arguments),
    Once(once::Arguments),
    Init(init::Arguments),
    Plan(plan::Arguments),
    Status(status::Arguments),
    Jobs(jobs::Arguments),
    Show(show::Arguments),
    Logs(logs::Arguments),
    Retry(retry::Arguments),
    Cancel(cancel::Arguments),
    Pause(pause::Arguments),
    Resume(resume::Arguments),
    Refine(refine::Arguments),
    Credits(credits::Arguments),
    Serve(serve::Arguments),
    Doctor(doctor::Arguments),
    Example(example::Arguments),
    Service(service::Arguments),
    Config(config::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    #[command(hide = true)]
    Leash(leash::Arguments),
    #[command(hide = true)]
    LookAt(look_at::Arguments),
    #[command(hide = true)]
    Reprint(reprint::Arguments),
    #[command(hide = true)]
    RenderWork(render_work::Arguments),
}

/// Whether the encoder is the fast one is decided when the program is built.
fn long_version() -> &'static str {
    if render::encoder_is_fast() {
        concat!(env!("CARGO_PKG_VERSION"), "\nencoder: OpenH264 with assembly")
    } else {
        concat!(
            env!("CARGO_PKG_VERSION"),
            "\nencoder: OpenH264 without assembly, about half as fast; install nasm and build again"
        )
    }
}

/// The top-level entry point: reads the line, runs the command, and turns what went wrong into words and an exit code.
#[must_use]
pub fn main() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => return usage(&error),
    };
    match run(line.command, &line.options) {
        Ok(exit) => exit.into(),
        Err(refusal) => {
            print::refusal(&refusal);
            refusal.exit.into()
        }
    }
}

fn run(command: Command, options: &Options) -> Result<Exit, Refusal> {
    match command {
        Command::Make(arguments) => make::run(&arguments, options),
        Command::Run(arguments) => run::run(&arguments, options),
        Command::Once(arguments) => once::run(&arguments, options),
        Command::Init(arguments) => init::run(&arguments, options),
        Command::Plan(arguments) => plan::run(&arguments, options),
        Command::Status(arguments) => status::run(&arguments, options),
        Command::Jobs(arguments) => jobs::run(&arguments, options),
        Command::Show(arguments) => show::run(&arguments, options),
        Command::Logs(arguments) => logs::run(&arguments, options),
        Command::Retry(arguments) => retry::run(&arguments, options),
        Command::Cancel(arguments) => cancel::run(&arguments, options),
        Command::Pause(arguments) => pause::run(&arguments, options),
        Command::Resume(arguments) => resume::run(&arguments, options),
        Command::Refine(arguments) => refine::run(&arguments, options),
        Command::Credits(arguments) => credits::run(&arguments, options),
        Command::Serve(arguments) => serve::run(&arguments, options),
        Command::Doctor(arguments) => doctor::run(&arguments, options),
        Command::Example(arguments) => example::run(&arguments, options),
        Command::Service(arguments) => service::run(&arguments, options),
        Command::Config(arguments) => config::run(&arguments, options),
        Command::Completions(arguments) => completions::run(&arguments, Line::command()),
        Command::Man(arguments) => man::run(&arguments, Line::command()),
        Command::Leash(arguments) => leash::run(&arguments),
        Command::LookAt(arguments) => look_at::run(&arguments),
        Command::Reprint(arguments) => reprint::run(&arguments),
        Command::RenderWork(arguments) => render_work::run(&arguments),
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // Whether help could be printed is nobody's business: `reeldrop --help | head` is fine.
    error.print().ok();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done.into(),
        _ => Exit::Usage.into(),
    }
}
