//! The whole way from a file to packets, and back through another decoder.

#![expect(clippy::disallowed_methods, reason = "the tests write the files that a person would drop")]

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};
use tempfile::TempDir;

use crate::render::sound::error::Error;
use crate::render::sound::looped::Looped;
use crate::render::sound::loudness::Meter;
use crate::render::sound::soundtrack::Soundtrack;
use crate::render::sound::source::{open, probe};
use crate::render::sound::survey::survey;
use crate::timeline::{Music, Tune};

const FPS: u32 = 30;
const BITS: u32 = 192_000;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// A WAV file of 16 or 8 bits.
fn wav(rate: u32, channels: u16, bits: u16, samples: &[f64]) -> Vec<u8> {
    let data: Vec<u8> = samples
        .iter()
        .flat_map(|sample| match bits {
            8 => vec![(sample * 127.0 + 128.0).round() as u8],
            _ => ((sample * 32_767.0).round() as i16).to_le_bytes().to_vec(),
        })
        .collect();
    let align = channels * bits / 8;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + data.len() as u32).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * u32::from(align)).to_le_bytes());
    file.extend(align.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file
}

fn sine(rate: u32, hertz: f64, level: f64, seconds: f64) -> Vec<f64> {
    let step = TAU * hertz / f64::from(rate);
    (0..(f64::from(rate) * seconds) as u32).map(|i| level * (f64::from(i) * step).sin()).collect()
}

fn music(volume: f64, fade_in: u32, fade_out: u32) -> Music {
    Music { tune: Tune::File(String::new()), volume, fade_in, fade_out }
}

/// The film's sound as a player hears it: decoded by another decoder, the encoder's delay cut off.
fn play(soundtrack: Soundtrack, frames: u32, fps: u32) -> Vec<[f32; 2]> {
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_AAC).with_extra_data(soundtrack.config().into());
    let mut decoder =
        symphonia::default::codecs::AacDecoder::try_new(&parameters, &AudioDecoderOptions::default()).unwrap();
    let (delay, promised) = (soundtrack.delay() as usize, soundtrack.packets());
    let packets: Vec<_> = soundtrack.map(Result::unwrap).collect();
    assert_eq!(packets.len(), promised as usize);
    let (mut heard, mut planes) = (Vec::new(), Vec::<Vec<f32>>::new());
    for data in packets {
        let decoded = decoder.decode(&Packet::new(0, Timestamp::new(0), Duration::new(1024), data)).unwrap();
        assert_eq!((decoded.spec().rate(), decoded.frames()), (48_000, 1_024));
        decoded.copy_to_vecs_planar(&mut planes);
        heard.extend(planes[0].iter().zip(&planes[1]).map(|(&left, &right)| [left, right]));
    }
    let length = frames as usize * 48_000 / fps as usize;
    assert!(heard.len() >= delay + length, "the packets cover the film");
    heard[delay..delay + length].to_vec()
}

fn heard(path: &Path, music: &Music, frames: u32) -> Vec<[f32; 2]> {
    play(Soundtrack::open(path, music, (frames, FPS), BITS).unwrap(), frames, FPS)
}

fn lufs(frames: &[[f32; 2]]) -> f64 {
    let mut meter = Meter::new(48_000);
    meter.hear(frames);
    meter.loudness().unwrap()
}

/// Hertz, from the times the left side passes zero upwards.
fn pitch(frames: &[[f32; 2]]) -> f64 {
    let ups = frames.windows(2).filter(|pair| pair[0][0] <= 0.0 && pair[1][0] > 0.0).count();
    ups as f64 * 48_000.0 / frames.len() as f64
}

fn steepest(frames: &[[f32; 2]]) -> f32 {
    frames.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max)
}

