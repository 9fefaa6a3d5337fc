//! Which samples of a source line make each sample of a target line, and with what weight.

/// How positions on one axis of the target fall on the source: sample `i` of the target is seen at `first + i * step`,
/// in samples of the source, 0 being the middle of the source's first sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    pub first: f64,
    pub step: f64,
    /// Where the target's edge falls, counted from the picture's edge, and how long the picture is; beyond it lies the
    /// backdrop. In the same unit.
    pub start: f64,
    pub length: f64,
}

/// One target sample: the weights of four neighbouring source samples, the first of which is `at`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tap {
    /// In samples of the source moved by 2: 0 means two samples before the first.
    pub at: usize,
    /// In 1/32768; their sum is 32768, or a little less where one of them would not fit.
    pub weights: [i16; 4],
    /// How much of the target sample the picture covers, in 1/256.
    pub cover: u16,
}

/// The target samples that show anything of the picture.
#[derive(Clone, Debug)]
pub(crate) struct Taps {
    /// The first of them.
    pub start: usize,
    pub taps: Vec<Tap>,
}

const ONE: f64 = 32768.0;

impl Taps {
    /// For a target of `target` samples over a source of `source` samples.
    pub(crate) fn new(axis: Axis, target: usize, source: usize) -> Self {
        let seen = |i: &usize| coverage(axis, *i) > 0;
        let start = (0..target).find(seen).unwrap_or(target);
        let taps = (start..target).take_while(seen).map(|i| tap(axis, i, source)).collect();
        Self { start, taps }
    }
}

fn tap(axis: Axis, i: usize, source: usize) -> Tap {
    let last = source as f64 - 1.0;
    let centre = (axis.first + i as f64 * axis.step).clamp(-0.5, last + 0.5);
    let base = centre.floor();
    // The samples base-1 ..= base+2, and two of padding before them.
    Tap { at: (base + 1.0) as usize, weights: weights(centre - base), cover: coverage(axis, i) }
}

/// Target samples are boxes that lie edge to edge, wherever in its box a sample is sited.
fn coverage(axis: Axis, i: usize) -> u16 {
    let from = axis.start + i as f64 * axis.step;
    let overlap = (from + axis.step).min(axis.length) - from.max(0.0);
    ((overlap / axis.step).clamp(0.0, 1.0) * 256.0).round() as u16
}

/// Catmull and Rom's cubic (Keys 1981 with a = −1/2) for a point `t` of the way from the second sample to the third.
fn weights(t: f64) -> [i16; 4] {
    let exact = [
        ((2.0 - t) * t - 1.0) * t / 2.0,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((4.0 - 3.0 * t) * t + 1.0) * t / 2.0,
        (t - 1.0) * t * t / 2.0,
    ];
    let mut fixed = exact.map(|weight| (weight * ONE).round() as i32);
    // What rounding lost goes to the largest, so that a flat colour stays as it is.
    let large = if t < 0.5 { 1 } else { 2 };
    fixed[large] += ONE as i32 - fixed.iter().sum::<i32>();
    fixed.map(|weight| weight.min(i32::from(i16::MAX)) as i16)
}
