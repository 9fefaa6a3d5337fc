//! The film's titles: set once, shared by everybody who paints, faded in and out.

use std::path::Path;

use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::text::{self, Overlay};
use crate::timeline::{Text, Timeline};

/// Titles that are ready to be blended over any frame.
#[derive(Debug)]
pub(crate) struct Titles {
    set: Vec<(Text, Overlay)>,
    /// Frames over which a title comes in, and over which it goes.
    fade: u32,
}

/// The length of a fade in seconds.
const FADE: f64 = 0.5;

impl Titles {
    /// Lays out all titles; `video` is only for the words of an error. A title without letters is passed over.
    pub(crate) fn new(timeline: &Timeline, video: &Path) -> Result<Self, Error> {
        let (width, height) = (timeline.canvas.width as usize, timeline.canvas.height as usize);
        let mut set = Vec::new();
        for title in &timeline.texts {
            match text::lay_out(&title.text, width, height) {
                Ok(overlay) => set.push((title.clone(), overlay)),
                Err(text::Error::Empty) => {}
                Err(source) => return Err(Error::Title { path: video.to_owned(), source }),
            }
        }
        Ok(Self { set, fade: (FADE * f64::from(timeline.fps)).round() as u32 })
    }

    /// Whether any can be seen.
    pub(crate) fn seen(&self, frame: u32) -> bool {
        self.set.iter().any(|(title, _)| self.opacity(title, frame) > 0.0)
    }

    /// Blends those over the picture that can be seen on the film's `frame`th frame.
    pub(crate) fn blend(&self, frame: u32, picture: &mut Frame) {
        for (title, overlay) in &self.set {
            text::blend(picture, overlay, self.opacity(title, frame));
        }
    }

    fn opacity(&self, title: &Text, frame: u32) -> f32 {
        let Some(age) = frame.checked_sub(title.start).filter(|age| *age < title.frames) else { return 0.0 };
        // A short title fades for a third of its time at most.
        let fade = self.fade.min(title.frames / 3);
        let edge = age.min(title.frames - 1 - age) + 1;
        let share = (edge as f32 / (fade + 1) as f32).min(1.0);
        share * share * (3.0 - 2.0 * share)
    }
}
