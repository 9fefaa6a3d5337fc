//! What a process goes without that opens files of strangers.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Whatever a file makes of this process, it has none of these: `Fsize` writes no file, `Core` leaves no image of its
/// memory behind.
pub(crate) fn without(kinds: &[Resource]) -> std::io::Result<()> {
    let none = || Rlimit { current: Some(0), maximum: Some(0) };
    kinds.iter().try_for_each(|kind| Ok(setrlimit(*kind, none())?))
}
