//! Drums: a tone whose pitch falls, a band of noise, or both.

use std::f32::consts::TAU;

use crate::render::sound::biquad::Biquad;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drum {
    Kick,
    Snare,
    Rim,
    Brush,
    Clap,
    Hat,
    OpenHat,
    Shaker,
    Ride,
    /// A very large drum, far away.
    Boom,
}

/// Frequencies in hertz, times in seconds to 1/e.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    tone: f32,
    from: f32,
    to: f32,
    bend: f32,
    ring: f32,
    noise: f32,
    band: f32,
    /// How long the noise swells before it falls.
    swell: f32,
    fade: f32,
    pan: f32,
    send: f32,
}

const NOISE: Recipe = Recipe {
    tone: 0.0,
    from: 1.0,
    to: 1.0,
    bend: 1.0,
    ring: 0.1,
    noise: 1.0,
    band: 5_000.0,
    swell: 0.001,
    fade: 0.03,
    pan: 0.0,
    send: 0.1,
};

impl Drum {
    fn recipe(self) -> Recipe {
        match self {
            Self::Kick => Recipe {
                tone: 1.0,
                from: 150.0,
                to: 50.0,
                bend: 0.03,
                ring: 0.14,
                noise: 0.05,
                band: 1_500.0,
                fade: 0.006,
                send: 0.02,
                ..NOISE
            },
            Self::Snare => Recipe {
                tone: 0.35,
                from: 230.0,
                to: 185.0,
                bend: 0.02,
                ring: 0.06,
                noise: 0.5,
                band: 2_400.0,
                fade: 0.07,
                send: 0.25,
                ..NOISE
            },
            Self::Rim => Recipe {
                tone: 0.3,
                from: 480.0,
                to: 450.0,
                bend: 0.01,
                ring: 0.018,
                noise: 0.2,
                band: 1_800.0,
                fade: 0.012,
                pan: -0.15,
                send: 0.25,
                ..NOISE
            },
            Self::Brush => Recipe { noise: 0.3, band: 2_800.0, swell: 0.03, fade: 0.07, pan: -0.1, send: 0.2, ..NOISE },
            Self::Clap => {
                Recipe { noise: 0.55, band: 1_700.0, swell: 0.006, fade: 0.06, pan: 0.1, send: 0.35, ..NOISE }
            }
            Self::Hat => Recipe { noise: 0.28, band: 6_500.0, fade: 0.025, pan: 0.25, ..NOISE },
            Self::OpenHat => Recipe { noise: 0.26, band: 6_200.0, swell: 0.002, fade: 0.12, pan: 0.25, ..NOISE },
            Self::Shaker => Recipe { noise: 0.3, band: 4_800.0, swell: 0.018, fade: 0.03, pan: -0.3, ..NOISE },
            Self::Ride => Recipe { noise: 0.13, band: 5_800.0, swell: 0.002, fade: 0.2, pan: 0.3, send: 0.2, ..NOISE },
            Self::Boom => Recipe {
                tone: 1.0,
                from: 75.0,
                to: 46.0,
                bend: 0.08,
                ring: 0.5,
                noise: 0.15,
                band: 180.0,
                swell: 0.004,
                fade: 0.12,
                send: 0.5,
                ..NOISE
            },
        }
    }

    pub(crate) fn pan(self) -> f32 {
        self.recipe().pan
    }

    pub(crate) fn send(self) -> f32 {
        self.recipe().send
    }
}

/// One stroke.
#[derive(Clone, Debug)]
pub(crate) struct Stroke {
    recipe: Recipe,
    level: f32,
    rate: f32,
    /// Samples since it began.
    age: u32,
    /// Cycles of the tone so far.
    cycle: f32,
    /// What the tone's strength and its distance from its last pitch have fallen to, and by how much a sample.
    falls: [(f32, f32); 3],
    filters: [Biquad; 2],
    state: u32,
}

impl Stroke {
    /// `rate` in samples a second; `grain` makes one noise differ from the next.
    pub(crate) fn new(drum: Drum, strength: f32, grain: u32, rate: f32) -> Self {
        let recipe = drum.recipe();
        let fall = |seconds: f32| (1.0, (-1.0 / (seconds * rate)).exp());
        let filter = Biquad::band(f64::from(recipe.band), f64::from(rate));
        // A band of noise has as much less power as it is narrower than all of it.
        let lifted = (rate / 2.0 / recipe.band).sqrt();
        let recipe = Recipe { noise: recipe.noise * lifted, ..recipe };
        Self {
            recipe,
            level: 0.5 * strength,
            rate,
            age: 0,
            cycle: 0.0,
            falls: [fall(recipe.ring), fall(recipe.bend), fall(recipe.fade)],
            filters: [filter; 2],
            state: grain | 1,
        }
    }

    /// Adds the next samples to `out`.
    pub(crate) fn add(&mut self, out: &mut [f32]) {
        for sample in out {
            let time = self.age as f32 / self.rate;
            let [tone, bend, noise] = self.falls.map(|(now, _)| now);
            self.cycle =
                (self.cycle + (self.recipe.to + (self.recipe.from - self.recipe.to) * bend) / self.rate).fract();
            let body = (self.cycle * TAU).sin() * tone * self.recipe.tone;
            let swell = (time / self.recipe.swell).min(1.0);
            let white = self.white();
            let hiss = self.filters.iter_mut().fold(f64::from(white), |value, filter| filter.run(value)) as f32;
            *sample += self.level * (body + hiss * noise * swell * self.recipe.noise);
            self.falls.iter_mut().for_each(|(now, by)| *now *= *by);
            self.age += 1;
        }
    }

    /// Whether it has fallen by 70 dB.
    pub(crate) fn is_over(&self) -> bool {
        let [tone, _, noise] = self.falls.map(|(now, _)| now);
        tone * self.recipe.tone.min(1.0) < 3e-4 && noise < 3e-4
    }

    /// Xorshift (Marsaglia, "Xorshift RNGs", 2003), −1 to 1.
    fn white(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        self.state as i32 as f32 / 2_147_483_648.0
    }
}
