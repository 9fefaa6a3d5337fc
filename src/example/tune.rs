//! Half a minute of music that loops without a seam: electric piano, bass, a slow melody, an echo.

use std::f32::consts::TAU;

const RATE: usize = 48_000;
/// Samples in one beat, at 72 beats a minute.
const BEAT: usize = RATE * 60 / 72;
const BEATS_A_BAR: usize = 4;
const SAMPLES: usize = BEAT * BEATS_A_BAR * BARS.len();

/// Brings the mix to −16 LUFS (ITU-R BS.1770, measured), with the loudest peak under −3 dBFS.
const GAIN: f32 = 0.365;

/// One bar in MIDI numbers: the bass, the chord above it, and the melody as (beat, key).
struct Bar {
    bass: u8,
    chord: [u8; 4],
    melody: &'static [(f32, u8)],
}

/// D major: the falling bass that everybody likes, home by way of a suspended dominant.
const BARS: [Bar; 8] = [
    Bar { bass: 38, chord: [57, 61, 64, 66], melody: &[(0.0, 78), (1.5, 76), (2.0, 74)] },
    Bar { bass: 42, chord: [57, 61, 64, 66], melody: &[(0.0, 69), (1.0, 73), (2.0, 76)] },
    Bar { bass: 43, chord: [57, 59, 62, 66], melody: &[(0.0, 74), (1.5, 71), (2.0, 69)] },
    Bar { bass: 45, chord: [55, 57, 62, 64], melody: &[(0.0, 71), (1.0, 74), (2.0, 76)] },
    Bar { bass: 35, chord: [57, 61, 62, 66], melody: &[(0.0, 78), (1.5, 81), (2.0, 81)] },
    Bar { bass: 42, chord: [57, 61, 64, 66], melody: &[(0.5, 76), (1.0, 73), (2.0, 69)] },
    Bar { bass: 43, chord: [55, 59, 62, 66], melody: &[(0.0, 71), (1.0, 74), (2.0, 78), (3.5, 76)] },
    Bar { bass: 45, chord: [55, 59, 62, 64], melody: &[(0.0, 76), (1.5, 74), (2.0, 71), (3.0, 73)] },
];

/// The order in which the chord's keys follow each other in eighths, after it has been struck.
const BROKEN: [usize; 8] = [0, 2, 3, 1, 2, 3, 1, 2];

/// How an instrument speaks: a sine bent by another one (frequency modulation), both dying away.
struct Voice {
    /// Seconds in which the tone falls to 1/e, at middle C; higher keys die sooner.
    ring: f32,
    /// Seconds from nothing to full strength: long enough not to click.
    attack: f32,
    /// How strongly, in radians, and at which multiple of its frequency the tone is bent; falls five times as fast.
    bright: f32,
    ratio: f32,
}

const PIANO: Voice = Voice { ring: 1.5, attack: 0.004, bright: 1.1, ratio: 1.0 };
const BELL: Voice = Voice { ring: 1.3, attack: 0.003, bright: 0.9, ratio: 3.0 };
const BASS: Voice = Voice { ring: 1.1, attack: 0.012, bright: 0.7, ratio: 1.0 };

/// Left and right, each as long as the loop: what rings on past the end sounds at the beginning.
struct Mix([Vec<f32>; 2]);

/// The tune as a WAV file: 16 bits, stereo, 48 kHz.
pub(crate) fn wav() -> Vec<u8> {
    let mut mix = Mix([vec![0.0; SAMPLES], vec![0.0; SAMPLES]]);
    for (number, bar) in BARS.iter().enumerate() {
        mix.play(number, bar);
    }
    mix.echo();
    riff(&mix)
}

impl Mix {
    fn play(&mut self, number: usize, bar: &Bar) {
        let at = |beat: f32| number * BEATS_A_BAR * BEAT + (beat * BEAT as f32) as usize;
        self.strike(&BASS, bar.bass, at(0.0), (0.50, 0.0));
        self.strike(&BASS, bar.bass, at(2.5), (0.28, 0.0));
        for (finger, key) in (0_u8..).zip(bar.chord) {
            // A hand is never quite together, and lies from left to right.
            self.strike(&PIANO, key, at(0.03 * f32::from(finger)), (0.26, f32::from(finger) * 0.25 - 0.4));
        }
        for (eighth, finger) in (0_u8..).zip(BROKEN).skip(1) {
            let accent = if eighth % 2 == 0 { 0.16 } else { 0.11 };
            self.strike(
                &PIANO,
                bar.chord[finger] + 12,
                at(f32::from(eighth) / 2.0),
                (accent, 0.5 - finger as f32 * 0.3),
            );
        }
        for (beat, key) in bar.melody {
            self.strike(&BELL, *key, at(*beat), (0.34, 0.08));
        }
    }

