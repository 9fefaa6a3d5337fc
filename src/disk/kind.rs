//! What kind of file system a path lies on, and how much room it has.

use std::path::Path;

use rustix::fs::{statfs, statvfs};

use crate::disk::error::{Result, at};

/// A file system on the other side of something, where events do not arrive and locks do not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(pub &'static str);

/// The magic numbers of statfs(2), as the kernel's `linux/magic.h` and each file system's own source give them.
#[cfg(target_os = "linux")]
const NETWORKS: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x517b, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x786f_4256, "vboxsf"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
];

/// Whether the path lies on a network (or passed-through) file system; `None` for a local disk.
#[cfg(target_os = "linux")]
pub fn network(path: &Path) -> Result<Option<Network>> {
    let magic = statfs(path).map_err(at("ask for the file system of", path))?.f_type as u32;
    Ok(NETWORKS.iter().find(|(known, _)| *known == magic).map(|(_, name)| Network(name)))
}

/// Elsewhere the mount carries a flag: `MNT_LOCAL` of BSD's mount(2).
#[cfg(not(target_os = "linux"))]
pub fn network(path: &Path) -> Result<Option<Network>> {
    const MNT_LOCAL: u32 = 0x1000;
    let flags = statfs(path).map_err(at("ask for the file system of", path))?.f_flags;
    Ok((flags & MNT_LOCAL == 0).then_some(Network("network")))
}

/// Bytes that an ordinary user can still write where the path lies.
pub fn free_bytes(path: &Path) -> Result<u64> {
    let room = statvfs(path).map_err(at("ask for the free space of", path))?;
    Ok(room.f_bavail.saturating_mul(room.f_frsize))
}
