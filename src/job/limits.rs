//! What a dropped folder may ask of this machine.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::job::failure::{Failure, Kind};

/// `[limits]` of the config: what a dropped folder may ask of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    pub max_pictures: usize,
    /// Of one picture.
    pub max_megapixels: u32,
    /// Of one file.
    pub max_file_mb: u32,
    /// Left free where the film is made and where it is delivered.
    pub min_free_disk_mb: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_pictures: 500, max_megapixels: 200, max_file_mb: 200, min_free_disk_mb: 1024 }
    }
}

impl Limits {
    /// Refuses to begin what would fill the disk under `dir`.
    pub fn room(&self, dir: &Path) -> Result<(), Failure> {
        let free = disk::free_bytes(dir).map_err(|error| Failure::of(Kind::Machine, &error, None))? >> 20;
        let wanted = self.min_free_disk_mb;
        if free >= wanted {
            return Ok(());
        }
        Err(Failure {
            kind: Kind::Machine,
            // Without the number that changes all the time: the same trouble is said once.
            message: format!(
                "the disk of `{}` has less than {wanted} MB left, which are to be kept free",
                dir.display()
            ),
            hint: Some(
                "make room, or lower `min_free_disk_mb` under `[limits]` in the config; it goes on by itself".into(),
            ),
        })
    }
}
