//! How well the film's sound is encoded, beside FFmpeg's own AAC encoder, and how fast music of each mood is made.
//!
//! `cargo bench --bench sound`. For five sounds, at 192 and at 128 kbit/s: the bits spent, signal to noise, noise against
//! a simple masking threshold (mean, and the worst moment in a hundred; below 0 is inaudible), the highest frequency that
//! comes out, and what is heard before an attack. FFmpeg decodes both; without it only the moods are measured.

#![expect(clippy::print_stdout, reason = "a bench has no other voice")]

use std::f64::consts::{PI, TAU};
use std::io::Write;
use std::process::{Command, Stdio};

use reeldrop::brief::Mood;
use reeldrop::clock;
use reeldrop::render::sound::Soundtrack;
use reeldrop::timeline::{Music, Tune};

const RATE: usize = 48_000;
const SECONDS: usize = 12;
/// Samples of a spectrum; steps overlap by half.
const WINDOW: usize = 2_048;
/// Upper ends of the critical bands in hertz (Zwicker, "Subdivision of the audible frequency range", 1961).
const BARKS: [f64; 25] = [
    100.0, 200.0, 300.0, 400.0, 510.0, 630.0, 770.0, 920.0, 1_080.0, 1_270.0, 1_480.0, 1_720.0, 2_000.0, 2_320.0,
    2_700.0, 3_150.0, 3_700.0, 4_400.0, 5_300.0, 6_400.0, 7_700.0, 9_500.0, 12_000.0, 15_500.0, 20_000.0,
];

fn main() {
    speed();
    if !Command::new("ffmpeg").arg("-version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        println!("no ffmpeg here, so encoders are not compared");
        return;
    }
    println!(
        "\n{:<8} {:>4} {:<7} {:>7} {:>6} {:>7} {:>7} {:>6} {:>9}",
        "sound", "kbit", "encoder", "spent", "SNR", "mask", "worst", "kHz", "pre-echo"
    );
    for (name, sound) in
        [("sweep", sweep()), ("clicks", clicks()), ("noise", noise()), ("plucked", plucked()), ("chords", chords())]
    {
        for kbit in [192, 128] {
            let (ours, ours_spent) = syom(&sound, kbit);
            let (theirs, theirs_spent) = ffmpeg(&sound, kbit);
            report((name, kbit, "syom"), &sound, &ours, ours_spent);
            report((name, kbit, "ffmpeg"), &sound, &theirs, theirs_spent);
        }
    }
}

/// A minute of each mood, to packets.
fn speed() {
    for mood in Mood::ALL {
        let music = Music { tune: Tune::Mood(mood), volume: 1.0, fade_in: 0, fade_out: 0 };
        let from = clock::instant();
        let track = Soundtrack::made(mood, 7, &music, (60 * 30, 30), 192_000).expect("a mood can be played");
        let bytes: usize = track.map(|packet| packet.expect("a mood can be encoded").len()).sum();
        let seconds = from.elapsed().as_secs_f64();
        println!(
            "{mood:<10?} {:>5.0} times as fast as it is heard, {:>4.0} kbit/s",
            60.0 / seconds,
            bytes as f64 * 8.0 / 60e3
        );
    }
}

type Stereo = Vec<[f32; 2]>;

fn mono(sample: impl Fn(usize) -> f64) -> Stereo {
    (0..SECONDS * RATE).map(|i| [sample(i) as f32; 2]).collect()
}

/// From 20 Hz to 20 kHz, an octave in the same time each.
fn sweep() -> Stereo {
    let length = SECONDS as f64;
    let octaves = (20_000.0_f64 / 20.0).ln();
    mono(|i| {
        let time = i as f64 / RATE as f64;
        0.5 * (TAU * 20.0 * length / octaves * ((time / length * octaves).exp() - 1.0)).sin()
    })
}

/// Wood on wood every quarter of a second: as sudden as anything gets.
fn clicks() -> Stereo {
    mono(|i| {
        let age = (i % (RATE / 4)) as f64 / RATE as f64;
        let struck = i >= RATE / 4;
        if struck { 0.7 * (TAU * 2_500.0 * age).sin() * (-age / 0.004).exp() } else { 0.0 }
    })
}

/// Pink, left and right apart (Kellet's filter of three poles).
fn noise() -> Stereo {
    let mut state = 9_u64;
    let mut rows = [[0.0_f64; 3]; 2];
    let mut next = |row: &mut [f64; 3]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let white = (state >> 33) as f64 / f64::from(1_u32 << 30) - 1.0;
        row[0] = 0.99765 * row[0] + white * 0.099_046;
        row[1] = 0.963 * row[1] + white * 0.296_516_4;
        row[2] = 0.57 * row[2] + white * 1.052_691_3;
        (0.05 * (row.iter().sum::<f64>() + white * 0.1848)) as f32
    };
    (0..SECONDS * RATE).map(|_| [next(&mut rows[0]), next(&mut rows[1])]).collect()
}

