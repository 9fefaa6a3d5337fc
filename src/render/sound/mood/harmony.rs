//! Scales, chords, and how the voices of one chord find to the next.
//!
//! Keys are MIDI numbers: 60 is middle C, and 12 are an octave.

/// Semitones of the seven steps over the tonic.
pub(crate) type Scale = [i32; 7];

pub(crate) const MAJOR: Scale = [0, 2, 4, 5, 7, 9, 11];
pub(crate) const MINOR: Scale = [0, 2, 3, 5, 7, 8, 10];
pub(crate) const DORIAN: Scale = [0, 2, 3, 5, 7, 9, 10];
pub(crate) const MIXOLYDIAN: Scale = [0, 2, 4, 5, 7, 9, 10];

/// Steps over the root that a chord is stacked from.
pub(crate) type Stack = &'static [i32];

pub(crate) const TRIAD: Stack = &[0, 2, 4];
pub(crate) const SEVENTH: Stack = &[0, 2, 4, 6];
pub(crate) const NINTH: Stack = &[0, 2, 4, 8];
/// For a hand that leaves the root to the bass.
pub(crate) const ROOTLESS: Stack = &[2, 4, 6, 8];

/// Steps over the root at which a ninth lies, and an octave.
const A_NINTH: i32 = 8;
const AN_OCTAVE: i32 = 7;

/// What it costs a voicing to have two voices a semitone apart, in semitones of way.
const RUB: i32 = 10;

/// The lowest key of the bass: B flat, 58 Hz, which small speakers hint at and large ones play.
const DEEPEST: i32 = 34;

/// A tonic and its scale. No note of a piece lies outside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) tonic: i32,
    pub(crate) scale: Scale,
}

impl Key {
    /// The key so many steps over the tonic.
    pub(crate) fn tone(&self, step: i32) -> i32 {
        self.tonic + self.scale[step.rem_euclid(7) as usize] + 12 * step.div_euclid(7)
    }

    /// The chord on a degree, counted from 1 as musicians do, its tones from the root up.
    pub(crate) fn chord(&self, degree: u8, stack: Stack) -> Vec<i32> {
        let root = i32::from(degree) - 1;
        let over = |step: i32| self.tone(root + step);
        // A ninth that is a semitone over the root's octave bites; the octave itself takes its place.
        let harsh = over(A_NINTH) - over(AN_OCTAVE) == 1;
        stack.iter().map(|step| over(if *step == A_NINTH && harsh { AN_OCTAVE } else { *step })).collect()
    }

    /// The root of a degree where the bass plays it.
    pub(crate) fn bass(&self, degree: u8) -> i32 {
        DEEPEST + (self.tone(i32::from(degree) - 1) - DEEPEST).rem_euclid(12)
    }

    pub(crate) fn holds(&self, key: i32) -> bool {
        self.scale.contains(&(key - self.tonic).rem_euclid(12))
    }

    /// The five tones that rub against no chord of the key: a major scale without its fourth and seventh, a minor one
    /// without its second and sixth.
    pub(crate) fn is_plain(&self, key: i32) -> bool {
        let plain: &[i32] = if self.scale[2] == 4 { &[0, 2, 4, 7, 9] } else { &[0, 3, 5, 7, 10] };
        plain.contains(&(key - self.tonic).rem_euclid(12))
    }
}

/// The chord in close position around `centre`, in the inversion whose voices have the shortest way from `before`.
pub(crate) fn voiced(chord: &[i32], before: &[i32], centre: i32) -> Vec<i32> {
    let from = if before.len() == chord.len() { before.to_vec() } else { vec![centre; chord.len()] };
    let way = |keys: &[i32]| {
        let moved: i32 = keys.iter().zip(&from).map(|(to, from)| (to - from).abs()).sum();
        let astray: i32 = keys.iter().map(|key| key - centre).sum();
        let rubs = keys.windows(2).filter(|pair| pair[1] - pair[0] == 1).count() as i32;
        2 * moved + astray.abs() + RUB * rubs
    };
    let all = (0..chord.len()).flat_map(|first| [-12, 0, 12].map(|shift| inverted(chord, first, centre + shift)));
    all.min_by_key(|keys| way(keys)).unwrap_or_default()
}

/// Close position with the tone `first` lowest, next below `top`.
fn inverted(chord: &[i32], first: usize, top: i32) -> Vec<i32> {
    let lowest = top - (top - chord[first]).rem_euclid(12);
    let mut keys: Vec<i32> = chord.iter().map(|tone| lowest + (tone - lowest).rem_euclid(12)).collect();
    keys.sort_unstable();
    keys.dedup();
    // A tone that stands twice is doubled at the octave.
    while keys.len() < chord.len() {
        keys.push(keys[0] + 12);
    }
    keys
}

/// As a guitar has it under one hand: the root low, its fifth, and the triad again above.
pub(crate) fn gripped(key: &Key, degree: u8) -> Vec<i32> {
    let root = key.bass(degree) + if key.bass(degree) < 40 { 12 } else { 0 };
    let triad = key.chord(degree, TRIAD);
    let (third, fifth) = (triad[1] - triad[0], triad[2] - triad[0]);
    [0, fifth, 12, 12 + third, 12 + fifth].map(|over| root + over).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Key, MAJOR, MINOR, NINTH, SEVENTH, TRIAD, gripped, voiced};

    const C: Key = Key { tonic: 60, scale: MAJOR };

    #[test]
    fn chords_are_stacked_from_the_scale() {
        assert_eq!(C.chord(2, SEVENTH), [62, 65, 69, 72]);
        assert_eq!(C.chord(1, NINTH), [60, 64, 67, 74]);
        assert_eq!(C.chord(3, NINTH), [64, 67, 71, 76], "E has no ninth in C, and gets its octave");
        assert_eq!((C.bass(1), C.bass(6), C.bass(7)), (36, 45, 35));
    }

    #[test]
    fn voices_take_the_shortest_way() {
        let first = voiced(&C.chord(1, TRIAD), &[], 64);
        let second = voiced(&C.chord(5, TRIAD), &first, 64);
        let third = voiced(&C.chord(6, TRIAD), &second, 64);
        for (from, to) in [(&first, &second), (&second, &third)] {
            let way: i32 = from.iter().zip(to).map(|(from, to)| (to - from).abs()).sum();
            assert!(way <= 5, "{from:?} to {to:?}");
        }
        let mut tones: Vec<i32> = second.iter().map(|key| key % 12).collect();
        tones.sort_unstable();
        assert_eq!(tones, [2, 7, 11]);
    }

    #[test]
    fn a_hand_on_the_guitar_holds_the_triad() {
        let minor = Key { tonic: 57, scale: MINOR };
        assert_eq!(gripped(&minor, 1), [45, 52, 57, 60, 64]);
        assert!(gripped(&minor, 6).iter().all(|key| minor.holds(*key)));
    }
}
