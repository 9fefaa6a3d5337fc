//! What is seen on a frame.

use reeldrop::render::Frame;

/// What a frame or a part of it shows most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    A,
    B,
    C,
    Black,
    White,
    /// Two of them at once, or something else.
    Mixed,
}

/// A part of a frame in hundredths of its sides: left, top, right, bottom.
pub type Part = [usize; 4];

pub const WHOLE: Part = [0, 0, 100, 100];
pub const LEFT: Part = [0, 0, 8, 100];

/// Mean luma and chroma of a part.
pub fn mean(frame: &Frame, part: Part) -> [f64; 3] {
    let plane = |samples: &[u8], width: usize| {
        let height = samples.len() / width;
        let [left, top, right, bottom] = part;
        let (rows, columns) = (height * top / 100..height * bottom / 100, width * left / 100..width * right / 100);
        let count = (rows.len() * columns.len()) as f64;
        let row = |y: usize| samples[y * width..][columns.clone()].iter().map(|sample| f64::from(*sample)).sum::<f64>();
        rows.map(row).sum::<f64>() / count
    };
    [plane(&frame.y, frame.width), plane(&frame.u, frame.width / 2), plane(&frame.v, frame.width / 2)]
}

/// Which picture a part of a frame shows: the red one is A, the green one B, the blue one C.
pub fn seen(frame: &Frame, part: Part) -> Seen {
    let [luma, u, v] = mean(frame, part);
    let grey = (u - 128.0).abs() < 4.0 && (v - 128.0).abs() < 4.0;
    match (luma, u, v) {
        (luma, ..) if grey && luma < 24.0 => Seen::Black,
        (luma, ..) if grey && luma > 225.0 => Seen::White,
        (_, u, v) if v > 175.0 && u < 125.0 => Seen::A,
        (_, u, v) if u < 95.0 && v < 95.0 => Seen::B,
        (_, u, v) if u > 175.0 && v < 125.0 => Seen::C,
        _ => Seen::Mixed,
    }
}

/// The smallest part of the frame outside of which the two show the same, in hundredths; `None` where they are equal.
pub fn difference(one: &Frame, other: &Frame) -> Option<Part> {
    assert_eq!((one.width, one.height), (other.width, other.height));
    let differ = |at: &usize| one.y[*at].abs_diff(other.y[*at]) > 6;
    let places: Vec<usize> = (0..one.y.len()).filter(differ).collect();
    let (x, y) = (|at: &usize| at % one.width * 100 / one.width, |at: &usize| at / one.width * 100 / one.height);
    let range = |along: &dyn Fn(&usize) -> usize| places.iter().map(along).min().zip(places.iter().map(along).max());
    let ((left, right), (top, bottom)) = (range(&x)?, range(&y)?);
    Some([left, top, right + 1, bottom + 1])
}

/// How many samples differ.
pub fn amount(one: &Frame, other: &Frame) -> usize {
    one.y.iter().zip(&other.y).filter(|(a, b)| a.abs_diff(**b) > 6).count()
}