/// Strings that are plucked, to the left and to the right, and drums.
fn plucked() -> Stereo {
    let mut out = vec![[0.0_f32; 2]; SECONDS * RATE];
    let tones = [220.0, 277.2, 329.6, 440.0, 554.4, 659.3, 440.0, 329.6];
    for (n, start) in (0..SECONDS * RATE).step_by(RATE / 4).enumerate() {
        let (tone, side) = (tones[n % tones.len()], (n % 3) as f32 / 2.0);
        for (age, frame) in out[start..].iter_mut().take(RATE).enumerate() {
            let time = age as f64 / RATE as f64;
            let string = (1..20).map(f64::from).map(|k| (TAU * tone * k * time).sin() * (-time * (2.0 + k)).exp() / k);
            let string = (0.15 * string.sum::<f64>()) as f32;
            let drum = if n % 2 == 0 { (0.4 * (TAU * 60.0 * time).sin() * (-time / 0.1).exp()) as f32 } else { 0.0 };
            *frame = [frame[0] + string * (1.0 - side) + drum, frame[1] + string * side + drum];
        }
    }
    out
}

/// Held chords of six tones with eight harmonics each: nothing hides behind them.
fn chords() -> Stereo {
    mono(|i| {
        let time = i as f64 / RATE as f64;
        let root = [110.0, 146.8, 164.8, 123.5][i / (3 * RATE) % 4];
        let tones = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0]
            .iter()
            .flat_map(|ratio| (1..9).map(move |k| (root * ratio * f64::from(k), k)));
        0.04 * tones.map(|(hertz, k)| (TAU * hertz * time).sin() / f64::from(k)).sum::<f64>()
    })
}

fn syom(sound: &Stereo, kbit: u32) -> (Stereo, usize) {
    let planes: [Vec<f32>; 2] = [0, 1].map(|side| sound.iter().map(|frame| frame[side]).collect());
    let options =
        syom::EncodeOptions::adts().with_bitrate_bps(kbit * 1_000).with_lookahead(true).with_short_group(true);
    let adts = syom::encode_with(&planes, RATE as u32, &options).expect("it can be encoded");
    (decoded(&adts), adts.len())
}

fn ffmpeg(sound: &Stereo, kbit: u32) -> (Stereo, usize) {
    let raw: Vec<u8> = sound.as_flattened().iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let rate = format!("{kbit}k");
    let adts = piped(
        &["-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-", "-c:a", "aac", "-b:a", &rate, "-f", "adts", "-"],
        &raw,
    );
    (decoded(&adts), adts.len())
}

fn decoded(adts: &[u8]) -> Stereo {
    let raw = piped(&["-f", "aac", "-i", "-", "-f", "f32le", "-"], adts);
    let samples: Vec<f32> =
        raw.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
    samples.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
}

