//! Any number of channels to two, after the weights of ITU-R BS.775-3 annex 4.

use symphonia::core::audio::{Channels, Position};

/// −3 dB: half the power, for a channel that is heard from both sides or from behind.
const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// −6 dB: a channel that is both in the middle and behind or above.
const HALF: f32 = 0.5;

/// How much of each channel goes to the left and to the right, in the decoder's order.
pub(crate) fn weights(channels: &Channels) -> Vec<[f32; 2]> {
    match channels {
        // Some readers place a single channel on the left.
        one if one.count() == 1 => vec![[1.0; 2]],
        Channels::Positioned(positions) => positions.iter().map(weight).collect(),
        other => (0..other.count()).map(|channel| if channel % 2 == 0 { [1.0, 0.0] } else { [0.0, 1.0] }).collect(),
    }
}

fn weight(position: Position) -> [f32; 2] {
    let left_behind = Position::REAR_LEFT | Position::SIDE_LEFT | Position::TOP_FRONT_LEFT | Position::TOP_REAR_LEFT;
    let right_behind =
        Position::REAR_RIGHT | Position::SIDE_RIGHT | Position::TOP_FRONT_RIGHT | Position::TOP_REAR_RIGHT;
    let left = Position::FRONT_LEFT | Position::FRONT_LEFT_CENTER | Position::FRONT_LEFT_WIDE;
    let right = Position::FRONT_RIGHT | Position::FRONT_RIGHT_CENTER | Position::FRONT_RIGHT_WIDE;
    // The standard leaves the effects channel out of a downmix.
    let effects = Position::LFE1 | Position::LFE2;
    match position {
        _ if left.contains(position) => [1.0, 0.0],
        _ if right.contains(position) => [0.0, 1.0],
        _ if left_behind.contains(position) => [HALF_POWER, 0.0],
        _ if right_behind.contains(position) => [0.0, HALF_POWER],
        _ if effects.contains(position) => [0.0; 2],
        Position::FRONT_CENTER => [HALF_POWER; 2],
        _ => [HALF; 2],
    }
}

/// Adds the planes up, weighted. What is not a number becomes silence, and no sample leaves ±`LOUDEST`.
pub(crate) fn mix(planes: &[Vec<f32>], weights: &[[f32; 2]], out: &mut Vec<[f32; 2]>) {
    /// 24 dB over full scale: more than any float recording that is meant to be heard.
    const LOUDEST: f32 = 16.0;
    let frames = planes.iter().map(Vec::len).min().unwrap_or(0);
    out.clear();
    out.resize(frames, [0.0; 2]);
    for (plane, weight) in planes.iter().zip(weights) {
        for (frame, sample) in out.iter_mut().zip(plane) {
            let sample = if sample.is_finite() { sample.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
            frame[0] += sample * weight[0];
            frame[1] += sample * weight[1];
        }
    }
}
