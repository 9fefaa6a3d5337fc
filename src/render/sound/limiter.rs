//! A limiter that sees peaks coming: nothing leaves it above the ceiling, and nothing below is touched.

use std::collections::VecDeque;

/// −1 dB below full scale: room for what the encoder adds (EBU R 128 s2 asks for it before lossy codecs).
pub(crate) const CEILING: f32 = 0.891_250_9;
/// Frames between seeing a peak and letting it out: 5 ms at 48 kHz.
pub(crate) const AHEAD: usize = 240;
/// Share of the way back to full gain a frame: a time constant of 100 ms at 48 kHz.
const RELEASE: f32 = 1.0 / 4_800.0;

/// Both sides get the same gain, so that the picture of the sound does not move.
pub(crate) struct Limiter {
    delayed: VecDeque<[f32; 2]>,
    /// Frames around the newest, for the peaks between samples.
    near: [[f32; 2]; 4],
    /// Ages and gains of the frames ahead that may be the lowest: gains rise from front to back.
    lowest: VecDeque<(u64, f32)>,
    age: u64,
    held: f32,
    /// The last gains, whose mean is applied: it reaches a peak's gain just when the peak comes out.
    gains: VecDeque<f32>,
    sum: f64,
}

impl Limiter {
    pub(crate) fn new() -> Self {
        Self {
            delayed: VecDeque::from(vec![[0.0; 2]; AHEAD]),
            near: [[0.0; 2]; 4],
            lowest: VecDeque::new(),
            age: 0,
            held: 1.0,
            gains: VecDeque::from(vec![1.0; AHEAD / 2]),
            sum: (AHEAD / 2) as f64,
        }
    }

    /// Takes a frame and gives the one of `AHEAD` calls ago.
    pub(crate) fn run(&mut self, frame: [f32; 2]) -> [f32; 2] {
        self.near.rotate_left(1);
        self.near[3] = frame;
        let gain = self.smooth(CEILING / self.peak().max(CEILING));
        self.delayed.push_back(frame);
        let out = self.delayed.pop_front().unwrap_or_default();
        out.map(|sample| (sample * gain).clamp(-CEILING, CEILING))
    }

    /// The highest point of the wave near the newest frame, the one halfway between samples included.
    fn peak(&self) -> f32 {
        let halfway = |side: usize| {
            let [a, b, c, d] = self.near.map(|frame| frame[side]);
            (9.0 * (b + c) - a - d) / 16.0
        };
        let [left, right] = self.near[3];
        [left, right, halfway(0), halfway(1)].into_iter().fold(0.0, |peak, value| peak.max(value.abs()))
    }

    fn smooth(&mut self, wanted: f32) -> f32 {
        while self.lowest.back().is_some_and(|&(_, gain)| gain >= wanted) {
            self.lowest.pop_back();
        }
        self.lowest.push_back((self.age, wanted));
        // A peak is held until the frame halfway before it is out too.
        while self.lowest.front().is_some_and(|&(age, _)| age + AHEAD as u64 + 2 < self.age) {
            self.lowest.pop_front();
        }
        self.age += 1;
        let lowest = self.lowest.front().map_or(1.0, |&(_, gain)| gain);
        self.held = lowest.min(self.held + (1.0 - self.held) * RELEASE);
        self.gains.push_back(self.held);
        self.sum += f64::from(self.held) - f64::from(self.gains.pop_front().unwrap_or(1.0));
        (self.sum / self.gains.len() as f64) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, CEILING, Limiter};

    fn through(frames: &[f32]) -> Vec<f32> {
        let mut limiter = Limiter::new();
        let silence = std::iter::repeat_n(&0.0, AHEAD);
        let all: Vec<_> = frames.iter().chain(silence).map(|&sample| limiter.run([sample; 2])[0]).collect();
        all[AHEAD..].to_vec()
    }

    #[test]
    fn what_lies_below_the_ceiling_is_not_touched() {
        let quiet: Vec<f32> = (0..5_000).map(|i| 0.8 * (i as f32 * 0.05).sin()).collect();
        assert_eq!(through(&quiet), quiet);
    }

    #[test]
    fn nothing_comes_out_above_the_ceiling_and_a_loud_sine_keeps_its_shape() {
        let loud: Vec<f32> = (0..48_000).map(|i| 4.0 * (i as f32 * 0.05).sin()).collect();
        let out = through(&loud);
        assert!(out.iter().all(|sample| sample.abs() <= CEILING));
        // A clipped sine would stay flat at the top: its mean square would be near the ceiling's, not half of it.
        let power = out[24_000..].iter().map(|sample| sample * sample).sum::<f32>() / 24_000.0;
        assert!((power / (CEILING * CEILING) - 0.5).abs() < 0.03, "{power}");
    }

    #[test]
    fn the_gain_is_down_before_the_peak_comes() {
        let mut click = vec![0.5; 2_000];
        click[1_000] = 3.0;
        let out = through(&click);
        assert!((out[1_000] - CEILING).abs() < 1e-3, "{}", out[1_000]);
        let steepest =
            out.windows(2).filter(|pair| pair[0] < 0.6 && pair[1] < 0.6).map(|pair| (pair[0] - pair[1]).abs());
        assert!(steepest.fold(0.0, f32::max) < 0.01);
    }
}
