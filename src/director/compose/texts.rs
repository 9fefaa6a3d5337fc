//! Every text on the film: what, where, from which frame to which.

use std::path::Path;

use crate::brief::{Brief, CaptionsFrom, Place};
use crate::director::compose::canvas::Picture;
use crate::director::compose::check::Plan;
use crate::director::compose::readable::readable;
use crate::timeline::{Role, Shot, Text};

/// How long the last words stand: as long as a title.
const END_SECONDS: f64 = 3.0;
/// The day in `2024-05-01 10:00:00`.
const DAY: usize = 10;

/// `shots` are those of `pictures`, in order; a film that leads back to its beginning has one more.
pub(crate) fn texts(plan: &Plan, brief: &Brief, pictures: &[Picture], shots: &[Shot], frames: u32) -> Vec<Text> {
    let span = |seconds: f64| ((seconds * f64::from(plan.fps)).round() as u32).clamp(1, frames);
    let heading = brief.title_position.unwrap_or(Place::Center);
    let title = span(plan.title_seconds);
    let end = span(END_SECONDS);
    let whole = [
        (plan.title.clone(), Role::Title, heading, 0, title),
        (brief.subtitle.as_deref().and_then(readable), Role::Subtitle, heading, 0, title),
        (brief.end_text.as_deref().and_then(readable), Role::End, Place::Center, frames - end, end),
    ];
    let mark = brief.watermark.as_deref().and_then(readable);
    let corner = brief.watermark_position.unwrap_or(Place::BottomRight);
    let captions = captions(plan, brief, pictures, shots);
    let others = whole.into_iter().chain([(mark, Role::Watermark, corner, 0, frames)]);
    let others = others.filter_map(|(text, role, place, start, frames)| {
        Some(Text { text: text?, role, place, size: size(plan, role), start, frames })
    });
    others.chain(captions).collect()
}

const fn size(plan: &Plan, role: Role) -> u32 {
    match role {
        Role::Title | Role::Subtitle => plan.title_size,
        Role::Caption => plan.caption_size,
        Role::End | Role::Watermark => Text::USUAL_SIZE,
    }
}

/// One a picture, from the moment it has come in whole until the next one begins to.
fn captions(plan: &Plan, brief: &Brief, pictures: &[Picture], shots: &[Shot]) -> Vec<Text> {
    let place = brief.caption_position.unwrap_or(Place::Bottom);
    let one = |(index, picture): (usize, &Picture)| {
        let written = brief.captions.as_ref().and_then(|all| all.get(index)).and_then(|text| readable(text));
        let text = written.or_else(|| from(brief.captions_from?, picture))?;
        let shot = shots.get(index)?;
        let overlap = |shot: &Shot| shot.entrance.map_or(0, |entrance| entrance.frames);
        let start = shot.start + overlap(shot);
        let end = shots.get(index + 1).map_or(shot.end(), |next| next.start);
        let frames = end.saturating_sub(start).max(1);
        Some(Text { text, role: Role::Caption, place, size: size(plan, Role::Caption), start, frames })
    };
    pictures.iter().enumerate().filter_map(one).collect()
}

fn from(source: CaptionsFrom, picture: &Picture) -> Option<String> {
    match source {
        CaptionsFrom::Filename => readable(&Path::new(&picture.path).file_stem()?.to_string_lossy()),
        CaptionsFrom::Date => picture.taken.as_deref()?.get(..DAY).map(str::to_owned),
    }
}