#[test]
fn a_loud_song_and_a_quiet_one_come_out_alike() {
    let desk = Desk::new();
    for level in [0.95, 0.2, 0.01] {
        let path = desk.put("tone.wav", &wav(48_000, 1, 16, &sine(48_000, 997.0, level, 4.0)));
        let loudness = lufs(&heard(&path, &music(1.0, 0, 0), 90));
        assert!((loudness + 14.0).abs() < 0.4, "level {level} came out at {loudness} LUFS");
        let half = lufs(&heard(&path, &music(0.5, 0, 0), 90));
        assert!((half + 20.0).abs() < 0.4, "half the volume came out at {half} LUFS");
    }
}

#[test]
fn a_song_of_peaks_is_loud_and_does_not_clip() {
    let desk = Desk::new();
    let mut song = sine(48_000, 300.0, 0.09, 4.0);
    for beat in song.chunks_mut(12_000) {
        beat.iter_mut().take(240).for_each(|sample| *sample *= 10.0);
    }
    let path = desk.put("peaks.wav", &wav(48_000, 1, 16, &song));
    let out = heard(&path, &music(1.0, 0, 0), 90);
    assert!(out.as_flattened().iter().all(|sample| sample.abs() < 1.0));
    assert!((lufs(&out) + 14.0).abs() < 3.0, "{}", lufs(&out));
}

#[test]
fn silence_stays_silence() {
    let desk = Desk::new();
    let path = desk.put("silence.wav", &wav(48_000, 2, 16, &vec![0.0; 96_000]));
    assert!(heard(&path, &music(1.0, 0, 0), 60).as_flattened().iter().all(|&sample| sample == 0.0));
}

#[test]
fn the_number_of_packets_is_known_ahead() {
    let desk = Desk::new();
    let path = desk.put("tone.wav", &wav(48_000, 1, 16, &sine(48_000, 440.0, 0.5, 0.1)));
    // At 375 frames a second, 8 frames are exactly one packet.
    for (frames, fps, packets) in
        [(0, 30, 0), (1, 375, 2), (8, 375, 2), (9, 375, 3), (16, 375, 3), (100, 24, 197), (31, 60, 26)]
    {
        let soundtrack = Soundtrack::open(&path, &music(1.0, 0, 0), (frames, fps), BITS).unwrap();
        assert_eq!(soundtrack.packets(), packets, "{frames} frames at {fps}");
        assert_eq!(soundtrack.map(Result::unwrap).count(), packets as usize);
    }
}

#[test]
fn it_comes_in_and_goes_out_over_the_frames_that_were_asked_for() {
    let desk = Desk::new();
    let path = desk.put("tone.wav", &wav(48_000, 1, 16, &sine(48_000, 1_000.0, 0.5, 4.0)));
    let out = heard(&path, &music(1.0, 30, 60), 120);
    let levels: Vec<f32> =
        out.chunks(2_400).map(|chunk| chunk.iter().map(|frame| frame[0] * frame[0]).sum::<f32>().sqrt()).collect();
    assert!(levels[..20].is_sorted(), "{levels:?}");
    assert!(levels[41..].is_sorted_by(|a, b| a >= b), "{levels:?}");
    assert!(levels[0] < 0.02 * levels[30] && levels[79] < 0.02 * levels[30], "{levels:?}");
}

#[test]
fn every_shape_keeps_its_pitch_and_its_beginning() {
    let desk = Desk::new();
    for (rate, channels, bits) in
        [(44_100, 1, 16), (8_000, 1, 8), (22_050, 2, 16), (96_000, 2, 16), (48_000, 6, 16), (44_101, 1, 16)]
    {
        let mono = sine(rate, 440.0, 0.5, 3.0);
        let samples: Vec<f64> = mono.iter().flat_map(|&sample| vec![sample; usize::from(channels)]).collect();
        let path = desk.put("tone.wav", &wav(rate, channels, bits, &samples));
        let out = heard(&path, &music(1.0, 0, 0), 60);
        assert!((pitch(&out) - 440.0).abs() < 1.5, "{rate} Hz came out at {}", pitch(&out));
        assert!(
            out.iter().all(|frame| (frame[0] - frame[1]).abs() < 0.01),
            "{channels} channels: both sides are alike"
        );
        let peak = out.iter().fold(0.0_f32, |peak, frame| peak.max(frame[0]));
        let first = out.iter().position(|frame| frame[0] > 0.9 * peak).unwrap();
        assert!((15..50).contains(&first), "{rate} Hz: the first crest, due after 27 samples, came after {first}");
    }
}

