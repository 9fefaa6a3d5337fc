//! A sum of sines that die away, each at its own speed: what struck and plucked things sound like.

use wide::f32x8;

/// Sines that are computed together, in hertz, with their strength, phase in cycles, and the seconds in which they fall
/// to 1/e; 0 never falls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Partial {
    pub(crate) hertz: f32,
    pub(crate) strength: f32,
    pub(crate) phase: f32,
    pub(crate) ring: f32,
}

/// Sines in one vector, and the most vectors: what has more partials is cut.
const LANES: usize = 8;
const MOST: usize = 4;

/// Eight sines as points in the plane, and the turn that takes each to its next sample and a little nearer to nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Lane {
    at: [f32x8; 2],
    turn: [f32x8; 2],
}

/// Never louder than its partials together, and without anything between or above them: it cannot alias.
#[derive(Clone, Debug)]
pub(crate) struct Bank {
    lanes: [Lane; MOST],
    used: usize,
}

impl Bank {
    pub(crate) fn new(partials: &[Partial], rate: f32) -> Self {
        let mut bank = Self { lanes: [Lane::default(); MOST], used: 0 };
        for (lane, group) in bank.lanes.iter_mut().zip(partials.chunks(LANES)) {
            *lane = Lane::new(group, rate);
            bank.used += 1;
        }
        bank
    }

    /// Adds the next samples to `out`.
    pub(crate) fn add(&mut self, out: &mut [f32]) {
        match self.used {
            0 => {}
            1 => run::<1>(&mut self.lanes, out),
            2 => run::<2>(&mut self.lanes, out),
            3 => run::<3>(&mut self.lanes, out),
            _ => run::<MOST>(&mut self.lanes, out),
        }
    }
}

impl Lane {
    fn new(group: &[Partial], rate: f32) -> Self {
        let mut rows = [[0.0_f32; LANES]; 4];
        for (i, partial) in group.iter().enumerate() {
            let angle = std::f32::consts::TAU * partial.hertz / rate;
            let start = std::f32::consts::TAU * partial.phase;
            let fall = if partial.ring > 0.0 { (-1.0 / (partial.ring * rate)).exp() } else { 1.0 };
            rows[0][i] = partial.strength * start.cos();
            rows[1][i] = partial.strength * start.sin();
            rows[2][i] = fall * angle.cos();
            rows[3][i] = fall * angle.sin();
        }
        let [x, y, cos, sin] = rows.map(f32x8::from);
        Self { at: [x, y], turn: [cos, sin] }
    }
}

/// The vectors stay in registers for the length of the block.
fn run<const N: usize>(lanes: &mut [Lane; MOST], out: &mut [f32]) {
    let mut held: [Lane; N] = std::array::from_fn(|n| lanes[n]);
    for sample in out {
        let mut sum = f32x8::ZERO;
        for lane in &mut held {
            let ([x, y], [cos, sin]) = (lane.at, lane.turn);
            sum += y;
            lane.at = [x * cos - y * sin, x * sin + y * cos];
        }
        *sample += sum.reduce_add();
    }
    for (lane, held) in lanes.iter_mut().zip(held) {
        *lane = Lane { at: held.at.map(quietened), ..held };
    }
}

/// Numbers just above zero, which processors are slow with, are zero.
fn quietened(at: f32x8) -> f32x8 {
    f32x8::from(at.to_array().map(|value: f32| if value.abs() < 1e-20 { 0.0 } else { value }))
}

#[cfg(test)]
mod tests {
    use super::{Bank, Partial};

    #[test]
    fn a_partial_is_a_sine_that_falls_as_it_should() {
        let partials: Vec<Partial> = (0..9)
            .map(|n| Partial { hertz: 440.0, strength: if n == 8 { 1.0 } else { 0.0 }, phase: 0.0, ring: 0.5 })
            .collect();
        let mut out = vec![0.0; 48_000];
        let mut bank = Bank::new(&partials, 48_000.0);
        out.chunks_mut(100).for_each(|block| bank.add(block));
        for (i, sample) in out.iter().enumerate() {
            let time = i as f64 / 48_000.0;
            let due = (std::f64::consts::TAU * 440.0 * time).sin() * (-time / 0.5).exp();
            assert!((f64::from(*sample) - due).abs() < 2e-3, "sample {i}: {sample} {due}");
        }
    }
}
