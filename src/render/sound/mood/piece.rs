//! A piece of music as it is played: notes become sound a block at a time, in memory that does not grow with its length.

use std::collections::VecDeque;

use crate::brief::Mood;
use crate::render::sound::mood::band::Band;
use crate::render::sound::mood::drum::Stroke;
use crate::render::sound::mood::note::{Note, Sound};
use crate::render::sound::mood::reverb::Reverb;
use crate::render::sound::mood::styles::style;
use crate::render::sound::mood::tone::Tone;

/// Samples that are computed together.
const BLOCK: usize = 256;
/// A hand may be early by so much, in seconds, so a bar is written down before it begins.
const EARLY: f64 = 0.1;
/// The end goes to silence within so many seconds, or within the last quarter of a piece that is shorter.
const CLOSING: f64 = 1.6;
/// Three who play one tone: how far out of tune, from where, how loud. On one loudspeaker their tones must not cancel, so
/// the one in the middle is the strongest.
const SECTION: [(f32, f32, f32); 3] = [(0.0, 0.0, 0.8), (-1.0, -0.85, 0.42), (1.0, 0.85, 0.42)];
/// Hertz.
const LOWEST: f32 = 18.0;
/// More at once than any band plays; the oldest is let go.
const MOST_VOICES: usize = 128;

/// Stereo at `rate` samples a second, exactly as long as it was asked for; silence after that.
#[derive(Debug)]
pub(crate) struct Piece {
    band: Band,
    rate: f64,
    /// The next bar to be written down.
    bar: u32,
    /// What is written and not yet begun, in order.
    notes: VecDeque<Note>,
    voices: Vec<Voice>,
    reverb: Reverb,
    block: Box<[[f32; 2]; BLOCK]>,
    /// Samples of the block that were handed out.
    used: usize,
    /// What lies below all hearing, left and right: taken out, for it would only push the loudspeakers.
    lows: [f32; 2],
    low: f32,
    /// Samples computed, and those of the whole piece.
    done: u64,
    total: u64,
    struck: u32,
}

/// Something that sounds.
#[derive(Debug)]
struct Voice {
    source: Source,
    /// Samples until it begins.
    wait: usize,
    sides: [f32; 2],
    send: f32,
}

#[derive(Debug)]
enum Source {
    Tone(Box<Tone>),
    Drum(Box<Stroke>),
}

impl Piece {
    /// A piece of `total` samples. The same seed is the same piece.
    pub(crate) fn new(mood: Mood, seed: u64, total: u64, rate: u32) -> Self {
        let (style, rate) = (style(mood), f64::from(rate));
        Self {
            band: Band::new(style, seed, total as f64 / rate),
            rate,
            bar: 0,
            notes: VecDeque::new(),
            voices: Vec::new(),
            reverb: Reverb::new(style.room, rate as f32),
            block: Box::new([[0.0; 2]; BLOCK]),
            used: BLOCK,
            lows: [0.0; 2],
            low: 1.0 - (-std::f32::consts::TAU * LOWEST / rate as f32).exp(),
            done: 0,
            total,
            struck: 0,
        }
    }

    /// Fills `out` to the end.
    pub(crate) fn fill(&mut self, out: &mut [[f32; 2]]) {
        let mut filled = 0;
        while filled < out.len() {
            if self.used == BLOCK {
                self.next_block();
            }
            let count = (BLOCK - self.used).min(out.len() - filled);
            out[filled..filled + count].copy_from_slice(&self.block[self.used..self.used + count]);
            self.used += count;
            filled += count;
        }
    }

