//! Where sounds begin: how much louder each moment of a recording is than the one before, band by band.

use crate::render::sound::biquad::Biquad;

/// Values a second.
pub(crate) const RATE: u32 = 100;

/// Middles of the bands in hertz, an octave apart: kick drums to cymbals.
const BANDS: [f64; 8] = [60.0, 120.0, 240.0, 480.0, 960.0, 1_920.0, 3_840.0, 7_680.0];
/// How strongly quiet beginnings count beside loud ones: a band's mean is lifted to the logarithm of so much and one.
const COMPRESSION: f64 = 100.0;
/// A beginning is measured against this many values before: attacks take 20 ms and more.
const BEFORE: usize = 2;
/// A band is taken for no quieter than this part of the loudest, or the hiss in an empty one would count like music.
const QUIETEST: f64 = 1e-4;
/// Standard deviation below which nothing begins: a steady tone wavers by so much against the hundredths of a second.
const NOTHING: f64 = 0.2;
/// Values of silence that are taken to have been before the recording, so that its first sound begins too.
const SILENCE: usize = 4;
/// To either side, in values: what lies above the mean of its neighbourhood stands out.
const NEIGHBOURHOOD: usize = RATE as usize / 2;

/// Listens to a recording.
pub(crate) struct Onsets {
    filters: Vec<Biquad>,
    /// Power of each band in each hundredth of a second.
    powers: Vec<Vec<f64>>,
    sums: Vec<f64>,
    /// Samples a second, and those of the current value.
    rate: u64,
    heard: u64,
}

impl Onsets {
    /// `rate` in samples a second.
    pub(crate) fn new(rate: u32) -> Self {
        let below = f64::from(rate) * 0.4;
        let filters: Vec<_> =
            BANDS.iter().filter(|hertz| **hertz < below).map(|hertz| Biquad::band(*hertz, f64::from(rate))).collect();
        let bands = filters.len();
        Self { filters, powers: vec![vec![0.0; SILENCE]; bands], sums: vec![0.0; bands], rate: rate.into(), heard: 0 }
    }

    pub(crate) fn hear(&mut self, frames: &[[f32; 2]]) {
        for [left, right] in frames {
            let sample = f64::from(left + right);
            for (filter, sum) in self.filters.iter_mut().zip(&mut self.sums) {
                *sum += filter.run(sample).powi(2);
            }
            let before = self.heard * u64::from(RATE) / self.rate;
            self.heard += 1;
            if self.heard * u64::from(RATE) / self.rate > before {
                for (powers, sum) in self.powers.iter_mut().zip(&mut self.sums) {
                    powers.push(std::mem::take(sum));
                }
            }
        }
    }

    /// Strength of what begins at each hundredth of a second, in standard deviations; empty where nothing ever begins.
    pub(crate) fn strengths(&self) -> Vec<f64> {
        let length = self.powers.first().map_or(0, Vec::len);
        let mut sum = vec![0.0; length];
        let means: Vec<f64> = self.powers.iter().map(|powers| mean(powers)).collect();
        let loudest = means.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        for (powers, mean_power) in self.powers.iter().zip(means) {
            let usual = mean_power.max(loudest * QUIETEST);
            let levels: Vec<f64> = powers.windows(3).map(|three| (COMPRESSION * mean(three) / usual).ln_1p()).collect();
            for (at, pair) in levels.windows(BEFORE + 1).enumerate() {
                // On a logarithm most of a growth is its beginning, which three values and two of distance spread to here.
                sum[at + BEFORE + 1] += (pair[BEFORE] - pair[0]).max(0.0);
            }
        }
        standing_out(sum.get(SILENCE..).unwrap_or_default())
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn standing_out(values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for value in values {
        sums.push(sums[sums.len() - 1] + value);
    }
    let around = |at: usize| {
        let (from, to) = (at.saturating_sub(NEIGHBOURHOOD), (at + NEIGHBOURHOOD + 1).min(values.len()));
        (sums[to] - sums[from]) / (to - from) as f64
    };
    let above: Vec<f64> = values.iter().enumerate().map(|(at, value)| (value - around(at)).max(0.0)).collect();
    let deviation = mean(&above.iter().map(|value| value * value).collect::<Vec<_>>()).sqrt();
    if deviation > NOTHING { above.iter().map(|value| value / deviation).collect() } else { vec![] }
}
