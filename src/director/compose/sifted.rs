//! Which pictures are left out because somebody wants no copies, or nothing blurred.

use crate::brief::Brief;
use crate::director::compose::canvas::{Picture, Proof};

/// The blur from which a picture has no sharp spot. Fourteen photographs have 0.37 to 0.72; blurred by a Gaussian of half a
/// percent of their longer side, 0.90 to 0.95.
const BLURRED: f64 = 0.84;
/// A copy that is sharper by less is no better.
const CLEARLY: f64 = 0.1;
/// How different two pictures of the same may be, as a part of all their slopes. Of these photographs no two are nearer
/// than 0.69; one of them shifted by 4 % of its sides differs by 0.39 at most, scaled, noisy, lighter or darker by 0.10.
const ALIKE: f32 = 0.45;
/// And their colours, in steps of 255 between red, green and blue together: 15 % lighter or darker are 70 at most.
const SAME_COLOUR: f32 = 90.0;

/// The pictures that stay, in their order, and a sentence for each kind of those that do not. One always stays.
pub(crate) fn sifted(brief: &Brief, pictures: &[Picture]) -> (Vec<Picture>, Vec<String>) {
    let (mut left, mut notes) = (pictures.to_vec(), Vec::new());
    if brief.skip_blurred == Some(true) {
        notes.extend(drop_blurred(&mut left));
    }
    if brief.skip_duplicates == Some(true) {
        notes.extend(drop_copies(&mut left, brief));
    }
    (left, notes)
}

fn drop_blurred(pictures: &mut Vec<Picture>) -> Option<String> {
    let blurred = |picture: &Picture| picture.proof.as_ref().is_some_and(|proof| proof.blur > BLURRED);
    if pictures.iter().all(blurred) {
        return Some("every picture is blurred, so none is left out for it".to_owned());
    }
    let out: Vec<String> =
        pictures.extract_if(.., |picture| blurred(picture)).map(|picture| quoted(&picture)).collect();
    (!out.is_empty()).then(|| format!("left out as blurred: {}", out.join(", ")))
}

/// Of each group of copies the one that somebody named stays, else the sharpest, else the largest, at the place of the
/// first.
fn drop_copies(pictures: &mut Vec<Picture>, brief: &Brief) -> Option<String> {
    let (mut kept, mut out): (Vec<Picture>, Vec<String>) = (Vec::new(), Vec::new());
    for picture in pictures.drain(..) {
        match kept.iter_mut().find(|other| copies(other, &picture)) {
            Some(other) if better(&picture, other, brief) => {
                let worse = std::mem::replace(other, picture);
                out.push(format!("{} (like {})", quoted(&worse), quoted(other)));
            }
            Some(other) => out.push(format!("{} (like {})", quoted(&picture), quoted(other))),
            None => kept.push(picture),
        }
    }
    *pictures = kept;
    (!out.is_empty()).then(|| format!("left out as copies: {}", out.join(", ")))
}

fn copies(one: &Picture, other: &Picture) -> bool {
    one.proof.as_ref().zip(other.proof.as_ref()).is_some_and(|(one, other)| alike(one, other))
}

fn alike(one: &Proof, other: &Proof) -> bool {
    let apart = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f32>();
    let sum = |slopes: &[f32]| slopes.iter().map(|slope| slope.abs()).sum::<f32>();
    let both = sum(&one.slopes) + sum(&other.slopes);
    apart(&one.slopes, &other.slopes) <= ALIKE * both && apart(&one.colour, &other.colour) <= SAME_COLOUR
}

fn better(new: &Picture, old: &Picture, brief: &Brief) -> bool {
    let named = |picture: &Picture| {
        let is = |name: &Option<String>| name.as_ref().is_some_and(|name| picture.path.eq_ignore_ascii_case(name));
        is(&brief.first_image) || is(&brief.last_image)
    };
    let blur = |picture: &Picture| picture.proof.as_ref().map_or(1.0, |proof| proof.blur);
    let pixels = |picture: &Picture| u64::from(picture.width) * u64::from(picture.height);
    let sharper = |one, other| blur(one) + CLEARLY < blur(other);
    !named(old) && (named(new) || sharper(new, old) || (pixels(new) > pixels(old) && !sharper(old, new)))
}

fn quoted(picture: &Picture) -> String {
    format!("`{}`", picture.path)
}
