//! The commands around the work: logs, config, service, completions, the manual.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use serde_json::Value;

use crate::support::{World, reeldrop};

#[test]
fn the_log_of_one_job_is_that_jobs_and_nobody_elses() {
    let world = World::new();
    world.drop_folder("beach", 1);
    world.drop_folder("sea", 1);
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    let text = String::from_utf8(world.run(&["logs", "1"]).stdout).unwrap();
    assert!(text.contains("delivered as") && text.lines().all(|line| line.contains("job.id=1 ")), "{text}");
    let lines = world.run(&["--json", "logs", "2"]).stdout;
    let lines: Vec<Value> =
        lines.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert!(lines.len() >= 5, "{lines:?}");
    assert!(lines.iter().all(|line| line["level"] == "INFO" && line["at"].as_str().unwrap().ends_with('Z')));
    assert_eq!(world.run(&["logs", "4711"]).status.code(), Some(3));
}

#[test]
fn the_config_is_checked_shown_and_found() {
    let world = World::with("ignore = ['*.bak']", "[nemo]\nparallel = 2\n");
    let path = world.config();
    assert_eq!(world.json(&["config", "path"])["file"], path.to_str().unwrap());
    assert_eq!(world.json(&["config", "check"])["ok"], true);
    let shown = world.json(&["config", "show"]);
    assert_eq!((&shown["history_days"], &shown["nemo"]["parallel"]), (&365.into(), &2.into()));
    assert_eq!(shown["watch"][0]["ignore"][0], "*.bak");
    assert_eq!(shown["watch"][0]["outbox"], world.path("outbox").to_str().unwrap());
    // What is shown is a config itself, and the same one.
    let copy = world.path("copy.toml");
    fs::write(&copy, world.run(&["config", "show"]).stdout).unwrap();
    let again = reeldrop().args(["--json", "--config"]).arg(&copy).args(["config", "show"]).output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&again.stdout).unwrap(), shown);

    for (watch, more) in [("ignore = ['[']", ""), ("", "[vidio]\n"), ("settle_secs = 'long'", "")] {
        world.configure(watch, more);
        assert_eq!(world.run(&["config", "check"]).status.code(), Some(4), "{watch}{more}");
    }
}

#[test]
fn shells_and_manual_know_every_command() {
    let run = |arguments: &[&str]| {
        let output = reeldrop().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]);
        assert!(["cancel", "refine", "service"].iter().all(|command| script.contains(command)), "{shell}");
    }
    assert!(run(&["man"]).contains("reeldrop\\-cancel(1)"));
    let dir = tempfile::tempdir().unwrap();
    run(&["man", "--dir", dir.path().to_str().unwrap()]);
    assert!(dir.path().join("reeldrop.1").exists() && dir.path().join("reeldrop-make.1").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn the_service_is_installed_started_and_taken_away_again() {
    let world = World::new();
    // A manager of our own, so that nobody's real one is told anything.
    let (told, programs) = (world.path("told"), world.path("programs"));
    fs::create_dir(&programs).unwrap();
    fs::write(programs.join("systemctl"), format!("#!/bin/sh\necho \"$@\" >>'{}'\n", told.display())).unwrap();
    fs::set_permissions(programs.join("systemctl"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = |arguments: &[&str]| -> Output {
        let mut command = world.command(&[&["--json", "service"], arguments].concat());
        command.env("XDG_CONFIG_HOME", world.path("xdg")).env("PATH", format!("{}:/bin", programs.display()));
        command.output().unwrap()
    };
    let standing = |output: Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();
    assert_eq!(run(&["status"]).status.code(), Some(3));
    let installed = run(&["install"]);
    assert_eq!(installed.status.code(), Some(0), "{installed:?}");
    let installed = standing(installed);
    assert!(installed["installed"] == true && installed["enabled"] == true && installed["running"] == false);
    let unit = world.path("xdg/systemd/user/reeldrop.service");
    let text = fs::read_to_string(&unit).unwrap();
    let start = format!(
        "ExecStart=\"{}\" \"--config\" \"{}\" \"run\"\n",
        env!("CARGO_BIN_EXE_reeldrop"),
        world.config().display()
    );
    assert!(text.contains(&start), "{text}");
    let link = world.path("xdg/systemd/user/default.target.wants/reeldrop.service");
    assert_eq!(fs::read_link(&link).unwrap(), unit);
    assert_eq!(fs::read_to_string(&told).unwrap(), "--user daemon-reload\n--user restart reeldrop.service\n");
    assert_eq!(run(&["install"]).status.code(), Some(0), "again");
    assert_eq!(run(&["uninstall"]).status.code(), Some(0));
    assert!(!unit.exists() && fs::symlink_metadata(&link).is_err());
    assert_eq!(run(&["uninstall"]).status.code(), Some(0), "again");

    let server = run(&["install", "--serve"]);
    assert_eq!(server.status.code(), Some(0), "{server:?}");
    let own = world.path("xdg/systemd/user/reeldrop-serve.service");
    assert!(fs::read_to_string(&own).unwrap().contains("\"serve\"\n") && !unit.exists());
    assert!(fs::read_to_string(&told).unwrap().ends_with("--user restart reeldrop-serve.service\n"));
    assert_eq!(run(&["uninstall", "--serve"]).status.code(), Some(0));
    assert!(!own.exists());

    fs::write(&unit, "[Service]\nExecStart=/mine\n").unwrap();
    for act in ["install", "uninstall"] {
        assert_eq!(run(&[act]).status.code(), Some(2), "{act}");
    }
    assert_eq!(fs::read_to_string(&unit).unwrap(), "[Service]\nExecStart=/mine\n");
}
