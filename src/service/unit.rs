//! What the file says and where it lies: the units of the repository, with this program's own path.

use std::path::{Path, PathBuf};

/// What the manager looks after: the daemon, or the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Daemon,
    Server,
}

/// Where the files of one user lie.
#[derive(Clone, Debug)]
pub struct Places {
    /// `~/.config` on Linux, the home folder on a Mac.
    pub base: PathBuf,
    pub service: Service,
}

/// What the manager is to start.
#[derive(Clone, Debug)]
pub struct Program {
    pub path: PathBuf,
    /// A config file that was named; without one reeldrop finds its own.
    pub config: Option<PathBuf>,
    pub service: Service,
}

/// The units of a Linux desktop and the agent of a Mac, as they lie in the repository.
const SYSTEMD: &str = include_str!("../../systemd/user/reeldrop.service");
const SYSTEMD_SERVE: &str = include_str!("../../systemd/user/reeldrop-serve.service");
const LAUNCHD: &str = include_str!("../../launchd/app.reeldrop.plist");

/// How the file is known as one that may be replaced and removed.
pub(crate) const MARK: &str = "Written by `reeldrop service install`";

/// Whether launchd is the manager here; elsewhere it is systemd.
pub(crate) const ON_A_MAC: bool = cfg!(target_os = "macos");

impl Service {
    /// What its file is called: that of systemd is known to it by this name too.
    pub(crate) const fn file(self) -> &'static str {
        match (self, ON_A_MAC) {
            (Self::Daemon, true) => "app.reeldrop.plist",
            (Self::Server, true) => "app.reeldrop.serve.plist",
            (Self::Daemon, false) => "reeldrop.service",
            (Self::Server, false) => "reeldrop-serve.service",
        }
    }

    const fn command(self) -> &'static str {
        match self {
            Self::Daemon => "run",
            Self::Server => "serve",
        }
    }
}

impl Places {
    pub(crate) fn unit(&self) -> PathBuf {
        let folder = if ON_A_MAC { "Library/LaunchAgents" } else { "systemd/user" };
        self.base.join(folder).join(self.service.file())
    }

    /// The link that has systemd start it at every login; launchd needs none.
    pub(crate) fn link(&self) -> Option<PathBuf> {
        (!ON_A_MAC).then(|| self.base.join("systemd/user/default.target.wants").join(self.service.file()))
    }
}

impl Program {
    pub(crate) fn unit(&self) -> String {
        if ON_A_MAC { self.launchd() } else { self.systemd() }
    }

    fn arguments(&self) -> impl Iterator<Item = String> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let config = self.config.as_deref().map(|config| ["--config".to_owned(), text(config)]);
        [text(&self.path)].into_iter().chain(config.into_iter().flatten()).chain([self.service.command().to_owned()])
    }

    /// The repository's unit without the comment at its head, which says how to install it by hand.
    fn systemd(&self) -> String {
        let start = self.arguments().map(|argument| quoted(&argument)).collect::<Vec<_>>().join(" ");
        let unit = if self.service == Service::Server { SYSTEMD_SERVE } else { SYSTEMD };
        let lines = unit.lines().skip_while(|line| line.starts_with('#') || line.is_empty());
        let own = |line: &str| {
            if line.starts_with("ExecStart=") { format!("ExecStart={start}") } else { line.to_owned() }
        };
        let lines = lines.map(own);
        let head = format!("# {MARK}; own settings go into `systemctl --user edit {}`.\n", self.service.file());
        [head].into_iter().chain(lines.map(|line| line + "\n")).collect()
    }

    /// The repository's agent with the program's path in place of the shell that looks for it.
    fn launchd(&self) -> String {
        let (before, rest) = LAUNCHD.split_once("<array>").expect("the agent in the repository has its arguments");
        let (_, after) = rest.split_once("</array>").expect("the array ends");
        let (_, before) = before.split_once("<plist").expect("it is a property list");
        let mut arguments = String::new();
        for argument in self.arguments() {
            arguments += "\n        <string>";
            arguments += &escaped(&argument);
            arguments += "</string>";
        }
        let head = LAUNCHD.split_once("<!--").map_or("", |(head, _)| head);
        let label = self.service.file().trim_end_matches(".plist");
        let before = before.replace("<string>app.reeldrop</string>", &format!("<string>{label}</string>"));
        format!("{head}<!-- {MARK} -->\n<plist{before}<array>{arguments}\n    </array>{after}")
    }
}

/// One word of a command line, systemd.service(5): `%` and `$` mean something there.
fn quoted(word: &str) -> String {
    let plain = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{plain}\"")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{MARK, Program, SYSTEMD, SYSTEMD_SERVE, Service};

    fn program() -> Program {
        let config = Some("/etc/a \"b\" & c.toml".into());
        Program { path: "/opt/100% mine/reeldrop".into(), config, service: Service::Daemon }
    }

    #[test]
    fn the_server_has_a_unit_of_its_own() {
        let program = Program { service: Service::Server, ..program() };
        let unit = program.systemd();
        assert!(
            unit.contains(r#"c.toml" "serve""#)
                && unit.contains("\nType=exec\n")
                && unit.starts_with(&format!("# {MARK}"))
        );
        assert!(program.launchd().contains("<string>serve</string>"));
    }

    /// The settings that lock a unit in, from what it may use up to its end.
    fn cage(unit: &str) -> Vec<&str> {
        let settings = unit.lines().skip_while(|line| !line.starts_with("CPUWeight="));
        settings
            .filter(|line| line.contains('=') && !line.starts_with('#') && !line.starts_with("LimitNOFILE="))
            .collect()
    }

    #[test]
    fn the_server_is_locked_in_as_the_daemon_is() {
        assert_eq!(cage(SYSTEMD_SERVE), cage(SYSTEMD));
        let of_system = include_str!("../../systemd/reeldrop@.service");
        let server = include_str!("../../systemd/reeldrop-serve@.service");
        assert_eq!(cage(server), cage(of_system));
        assert!(
            cage(server).len() > 30
                && server.contains("\nProtectSystem=strict\n")
                && server.contains("\nProtectHome=yes\n")
        );
    }

    #[test]
    fn systemd_starts_this_program_with_this_config() {
        let unit = program().systemd();
        let start = r#"ExecStart="/opt/100%% mine/reeldrop" "--config" "/etc/a \"b\" & c.toml" "run""#;
        assert_eq!(unit.lines().filter(|line| line.starts_with("ExecStart=")).collect::<Vec<_>>(), [start]);
        assert!(unit.starts_with(&format!("# {MARK}")) && unit.contains("\nRestart=always\n"));
        assert!(!unit.contains("cp systemd"), "how to install it by hand is of no use here");
    }

    #[test]
    fn launchd_starts_this_program_with_this_config() {
        let agent = program().launchd();
        let arguments = "<string>/opt/100% mine/reeldrop</string>\n        <string>--config</string>\n        \
                         <string>/etc/a \"b\" &amp; c.toml</string>\n        <string>run</string>\n    </array>";
        assert!(agent.contains(arguments), "{agent}");
        assert!(agent.starts_with("<?xml") && agent.contains(MARK) && agent.trim_end().ends_with("</plist>"));
        assert!(!agent.contains("/bin/sh"));
    }
}
