//! How long to wait before the next try: exponential with full jitter, so that many waiters do not return together.

use std::time::Duration;

use serde::Deserialize;

/// `[retry]` of the config.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Tries of one step, the first included, before a passing fault is taken as lasting.
    pub attempts: u32,
    /// The longest wait before the second try, in seconds; it doubles with every further one.
    pub base_secs: f64,
    /// The longest wait of all, in seconds.
    pub max_secs: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { attempts: 5, base_secs: 2.0, max_secs: 300.0 }
    }
}

impl Settings {
    /// The wait after `attempts` failed tries (1 or more); `jitter` is a random number from 0 to 1.
    #[must_use]
    pub fn wait(&self, attempts: u32, jitter: f64) -> Duration {
        let doublings = i32::try_from(attempts.saturating_sub(1)).unwrap_or(i32::MAX).min(62);
        let longest = (self.base_secs * 2f64.powi(doublings)).min(self.max_secs);
        Duration::try_from_secs_f64(longest * jitter.clamp(0.0, 1.0)).unwrap_or_default()
    }

    /// Whether a step that failed `attempts` times may be tried again.
    #[must_use]
    pub const fn again(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }
}

/// A number from 0 to 1, different every time.
#[must_use]
pub fn jitter() -> f64 {
    let bits = uuid::Uuid::new_v4().as_u128() as u32;
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use proptest::prelude::{prop_assert, proptest};

    proptest! {
        #[test]
        fn a_wait_never_exceeds_the_longest(attempts in 0u32.., jitter in -1.0..2.0) {
            let settings = Settings::default();
            prop_assert!(settings.wait(attempts, jitter).as_secs_f64() <= settings.max_secs);
        }
    }

    #[test]
    fn the_wait_doubles() {
        let settings = Settings::default();
        let secs: Vec<f64> = (1..=9).map(|n| settings.wait(n, 1.0).as_secs_f64()).collect();
        assert_eq!(secs, [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0]);
    }

    #[test]
    fn the_fifth_failure_is_the_last() {
        let settings = Settings::default();
        assert!(settings.again(4));
        assert!(!settings.again(5));
    }
}