fn piped(words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("ffmpeg")
        .args(["-v", "error"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("ffmpeg starts");
    let mut stdin = child.stdin.take().expect("it has a pipe");
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("ffmpeg ends");
    feeder.join().expect("the feeder ends").ok();
    output.stdout
}

fn report((name, kbit, encoder): (&str, u32, &str), sound: &Stereo, out: &Stereo, spent: usize) {
    let late = delay(sound, out);
    let out: Stereo = out.iter().skip(late).copied().chain(std::iter::repeat([0.0; 2])).take(sound.len()).collect();
    let difference: Stereo = sound.iter().zip(&out).map(|(a, b)| [a[0] - b[0], a[1] - b[1]]).collect();
    let power = |frames: &Stereo| frames.as_flattened().iter().map(|sample| f64::from(sample * sample)).sum::<f64>();
    let ratio = 10.0 * (power(sound) / power(&difference)).log10();
    let (mean, worst) = masked(sound, &difference);
    let early = if name == "clicks" { format!("{:>6.1} dB", before(sound, &difference)) } else { String::new() };
    let spent = spent as f64 * 8.0 / SECONDS as f64 / 1e3;
    let top = highest(sound, &out) / 1e3;
    println!(
        "{name:<8} {kbit:>4} {encoder:<7} {spent:>7.0} {ratio:>6.1} {mean:>7.1} {worst:>7.1} {top:>6.1} {early:>9}"
    );
}

/// Samples by which `out` comes later.
fn delay(sound: &Stereo, out: &Stereo) -> usize {
    let alike = |late: usize| -> f64 {
        let (from, count) = (RATE, 4 * RATE);
        let pairs = sound[from..from + count].iter().zip(&out[from + late..]);
        pairs.step_by(3).map(|(a, b)| f64::from((a[0] + a[1]) * (b[0] + b[1]))).sum()
    };
    (0..4_096).max_by(|a, b| alike(*a).total_cmp(&alike(*b))).unwrap_or_default()
}

/// Noise over the threshold in decibels: the mean of all moments and the worst in a hundred. In each critical band noise is
/// taken for hidden 13 dB below the sound there, and below what spreads from the bands under it by 10 dB a band.
fn masked(sound: &Stereo, noise: &Stereo) -> (f64, f64) {
    let mut moments: Vec<f64> = (0..sound.len() - WINDOW)
        .step_by(WINDOW / 2)
        .filter_map(|at| {
            let (loud, hiss) = (barks(&sound[at..at + WINDOW]), barks(&noise[at..at + WINDOW]));
            let whole: f64 = loud.iter().sum();
            (whole > 1e-3).then(|| {
                let mut spread = 0.0;
                let over = loud.iter().zip(hiss).map(|(loud, hiss)| {
                    spread = f64::max(spread * 0.1, *loud);
                    // The ear's own threshold, about 90 dB below full scale.
                    hiss / (spread * 0.05).max(1e-9 * (WINDOW * WINDOW) as f64 / 8.0)
                });
                10.0 * (over.sum::<f64>() / 25.0).max(1e-9).log10()
            })
        })
        .collect();
    moments.sort_by(f64::total_cmp);
    let mean = moments.iter().sum::<f64>() / moments.len() as f64;
    (mean, moments[moments.len() * 99 / 100])
}

fn barks(frames: &[[f32; 2]]) -> [f64; 25] {
    let mut bands = [0.0; 25];
    for (bin, power) in spectrum(frames).into_iter().enumerate() {
        let hertz = bin as f64 * RATE as f64 / WINDOW as f64;
        if let Some(band) = BARKS.iter().position(|end| hertz < *end) {
            bands[band] += power;
        }
    }
    bands
}

/// Power of each frequency up to half the rate, both sides together.
fn spectrum(frames: &[[f32; 2]]) -> Vec<f64> {
    let window = |i: usize| 0.5 - 0.5 * (TAU * i as f64 / WINDOW as f64).cos();
    // Two real rows are one complex one.
    let mut row: Vec<(f64, f64)> = frames
        .iter()
        .enumerate()
        .map(|(i, frame)| (f64::from(frame[0]) * window(i), f64::from(frame[1]) * window(i)))
        .collect();
    transform(&mut row);
    let power = |(re, im): (f64, f64)| re * re + im * im;
    (0..WINDOW / 2).map(|bin| 0.5 * (power(row[bin]) + power(row[(WINDOW - bin) % WINDOW]))).collect()
}

/// Cooley and Tukey's, in place.
fn transform(row: &mut [(f64, f64)]) {
    let length = row.len();
    let bits = length.trailing_zeros();
    for i in 0..length {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            row.swap(i, j);
        }
    }
    let mut span = 2;
    while span <= length {
        for start in (0..length).step_by(span) {
            for k in 0..span / 2 {
                let (sin, cos) = (-2.0 * PI * k as f64 / span as f64).sin_cos();
                let (a, b) = (row[start + k], row[start + k + span / 2]);
                let turned = (b.0 * cos - b.1 * sin, b.0 * sin + b.1 * cos);
                row[start + k] = (a.0 + turned.0, a.1 + turned.1);
                row[start + k + span / 2] = (a.0 - turned.0, a.1 - turned.1);
            }
        }
        span *= 2;
    }
}

/// The highest frequency, in hertz, that comes out with at least a quarter of its power.
fn highest(sound: &Stereo, out: &Stereo) -> f64 {
    let sum = |frames: &Stereo| {
        let mut sum = vec![0.0; WINDOW / 2];
        for at in (0..frames.len() - WINDOW).step_by(WINDOW) {
            for (sum, power) in sum.iter_mut().zip(spectrum(&frames[at..at + WINDOW])) {
                *sum += power;
            }
        }
        sum
    };
    let (before, after) = (sum(sound), sum(out));
    let loudest = before.iter().copied().fold(0.0, f64::max);
    let kept = |bin: &usize| before[*bin] > loudest * 1e-7 && after[*bin] > before[*bin] / 4.0;
    (0..WINDOW / 2).rev().find(kept).unwrap_or_default() as f64 * RATE as f64 / WINDOW as f64
}

/// What is heard in the 2 to 20 ms before each click, against the click, in decibels.
fn before(sound: &Stereo, difference: &Stereo) -> f64 {
    let power =
        |frames: &[[f32; 2]]| frames.as_flattened().iter().map(|sample| f64::from(sample * sample)).sum::<f64>();
    let (mut early, mut struck) = (0.0, 0.0);
    for click in (RATE / 4..(SECONDS - 1) * RATE).step_by(RATE / 4) {
        early += power(&difference[click - RATE / 50..click - RATE / 500]);
        struck += power(&sound[click..click + RATE / 50]);
    }
    10.0 * (early / struck).max(1e-12).log10()
}
