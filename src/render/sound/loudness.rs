//! Integrated loudness after ITU-R BS.1770-4: K-weighting, blocks of 400 ms, two gates.

use std::f64::consts::PI;

use crate::render::sound::biquad::Biquad;

/// Steps a block is made of; blocks overlap by three quarters (annex 1).
const STEPS: usize = 4;
/// Steps a second.
const STEP_RATE: u32 = 10;
/// Annex 1: blocks below count as silence.
const ABSOLUTE_GATE: f64 = -70.0;
/// Annex 1: blocks this far below the mean of the rest are pauses.
const RELATIVE_GATE: f64 = -10.0;
/// Annex 1: the constant that takes the K filter's gain at 1 kHz out.
const OFFSET: f64 = -0.691;

/// Listens to stereo frames and says how loud they were.
pub(crate) struct Meter {
    filters: [[Biquad; 2]; 2],
    step_frames: usize,
    /// The step that is being filled: sum of both channels' squares, and frames so far.
    sum: f64,
    frames: usize,
    /// Mean square of the last steps, oldest first.
    steps: Vec<f64>,
    blocks: Vec<f64>,
}

impl Meter {
    /// `rate` in samples a second, at least 4,000.
    pub(crate) fn new(rate: u32) -> Self {
        let filter = [shelf(f64::from(rate)), high_pass(f64::from(rate))];
        let step_frames = (rate / STEP_RATE).max(1) as usize;
        Self { filters: [filter; 2], step_frames, sum: 0.0, frames: 0, steps: vec![], blocks: vec![] }
    }

    pub(crate) fn hear(&mut self, frames: &[[f32; 2]]) {
        for frame in frames {
            for (filters, &sample) in self.filters.iter_mut().zip(frame) {
                let weighted = filters.iter_mut().fold(f64::from(sample), |value, filter| filter.run(value));
                self.sum += weighted * weighted;
            }
            self.frames += 1;
            if self.frames == self.step_frames {
                self.end_step();
            }
        }
    }

    fn end_step(&mut self) {
        self.steps.push(self.sum / self.frames as f64);
        (self.sum, self.frames) = (0.0, 0);
        if self.steps.len() == STEPS {
            self.blocks.push(mean(&self.steps));
            self.steps.remove(0);
        }
    }

    /// LUFS over all that was heard; `None` for silence. A sound shorter than a block is one block.
    pub(crate) fn loudness(mut self) -> Option<f64> {
        if self.blocks.is_empty() {
            if self.frames > 0 {
                self.end_step();
            }
            self.blocks.push(mean(&self.steps));
        }
        self.blocks.retain(|&power| lufs(power) > ABSOLUTE_GATE);
        let gate = lufs(mean(&self.blocks)) + RELATIVE_GATE;
        self.blocks.retain(|&power| lufs(power) > gate);
        (!self.blocks.is_empty()).then(|| lufs(mean(&self.blocks)))
    }
}

fn lufs(power: f64) -> f64 {
    OFFSET + 10.0 * power.log10()
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// Stage 1, the head: BS.1770-4 gives coefficients for 48 kHz only; these analogue parameters reproduce them and hold
/// at any rate (De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 145, 2018).
fn shelf(rate: f64) -> Biquad {
    let (frequency, gain_db, q) = (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6);
    let k = (PI * frequency / rate).tan();
    let high = 10_f64.powf(gain_db / 20.0);
    let band = high.powf(0.499_666_774_154_541_6);
    let a0 = 1.0 + k / q + k * k;
    Biquad {
        b: [high + band * k / q + k * k, 2.0 * (k * k - high), high - band * k / q + k * k].map(|b| b / a0),
        a: [2.0 * (k * k - 1.0), 1.0 - k / q + k * k].map(|a| a / a0),
        z: [0.0; 2],
    }
}

/// Stage 2, the low cut; same source.
fn high_pass(rate: f64) -> Biquad {
    let (frequency, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
    let k = (PI * frequency / rate).tan();
    let a0 = 1.0 + k / q + k * k;
    Biquad { b: [1.0, -2.0, 1.0], a: [2.0 * (k * k - 1.0), 1.0 - k / q + k * k].map(|a| a / a0), z: [0.0; 2] }
}

#[cfg(test)]
mod tests {
    use super::{Meter, shelf};

    fn sine(rate: u32, hertz: f64, level: f64, seconds: u32) -> Vec<[f32; 2]> {
        let step = std::f64::consts::TAU * hertz / f64::from(rate);
        (0..rate * seconds).map(|i| [(level * (f64::from(i) * step).sin()) as f32; 2]).collect()
    }

    fn loudness(rate: u32, frames: &[[f32; 2]]) -> Option<f64> {
        let mut meter = Meter::new(rate);
        meter.hear(frames);
        meter.loudness()
    }

    #[test]
    fn the_filter_is_the_standards_at_48_khz() {
        let filter = shelf(48_000.0);
        for (ours, standard) in filter.b.iter().zip([1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85])
        {
            assert!((ours - standard).abs() < 1e-9, "{ours} {standard}");
        }
    }

    #[test]
    fn ebu_tech_3341_case_1_and_2_read_as_they_must() {
        for (dbfs, expected) in [(-23.0, -23.0), (-33.0, -33.0)] {
            for rate in [8_000, 44_100, 48_000, 96_000] {
                let heard = loudness(rate, &sine(rate, 1_000.0, 10_f64.powf(dbfs / 20.0), 20)).unwrap();
                assert!((heard - expected).abs() < 0.1, "{dbfs} dBFS at {rate} Hz read {heard}");
            }
        }
    }

    #[test]
    fn a_pause_does_not_make_the_song_quieter() {
        let mut frames = sine(48_000, 1_000.0, 0.1, 10);
        let alone = loudness(48_000, &frames).unwrap();
        frames.extend(vec![[0.0; 2]; 480_000]);
        assert!((loudness(48_000, &frames).unwrap() - alone).abs() < 0.2);
    }

    #[test]
    fn silence_and_nothing_have_no_loudness() {
        assert_eq!(loudness(48_000, &[]), None);
        assert_eq!(loudness(48_000, &[[0.0; 2]; 7]), None);
        assert_eq!(loudness(48_000, &vec![[0.0; 2]; 96_000]), None);
    }

    #[test]
    fn a_sound_shorter_than_a_block_is_measured_too() {
        let heard = loudness(48_000, &sine(48_000, 1_000.0, 0.5, 1)[..9_600]).unwrap();
        assert!((heard + 6.0).abs() < 1.0, "{heard}");
    }
}
