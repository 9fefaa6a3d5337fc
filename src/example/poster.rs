//! A poster of quarter circles, as people printed them in the sixties.

use crate::example::paint::{LONG, Picture, Rgb, SHORT, away, clouds, hash, mix, multiply, rgb, smooth};

const TILES: f32 = 4.0;
const INKS: [Rgb; 7] =
    [rgb(0xf2e6d0), rgb(0xe4572e), rgb(0xf3a712), rgb(0x1f4e5f), rgb(0x2a9d8f), rgb(0x16213a), rgb(0xe9a6a6)];
/// Which ink lies on which: pairs that go well together.
const PAIRS: [(usize, usize); 10] = [(0, 1), (0, 3), (2, 5), (1, 0), (3, 2), (4, 0), (5, 6), (6, 1), (0, 4), (3, 6)];
const SEED: u32 = 11;

pub(crate) fn paint() -> Picture {
    Picture::paint(LONG, SHORT, |x, y| {
        let fibre = clouds(x * 420.0, y * 420.0, 2, 7) - 0.5;
        let wear = smooth(0.52, 0.75, clouds(x * 6.0, y * 6.0, 6, 8));
        let ink = tile(x * TILES, y * TILES);
        let aged = mix(ink, rgb(0xf2e6d0), 0.10 * wear);
        multiply(aged, rgb(0xc8b090), 0.10 + 0.22 * fibre)
    })
}

fn tile(x: f32, y: f32) -> Rgb {
    let (column, row) = (x.floor() as i32, y.floor() as i32);
    let draw = |what: u32| hash(column, row, SEED + what);
    let (ground, figure) = PAIRS[pick(draw(0), PAIRS.len())];
    let (u, v) = turned(x.fract(), y.fract(), pick(draw(1), 4));
    let (corner, centre) = (away(u, v), away(u - 0.5, v - 0.5));
    let accent = INKS[PAIRS[pick(draw(2), PAIRS.len())].1];
    let lay = |below: Rgb, ink: Rgb, inside: f32| mix(below, ink, edge(inside));
    let (below, ink) = (INKS[ground], INKS[figure]);
    match pick(draw(3), 7) {
        0 => lay(below, ink, 1.0 - corner),
        1 => lay(lay(below, ink, 1.0 - corner), below, 0.5 - corner),
        2 => lay(lay(below, ink, 0.5 - centre), accent, 0.2 - centre),
        3 => lay(below, ink, (1.0 - corner).min(1.0 - away(1.0 - u, 1.0 - v))),
        4 => lay(lay(below, ink, 0.5 - away(u, v - 0.5)), accent, 0.5 - away(1.0 - u, v - 0.5)),
        5 => (1..=5).fold(below, |below, ring| {
            lay(below, INKS[[figure, ground][1 - ring % 2]], 1.0 - (ring - 1) as f32 * 0.2 - corner)
        }),
        _ => lay(lay(below, ink, u - v), accent, 0.25 - away(u - 0.7, v - 0.3)),
    }
}

fn pick(draw: f32, from: usize) -> usize {
    ((draw * from as f32) as usize).min(from - 1)
}

fn turned(u: f32, v: f32, quarters: usize) -> (f32, f32) {
    match quarters {
        0 => (u, v),
        1 => (v, 1.0 - u),
        2 => (1.0 - u, 1.0 - v),
        _ => (1.0 - v, u),
    }
}

/// One pixel of softness around the outline.
fn edge(inside: f32) -> f32 {
    let pixel = TILES / SHORT as f32;
    smooth(-pixel, pixel, inside)
}