    fn next_block(&mut self) {
        self.used = 0;
        let end = (self.done + BLOCK as u64) as f64 / self.rate;
        self.write_down(end);
        while self.notes.front().is_some_and(|note| note.at < end) {
            if let Some(note) = self.notes.pop_front() {
                self.begin(&note);
            }
        }
        let mut sum = [[0.0_f32; 2]; BLOCK];
        let mut sent = [[0.0_f32; 2]; BLOCK];
        for voice in &mut self.voices {
            voice.play(&mut sum, &mut sent);
        }
        self.voices.retain(|voice| !voice.is_over());
        for ((out, dry), sent) in self.block.iter_mut().zip(sum).zip(sent) {
            let wet = self.reverb.run(sent);
            let gain = closing(self.done, self.total, self.rate);
            for side in 0..2 {
                let heard = dry[side] + wet[side];
                self.lows[side] += self.low * (heard - self.lows[side]);
                out[side] = (heard - self.lows[side]) * gain;
            }
            self.done += 1;
        }
    }

    /// Asks the band for all bars that may begin before `end` seconds.
    fn write_down(&mut self, end: f64) {
        while self.bar <= self.band.form.count() && self.band.form.start(self.bar) - EARLY < end {
            self.notes.extend(self.band.bar(self.bar));
            self.notes.make_contiguous().sort_by(|a, b| a.at.total_cmp(&b.at));
            self.bar += 1;
        }
    }

    fn begin(&mut self, note: &Note) {
        self.struck += 1;
        let wait = (note.at * self.rate) as u64;
        let wait = wait.saturating_sub(self.done) as usize;
        let rate = self.rate as f32;
        match note.sound {
            Sound::Drum(drum) => {
                let stroke = Stroke::new(drum, note.loud, self.struck.wrapping_mul(0x9e37_79b9), rate);
                self.add(Source::Drum(Box::new(stroke)), wait, (note.pan, 1.0), note.send);
            }
            Sound::Tone(on, key) => {
                let held = (note.lasts * self.rate) as u32;
                let wide = on.recipe().wide;
                let players: &[(f32, f32, f32)] = if wide > 0.0 { &SECTION } else { &[(0.0, 0.0, 1.0)] };
                for (cents, side, share) in players {
                    let tone = Tone::new(on, (key, cents * wide), (note.loud, held), rate);
                    let pan = (note.pan + side).clamp(-1.0, 1.0);
                    self.add(Source::Tone(Box::new(tone)), wait, (pan, *share), note.send);
                }
            }
        }
    }

    /// Sets something sounding, placed so that both sides together are equally loud wherever it stands.
    fn add(&mut self, source: Source, wait: usize, (pan, loud): (f32, f32), send: f32) {
        if self.voices.len() >= MOST_VOICES {
            self.voices.remove(0);
        }
        let angle = (pan + 1.0) * std::f32::consts::FRAC_PI_4;
        let sides = [angle.cos() * loud, angle.sin() * loud];
        self.voices.push(Voice { source, wait, sides, send });
    }
}

impl Voice {
    fn play(&mut self, sum: &mut [[f32; 2]; BLOCK], sent: &mut [[f32; 2]; BLOCK]) {
        if self.wait >= BLOCK {
            self.wait -= BLOCK;
            return;
        }
        let mut own = [0.0_f32; BLOCK];
        let from = std::mem::take(&mut self.wait);
        match &mut self.source {
            Source::Tone(tone) => tone.add(&mut own[from..]),
            Source::Drum(stroke) => stroke.add(&mut own[from..]),
        }
        for ((sum, sent), sample) in sum.iter_mut().zip(sent).zip(own).skip(from) {
            let [left, right] = self.sides.map(|side| side * sample);
            *sum = [sum[0] + left, sum[1] + right];
            *sent = [sent[0] + left * self.send, sent[1] + right * self.send];
        }
    }

    fn is_over(&self) -> bool {
        self.wait == 0
            && match &self.source {
                Source::Tone(tone) => tone.is_over(),
                Source::Drum(stroke) => stroke.is_over(),
            }
    }
}

/// 1 until shortly before the end, 0 after it, a raised cosine between.
fn closing(sample: u64, total: u64, rate: f64) -> f32 {
    let over = (CLOSING * rate).min(total as f64 / 4.0).max(1.0);
    let left = total.saturating_sub(sample) as f64 / over;
    if left >= 1.0 { 1.0 } else { (0.5 - 0.5 * (left * std::f64::consts::PI).cos()) as f32 }
}
