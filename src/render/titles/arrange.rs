//! Which text gives way to which, so that no two ever lie on each other.

use crate::brief::Place;
use crate::render::text::Area;
use crate::timeline::{Role, Text};

/// Kept free between two texts, as a part of the canvas's short side.
const GAP: f32 = 0.018;
/// More texts than this above each other fill the canvas; the rest stay where they are.
const MOST_MOVES: usize = 8;

/// One text and its box.
#[derive(Clone, Debug)]
pub(crate) struct Standing<'a> {
    pub(crate) text: &'a Text,
    pub(crate) area: Area,
}

/// Moves boxes up and down. The canvas is `canvas` rows high, and its short side is `short`.
pub(crate) fn arrange(texts: &mut [Standing<'_>], canvas: usize, short: usize) {
    let gap = (short as f32 * GAP) as usize;
    for under in 0..texts.len() {
        pair(texts, under, gap);
    }
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|index| rank(texts[*index].text.role));
    for place in 0..order.len() {
        let settled: Vec<Standing<'_>> = order[..place].iter().map(|index| texts[*index].clone()).collect();
        let moving = &mut texts[order[place]];
        for _ in 0..MOST_MOVES {
            let hit = |other: &&Standing<'_>| together(other.text, moving.text) && other.area.touches(moving.area, gap);
            let Some(other) = settled.iter().find(hit) else { break };
            moving.area.y = beside(moving, other.area, gap, canvas);
        }
    }
}

/// A subtitle stands under its title; together they stand where the title would stand alone.
fn pair(texts: &mut [Standing<'_>], under: usize, gap: usize) {
    let Standing { text: below, area } = texts[under];
    let is_title = |other: &Standing<'_>| {
        other.text.role == Role::Title && other.text.place == below.place && together(other.text, below)
    };
    let Some(title) = texts.iter().position(is_title).filter(|_| below.role == Role::Subtitle) else { return };
    let more = area.height + gap;
    texts[title].area.y = texts[title].area.y.saturating_sub(match below.place {
        Place::Top | Place::TopLeft | Place::TopRight => 0,
        Place::Center | Place::LowerThird => more / 2,
        Place::Bottom | Place::BottomLeft | Place::BottomRight => more,
    });
    texts[under].area.y = texts[title].area.bottom() + gap;
}

/// Who comes first stays; the others give way.
const fn rank(role: Role) -> u8 {
    match role {
        Role::Watermark => 0,
        Role::Title | Role::End => 1,
        Role::Subtitle => 2,
        Role::Caption => 3,
    }
}

/// Whether both are seen on one frame.
const fn together(a: &Text, b: &Text) -> bool {
    a.start < b.start.saturating_add(b.frames) && b.start < a.start.saturating_add(a.frames)
}

/// Above what it hit if it stands low on the canvas, else below it.
fn beside(moving: &Standing<'_>, other: Area, gap: usize, canvas: usize) -> usize {
    let down = matches!(moving.text.place, Place::Top | Place::TopLeft | Place::TopRight);
    let y = if down { other.bottom() + gap } else { other.y.saturating_sub(moving.area.height + gap) };
    y.min(canvas - moving.area.height.min(canvas))
}

#[cfg(test)]
mod tests {
    use super::{Area, Place, Role, Standing, Text, arrange};

    const SAFE: Area = Area { x: 96, y: 64, width: 1728, height: 952 };

    fn text(role: Role, place: Place, start: u32) -> Text {
        Text { text: String::new(), role, place, size: Text::USUAL_SIZE, start, frames: 60 }
    }

    fn arranged<const N: usize>(texts: &[(Text, usize, usize); N]) -> [Area; N] {
        let mut standing: Vec<Standing<'_>> = texts
            .iter()
            .map(|(text, width, height)| Standing { text, area: SAFE.at(text.place, *width, *height, 1080) })
            .collect();
        arrange(&mut standing, 1080, 1080);
        std::array::from_fn(|index| standing[index].area)
    }

    #[test]
    fn a_subtitle_stands_under_its_title_and_both_in_the_middle() {
        let [title, subtitle] = arranged(&[
            (text(Role::Title, Place::Center, 0), 900, 120),
            (text(Role::Subtitle, Place::Center, 0), 500, 60),
        ]);
        assert!(subtitle.y > title.bottom() && subtitle.y < title.bottom() + 30);
        assert!((title.y + subtitle.bottom()).abs_diff(1080) < 4, "{title:?} {subtitle:?}");
    }

    #[test]
    fn a_caption_gives_way_to_a_title_and_both_to_a_watermark() {
        for place in [Place::Bottom, Place::Top] {
            let areas = arranged(&[
                (text(Role::Caption, place, 30), 1700, 60),
                (text(Role::Title, place, 0), 1700, 120),
                (text(Role::Watermark, place, 0), 300, 40),
            ]);
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                assert!(!areas[a].touches(areas[b], 10), "{areas:?}");
            }
            assert_eq!(areas[2], SAFE.at(place, 300, 40, 1080), "the watermark stays");
        }
    }

    #[test]
    fn texts_that_are_never_seen_together_stay_where_they_are() {
        let areas = arranged(&[
            (text(Role::Caption, Place::Bottom, 0), 900, 60),
            (text(Role::Caption, Place::Bottom, 60), 900, 60),
        ]);
        assert_eq!(areas[0], areas[1]);
    }
}
