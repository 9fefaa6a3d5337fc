//! Whether a service manager knows reeldrop; only its files are looked at, it is not asked.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checkup::finding::Finding;

const SUBJECT: &str = "service";
/// The units in the repository's `systemd/` and `launchd/`; a template is enabled under a name of its own.
const UNITS: [&str; 3] = ["reeldrop.service", "reeldrop@.service", "app.reeldrop.plist"];

/// Looks through the folders in which units lie, and in their `*.wants` for those that are enabled.
pub(crate) fn check(dirs: &[PathBuf]) -> Finding {
    let units = dirs.iter().flat_map(|dir| UNITS.map(|unit| dir.join(unit)));
    let Some(unit) = units.into_iter().find(|unit| fs::symlink_metadata(unit).is_ok()) else {
        return Finding::ok(SUBJECT, "no unit is installed; reeldrop starts when somebody starts it")
            .hint("`reeldrop service install` has it start at every login");
    };
    let what = format!("`{}`", unit.display());
    if unit.extension().is_some_and(|kind| kind == "plist") || dirs.iter().any(|dir| enabled(dir)) {
        return Finding::ok(SUBJECT, what);
    }
    Finding::warning(SUBJECT, format!("{what} is installed but does not start by itself"))
        .hint("`systemctl --user enable --now reeldrop`")
}

fn enabled(dir: &Path) -> bool {
    let names = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten().collect::<Vec<_>>();
    let is_unit =
        |name: &str| name.starts_with("reeldrop") && Path::new(name).extension().is_some_and(|kind| kind == "service");
    let wants = names(dir).into_iter().filter(|entry| entry.file_name().to_string_lossy().ends_with(".wants"));
    wants.flat_map(|wants| names(&wants.path())).any(|entry| is_unit(&entry.file_name().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checkup::finding::Level;
    use crate::disk;

    #[test]
    fn a_unit_is_absent_or_installed_or_enabled() {
        let root = tempfile::tempdir().unwrap();
        let dirs = [root.path().join("none"), root.path().to_owned()];
        let absent = check(&dirs);
        assert!(absent.level == Level::Ok && absent.hint.is_some(), "{absent:?}");
        disk::write_whole(&root.path().join("reeldrop.service"), b"").unwrap();
        assert_eq!(check(&dirs).level, Level::Warning);
        disk::make_dir(&root.path().join("default.target.wants")).unwrap();
        disk::write_whole(&root.path().join("default.target.wants/reeldrop.service"), b"").unwrap();
        assert_eq!(check(&dirs).level, Level::Ok);
    }
}
