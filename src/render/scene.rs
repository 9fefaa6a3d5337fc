//! One shot made ready: its picture, what stands behind it, and how the camera moves.

use std::path::Path;

use crate::brief::Background;
use crate::render::backdrop;
use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::gate::Gate;
use crate::render::geometry::{self, Window};
use crate::render::look::Colours;
use crate::render::picture::Picture;
use crate::render::planar;
use crate::render::resample::Scratch;
use crate::render::settings::{Facts, Settings};
use crate::render::still::Still;
use crate::timeline::{Canvas, Framing, Shot};

/// A shot's picture in the size its motion needs. Any frame of it can be drawn alone.
#[derive(Debug)]
pub(crate) struct Scene {
    shot: Shot,
    canvas: Canvas,
    picture: Facts,
    still: Still,
    /// What the picture does not cover; none where it covers all.
    backdrop: Option<Frame>,
}

/// What all pictures of a film have in common: what loading them may take, and what is done to them.
#[derive(Debug)]
pub(crate) struct Means {
    pub settings: Settings,
    pub gate: Gate,
    pub colours: Option<Colours>,
    /// What is seen beside a picture under [`Framing::Contain`], and through a transparent one.
    pub background: Background,
}

/// Samples kept of the picture for one of the canvas where the camera is nearest: Catmull-Rom looks best on a little more
/// than one, and loses nothing worth having below this.
const OVERSAMPLING: f64 = 1.1;
/// The largest still, as a multiple of the canvas's pixels: a timeline that zooms far must not fill the memory.
const MOST_PIXELS: f64 = 4.0;
/// Pixels kept around what the camera sees, for the filter's outer taps, at the still's size.
const MARGIN: f64 = 4.0;

impl Scene {
    /// Decodes and prepares the shot's picture, which lies in the folder `source`.
    pub(crate) fn load(shot: &Shot, canvas: Canvas, source: &Path, means: &Means) -> Result<Self, Error> {
        let path = source.join(&shot.picture);
        let load = || {
            let opened = Picture::open(&path, &means.settings)?;
            let picture = opened.facts();
            let (region, size) = needed(shot, picture, canvas);
            let pixels = means.gate.pass(picture, || opened.develop(region, size, means.background))?;
            let mut planes = planar::from_rgb(&pixels.rgb, pixels.size.width as usize);
            let mut backdrop = match shot.framing {
                Framing::Cover => None,
                Framing::Contain => Some(backdrop::plain(means.background, canvas)),
                Framing::Blur => Some(backdrop::blurred(&pixels, canvas)),
            };
            if let Some(colours) = &means.colours {
                colours.apply(&mut planes);
                backdrop.iter_mut().filter(|_| shot.framing == Framing::Blur).for_each(|it| colours.apply_to(it));
            }
            let still = Still::new(&planes, pixels.size, region);
            Ok(Self { shot: shot.clone(), canvas, picture, still, backdrop })
        };
        load().map_err(|error: Error| error.named(&shot.picture))
    }

    /// What the canvas shows on the film's `frame`th frame.
    pub(crate) fn window(&self, frame: u32) -> Window {
        geometry::window(&self.shot, self.picture, self.canvas, frame.saturating_sub(self.shot.start))
    }

    /// Draws the whole frame.
    pub(crate) fn draw(&self, window: Window, frame: &mut Frame, scratch: &mut Scratch) {
        if let Some(backdrop) = &self.backdrop {
            frame.copy_from(backdrop);
        }
        self.still.draw(window, frame, scratch);
    }
}

/// The part of the picture that the camera ever sees, and the size in which to keep it.
fn needed(shot: &Shot, picture: Facts, canvas: Canvas) -> (Window, Facts) {
    let [from, to] = geometry::ends(shot, picture, canvas);
    // Pixels of the canvas to one of the picture, where the camera is nearest.
    let nearest = f64::from(canvas.width) / from.width.min(to.width);
    let seen = from.union(to).grown(MARGIN, picture);
    let most = MOST_PIXELS * f64::from(canvas.width) * f64::from(canvas.height);
    let scale = (nearest * OVERSAMPLING).min((most / (seen.width * seen.height)).sqrt()).min(1.0);
    let region = from.union(to).grown(MARGIN / scale, picture);
    let kept = |length: f64| (length * scale).ceil().clamp(1.0, length) as u32;
    (region, Facts { width: kept(region.width), height: kept(region.height) })
}
