//! When scripted films are ready, and whether at all.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::watch;

/// How exports go from now on.
#[derive(Clone, Copy, Debug)]
pub struct Films {
    /// How often a client must ask before its film is ready.
    pub polls: usize,
    /// How many exports fail before one succeeds.
    pub failures: usize,
    /// The size of the picture data, in bytes.
    pub bytes: usize,
}

impl Default for Films {
    fn default() -> Self {
        Self { polls: 1, failures: 0, bytes: 4096 }
    }
}

#[derive(Debug, Default)]
pub struct Kitchen {
    films: Mutex<Films>,
    polls: watch::Sender<HashMap<String, usize>>,
}

impl Kitchen {
    pub fn set(&self, films: Films) {
        *self.films.lock().unwrap() = films;
    }

    pub fn films(&self) -> Films {
        *self.films.lock().unwrap()
    }

    /// Takes one of the failures that are left.
    pub fn fails(&self) -> bool {
        let left = &mut self.films.lock().unwrap().failures;
        let fails = *left > 0;
        *left = left.saturating_sub(1);
        fails
    }

    pub fn asked_after(&self, id: &str) {
        self.polls.send_modify(|polls| *polls.entry(id.to_owned()).or_default() += 1);
    }

    /// Waits until enough was asked, or until `enough` says so anyway.
    pub async fn ready(&self, id: &str, enough: impl Fn(usize) -> bool) {
        let asked = |polls: &HashMap<String, usize>| polls.get(id).copied().unwrap_or(0);
        let mut polls = self.polls.subscribe();
        let _ = polls.wait_for(|polls| enough(asked(polls))).await;
    }
}
