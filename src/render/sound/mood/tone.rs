//! One tone of an instrument: its partials, and how it comes and goes.

use crate::render::sound::mood::bank::Bank;
use crate::render::sound::mood::instrument::{Instrument, hertz};

/// What has fallen below −80 dB is over.
const OVER: f32 = 1e-4;

#[derive(Debug)]
pub(crate) struct Tone {
    bank: Bank,
    age: u32,
    /// Samples of the attack, and until the key is let go.
    attack: u32,
    held: u32,
    /// Samples after which nothing of the partials is left; none for what sounds as long as it is held.
    life: Option<u32>,
    level: f32,
    /// The factor a sample once the key is let go.
    fall: f32,
}

impl Tone {
    /// `key` with so many cents more, so loud, held for so many samples.
    pub(crate) fn new(on: Instrument, (key, cents): (i32, f32), (loud, held): (f32, u32), rate: f32) -> Self {
        let recipe = on.recipe();
        let mut partials = recipe.partials(hertz(key, cents), loud);
        let longest = partials.iter().map(|partial| partial.ring).fold(0.0, f32::max);
        let sustained = partials.iter().any(|partial| partial.ring == 0.0);
        if sustained {
            // Players who are out of tune are out of step as well.
            for partial in &mut partials {
                partial.phase += cents * 0.06;
            }
        }
        Self {
            bank: Bank::new(&partials, rate),
            age: 0,
            attack: (recipe.attack * rate).max(1.0) as u32,
            held,
            life: (!sustained).then_some((longest * rate * -OVER.ln()) as u32),
            level: 1.0,
            fall: (-1.0 / (recipe.release * rate)).exp(),
        }
    }

    /// Adds the next samples to `out`, which must be silent before.
    pub(crate) fn add(&mut self, out: &mut [f32]) {
        self.bank.add(out);
        for sample in out {
            if self.age >= self.held {
                self.level *= self.fall;
            }
            *sample *= self.level * rise(self.age, self.attack);
            self.age = self.age.saturating_add(1);
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.level < OVER || self.life.is_some_and(|life| self.age > life)
    }
}

/// Without a corner at either end.
fn rise(age: u32, attack: u32) -> f32 {
    if age >= attack {
        return 1.0;
    }
    let way = age as f32 / attack as f32;
    way * way * (3.0 - 2.0 * way)
}
