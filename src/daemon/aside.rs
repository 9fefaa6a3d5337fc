//! One round of putting aside, for when no daemon runs.

use crate::daemon::house::{Error, House};
use crate::daemon::opening::open_up;
use crate::daemon::run::leave;
use crate::daemon::settings::Settings;
use crate::daemon::worker::one_step;
use crate::store::Lane;

/// Puts aside what was called off while no daemon ran; what cannot be moved yet is left to the next one.
pub async fn put_aside(settings: Settings) -> Result<(), Error> {
    let (house, _inboxes) = open_up(House::open_whole(settings)?)?;
    while let Some((job, _)) = house.take_job(Lane::Aside)? {
        let id = job.id;
        one_step(&house, job).await;
        house.put_down(id);
    }
    leave(house)
}
