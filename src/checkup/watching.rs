//! How changes in an inbox are noticed: tried out, where it can be.

use std::path::Path;

use crate::checkup::finding::Finding;
use crate::checkup::settings::Settings;
use crate::disk;
use crate::inbox::{self, Mode, Watch, Watching};

const SUBJECT: &str = "watch";
/// The kernel's own limit where memory is short is 8192 watches (inotify(7)), and 128 instances everywhere; less than
/// that was set by somebody, and is shared by all programs of a user.
const LIMITS: [(&str, u64); 2] = [("max_user_watches", 8192), ("max_user_instances", 128)];

pub(crate) fn check(settings: &Settings) -> Vec<Finding> {
    let watches = settings.watches.iter().map(|(inbox, _)| inbox);
    let mut findings: Vec<Finding> = watches.clone().map(of_inbox).collect();
    if watches.clone().any(|inbox| inbox.mode != Mode::Poll) {
        findings
            .extend(LIMITS.iter().filter_map(|(name, least)| limit(Path::new("/proc/sys/fs/inotify"), name, *least)));
    }
    findings
}

fn of_inbox(settings: &inbox::Settings) -> Finding {
    let name = settings.inbox.display();
    if settings.mode == Mode::Events && disk::network(&settings.inbox).is_ok_and(|network| network.is_some()) {
        return Finding::warning(SUBJECT, format!("`{name}` lies on a network, where events are not reliable"))
            .hint("set `mode = \"auto\"` in the config");
    }
    let there = std::fs::metadata(&settings.inbox).is_ok_and(|about| about.is_dir());
    let watching = if there {
        Watch::start(&settings.inbox, settings.mode, || {}).watching().clone()
    } else {
        inbox::watching(settings)
    };
    let secs = settings.rescan().as_secs();
    match watching {
        Watching::Events => Finding::ok(SUBJECT, format!("`{name}` by events, and every {secs} s")),
        Watching::Poll { why } if inbox::watching(settings) == Watching::Events => {
            Finding::warning(SUBJECT, format!("{why}; it is looked at every {secs} s instead"))
        }
        Watching::Poll { why } => Finding::ok(SUBJECT, format!("`{name}` every {secs} s: {why}")),
    }
}

/// A limit of inotify that is lower than any kernel sets it by itself; `None` where there is no inotify either.
fn limit(dir: &Path, name: &str, least: u64) -> Option<Finding> {
    let set: u64 = std::fs::read_to_string(dir.join(name)).ok()?.trim().parse().ok()?;
    (set < least).then(|| {
        Finding::warning(SUBJECT, format!("`fs.inotify.{name}` is only {set}"))
            .hint(format!("raise it with `sysctl fs.inotify.{name}={}`", least.saturating_mul(8)))
    })
}

#[cfg(test)]
mod tests {
    use super::limit;
    use crate::checkup::finding::Level;
    use crate::disk;

    #[test]
    fn only_a_limit_below_the_kernels_own_is_worth_a_word() {
        let dir = tempfile::tempdir().unwrap();
        disk::write_whole(&dir.path().join("max_user_instances"), b"16\n").unwrap();
        disk::write_whole(&dir.path().join("max_user_watches"), b"65536\n").unwrap();
        let finding = limit(dir.path(), "max_user_instances", 128).unwrap();
        assert_eq!(finding.level, Level::Warning);
        assert!(finding.hint.unwrap().contains("max_user_instances=1024"));
        assert_eq!(limit(dir.path(), "max_user_watches", 8192), None);
        assert_eq!(limit(dir.path(), "absent", 1), None);
    }
}
