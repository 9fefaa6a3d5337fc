//! Transitions of a camera that rushes: into the picture, or around its axis, with the blur of its motion.

use crate::brief::Direction;
use crate::render::blend::fade;
use crate::render::blend::planes::{each, smooth};
use crate::render::frame::Frame;
use crate::timeline::Entrance;

/// Between these times, when the camera is fastest, the old picture melts into the new one.
pub(crate) const HANDOVER: (f32, f32) = (0.4, 0.6);
/// How much nearer the camera comes in all.
const NEARER: f32 = 3.0;
/// How far it turns in all, in radians.
const TURN: f32 = std::f32::consts::PI;
/// The part of a frame's time for which the shutter is open: a film camera's half.
const SHUTTER: f32 = 0.5;
/// Samples between two looks along the way of a moving point, and the most looks.
const APART: f32 = 3.0;
const MOST_LOOKS: u32 = 14;

/// How the camera stands to a picture: turned, in radians, and nearer, as the logarithm of the magnification.
#[derive(Clone, Copy, Debug)]
struct Pose {
    turned: f32,
    nearer: f32,
}

/// The camera rushes into the old picture and arrives at the new one, which grows out of its middle.
pub(crate) fn zoom(frames: u32, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let way = |t: f32| Pose { turned: 0.0, nearer: rush(t) * NEARER.ln() };
    let arrived = way(1.0);
    rush_by(frames, t, way, arrived, (old, new, out));
}

/// The picture turns once over, to the right unless told otherwise, and another one comes to rest.
pub(crate) fn spin(entrance: Entrance, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let sense = if matches!(entrance.direction, Some(Direction::Left | Direction::Up)) { -1.0 } else { 1.0 };
    let way = |t: f32| Pose { turned: sense * rush(t) * TURN, nearer: 0.0 };
    let arrived = way(1.0);
    rush_by(entrance.frames, t, way, arrived, (old, new, out));
}

/// Both ends at rest, and not a jolt between: Perlin's 6t⁵ − 15t⁴ + 10t³.
fn rush(t: f32) -> f32 {
    t * t * t * (t * (6.0 * t - 15.0) + 10.0)
}

type Pictures<'a> = (&'a Frame, &'a Frame, &'a mut Frame);

/// The camera is on its `way` from the old picture, and has `arrived` at the new one at the end of it.
fn rush_by(frames: u32, t: f32, way: impl Fn(f32) -> Pose, arrived: Pose, (old, new, out): Pictures<'_>) {
    let open = SHUTTER / (frames + 1) as f32 / 2.0;
    let [from, to] = [t - open, t + open].map(|t| way(t.clamp(0.0, 1.0)));
    // At either end the camera stands, and what it shows is sharp.
    let (from, to) = if t <= 0.0 || t >= 1.0 { (way(t), way(t)) } else { (from, to) };
    let back = |pose: Pose| Pose { turned: pose.turned - arrived.turned, nearer: pose.nearer - arrived.nearer };
    let share = smooth(((t - HANDOVER.0) / (HANDOVER.1 - HANDOVER.0)).clamp(0.0, 1.0));
    if share <= 0.0 {
        shoot(old, from, to, out);
    } else if share >= 1.0 {
        shoot(new, back(from), back(to), out);
    } else {
        let (mut leaving, mut arriving) = (out.clone(), out.clone());
        shoot(old, from, to, &mut leaving);
        shoot(new, back(from), back(to), &mut arriving);
        fade::cross(share, &leaving, &arriving, out);
    }
}

