//! The dark behind the letters that makes them readable on any picture.

/// Each part of the shadow: how far it spreads and falls, in shares of the letter height, how much darker it is than the
/// blurred letters, and how dark it gets at most.
const PARTS: [Part; 2] = [
    // Close by, it draws the edge of every letter.
    Part { spread: 0.05, fall: 0.03, gain: 2.2, most: 0.75 },
    // Far out, it takes the glare out of a bright or busy picture without looking like a box.
    Part { spread: 0.26, fall: 0.03, gain: 1.3, most: 0.7 },
];
/// Where a Gaussian has come to nothing, in standard deviations.
const REACH: f32 = 2.6;
/// Three box blurs are a Gaussian to within 3 % (Wells, PAMI 8(2), 1986).
const PASSES: usize = 3;

struct Part {
    spread: f32,
    fall: f32,
    gain: f32,
    most: f32,
}

/// How far around the letters the shadow can be seen, in pixels, for letters `em` pixels high.
pub(crate) fn margin(em: f32) -> usize {
    let furthest = PARTS.iter().map(|part| part.spread * REACH + part.fall).fold(0.0, f32::max);
    (furthest * em).ceil() as usize
}

/// The shadow's darkness, 0 to 1, for letters that cover `cover` (0 to 255) on a plane `width` pixels wide.
pub(crate) fn cast(cover: &[u8], width: usize, em: f32) -> Vec<f32> {
    let mut light = vec![1.0; cover.len()];
    for part in &PARTS {
        let blurred = blur(cover, width, part.spread * em);
        let fallen = (part.fall * em).round() as usize * width;
        for (light, dark) in light.iter_mut().skip(fallen).zip(&blurred) {
            *light *= 1.0 - (dark * part.gain).min(part.most);
        }
    }
    light.into_iter().map(|light| 1.0 - light).collect()
}

fn blur(cover: &[u8], width: usize, sigma: f32) -> Vec<f32> {
    // The box whose variance is a third of the Gaussian's: (2r + 1)² = 12σ²/3 + 1.
    let radius = (((4.0 * sigma * sigma + 1.0).sqrt() - 1.0) / 2.0).round() as usize;
    let mut plane: Vec<f32> = cover.iter().map(|&value| f32::from(value) / 255.0).collect();
    let height = plane.len() / width.max(1);
    let mut line = Line(Vec::new());
    for _ in 0..PASSES {
        for y in 0..height {
            line.blur(&mut plane[y * width..], 1, width, radius);
        }
        for x in 0..width {
            line.blur(&mut plane[x..], width, height, radius);
        }
    }
    plane
}

/// A copy of one row or column, kept for its memory.
struct Line(Vec<f32>);

impl Line {
    /// Puts the mean of its neighbourhood in the place of each of `count` samples, `step` apart; beyond the ends there
    /// is nothing.
    fn blur(&mut self, plane: &mut [f32], step: usize, count: usize, radius: usize) {
        let line = &mut self.0;
        line.clear();
        line.extend(plane.iter().step_by(step).take(count));
        let share = 1.0 / (2 * radius + 1) as f32;
        let mut sum: f32 = line.iter().take(radius).sum();
        for (i, sample) in plane.iter_mut().step_by(step).take(count).enumerate() {
            sum += line.get(i + radius).copied().unwrap_or(0.0);
            *sample = (sum * share).max(0.0);
            sum -= if i >= radius { line[i - radius] } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blur, cast};

    #[test]
    fn blurring_keeps_the_amount_of_ink_and_its_middle() {
        let mut dot = vec![0; 101 * 101];
        dot[50 * 101 + 50] = 255;
        let soft = blur(&dot, 101, 6.0);
        assert!((soft.iter().sum::<f32>() - 1.0).abs() < 1e-3);
        assert!(soft.iter().all(|&value| value <= soft[50 * 101 + 50]));
        assert!((soft[50 * 101 + 40] - soft[50 * 101 + 60]).abs() < 1e-5);
    }

    #[test]
    fn a_shadow_is_dark_under_the_letters_and_fades_to_nothing() {
        let mut cover = vec![0; 200 * 200];
        for y in 90..110 {
            cover[y * 200 + 90..y * 200 + 110].fill(255);
        }
        let shadow = cast(&cover, 200, 60.0);
        assert!(shadow[100 * 200 + 100] > 0.5 && shadow[5 * 200 + 5] < 0.01);
        assert!(shadow.iter().all(|dark| (0.0..=1.0).contains(dark)));
    }
}
