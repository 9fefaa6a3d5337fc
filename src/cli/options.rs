//! Options that hold for every command.

use std::path::PathBuf;

/// Options that every command takes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Options {
    /// The config file [default: `$REELDROP_CONFIG`, your config folder's reeldrop/config.toml, /etc/reeldrop/config.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON: one object, with names that stay
    #[arg(long, global = true)]
    pub json: bool,
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}
