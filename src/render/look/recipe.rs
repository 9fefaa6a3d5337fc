//! What each filter consists of, in numbers found by eye on photographs, and what several make together.

use crate::brief::Filter;

/// The ingredients. Luma runs from 0, black, to 1, white; Cb and Cr from −0.5 to 0.5.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    /// How much of an S-curve lies over the luma: 0 none, 1 all.
    pub(crate) contrast: f32,
    /// What black and white become.
    pub(crate) range: [f32; 2],
    pub(crate) saturation: f32,
    /// How far Cb and Cr move in the shadows, and in the lights.
    pub(crate) shadows: [f32; 2],
    pub(crate) lights: [f32; 2],
    /// How much light the corners lose.
    pub(crate) vignette: f32,
    /// Standard deviation of the grain in luma.
    pub(crate) grain: f32,
}

impl Recipe {
    /// Both at once: the stronger curve, lens and film, and the colours of one after the other.
    fn with(self, other: Self) -> Self {
        let both = |one: [f32; 2], other: [f32; 2]| [one[0] + other[0], one[1] + other[1]];
        Self {
            contrast: self.contrast.max(other.contrast),
            range: [self.range[0].max(other.range[0]), self.range[1].min(other.range[1])],
            saturation: self.saturation * other.saturation,
            shadows: both(self.shadows, other.shadows),
            lights: both(self.lights, other.lights),
            vignette: self.vignette.max(other.vignette),
            grain: self.grain.max(other.grain),
        }
    }
}

/// The recipe of all these filters; `None` without any. In black and white there is no colour, whatever else is there.
pub(crate) fn mixed(filters: impl Iterator<Item = Filter>) -> Option<Recipe> {
    let (mut all, mut grey) = (None::<Recipe>, false);
    for filter in filters {
        grey |= filter == Filter::Bw;
        all = Some(all.map_or(recipe(filter), |all| all.with(recipe(filter))));
    }
    all.map(|all| if grey { Recipe { shadows: [0.0; 2], lights: [0.0; 2], ..all } } else { all })
}

const PLAIN: Recipe = Recipe {
    contrast: 0.0,
    range: [0.0, 1.0],
    saturation: 1.0,
    shadows: [0.0; 2],
    lights: [0.0; 2],
    vignette: 0.0,
    grain: 0.0,
};

const fn recipe(filter: Filter) -> Recipe {
    match filter {
        Filter::Bw => Recipe { contrast: 0.2, saturation: 0.0, ..PLAIN },
        Filter::Sepia => {
            Recipe { contrast: 0.1, saturation: 0.0, shadows: [-0.05, 0.035], lights: [-0.1, 0.05], ..PLAIN }
        }
        Filter::Vintage => Recipe {
            range: [0.08, 0.94],
            saturation: 0.68,
            shadows: [0.012, -0.012],
            lights: [-0.065, 0.028],
            vignette: 0.3,
            grain: 0.012,
            ..PLAIN
        },
        Filter::Warm => Recipe { shadows: [-0.012, 0.01], lights: [-0.05, 0.032], ..PLAIN },
        Filter::Cool => Recipe { shadows: [0.014, -0.008], lights: [0.045, -0.028], ..PLAIN },
        Filter::Cinematic => Recipe {
            contrast: 0.35,
            saturation: 0.88,
            shadows: [0.035, -0.035],
            lights: [-0.045, 0.032],
            vignette: 0.2,
            ..PLAIN
        },
        Filter::Vivid => Recipe { contrast: 0.25, saturation: 1.4, ..PLAIN },
        Filter::Vignette => Recipe { vignette: 0.62, ..PLAIN },
        Filter::FilmGrain => Recipe { grain: 0.024, ..PLAIN },
    }
}
