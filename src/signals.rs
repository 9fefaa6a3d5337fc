//! SIGTERM, SIGINT and SIGHUP become one word: stop.

use std::io;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tokio::sync::watch;

/// Turns true at the first of the signals. A second SIGINT ends the process at once, for whoever is in a hurry.
pub fn stop() -> io::Result<watch::Receiver<bool>> {
    let (say, stop) = watch::channel(false);
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if *say.borrow() && signal == SIGINT {
                signal_hook::low_level::exit(130);
            }
            say.send_replace(true);
        }
    })?;
    Ok(stop)
}
