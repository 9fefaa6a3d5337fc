//! The README's lines on the server, executed as they stand there; only ports and the names of machines are others.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::{Film, jpeg, until};

/// The lines of the first block of code that follows these words in the README.
fn lines_after(words: &str) -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) = readme.split_once(words).unwrap();
    let (_, block) = after.split_once("```sh\n").unwrap();
    block.split_once("```").unwrap().0.lines().map(str::to_owned).collect()
}

/// A machine of its own: a home folder, and reeldrop on the path.
struct Machine {
    home: TempDir,
    started: Vec<Child>,
}

impl Machine {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_reeldrop"), home.path().join("bin/reeldrop")).unwrap();
        Self { home, started: Vec::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A program of this name that does this.
    fn has(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    }

    fn shell(&self, lines: &str) -> Command {
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.arg("-ec").arg(lines).current_dir(self.home.path()).env_clear();
        command.env("HOME", self.home.path()).env("PATH", format!("{}:{path}", self.path("bin").display()));
        command
    }

    fn run(&self, lines: &str) -> Output {
        let output = self.shell(lines).output().unwrap();
        assert!(output.status.success(), "{lines}: {output:?}");
        output
    }

    /// What stays; it becomes the program itself, so that it can be stopped.
    fn start(&mut self, line: &str) {
        let (before, command) = line.rsplit_once("reeldrop ").unwrap();
        let line = format!("exec env {before}reeldrop {}", command.trim_end_matches(" &"));
        let log = fs::File::create(self.path("log")).unwrap();
        let child = self.shell(&line).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        self.started.push(child);
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for child in &mut self.started {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// One that is free now; others are handed out in turn, so it stays so for long enough.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn until_it_listens(port: u16) {
    until(format!("port {port} to be listened at"), || TcpStream::connect(("127.0.0.1", port)).ok());
}

#[test]
fn the_skill_offline() {
    let port = port();
    let lines: Vec<String> =
        lines_after("**The skill, offline:**").iter().map(|line| line.replace("8710", &port.to_string())).collect();
    let [serve, export, ask] = &lines[..] else { panic!("other lines than this test knows: {lines:?}") };
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let mut machine = Machine::new();
    machine.has("uuidgen", "echo 0f0e0d0c-0b0a-4908-8706-050403020100");
    assert_eq!(serve, "reeldrop serve &");
    machine.start(&serve.replace("serve", &format!("serve --listen {port}")));
    until_it_listens(port);
    let got = machine.run(&format!("{export}\n{ask}"));
    let said = String::from_utf8(got.stdout).unwrap();
    assert!(said.contains(r#""code":0"#) && said.contains("nmv_usr_"), "{said}");
}

#[test]
fn a_nas_that_watches_and_a_desktop_that_renders() {
    let port = port();
    let (mut desktop, mut nas) = (Machine::new(), Machine::new());
    nas.has("ssh", &format!("cd '{}' && shift && exec \"$@\"", desktop.home.path().display()));
    let number = port.to_string();
    for line in lines_after("**A NAS that watches, a desktop that renders:**") {
        let line = line.replace("desktop.lan", "127.0.0.1").replace("8710", &number);
        if let Some(line) = line.strip_prefix("desktop$ ") {
            if line.contains("reeldrop ") { desktop.start(line) } else { drop(desktop.run(line)) }
        } else if let Some(line) = line.strip_prefix("nas$ ") {
            if !line.contains("reeldrop ") {
                nas.run(line);
                continue;
            }
            until_it_listens(port);
            // Half a minute between two questions is for a service that is paid.
            let config = nas.path("nas.toml");
            let text = fs::read_to_string(&config).unwrap();
            fs::write(&config, text + "[nemo]\npoll_secs = 0.2\n[limits]\nmin_free_disk_mb = 0\n").unwrap();
            nas.start(line);
        } else {
            panic!("neither the one nor the other: {line}");
        }
    }
    let inbox = nas.path("Videos/inbox");
    until("the inbox to be there", || inbox.join(".reeldrop").is_dir().then_some(()));
    for name in ["a.jpg", "b.jpg"] {
        jpeg(&nas.path("aside").join(name), 64, 36, [200, 90, 9]);
    }
    fs::write(nas.path("aside/prompt.txt"), "480p, draft quality, 1 second per picture").unwrap();
    fs::rename(nas.path("aside"), inbox.join("beach")).unwrap();
    let film = nas.path("Videos/outbox/beach.mp4");
    let log = || fs::read_to_string(nas.path("log")).unwrap_or_default();
    until(std::fmt::from_fn(|f| write!(f, "the film; log:\n{}", log())), || film.is_file().then_some(()));
    assert_eq!(Film::open(&film).height, 480);
    let token = fs::metadata(desktop.path(".reeldrop-token")).unwrap().permissions().mode();
    assert_eq!(token & 0o077, 0, "the token is nobody else's");
}
