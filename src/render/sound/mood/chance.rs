//! Chance that falls the same way every time: what a player varies without thinking about it.

/// A row of numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// For each seed, each `what` and each `place` a row of its own, whatever was asked for before.
    pub(crate) fn new(seed: u64, what: u64, place: u64) -> Self {
        let mut chance = Self(seed ^ what.wrapping_mul(STEP) ^ place.rotate_left(32));
        let mixed = chance.next();
        Self(mixed ^ place)
    }

    /// From 0 up to 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// From −1 to 1, near 0 more often than far from it.
    pub(crate) fn sway(&mut self) -> f32 {
        self.unit() + self.unit() - 1.0
    }

    /// A whole number below `count`, which must not be 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// The seed that belongs to these words: FNV-1a, 64 bits (Fowler, Noll, Vo).
pub(crate) fn seed<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = words.flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// 2^64 over the golden ratio, odd.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
