//! What the file says and where it lies: the units of the repository, with this program's own path.

use std::path::{Path, PathBuf};

/// Where the files of one user lie.
#[derive(Clone, Debug)]
pub struct Places {
    /// `~/.config` on Linux, the home folder on a Mac.
    pub base: PathBuf,
}

/// What the manager is to start.
#[derive(Clone, Debug)]
pub struct Program {
    pub path: PathBuf,
    /// A config file that was named; without one reeldrop finds its own.
    pub config: Option<PathBuf>,
}

/// The unit of a Linux desktop and the agent of a Mac, as they lie in the repository.
const SYSTEMD: &str = include_str!("../../systemd/user/reeldrop.service");
const LAUNCHD: &str = include_str!("../../launchd/app.reeldrop.plist");

/// How the file is known as one that may be replaced and removed.
pub(crate) const MARK: &str = "Written by `reeldrop service install`";

/// Whether launchd is the manager here; elsewhere it is systemd.
pub(crate) const ON_A_MAC: bool = cfg!(target_os = "macos");

impl Places {
    pub(crate) fn unit(&self) -> PathBuf {
        self.base.join(if ON_A_MAC {
            "Library/LaunchAgents/app.reeldrop.plist"
        } else {
            "systemd/user/reeldrop.service"
        })
    }

    /// The link that has systemd start it at every login; launchd needs none.
    pub(crate) fn link(&self) -> Option<PathBuf> {
        (!ON_A_MAC).then(|| self.base.join("systemd/user/default.target.wants/reeldrop.service"))
    }
}

impl Program {
    pub(crate) fn unit(&self) -> String {
        if ON_A_MAC { self.launchd() } else { self.systemd() }
    }

    fn arguments(&self) -> impl Iterator<Item = String> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let config = self.config.as_deref().map(|config| ["--config".to_owned(), text(config)]);
        [text(&self.path)].into_iter().chain(config.into_iter().flatten()).chain(["run".to_owned()])
    }

    /// The repository's unit without the comment at its head, which says how to install it by hand.
    fn systemd(&self) -> String {
        let start = self.arguments().map(|argument| quoted(&argument)).collect::<Vec<_>>().join(" ");
        let lines = SYSTEMD.lines().skip_while(|line| line.starts_with('#') || line.is_empty());
        let own = |line: &str| {
            if line.starts_with("ExecStart=") { format!("ExecStart={start}") } else { line.to_owned() }
        };
        let lines = lines.map(own);
        let head = format!("# {MARK}; own settings go into `systemctl --user edit reeldrop`.\n");
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
    use super::{MARK, Program};

    fn program() -> Program {
        Program { path: "/opt/100% mine/reeldrop".into(), config: Some("/etc/a \"b\" & c.toml".into()) }
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
