//! Which files somebody holds open for writing, where the system tells.

use std::path::{Path, PathBuf};

/// The files below `folder` that a process has open for writing.
///
/// Linux has a sharper answer, the lease of fcntl(2), but it is reached only through `unsafe`, and its holder is killed
/// by a signal it does not expect. The open files in /proc (proc(5)) are those of our own user, or of everybody for
/// root: who copies over a share or as somebody else is not seen, and has to be noticed by what he writes.
#[cfg(target_os = "linux")]
#[must_use]
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    // The names in /proc are resolved, so the folder's must be.
    let Ok(folder) = folder.canonicalize() else { return Vec::new() };
    let processes = names_in(Path::new("/proc")).filter(|process| is_number(process));
    processes.flat_map(|process| open_in(&process, &folder)).collect()
}

/// Elsewhere nothing safe tells.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub(crate) fn below(_folder: &Path) -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn open_in(process: &Path, folder: &Path) -> Vec<PathBuf> {
    let open = names_in(&process.join("fd")).filter_map(|number| {
        let file = number.read_link().ok().filter(|file| file.starts_with(folder))?;
        let about = std::fs::read_to_string(process.join("fdinfo").join(number.file_name()?)).ok()?;
        writes(&about).then_some(file)
    });
    open.collect()
}

/// Whether the flags in /proc/PID/fdinfo are those of a file opened for writing.
#[cfg(target_os = "linux")]
fn writes(about: &str) -> bool {
    /// The two bits of open(2) that say how; 0 is reading, 1 writing, 2 both.
    const O_ACCMODE: u32 = 0o3;
    let flags = about.lines().find_map(|line| line.strip_prefix("flags:"));
    flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok()).is_some_and(|flags| flags & O_ACCMODE != 0)
}

/// Processes come and go and keep their secrets: what cannot be read is not there.
#[cfg(target_os = "linux")]
fn names_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

#[cfg(target_os = "linux")]
fn is_number(process: &Path) -> bool {
    process.file_name().is_some_and(|name| name.as_encoded_bytes().iter().all(u8::is_ascii_digit))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{below, writes};
    use crate::disk;
    use std::fs::File;

    #[test]
    fn whoever_writes_is_seen_until_he_closes_and_whoever_reads_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo one.jpg");
        let writer = disk::create(&path).unwrap();
        let reader = File::open(&path).unwrap();
        assert_eq!(below(folder.path()), [path.canonicalize().unwrap()]);
        drop(writer);
        assert_eq!(below(folder.path()), [] as [&std::path::Path; 0]);
        drop(reader);
    }

    #[test]
    fn the_flags_are_octal() {
        assert!(writes("pos:\t0\nflags:\t0100002\nmnt_id:\t29\n"));
        assert!(writes("flags:\t01\n"));
        assert!(!writes("pos:\t0\nflags:\t0100000\n"));
        assert!(!writes("flags:\tx\n"));
        assert!(!writes(""));
    }
}
