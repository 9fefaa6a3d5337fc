//! Where the camera may look so that no face is cut off. Everything is in parts of the picture's width and height.

use crate::director::compose::canvas::Face;
use crate::timeline::View;

/// A face's box reaches from the brows to the chin; a head, with hair and a little air, is so much larger.
const HEAD: f64 = 1.6;
/// Of what is added above and below, this part goes above.
const ABOVE: f64 = 0.6;

/// What must be seen: all heads together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Heads {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// How much of the picture a camera sees that covers the canvas at zoom 1, across and down.
pub(crate) fn seen(picture: f64, canvas: f64) -> (f64, f64) {
    ((canvas / picture).min(1.0), (picture / canvas).min(1.0))
}

impl Heads {
    /// `None` where there is no face.
    pub(crate) fn of(faces: &[Face]) -> Option<Self> {
        let head = |face: &Face| {
            let (more_across, more_down) = (face.width * (HEAD - 1.0), face.height * (HEAD - 1.0));
            Self {
                left: (face.x - more_across / 2.0).clamp(0.0, 1.0),
                top: (face.y - more_down * ABOVE).clamp(0.0, 1.0),
                right: (face.x + face.width + more_across / 2.0).clamp(0.0, 1.0),
                bottom: (face.y + face.height + more_down * (1.0 - ABOVE)).clamp(0.0, 1.0),
            }
        };
        faces.iter().map(head).reduce(|a, b| Self {
            left: a.left.min(b.left),
            top: a.top.min(b.top),
            right: a.right.max(b.right),
            bottom: a.bottom.max(b.bottom),
        })
    }

    /// Whether a camera that covers the canvas can see all of them at once, as near as it ever comes.
    pub(crate) fn fit(self, picture: f64, canvas: f64, zoom: f64) -> bool {
        let (across, down) = seen(picture, canvas);
        self.right - self.left <= across / zoom && self.bottom - self.top <= down / zoom
    }

    /// The view nearest to `view` that sees all of them; where they do not fit, their middle.
    pub(crate) fn hold(self, view: View, picture: f64, canvas: f64) -> View {
        let (across, down) = seen(picture, canvas);
        let x = held(view.x, across / view.zoom, self.left, self.right);
        let y = held(view.y, down / view.zoom, self.top, self.bottom);
        View { x, y, ..view }
    }
}

/// The place in the slack, −1 to 1, nearest to `place`, at which a window of this length holds what lies between.
fn held(place: f64, window: f64, from: f64, to: f64) -> f64 {
    let slack = 1.0 - window;
    if slack <= f64::EPSILON {
        return place;
    }
    let start = slack / 2.0 * (1.0 + place);
    let start =
        if to - from > window { f64::midpoint(from, to) - window / 2.0 } else { start.clamp(to - window, from) };
    (2.0 * start.clamp(0.0, slack) / slack - 1.0).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Face, Heads, View};

    const FACE: Face = Face { x: 0.4, y: 0.1, width: 0.1, height: 0.15 };

    #[test]
    fn a_head_is_larger_than_its_face_and_more_so_above() {
        let head = Heads::of(&[FACE]).unwrap();
        assert!(head.left < 0.4 && head.right > 0.5 && head.top < 0.1 && head.bottom > 0.25);
        assert!(0.1 - head.top > head.bottom - 0.25);
        assert_eq!(Heads::of(&[]), None);
    }

    #[test]
    fn the_camera_moves_only_as_far_as_it_must() {
        let head = Heads::of(&[FACE]).unwrap();
        let middle = View { x: 0.0, y: 0.0, zoom: 1.0 };
        // A 3:4 picture on 16:9 shows 42 % of its height: the head at the top pulls the window up, and not aside.
        let view = head.hold(middle, 0.75, 16.0 / 9.0);
        assert!(view.y < -0.8 && view.x.abs() < 1e-9, "{view:?}");
        assert_eq!(head.hold(view, 0.75, 16.0 / 9.0), view, "once is enough");
    }

    #[test]
    fn a_group_that_is_too_wide_does_not_fit() {
        let ends = [Face { x: 0.05, ..FACE }, Face { x: 0.85, ..FACE }];
        let heads = Heads::of(&ends).unwrap();
        assert!(!heads.fit(1.5, 9.0 / 16.0, 1.0) && heads.fit(1.5, 16.0 / 9.0, 1.0));
    }
}
