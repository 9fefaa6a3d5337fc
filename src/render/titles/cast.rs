//! Every text of the film in its place, drawn when it is first seen and let go when it is last seen.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::text::{self, Fonts, Overlay, Setting};
use crate::render::titles::arrange::{Standing, arrange};
use crate::timeline::{Text, Timeline};

/// Texts that can be blended over any frame. What they hold is small: five hundred captions are no burden.
#[derive(Debug)]
pub(crate) struct Titles {
    set: Vec<Set>,
    fonts: Mutex<Fonts>,
    /// Frames over which a text comes in, and over which it goes.
    fade: u32,
}

#[derive(Debug)]
struct Set {
    text: Text,
    setting: Setting,
    /// There while anybody shows it.
    drawn: Mutex<Weak<Overlay>>,
}

/// What one painter has on screen, by the number of the text.
pub(crate) type Drawn = Vec<(usize, Arc<Overlay>)>;

/// The length of a fade in seconds.
const FADE: f64 = 0.5;

impl Titles {
    /// Sets all texts; `video` is only for the words of an error. A text without letters is passed over.
    pub(crate) fn new(timeline: &Timeline, video: &Path) -> Result<Self, Error> {
        let canvas = (timeline.canvas.width as usize, timeline.canvas.height as usize);
        let (mut fonts, mut set) = (Fonts::default(), Vec::new());
        for text in &timeline.texts {
            match Setting::new(&mut fonts, &text.text, (text.role, text.place, text.size), canvas) {
                Ok(setting) => set.push(Set { text: text.clone(), setting, drawn: Mutex::default() }),
                Err(text::Error::Empty) => {}
                Err(source) => return Err(Error::Title { path: video.to_owned(), source }),
            }
        }
        let mut standing: Vec<Standing<'_>> =
            set.iter().map(|set| Standing { text: &set.text, area: set.setting.area() }).collect();
        arrange(&mut standing, canvas.1, canvas.0.min(canvas.1));
        let rows: Vec<usize> = standing.iter().map(|standing| standing.area.y).collect();
        set.iter_mut().zip(rows).for_each(|(set, y)| set.setting.move_to(y));
        Ok(Self { set, fonts: Mutex::new(fonts), fade: (FADE * f64::from(timeline.fps)).round() as u32 })
    }

    /// Whether any can be seen.
    pub(crate) fn seen(&self, frame: u32) -> bool {
        self.set.iter().any(|set| self.opacity(&set.text, frame) > 0.0)
    }

    /// Blends those over the picture that can be seen on the film's `frame`th frame. `drawn` is the painter's own.
    pub(crate) fn blend(&self, frame: u32, drawn: &mut Drawn, picture: &mut Frame) {
        drawn.retain(|(index, _)| self.opacity(&self.set[*index].text, frame) > 0.0);
        for (index, set) in self.set.iter().enumerate() {
            let opacity = self.opacity(&set.text, frame);
            if opacity > 0.0 {
                let held = drawn.iter().position(|(held, _)| *held == index).unwrap_or_else(|| {
                    drawn.push((index, self.overlay(set)));
                    drawn.len() - 1
                });
                text::blend(picture, &drawn[held].1, opacity);
            }
        }
    }

    fn overlay(&self, set: &Set) -> Arc<Overlay> {
        let mut drawn = set.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.upgrade().unwrap_or_else(|| {
            let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
            let overlay = Arc::new(set.setting.draw(&mut fonts));
            *drawn = Arc::downgrade(&overlay);
            overlay
        })
    }

    fn opacity(&self, text: &Text, frame: u32) -> f32 {
        let Some(age) = frame.checked_sub(text.start).filter(|age| *age < text.frames) else { return 0.0 };
        // A short text fades for a third of its time at most.
        let fade = self.fade.min(text.frames / 3);
        let edge = age.min(text.frames - 1 - age) + 1;
        let share = (edge as f32 / (fade + 1) as f32).min(1.0);
        share * share * (3.0 - 2.0 * share) * text::opacity(text.role)
    }
}
