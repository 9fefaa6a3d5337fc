//! `reeldrop serve` as a process of its own: started, asked, killed, started again on the same port and the same state.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use reeldrop::serve::Books;
use tempfile::TempDir;

use crate::support::reeldrop;

/// Killed when it is dropped.
pub struct Serving {
    dir: TempDir,
    url: String,
    child: Option<Child>,
}

impl Serving {
    /// With small films; nothing is counted, and any number of clients may come from one address.
    pub fn start() -> Self {
        Self::with("tokens_per_address = 100000")
    }

    /// With these lines under `[serve]`.
    pub fn with(more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut serving = Self { dir, url: String::new(), child: None };
        serving.configure(more);
        serving.launch("127.0.0.1:0");
        serving
    }

    pub fn configure(&self, more: &str) {
        let root = self.dir.path().display();
        let text = format!(
            "state_dir = '{root}/state'\n\
             [video]\nresolution = '480p'\nquality = 'draft'\nseconds_per_image = 0.5\ntransition_secs = 0.2\n\
             [limits]\nmin_free_disk_mb = 0\n[serve]\n{more}\n"
        );
        fs::write(self.config(), text).unwrap();
    }

    pub fn config(&self) -> PathBuf {
        self.path("config.toml")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file or folder of the server's state.
    pub fn state(&self, name: &str) -> PathBuf {
        self.path("state/serve").join(name)
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Of its process.
    pub fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop, and says with which code it did.
    pub fn stop(&mut self) -> Option<i32> {
        let mut child = self.child.take()?;
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        child.wait().unwrap().code()
    }

    /// Killed and started again where it listened before.
    pub fn restart(&mut self) {
        self.kill();
        let address = self.url.trim_start_matches("http://").to_owned();
        self.launch(&address);
    }

    /// What really happened. Only while it does not run: a second pair of eyes would take what is running for lost.
    pub fn books(&self) -> Books {
        assert!(self.child.is_none(), "the server still writes");
        Books::open(&self.path("state/serve")).unwrap()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    fn launch(&mut self, listen: &str) {
        let log = File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut command = reeldrop();
        command.arg("--config").arg(self.config()).args(["serve", "--listen", listen]);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("http://"), "it said {line:?}; log:\n{}", self.log());
        line.trim().clone_into(&mut self.url);
        self.child = Some(child);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}
