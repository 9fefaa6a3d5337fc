//! What is heard: a tune to play, and the samples of a film.

use std::fs::File;
use std::path::Path;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::support::{WAV_RATE, wav};

/// Samples a second of the tunes.
pub const RATE: u32 = WAV_RATE;
/// Of the knocks: 100 a minute.
pub const BEAT_SECONDS: f64 = 0.6;

/// A tone with a knock on every beat.
pub fn tune(path: &Path, pitch: f64, samples: u32) {
    let sample = |n: u32| {
        let time = f64::from(n) / f64::from(RATE);
        let age = time % BEAT_SECONDS;
        let knock = (age * 90.0 * std::f64::consts::TAU).sin() * (-age / 0.06).exp() * 9_000.0;
        ((time * pitch * std::f64::consts::TAU).sin() * 5_000.0 + knock) as i16
    };
    wav(path, (0..samples).map(sample));
}

/// The sound of a film: its left channel at 48 kHz; `None` where it has no sound.
pub fn heard(film: &Path) -> Option<Vec<f32>> {
    let stream = MediaSourceStream::new(Box::new(File::open(film).unwrap()), MediaSourceStreamOptions::default());
    let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
    let mut reader = symphonia::default::get_probe().probe(&Hint::new(), stream, format, meta).unwrap();
    let track = reader.default_track(TrackType::Audio)?;
    let (id, Some(CodecParameters::Audio(shape))) = (track.id, track.codec_params.clone()) else { return None };
    let options = AudioDecoderOptions::default();
    let mut decoder = symphonia::default::get_codecs().make_audio_decoder(&shape, &options).unwrap();
    let (mut samples, mut planes) = (Vec::new(), Vec::<Vec<f32>>::new());
    while let Ok(Some(packet)) = reader.next_packet() {
        if packet.track_id == id {
            decoder.decode(&packet).unwrap().copy_to_vecs_planar(&mut planes);
            samples.extend_from_slice(&planes[0]);
        }
    }
    Some(samples)
}

/// The root of the mean square between two times in seconds.
pub fn loudness(samples: &[f32], from: f64, to: f64) -> f64 {
    let part = part(samples, from, to);
    (part.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / part.len() as f64).sqrt()
}

/// How often a second the sound goes up through zero.
pub fn pitch(samples: &[f32], from: f64, to: f64) -> f64 {
    let part = part(samples, from, to);
    let ups = part.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    ups as f64 / (to - from)
}

fn part(samples: &[f32], from: f64, to: f64) -> &[f32] {
    let at = |seconds: f64| ((seconds * 48_000.0) as usize).min(samples.len());
    &samples[at(from)..at(to)]
}
