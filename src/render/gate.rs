//! Keeps the pictures that are being decoded at one time within a budget: undecoded they are small, decoded they are not.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::render::settings::Facts;

/// Bytes of decoded pixels in memory at once, of all threads together; a larger picture has it for itself alone.
const BUDGET: u64 = 120_000_000;
/// What most pictures are decoded to.
const BYTES_A_PIXEL: u64 = 3;

/// Lets decoders pass while there is room.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    taken: Mutex<u64>,
    left: Condvar,
}

impl Gate {
    /// Does the work, once there is room for a picture of this size.
    pub(crate) fn pass<T>(&self, picture: Facts, work: impl FnOnce() -> T) -> T {
        let bytes = u64::from(picture.width) * u64::from(picture.height) * BYTES_A_PIXEL;
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut u64| *taken > 0 && *taken + bytes > BUDGET;
        *self.left.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner) += bytes;
        let done = work();
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.left.notify_all();
        done
    }
}
