//! Where the camera looks at the beginning and at the end of a shot: gently, and never the same way twice in a row.

use crate::brief::{Direction, Motion};
use crate::director::compose::faces::Heads;
use crate::director::compose::framing::travels;
use crate::timeline::{Canvas, Framing, View};

/// "Too fast and too zoomed in" is what people complain about; below these nobody does.
pub(crate) const MOST_ZOOM: f64 = 0.08;
const ZOOM_PER_SECOND: f64 = 0.025;
/// Of the canvas's side, on average over the shot; the easing's peak stays near 3 %.
const DRIFT_PER_SECOND: f64 = 0.02;
/// The same for a camera that was asked to travel: a quarter more at its fastest, which is the 3 % that people bear.
const PAN_PER_SECOND: f64 = 0.024;
/// A picture that stands whole is not made smaller than this by its breathing.
const MOST_BREATH: f64 = 0.04;
/// Heads are above the middle: where a picture is cut at top and bottom, this part of the slack goes there.
const HEADROOM: f64 = -0.3;
/// Less slack than this is not worth raising the camera for.
const LITTLE_SLACK: f64 = 0.05;
/// Unit steps, ordered so that neighbours lead well apart.
const DIRECTIONS: [(f64, f64); 8] =
    [(1.0, 0.0), (-0.7, -0.7), (0.0, 1.0), (0.7, -0.7), (-1.0, 0.0), (0.7, 0.7), (0.0, -1.0), (-0.7, 0.7)];

/// What decides about the camera of one shot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// The number of the picture in the film, from 0.
    pub(crate) index: usize,
    pub(crate) seconds: f64,
    pub(crate) motion: Motion,
    /// Where the camera was told to move to.
    pub(crate) direction: Option<Direction>,
    pub(crate) framing: Framing,
    /// Width to height.
    pub(crate) picture: f64,
    pub(crate) canvas: Canvas,
    /// What must be seen at every moment.
    pub(crate) heads: Option<Heads>,
}

/// The camera at the first frame and at the last; between them it goes straight, so what both hold it never loses.
pub(crate) fn views(scene: &Scene) -> (View, View) {
    let (from, to) = free(scene);
    match scene.heads.filter(|_| scene.framing == Framing::Cover) {
        Some(heads) => {
            let hold = |view| heads.hold(view, scene.picture, scene.ratio());
            (hold(from), hold(to))
        }
        None => (from, to),
    }
}

fn free(scene: &Scene) -> (View, View) {
    let inwards = match scene.motion {
        Motion::ZoomIn => true,
        Motion::ZoomOut => false,
        _ => scene.index.is_multiple_of(2),
    };
    let (near, far) = match (scene.framing, scene.motion) {
        (Framing::Cover, Motion::Static) => (scene.rest(1.0), scene.rest(1.0)),
        (Framing::Cover, _) if scene.pans() => return scene.pan(),
        (Framing::Cover, Motion::KenBurns) => (scene.aside(), scene.rest(1.0)),
        (Framing::Cover, _) => (scene.rest(1.0 + scene.zoom()), scene.rest(1.0)),
        (_, Motion::Static | Motion::Pan) => (WHOLE, WHOLE),
        _ => (WHOLE, View { zoom: 1.0 - scene.zoom().min(MOST_BREATH), ..WHOLE }),
    };
    if inwards { (far, near) } else { (near, far) }
}

const WHOLE: View = View { x: 0.0, y: 0.0, zoom: 1.0 };

impl Scene {
    fn ratio(&self) -> f64 {
        f64::from(self.canvas.width) / f64::from(self.canvas.height)
    }

    fn pans(&self) -> bool {
        let told = self.direction.is_some() && self.motion == Motion::KenBurns;
        self.motion == Motion::Pan || told || travels(self.motion, self.picture, self.ratio())
    }

    fn zoom(&self) -> f64 {
        (self.seconds * ZOOM_PER_SECOND).min(MOST_ZOOM)
    }

    /// How far the view can be moved from the middle to either side, in canvas widths and heights.
    fn slack(&self, zoom: f64) -> (f64, f64) {
        let wider = self.picture / self.ratio();
        ((wider.max(1.0) * zoom - 1.0) / 2.0, ((1.0 / wider).max(1.0) * zoom - 1.0) / 2.0)
    }

    fn rest(&self, zoom: f64) -> View {
        let (_, down) = self.slack(1.0);
        View { x: 0.0, y: if down > LITTLE_SLACK { HEADROOM } else { 0.0 }, zoom }
    }

    /// Closer than at rest, and a little to the side that is this picture's turn.
    fn aside(&self) -> View {
        let rest = self.rest(1.0 + self.zoom());
        let (across, down) = self.slack(rest.zoom);
        let (right, below) = DIRECTIONS[self.index % DIRECTIONS.len()];
        let far = self.seconds * DRIFT_PER_SECOND;
        View { x: moved(rest.x, right * far, across), y: moved(rest.y, below * far, down), zoom: rest.zoom }
    }

    fn goes_sideways(&self, across: f64, down: f64) -> bool {
        match self.direction {
            Some(direction) => matches!(direction, Direction::Left | Direction::Right),
            None if (across - down).abs() < f64::EPSILON => self.ratio() >= 1.0,
            None => across > down,
        }
    }

    /// The way it was told to, else along the side on which the picture is longer than the canvas; the way back on every other picture.
    fn pan(&self) -> (View, View) {
        let way = self.seconds * PAN_PER_SECOND / 2.0;
        let (across, down) = self.slack(1.0);
        let sideways = self.goes_sideways(across, down);
        let slack = if sideways { across } else { down };
        let zoom = if slack < way.min(LITTLE_SLACK) { 1.0 + MOST_ZOOM } else { 1.0 };
        let (across_now, down_now) = self.slack(zoom);
        let rest = self.rest(zoom);
        let back = match self.direction {
            Some(direction) => matches!(direction, Direction::Left | Direction::Up),
            None => !self.index.is_multiple_of(2),
        };
        let step = if back { -way } else { way };
        let at = |step: f64| {
            if sideways {
                View { x: moved(0.0, step, across_now), ..rest }
            } else {
                View { y: moved(0.0, step, down_now), ..rest }
            }
        };
        (at(-step), at(step))
    }
}

/// A place in the slack, −1 to 1, after a step of `by` canvas sides; `slack` in canvas sides to either edge.
fn moved(from: f64, by: f64, slack: f64) -> f64 {
    if slack <= f64::EPSILON { from } else { (from + by / slack).clamp(-1.0, 1.0) }
}