    /// Adds one tone: how loud, and where between left (−1) and right (1).
    fn strike(&mut self, voice: &Voice, key: u8, start: usize, (loud, pan): (f32, f32)) {
        let frequency = 440.0 * ((f32::from(key) - 69.0) / 12.0).exp2();
        let ring = voice.ring * ((60.0 - f32::from(key)) / 36.0).exp2();
        let sides = [(1.0 - pan).sqrt() * loud, (1.0 + pan).sqrt() * loud];
        // After seven times `ring` it is 60 dB down; the last tenth fades to nothing.
        let length = ((7.0 * ring * RATE as f32) as usize).min(SAMPLES);
        // exp(-t / ring) and the five times faster one, a sample at a time.
        let fall = (-1.0 / (ring * RATE as f32)).exp();
        let (mut strength, mut bend) = (1.0, voice.bright);
        for sample in 0..length {
            let time = sample as f32 / RATE as f32;
            let end = ((length - sample) as f32 * 10.0 / length as f32).min(1.0);
            let envelope = strength * (time / voice.attack).min(1.0) * end;
            let cycle = (frequency * time).fract() * TAU;
            let tone = envelope * (cycle + bend * (cycle * voice.ratio).sin()).sin();
            strength *= fall;
            bend *= fall.powi(5);
            let place = (start + sample) % SAMPLES;
            self.0[0][place] += tone * sides[0];
            self.0[1][place] += tone * sides[1];
        }
    }

    /// An echo after three eighths that changes sides each time. Going round the loop twice, the second time finds the
    /// end of the first.
    fn echo(&mut self) {
        const LATER: usize = BEAT * 3 / 2;
        const BACK: f32 = 0.32;
        let dry = [self.0[0].clone(), self.0[1].clone()];
        for sample in 0..2 * SAMPLES {
            let (now, before) = (sample % SAMPLES, (sample + SAMPLES - LATER) % SAMPLES);
            let (left, right) = (self.0[0][before], self.0[1][before]);
            self.0[0][now] = dry[0][now] + BACK * right;
            self.0[1][now] = dry[1][now] + BACK * left;
        }
    }
}

/// Header as in Microsoft's "Multimedia Programming Interface and Data Specifications 1.0", PCM.
fn riff(mix: &Mix) -> Vec<u8> {
    const FRAME: u32 = 4;
    let data = SAMPLES as u32 * FRAME;
    let mut wav = Vec::with_capacity(data as usize + 44);
    wav.extend(b"RIFF");
    wav.extend((data + 36).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend([1_u16, 2].map(u16::to_le_bytes).concat());
    wav.extend([RATE as u32, RATE as u32 * FRAME].map(u32::to_le_bytes).concat());
    wav.extend([FRAME as u16, 16].map(u16::to_le_bytes).concat());
    wav.extend(b"data");
    wav.extend(data.to_le_bytes());
    for (left, right) in mix.0[0].iter().zip(&mix.0[1]) {
        // The tangent rounds off what would clip, and leaves the rest nearly as it is.
        let value = |tone: f32| ((tone * GAIN).tanh() * f32::from(i16::MAX)).round() as i16;
        wav.extend([value(*left), value(*right)].map(i16::to_le_bytes).concat());
    }
    wav
}

#[cfg(test)]
mod tests {
    use super::wav;

    #[test]
    fn the_tune_never_clips_and_its_end_meets_its_beginning() {
        let wav = wav();
        let samples: Vec<i32> = wav[44..].chunks_exact(2).map(|s| i16::from_le_bytes([s[0], s[1]]).into()).collect();
        let peak = samples.iter().map(|s| s.abs()).max().unwrap();
        // -6 and -3 dBFS.
        assert!((16_400..23_200).contains(&peak), "{peak}");
        let steps: Vec<i32> = samples.iter().zip(samples.iter().cycle().skip(2)).map(|(a, b)| (a - b).abs()).collect();
        let seam = *steps[steps.len() - 2..].iter().max().unwrap();
        let inside = *steps[..steps.len() - 2].iter().max().unwrap();
        assert!(seam <= inside / 2, "{seam} at the seam, {inside} elsewhere");
        let mean = samples.iter().map(|s| i64::from(*s)).sum::<i64>() / samples.len() as i64;
        assert_eq!(mean, 0);
    }
}
