//! The names of transitions: our own, and those of FFmpeg's `xfade` filter for the same effects.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use crate::brief::film::Transition;
use crate::brief::shape::Direction;

impl Transition {
    /// The transition of this name, and where it moves to if the name says so: a name of ours (`fade_black`), or one of
    /// `xfade` (`fadeblack`, `wipeleft`; FFmpeg 7.1, ffmpeg-filters, "xfade") where it means an effect that we have.
    #[must_use]
    pub fn named(name: &str) -> Option<(Self, Option<Direction>)> {
        let name = name.trim().to_ascii_lowercase();
        let ours: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        if let Ok(transition) = Self::deserialize(ours) {
            return Some((transition, None));
        }
        directed(&name).or_else(|| plain(&name).map(|transition| (transition, None)))
    }
}

fn plain(name: &str) -> Option<Transition> {
    Some(match name {
        "fade" | "dissolve" | "fadefast" | "fadeslow" => Transition::Crossfade,
        "fadeblack" => Transition::FadeBlack,
        "fadewhite" => Transition::FadeWhite,
        "circleopen" | "circlecrop" => Transition::Circle,
        "hblur" => Transition::Blur,
        "zoomin" => Transition::Zoom,
        _ => return None,
    })
}

/// `xfade` too says where the new picture, or the edge before it, moves to.
fn directed(name: &str) -> Option<(Transition, Option<Direction>)> {
    let kinds = [("wipe", Transition::Wipe), ("smooth", Transition::Wipe), ("slide", Transition::Slide)];
    let ends =
        [("left", Direction::Left), ("right", Direction::Right), ("up", Direction::Up), ("down", Direction::Down)];
    let (end, transition) = kinds.into_iter().find_map(|(kind, it)| Some((name.strip_prefix(kind)?, it)))?;
    let (_, direction) = ends.into_iter().find(|(word, _)| *word == end)?;
    Some((transition, Some(direction)))
}

#[cfg(test)]
mod tests {
    use crate::brief::{Direction, Transition};

    #[test]
    fn names_of_ours_and_of_xfade_are_known() {
        let named = Transition::named;
        assert_eq!(named("fade_black"), Some((Transition::FadeBlack, None)));
        assert_eq!(named("pixelize"), Some((Transition::Pixelize, None)));
        assert_eq!(named("FadeBlack"), Some((Transition::FadeBlack, None)));
        assert_eq!(named("fade"), Some((Transition::Crossfade, None)));
        assert_eq!(named("circleopen"), Some((Transition::Circle, None)));
        assert_eq!(named("wipeup"), Some((Transition::Wipe, Some(Direction::Up))));
        assert_eq!(named("slideleft"), Some((Transition::Slide, Some(Direction::Left))));
        assert_eq!(named("smoothdown"), Some((Transition::Wipe, Some(Direction::Down))));
    }

    #[test]
    fn what_we_do_not_have_is_no_name() {
        for name in ["", "slide left", "wipetl", "radial", "squeezeh", "wipeleftleft", "slidesideways"] {
            assert_eq!(Transition::named(name), None, "{name}");
        }
    }
}
