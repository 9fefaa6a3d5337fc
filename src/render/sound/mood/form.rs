//! How a piece is divided: whole phrases that lead to the last chord, which rings until the film is over.

use crate::render::sound::mood::style::Style;

/// Bars of a phrase.
pub(crate) const PHRASE: u32 = 4;
/// Phrases of a round: both strains twice.
pub(crate) const ROUND: u32 = 8;
/// From so many bars on there is time to begin with less than everybody; below the other number, not even for a bar.
const LONG: u32 = 20;
const SHORT: u32 = 8;

/// The plan of a piece. The beat never bends, so that whoever cuts pictures to it may count on; what is left over at the
/// end, less than half a bar, lengthens the last chord.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Beats in a bar, and seconds of a beat.
    beats: u32,
    beat: f64,
    /// Whole bars before the last chord.
    bars: u32,
    /// Half a bar more, if that fits.
    half: bool,
    intro: u32,
}

/// Where in the piece a bar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// 0 is the first phrase after the introduction.
    pub(crate) phrase: u32,
    /// Bar of the phrase, from 0.
    pub(crate) bar: u32,
    pub(crate) intro: bool,
    /// Two phrases of the first strain alternate with two of the second.
    pub(crate) second: bool,
    /// How often both strains have been heard twice.
    pub(crate) round: u32,
}

impl Form {
    /// A piece of so many seconds.
    pub(crate) fn new(style: &Style, seconds: f64) -> Self {
        let beat = 60.0 / style.bpm;
        let bar = beat * f64::from(style.beats);
        let halves = ((seconds - style.ring) / (bar / 2.0)).max(0.0) as u32;
        let bars = halves / 2;
        let over = bars % PHRASE;
        let intro = match bars {
            LONG.. => over + PHRASE,
            SHORT.. => over,
            _ => 0,
        };
        Self { beats: style.beats, beat, bars, half: halves % 2 == 1 && style.beats.is_multiple_of(2), intro }
    }

    /// Bars before the last chord, a half one counted as well.
    pub(crate) fn count(&self) -> u32 {
        self.bars + u32::from(self.half)
    }

    /// Seconds from the beginning to the beginning of a bar; the last chord is struck where bar [`Form::count`] would begin.
    pub(crate) fn start(&self, bar: u32) -> f64 {
        let whole = f64::from(bar.min(self.bars)) * f64::from(self.beats);
        let half = if bar > self.bars { f64::from(self.beats) / 2.0 } else { 0.0 };
        (whole + half) * self.beat
    }

    /// Beats in a bar.
    pub(crate) fn beats(&self, bar: u32) -> f64 {
        let whole = f64::from(self.beats);
        if bar < self.bars { whole } else { whole / 2.0 }
    }

    /// Seconds of a beat.
    pub(crate) fn beat(&self) -> f64 {
        self.beat
    }

    pub(crate) fn phrases(&self) -> u32 {
        (self.bars - self.intro).div_ceil(PHRASE)
    }

    pub(crate) fn place(&self, bar: u32) -> Place {
        let intro = bar < self.intro;
        let at = if intro { 0 } else { bar - self.intro };
        // The introduction's bars are counted so that its last leads into the first phrase.
        let in_phrase = (i64::from(bar) - i64::from(self.intro)).rem_euclid(i64::from(PHRASE)) as u32;
        let phrase = at / PHRASE;
        Place { phrase, bar: in_phrase, intro, second: phrase % 4 >= 2, round: phrase / ROUND }
    }

    /// The degree that is heard in a bar: the strain's own, but for the last two, which lead home.
    pub(crate) fn degree(&self, bar: u32, strains: [&[u8]; 2], cadence: [u8; 2]) -> u8 {
        let count = self.count();
        let place = self.place(bar);
        let strain = strains[usize::from(place.second)];
        match count.saturating_sub(bar) {
            0 => 1,
            1 if count > 1 => cadence[1],
            2 if count > 2 => cadence[0],
            _ => strain[((place.phrase % 2 * PHRASE + place.bar) as usize) % strain.len()],
        }
    }
}