/// What the camera sees while it goes from one pose to the other; beyond its edges the picture is mirrored.
fn shoot(picture: &Frame, from: Pose, to: Pose, out: &mut Frame) {
    let reach = (out.width as f32).hypot(out.height as f32) / 2.0;
    let way = reach * ((to.turned - from.turned).abs() + (to.nearer - from.nearer).abs());
    let looks = ((way / APART).ceil() as u32).clamp(1, MOST_LOOKS);
    let poses: Vec<Pose> = (0..looks)
        .map(|look| {
            let part = (look as f32 + 0.5) / looks as f32;
            let between = |a: f32, b: f32| a + (b - a) * part;
            Pose { turned: between(from.turned, to.turned), nearer: between(from.nearer, to.nearer) }
        })
        .collect();
    each(picture, picture, out, |plane, _, out, width| {
        let source = Plane { samples: plane, width: width as i64, height: (plane.len() / width) as i64 };
        match poses[..] {
            [pose] => sharp(&source, pose, out),
            _ => blurred(&source, &poses, out),
        }
    });
}

struct Plane<'a> {
    samples: &'a [u8],
    width: i64,
    height: i64,
}

/// A straight walk over the source: where it begins, and its step, in 1/65536 of a sample.
struct Walk {
    x: i64,
    y: i64,
    step: [i64; 2],
}

impl Plane<'_> {
    /// The walk that row `y` of the target takes.
    fn walk(&self, pose: Pose, y: usize) -> Walk {
        let fixed = |value: f32| (f64::from(value) * 65536.0).round() as i64;
        let [middle_x, middle_y] = [self.width, self.height].map(|side| (side as f32 - 1.0) / 2.0);
        let scale = (-pose.nearer).exp();
        let (sin, cos) = pose.turned.sin_cos();
        let (along, across) = (cos * scale, -sin * scale);
        let (dx, dy) = (-middle_x, y as f32 - middle_y);
        let x = middle_x + dx * along - dy * across;
        let y = middle_y + dx * across + dy * along;
        Walk { x: fixed(x), y: fixed(y), step: [fixed(along), fixed(across)] }
    }

    fn at(&self, x: i64, y: i64) -> u32 {
        let index = mirrored(y, self.height) * self.width + mirrored(x, self.width);
        u32::from(self.samples[index as usize])
    }

    /// Between four samples, in 1/256 of a level.
    fn between(&self, x: i64, y: i64) -> u32 {
        let (column, row) = (x >> 16, y >> 16);
        let [right, below] = [x, y].map(|at| ((at >> 8) & 255) as u32);
        let upper = self.at(column, row) * (256 - right) + self.at(column + 1, row) * right;
        let lower = self.at(column, row + 1) * (256 - right) + self.at(column + 1, row + 1) * right;
        (upper * (256 - below) + lower * below) >> 8
    }
}

/// A plane of `length` samples, mirrored at its ends without end.
fn mirrored(at: i64, length: i64) -> i64 {
    if (0..length).contains(&at) {
        return at;
    }
    let at = at.rem_euclid(2 * length);
    if at < length { at } else { 2 * length - 1 - at }
}

fn sharp(source: &Plane<'_>, pose: Pose, out: &mut [u8]) {
    for (y, row) in out.chunks_exact_mut(source.width as usize).enumerate() {
        let mut walk = source.walk(pose, y);
        for sample in row {
            *sample = ((source.between(walk.x, walk.y) + 128) >> 8) as u8;
            walk.x += walk.step[0];
            walk.y += walk.step[1];
        }
    }
}

/// The mean of many looks; each takes the nearest sample, since the blur hides the difference.
fn blurred(source: &Plane<'_>, poses: &[Pose], out: &mut [u8]) {
    let count = poses.len() as u32;
    let mut sums = vec![0u32; source.width as usize];
    for (y, row) in out.chunks_exact_mut(source.width as usize).enumerate() {
        sums.fill(count / 2);
        for pose in poses {
            let mut walk = source.walk(*pose, y);
            for sum in &mut sums {
                *sum += source.at((walk.x + 32768) >> 16, (walk.y + 32768) >> 16);
                walk.x += walk.step[0];
                walk.y += walk.step[1];
            }
        }
        for (sample, sum) in row.iter_mut().zip(&sums) {
            *sample = (sum / count) as u8;
        }
    }
}
