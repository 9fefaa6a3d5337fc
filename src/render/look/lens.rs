//! What a filter does to every frame anew, whatever the picture: the lens's dark corners and the film's grain.

use crate::render::frame::Frame;
use crate::render::look::grain::Grain;
use crate::render::look::recipe::Recipe;
use crate::render::look::vignette::Vignette;
use crate::timeline::Canvas;

#[derive(Clone, Debug)]
pub(crate) struct Lens {
    /// For luma and for chroma.
    vignette: Option<[Vignette; 2]>,
    grain: Option<Grain>,
}

impl Lens {
    /// `None` where the recipe has nothing of it.
    pub(crate) fn of(recipe: &Recipe, canvas: Canvas) -> Option<Self> {
        let (width, height) = (canvas.width as usize, canvas.height as usize);
        let dark = |width, height| Vignette::new(recipe.vignette, width, height);
        let vignette = (recipe.vignette > 0.0).then(|| [dark(width, height), dark(width / 2, height / 2)]);
        let grain = (recipe.grain > 0.0).then(|| Grain::new(recipe.grain));
        (vignette.is_some() || grain.is_some()).then_some(Self { vignette, grain })
    }

    /// On the film's `number`th frame, which must be of the canvas's size.
    pub(crate) fn apply(&self, number: u32, frame: &mut Frame) {
        if let Some([luma, chroma]) = &self.vignette {
            luma.apply(&mut frame.y, 16);
            chroma.apply(&mut frame.u, 128);
            chroma.apply(&mut frame.v, 128);
        }
        if let Some(grain) = &self.grain {
            grain.apply(number, &mut frame.y, frame.width);
        }
    }
}