#[test]
fn a_short_song_begins_anew_without_a_click() {
    let desk = Desk::new();
    // 1.3 s and a quarter of a wave: the end is at a crest, the beginning at zero.
    let path = desk.put("tone.wav", &wav(48_000, 1, 16, &sine(48_000, 200.0, 0.5, 1.30125)));
    let out = heard(&path, &music(1.0, 0, 0), 180);
    let slope = 0.283 * TAU as f32 * 200.0 / 48_000.0;
    assert!(steepest(&out) < 2.0 * slope, "{} against {slope}", steepest(&out));
    assert!((lufs(&out[200_000..]) + 14.0).abs() < 0.5, "it still plays at the end");
}

#[test]
fn a_loop_that_was_made_to_fit_is_joined_to_the_sample() {
    let desk = Desk::new();
    let path = desk.put("loop.wav", &wav(48_000, 1, 16, &sine(48_000, 100.0, 0.5, 1.0)));
    let survey = survey(open(&path).unwrap(), &path, 480_000, 48_000).unwrap();
    assert_eq!((survey.start, survey.end), (0, Some(48_000)));
    let mut out = vec![[0.0; 2]; 150_000];
    Looped::start(open(&path).unwrap(), &path, &survey).unwrap().fill(&mut out).unwrap();
    for (i, frame) in out.iter().enumerate() {
        let due = 0.5 * (i as f64 * TAU * 100.0 / 48_000.0).sin();
        assert!((f64::from(frame[0]) - due).abs() < 2e-3, "frame {i}: {} {due}", frame[0]);
    }
}

#[test]
fn a_mere_signal_is_heard_once() {
    let desk = Desk::new();
    let path = desk.put("ding.wav", &wav(48_000, 1, 16, &sine(48_000, 880.0, 0.5, 0.00625)));
    let out = heard(&path, &music(1.0, 0, 0), 900);
    assert!(out[..300].iter().any(|frame| frame[0].abs() > 0.05));
    assert!(out[4_800..].as_flattened().iter().all(|&sample| sample.abs() < 1e-3));
}

#[test]
fn long_silence_at_the_ends_of_a_song_is_left_out() {
    let desk = Desk::new();
    let mut song = vec![0.0; 72_000];
    song.extend(sine(48_000, 440.0, 0.5, 2.0));
    song.extend(vec![0.0; 96_000]);
    let path = desk.put("song.wav", &wav(48_000, 1, 16, &song));
    let out = heard(&path, &music(1.0, 0, 0), 240);
    assert!(out.chunks(4_800).all(|tenth| tenth.iter().any(|frame| frame[0] > 0.1)));
}

const SAMPLES: [(&str, &[u8]); 5] = [
    ("tone.mp3", include_bytes!("samples/tone.mp3")),
    ("tone.m4a", include_bytes!("samples/tone.m4a")),
    ("tone.aac", include_bytes!("samples/tone.aac")),
    ("tone.ogg", include_bytes!("samples/tone.ogg")),
    ("tone.flac", include_bytes!("samples/tone.flac")),
];

#[test]
fn every_format_is_heard() {
    let desk = Desk::new();
    for (name, bytes) in SAMPLES {
        let path = desk.put(name, bytes);
        let seconds = probe(&path).unwrap();
        assert!((0.55..0.75).contains(&seconds), "{name} lasts {seconds} s");
        let out = heard(&path, &music(1.0, 0, 0), 15);
        assert!((pitch(&out[6_000..]) - 440.0).abs() < 6.0, "{name} came out at {} Hz", pitch(&out[6_000..]));
    }
}

