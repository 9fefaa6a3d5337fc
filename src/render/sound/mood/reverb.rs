//! A room: eight delays that feed each other (Jot and Chaigne, "Digital delay networks for designing artificial
//! reverberators", AES 90, 1991).

/// Lengths of the delays in samples at 48 kHz: primes between 23 and 57 ms, so that no two echoes fall together.
const LENGTHS: [usize; 8] = [1_103, 1_301, 1_523, 1_733, 1_949, 2_179, 2_441, 2_707];
/// Two more on the way in, left and right, that turn one click into many.
const DIFFUSERS: [[usize; 2]; 2] = [[241, 557], [269, 601]];
const DIFFUSION: f32 = 0.6;
/// The lows do not go into the room, or it would boom: hertz.
const LOWEST: f32 = 140.0;

#[derive(Clone, Debug)]
pub(crate) struct Reverb {
    lines: [Line; 8],
    /// What each line keeps of itself a round, and the state and share of its filter for the highs.
    gains: [f32; 8],
    damped: [f32; 8],
    damp: f32,
    diffusers: [[Line; 2]; 2],
    lows: [f32; 2],
    low: f32,
}

/// A delay of whole samples.
#[derive(Clone, Debug)]
struct Line {
    samples: Vec<f32>,
    at: usize,
}

impl Line {
    fn new(length: usize) -> Self {
        Self { samples: vec![0.0; length], at: 0 }
    }

    fn oldest(&self) -> f32 {
        self.samples[self.at]
    }

    fn push(&mut self, sample: f32) {
        self.samples[self.at] = sample;
        self.at = if self.at + 1 == self.samples.len() { 0 } else { self.at + 1 };
    }

    /// Lets all frequencies through equally loud, and smears them.
    fn diffuse(&mut self, sample: f32) -> f32 {
        let back = self.oldest();
        let inner = sample - DIFFUSION * back;
        self.push(inner);
        back + DIFFUSION * inner
    }
}

impl Reverb {
    /// A room whose sound falls by 60 dB in so many seconds, highs above `damp` hertz sooner; `rate` in samples a second.
    pub(crate) fn new((seconds, damp): (f32, f32), rate: f32) -> Self {
        let pole = |hertz: f32| 1.0 - (-std::f32::consts::TAU * hertz / rate).exp();
        let scaled = |length: usize| (length as f32 * rate / 48_000.0) as usize;
        Self {
            lines: LENGTHS.map(|length| Line::new(scaled(length))),
            gains: LENGTHS.map(|length| 10_f32.powf(-3.0 * length as f32 / (seconds * 48_000.0))),
            damped: [0.0; 8],
            damp: pole(damp),
            diffusers: DIFFUSERS.map(|pair| pair.map(|length| Line::new(scaled(length)))),
            lows: [0.0; 2],
            low: pole(LOWEST),
        }
    }

    /// What the room answers to a sample on the left and one on the right.
    pub(crate) fn run(&mut self, input: [f32; 2]) -> [f32; 2] {
        let mut into = [0.0; 2];
        for (side, sample) in input.into_iter().enumerate() {
            self.lows[side] += self.low * (sample - self.lows[side]);
            let high = sample - self.lows[side];
            into[side] = self.diffusers[side].iter_mut().fold(high, |sample, line| line.diffuse(sample));
        }
        let mut heard = [0.0; 8];
        for (n, line) in self.lines.iter().enumerate() {
            self.damped[n] += self.damp * (line.oldest() - self.damped[n]);
            heard[n] = self.damped[n] * self.gains[n];
        }
        // Householder's mirror: nothing is lost between the lines.
        let shared = heard.iter().sum::<f32>() / 4.0;
        for (n, line) in self.lines.iter_mut().enumerate() {
            line.push(into[n % 2] + heard[n] - shared);
        }
        let [a, b, c, d, e, f, g, h] = heard;
        [a - c + e - g, b - d + f - h].map(|sum| 0.5 * sum)
    }
}
