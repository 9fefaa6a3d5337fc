//! Hears what people ask for from other processes: more work, none for now, or an end of a job in hand.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::daemon::house::House;
use crate::store;

/// How often the store is asked whether somebody else wrote to it: far more often than a person notices, and a question
/// of some microseconds.
const CALM: Duration = Duration::from_secs(1);
/// The same while something is being made that a person may want to end.
const BUSY: Duration = Duration::from_millis(200);

/// Rings the bell when somebody else wrote to the store, and breaks off what was called off. Never returns.
pub(crate) async fn attend(house: Arc<House>) {
    let mut heard = house.store.others_wrote().ok();
    loop {
        let calm = house.hands.making().is_empty();
        sleep(if calm { CALM } else { BUSY }).await;
        let now = house.store.others_wrote().ok();
        if now != heard {
            heard = now;
            house.bell.ring();
            if let Err(error) = break_off(&house) {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot look for what was called off");
                heard = None;
            }
        }
    }
}

/// What is paused goes on later from where its backend can; what is called off is put aside by another worker.
fn break_off(house: &House) -> Result<(), store::Error> {
    let making = house.hands.making();
    let ended = if house.store.is_paused()? { making } else { house.store.called_off(&making)? };
    for id in ended {
        house.hands.break_off(id);
    }
    Ok(())
}
