//! SIGTERM, SIGINT and SIGHUP become two words: stop, and read the config again.

use std::io::{self, IsTerminal};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tokio::sync::watch;

/// What a daemon heeds.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Turns true at the first signal to stop.
    pub stop: watch::Receiver<bool>,
    /// Changes at each SIGHUP.
    pub reload: watch::Receiver<()>,
}

/// Turns true at the first of the signals. A second SIGINT ends the process at once, for whoever is in a hurry.
pub fn stop() -> io::Result<watch::Receiver<bool>> {
    let (say, stop) = watch::channel(false);
    listen(move |_| say.send_replace(true))?;
    Ok(stop)
}

/// The same for a daemon, to which SIGHUP says that its config has changed; unless its terminal has gone away, which the
/// same signal tells.
pub fn heed() -> io::Result<Heard> {
    let (say_stop, stop) = watch::channel(false);
    let (say_reload, reload) = watch::channel(());
    let on_terminal = io::stdin().is_terminal();
    listen(move |signal| {
        let hung_up = on_terminal && !io::stdin().is_terminal();
        if signal == SIGHUP && !hung_up {
            say_reload.send_replace(());
            return false;
        }
        say_stop.send_replace(true)
    })?;
    Ok(Heard { stop, reload })
}

/// `say` passes a signal on, and says whether a stop was asked for before.
fn listen(say: impl Fn(i32) -> bool + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if say(signal) && signal == SIGINT {
                signal_hook::low_level::exit(130);
            }
        }
    })?;
    Ok(())
}