#[test]
fn the_content_and_not_the_name_decides() {
    let desk = Desk::new();
    let path = desk.put("tone.mp3", &wav(44_100, 1, 16, &sine(44_100, 440.0, 0.5, 1.0)));
    assert!((probe(&path).unwrap() - 1.0).abs() < 0.01);
}

#[test]
fn what_is_no_sound_is_named_with_a_hint() {
    let desk = Desk::new();
    let whole = wav(44_100, 1, 16, &sine(44_100, 440.0, 0.5, 1.0));
    for (name, bytes) in [
        ("empty.wav", &b""[..]),
        ("text.mp3", &[b'x'; 5_000]),
        ("header.wav", &whole[..44]),
        ("cut.m4a", &SAMPLES[1].1[..900]),
    ] {
        let path = desk.put(name, bytes);
        for error in
            [probe(&path).unwrap_err(), Soundtrack::open(&path, &music(1.0, 0, 0), (30, FPS), BITS).unwrap_err()]
        {
            assert!(error.to_string().contains(name), "{error}");
            assert!(error.hint().is_some(), "{error}");
        }
    }
}

#[test]
fn a_rate_that_no_music_has_is_refused() {
    let desk = Desk::new();
    for rate in [1, 3_999, 3_489_671_953] {
        let mut bytes = wav(44_100, 1, 16, &sine(44_100, 440.0, 0.5, 1.0));
        bytes[24..28].copy_from_slice(&u32::to_le_bytes(rate));
        let path = desk.put("odd.wav", &bytes);
        assert!(matches!(probe(&path), Err(Error::Shape { .. })), "{rate} Hz");
    }
}

#[cfg(unix)]
#[test]
fn links_and_folders_are_refused() {
    let desk = Desk::new();
    let path = desk.put("tone.wav", &wav(44_100, 1, 16, &sine(44_100, 440.0, 0.5, 1.0)));
    let link = desk.0.path().join("link.wav");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(probe(&link), Err(Error::Open { .. })));
    assert!(matches!(probe(desk.0.path()), Err(Error::NotAFile { .. })));
    assert!(matches!(probe(&desk.0.path().join("gone.wav")), Err(Error::Open { .. })));
}

#[test]
fn damage_in_the_middle_is_played_around_and_counted() {
    let desk = Desk::new();
    let mut bytes = SAMPLES[4].1.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].fill(0x55);
    let path = desk.put("hurt.flac", &bytes);
    let out = heard(&path, &music(1.0, 0, 0), 10);
    assert!(lufs(&out) > -20.0);
}

fn survives(bytes: &[u8], name: &str) {
    let desk = Desk::new();
    let path = desk.put(name, bytes);
    let _ = probe(&path);
    if let Ok(soundtrack) = Soundtrack::open(&path, &music(1.0, 3, 3), (10, FPS), BITS) {
        let promised = soundtrack.packets() as usize;
        let packets: Vec<_> = soundtrack.collect();
        assert!(packets.len() == promised || packets.iter().any(Result::is_err));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), name in 0..SAMPLES.len()) {
        survives(&bytes, SAMPLES[name].0);
    }

    #[test]
    fn no_change_to_a_real_file_makes_it_panic(
        sample in 0..=SAMPLES.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..12),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let (name, mut bytes) = match SAMPLES.get(sample) {
            Some((name, bytes)) => (*name, bytes.to_vec()),
            None => ("tone.wav", wav(11_025, 2, 16, &sine(11_025, 440.0, 0.5, 0.3))),
        };
        for (at, value, in_head) in changes {
            let range = if in_head { bytes.len().min(200) } else { bytes.len() };
            bytes[at.index(range)] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        survives(&bytes, name);
    }
}
