//! From RGB to the planes that are composed and encoded.

/// Planes of any size: the chroma planes are half as wide and half as high, rounded up. Ranges and siting are
/// those of [`crate::render::frame::Frame`].
#[derive(Clone, Debug)]
pub(crate) struct Planes {
    pub width: usize,
    pub y: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
}

/// ITU-R BT.709 §3: the weights of red, green and blue in luma, in 1/65536 and scaled to 219 steps of 255.
const LUMA: [i32; 3] = [scaled(0.2126 * 219.0), scaled(0.7152 * 219.0), scaled(0.0722 * 219.0)];
/// The same for Cb = (B − Y) / 1.8556 and Cr = (R − Y) / 1.5748, scaled to 224 steps of 255; each row sums to zero.
const CB: [i32; 3] = [scaled(-0.2126 / 1.8556 * 224.0), scaled(-0.7152 / 1.8556 * 224.0), scaled(0.5 * 224.0)];
const CR: [i32; 3] = [scaled(0.5 * 224.0), scaled(-0.7152 / 1.5748 * 224.0), scaled(-0.0722 / 1.5748 * 224.0)];

const fn scaled(weight: f64) -> i32 {
    let exact = weight / 255.0 * 65536.0;
    (if exact < 0.0 { exact - 0.5 } else { exact + 0.5 }) as i32
}

/// Converts `rgb`, three bytes a pixel in reading order, `width` pixels wide.
pub(crate) fn from_rgb(rgb: &[u8], width: usize) -> Planes {
    let height = rgb.len() / 3 / width;
    let (half, rows) = (width.div_ceil(2), height.div_ceil(2));
    let mut planes = Planes { width, y: vec![0; width * height], u: vec![0; half * rows], v: vec![0; half * rows] };
    for (luma, pixel) in planes.y.iter_mut().zip(rgb.chunks_exact(3)) {
        *luma = (16 + ((dot(LUMA, [pixel[0], pixel[1], pixel[2]].map(i32::from)) + 32768) >> 16)) as u8;
    }
    // Sums of two rows, with one more column on either side so that every pixel has neighbours.
    let mut pairs = vec![[0i32; 3]; width + 2];
    for (pair, (u, v)) in planes.u.chunks_exact_mut(half).zip(planes.v.chunks_exact_mut(half)).enumerate() {
        let upper = &rgb[2 * pair * width * 3..][..width * 3];
        let lower = &rgb[(2 * pair + 1).min(height - 1) * width * 3..][..width * 3];
        for ((sum, a), b) in pairs[1..].iter_mut().zip(upper.chunks_exact(3)).zip(lower.chunks_exact(3)) {
            *sum = [0, 1, 2].map(|c| i32::from(a[c]) + i32::from(b[c]));
        }
        pairs[0] = pairs[1];
        pairs[width + 1] = pairs[width];
        chroma(&pairs, u, v);
    }
    planes
}

/// A chroma sample lies on the left luma sample of its pair, so it takes half of that and a quarter of each neighbour;
/// with the two rows that is a sum of eight.
fn chroma(pairs: &[[i32; 3]], u: &mut [u8], v: &mut [u8]) {
    for (x, (u, v)) in u.iter_mut().zip(v).enumerate() {
        let [left, here, right] = [pairs[2 * x], pairs[2 * x + 1], pairs[2 * x + 2]];
        let eight = [0, 1, 2].map(|c| left[c] + 2 * here[c] + right[c]);
        *u = (128 + ((dot(CB, eight) + (4 << 16)) >> 19)) as u8;
        *v = (128 + ((dot(CR, eight) + (4 << 16)) >> 19)) as u8;
    }
}

fn dot(weights: [i32; 3], of: [i32; 3]) -> i32 {
    weights[0] * of[0] + weights[1] * of[1] + weights[2] * of[2]
}
