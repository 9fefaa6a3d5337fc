//! What a service manager hears.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::World;

#[test]
fn the_service_manager_hears_ready_alive_and_stopping() {
    let world = World::new();
    let socket = UnixDatagram::bind(world.path("notify")).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let daemon =
        world.daemon_with(&[("NOTIFY_SOCKET", world.path("notify").to_str().unwrap()), ("WATCHDOG_USEC", "400000")]);
    let hear = |wanted: &str| {
        let mut buffer = [0; 1024];
        let mut heard = String::new();
        while !heard.lines().any(|line| line == wanted) {
            let length = socket.recv(&mut buffer).unwrap_or_else(|error| panic!("no {wanted}: {error}; heard {heard}"));
            heard += std::str::from_utf8(&buffer[..length]).unwrap();
            heard.push('\n');
        }
    };
    hear("READY=1");
    hear("WATCHDOG=1");
    hear("STATUS=waiting for folders");
    // A second sign of life, not only the one at the start.
    hear("WATCHDOG=1");
    let stopped = std::thread::spawn(|| daemon.stop());
    hear("STOPPING=1");
    assert_eq!(stopped.join().unwrap(), Some(0));
}

/// The units of the repository and what may be added to each, where systemd finds them, with this program in its place.
fn installed() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let systemd = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd");
    for unit in ["reeldrop@.service", "reeldrop-serve@.service", "user/reeldrop.service", "user/reeldrop-serve.service"]
    {
        let text = fs::read_to_string(systemd.join(unit)).unwrap();
        let there = |line: &str| match line.split_once("/reeldrop ") {
            Some((before, rest)) if before.starts_with("ExecStart=") => {
                format!("ExecStart={} {rest}\n", env!("CARGO_BIN_EXE_reeldrop"))
            }
            _ => format!("{line}\n"),
        };
        fs::create_dir_all(dir.path().join("user")).unwrap();
        fs::write(dir.path().join(unit), text.lines().map(there).collect::<String>()).unwrap();
    }
    for (more, unit) in [("no-network.conf", "reeldrop@.service"), ("user/sandbox.conf", "user/reeldrop.service")] {
        let folder = dir.path().join(format!("{unit}.d"));
        fs::create_dir(&folder).unwrap();
        fs::copy(systemd.join(more), folder.join("more.conf")).unwrap();
    }
    dir
}

/// What systemd has to say against one of them.
fn complaints(dir: &Path, unit: &str) -> Vec<String> {
    let (of_user, folder) =
        if unit.contains('@') { (None, dir.to_owned()) } else { (Some("--user"), dir.join("user")) };
    let mut verify = Command::new("systemd-analyze");
    verify.args(of_user).args(["--man=no", "verify", unit]);
    let path = format!("{}:", folder.display());
    let said = verify.env("SYSTEMD_UNIT_PATH", path).env("XDG_RUNTIME_DIR", dir).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    // Other units of this machine are not ours to mend.
    let ours = |line: &&str| ["reeldrop", "more.conf", "Failed to"].iter().any(|word| line.contains(word));
    said.lines().filter(ours).map(str::to_owned).collect()
}

#[test]
fn systemd_has_nothing_to_say_against_the_units() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("the units were not read: systemd-analyze is not there");
        return;
    }
    let dir = installed();
    for unit in ["reeldrop@me.service", "reeldrop-serve@me.service", "reeldrop.service", "reeldrop-serve.service"] {
        assert_eq!(complaints(dir.path(), unit), [""; 0], "{unit}");
    }
    let more = dir.path().join("user/reeldrop.service.d/more.conf");
    fs::write(&more, fs::read_to_string(&more).unwrap() + "PrivateTemp=yes\n").unwrap();
    assert!(matches!(&complaints(dir.path(), "reeldrop.service")[..], [one] if one.contains("PrivateTemp")));
}
