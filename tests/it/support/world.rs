//! A world of its own for each test: folders, a config, and daemons that are gone when the test ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{jpeg, until};

/// The program under test.
pub fn reeldrop() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reeldrop"));
    command.env_remove("REELDROP_CONFIG").env_remove("RUST_LOG");
    command
}

/// Inbox, outbox, archive, failed, state and a config with short waits and small films.
pub struct World {
    root: TempDir,
}

impl World {
    pub fn new() -> Self {
        Self::with("", "")
    }

    /// With further lines for `[[watch]]` and for the end of the config.
    pub fn with(watch: &str, more: &str) -> Self {
        let world = Self { root: tempfile::tempdir().unwrap() };
        world.configure(watch, more);
        world
    }

    /// One in which every film takes long.
    pub fn slow() -> Self {
        Self::with("video = { resolution = '1080p', quality = 'high', seconds_per_image = 20 }", "")
    }

    /// Writes the config anew.
    pub fn configure(&self, watch: &str, more: &str) {
        let root = self.root.path().display();
        let limits = if more.contains("[limits]") { "" } else { "[limits]\nmin_free_disk_mb = 0\n" };
        let text = format!(
            "state_dir = '{root}/state'\n\
             [video]\nresolution = '480p'\nquality = 'draft'\nseconds_per_image = 0.5\ntransition_secs = 0.2\n\
             [retry]\nbase_secs = 0.02\nmax_secs = 0.1\n{limits}{more}\n\
             [[watch]]\ninbox = '{root}/inbox'\noutbox = '{root}/outbox'\narchive = '{root}/archive'\nfailed = '{root}/failed'\n\
             settle_secs = 0.2\nrescan_secs = 1\n{watch}\n"
        );
        fs::write(self.config(), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.path("config.toml")
    }

    /// Draws a folder aside and moves it into the inbox in one piece.
    pub fn drop_folder(&self, name: &str, pictures: u8) {
        let aside = self.path(&format!("aside-{name}"));
        for number in 0..pictures {
            jpeg(&aside.join(format!("img{number}.jpg")), 320, 240, [250, 40 * number, 90]);
        }
        self.move_in(&aside, name);
    }

    pub fn move_in(&self, folder: &Path, name: &str) {
        fs::create_dir_all(self.path("inbox")).unwrap();
        fs::rename(folder, self.path("inbox").join(name)).unwrap();
    }

    /// Runs a command of the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = reeldrop();
        command.arg("--config").arg(self.config()).args(arguments).current_dir(self.root.path());
        command
    }

    /// What a command says with `--json`; null where it says nothing.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        if output.stdout.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
    }

    /// A daemon in the background.
    pub fn daemon(&self) -> Daemon {
        self.daemon_with(&[])
    }

    /// The same with more in its environment.
    pub fn daemon_with(&self, environment: &[(&str, &str)]) -> Daemon {
        let mut command = self.command(&["run"]);
        Daemon(command.envs(environment.iter().copied()).stdout(Stdio::null()).stderr(self.log_file()).spawn().unwrap())
    }

    /// The same, started by another program, which is given the command line to become.
    pub fn daemon_by(&self, starter: &mut Command) -> Daemon {
        let daemon = self.command(&["run"]);
        starter.arg(daemon.get_program()).args(daemon.get_args()).current_dir(self.root.path());
        Daemon(starter.env_remove("RUST_LOG").stdout(Stdio::null()).stderr(self.log_file()).spawn().unwrap())
    }

    fn log_file(&self) -> fs::File {
        fs::File::options().create(true).append(true).open(self.path("log")).unwrap()
    }

    /// The names in one of the folders, sorted; hidden ones too.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The films in the outbox.
    pub fn films(&self) -> Vec<String> {
        self.names("outbox")
            .into_iter()
            .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "mp4"))
            .collect()
    }

    /// Waits until job `id` has the status, and gives it back.
    pub fn wait_for(&self, id: i64, status: &str) -> Value {
        let what = std::fmt::from_fn(|f| write!(f, "job {id} to be {status}; log:\n{}", self.log()));
        until(what, || {
            let job = self.json(&["show", &id.to_string()]);
            (job["status"] == status).then_some(job)
        })
    }

    pub fn until_it_renders(&self, id: i64) {
        until("the render to be on its way", || {
            let job = self.json(&["show", &id.to_string()]);
            (job["stage"] == "rendering" && job["status"] == "working").then_some(())
        });
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

/// A running daemon, killed when it is dropped.
pub struct Daemon(Child);

impl Daemon {
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.0), signal).unwrap();
    }

    /// Asks it to stop, and says with which code it did.
    pub fn stop(mut self) -> Option<i32> {
        self.signal(rustix::process::Signal::TERM);
        self.0.wait().unwrap().code()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
