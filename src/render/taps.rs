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
    pub at: u32,
    /// How much of the target sample the picture covers, in 1/256.
    pub cover: u16,
    /// Their sum is 32768, or a little less where one of them would not fit.
    pub weights: [Weight; 4],
}

/// A signed weight in 1/32768, twice in one word: processors spread words over a vector for nothing, halves of words not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight(i32);

impl Weight {
    pub(crate) fn new(weight: i16) -> Self {
        Self(i32::from(weight as u16) * 0x1_0001)
    }

    pub(crate) fn once(self) -> i16 {
        self.0 as i16
    }

    pub(crate) fn twice(self) -> i32 {
        self.0
    }
}

/// The target samples that show anything of the picture.
#[derive(Clone, Debug)]
pub(crate) struct Taps {
    /// The first of them.
    pub start: usize,
    pub taps: Vec<Tap>,
}

const ONE: i32 = 32768;

/// What four products with weights lose on average, in their last digit, when their lower halves are dropped.
pub(crate) const TRUNCATED: i16 = 2;

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
    // The samples around it begin one before the one at or before it; with two of padding that is one behind it.
    let at = (centre + 1.0) as u32;
    Tap { at, cover: coverage(axis, i), weights: weights(centre + 1.0 - f64::from(at)) }
}

/// Target samples are boxes that lie edge to edge, wherever in its box a sample is sited.
fn coverage(axis: Axis, i: usize) -> u16 {
    let from = axis.start + i as f64 * axis.step;
    let to = from + axis.step;
    if from >= 0.0 && to <= axis.length {
        return 256;
    }
    let overlap = to.min(axis.length) - from.max(0.0);
    ((overlap / axis.step).clamp(0.0, 1.0) * 256.0).round() as u16
}

/// Catmull and Rom's cubic (Keys 1981 with a = −1/2) for a point `t` of the way from the second sample to the third.
fn weights(t: f64) -> [Weight; 4] {
    let outer = [fixed(((2.0 - t) * t - 1.0) * t / 2.0), fixed((t - 1.0) * t * t / 2.0)];
    let inner = [fixed((1.5 * t - 2.5) * t * t + 1.0), fixed(((4.0 - 3.0 * t) * t + 1.0) * t / 2.0)];
    // What rounding lost goes to the largest, so that a flat colour stays as it is.
    let lost = ONE - outer[0] - outer[1] - inner[0] - inner[1];
    let inner = if t < 0.5 { [inner[0] + lost, inner[1]] } else { [inner[0], inner[1] + lost] };
    let weight = |weight: i32| Weight::new(weight.min(i32::from(i16::MAX)) as i16);
    [weight(outer[0]), weight(inner[0]), weight(inner[1]), weight(outer[1])]
}

/// Rounded; shifted above zero for it, where a cast does what takes a call below.
fn fixed(weight: f64) -> i32 {
    ((weight + 1.0) * f64::from(ONE) + 0.5) as i32 - ONE
}
