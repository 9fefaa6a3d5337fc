//! The colours of a filter: two tables for luma and chroma, and a tint that depends on how bright a place is.

use crate::render::frame::Frame;
use crate::render::look::recipe::Recipe;
use crate::render::planar::Planes;

/// Ready to be applied to any planes.
#[derive(Clone, Debug)]
pub(crate) struct Colours {
    luma: [u8; 256],
    /// Cb and Cr alike: less or more of them.
    chroma: [u8; 256],
    /// What is added to Cb and to Cr, by the luma that was there before.
    tint: [[i8; 256]; 2],
}

impl Colours {
    pub(crate) fn of(recipe: &Recipe) -> Self {
        let level = |luma: usize| (luma as f32 - 16.0) / 219.0;
        let add = |axis: usize| std::array::from_fn(|luma| (tint(recipe, level(luma), axis) * 224.0).round() as i8);
        Self {
            luma: std::array::from_fn(|luma| (16.0 + curve(recipe, level(luma)) * 219.0).round() as u8),
            chroma: std::array::from_fn(|chroma| {
                (128.0 + saturated(recipe.saturation, (chroma as f32 - 128.0) / 224.0) * 224.0).round() as u8
            }),
            tint: [add(0), add(1)],
        }
    }

    pub(crate) fn apply(&self, planes: &mut Planes) {
        self.change([&mut planes.y, &mut planes.u, &mut planes.v], planes.width);
    }

    pub(crate) fn apply_to(&self, frame: &mut Frame) {
        self.change([&mut frame.y, &mut frame.u, &mut frame.v], frame.width);
    }

    fn change(&self, [y, u, v]: [&mut [u8]; 3], width: usize) {
        let half = width.div_ceil(2);
        let rows = u.chunks_exact_mut(half).zip(v.chunks_exact_mut(half)).zip(y.chunks(2 * width));
        for ((u, v), pair) in rows {
            for ((u, v), luma) in u.iter_mut().zip(v).zip(pair[..width].iter().step_by(2)) {
                let [blue, red] = self.tint.each_ref().map(|tint| i16::from(tint[usize::from(*luma)]));
                *u = (i16::from(self.chroma[usize::from(*u)]) + blue).clamp(16, 240) as u8;
                *v = (i16::from(self.chroma[usize::from(*v)]) + red).clamp(16, 240) as u8;
            }
        }
        for luma in y {
            *luma = self.luma[usize::from(*luma)];
        }
    }
}

fn curve(recipe: &Recipe, luma: f32) -> f32 {
    let luma = luma.clamp(0.0, 1.0);
    let steep = luma * luma * (3.0 - 2.0 * luma);
    let [black, white] = recipe.range;
    black + (luma + (steep - luma) * recipe.contrast) * (white - black)
}

/// More saturation where there is little; what is full stays what it is, so nothing clips.
fn saturated(saturation: f32, chroma: f32) -> f32 {
    let chroma = chroma.clamp(-0.5, 0.5);
    if saturation <= 1.0 {
        return chroma * saturation;
    }
    chroma * saturation / (1.0 + (saturation - 1.0) * chroma.abs() / 0.5)
}

/// Black stays black, white keeps a quarter of the tint: paper is never quite without colour.
fn tint(recipe: &Recipe, luma: f32, axis: usize) -> f32 {
    let luma = luma.clamp(0.0, 1.0);
    let dark = (1.0 - luma) * (1.0 - luma) * (luma * 6.0).min(1.0);
    let light = luma * ((1.0 - luma) * 4.0 + 0.25).min(1.0);
    recipe.shadows[axis] * dark + recipe.lights[axis] * light
}
