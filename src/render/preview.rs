//! Single frames of a film, without making it.

use std::path::Path;

use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::library::Library;
use crate::render::painter::{self, Painter};
use crate::render::plan;
use crate::render::settings::Settings;
use crate::render::titles::Titles;
use crate::timeline::Timeline;

/// The film's frames of these numbers, each as the film would show it, from the pictures in the folder `source`.
pub fn preview(timeline: &Timeline, source: &Path, settings: &Settings, frames: &[u32]) -> Result<Vec<Frame>, Error> {
    plan::check(timeline).map_err(|reason| Error::Timeline { reason, path: source.to_owned() })?;
    let titles = Titles::new(timeline, source)?;
    let mut users = vec![0; timeline.shots.len()];
    let last = timeline.frames - 1;
    let range = |frame: u32| frame.min(last)..frame.min(last) + 1;
    for frame in frames {
        painter::shots(timeline, &range(*frame)).for_each(|shot| users[shot] += 1);
    }
    let library = Library::new(timeline, source, settings, &users);
    let paint = |frame: &u32| {
        let mut painter = Painter::new(timeline, &library, &titles, &range(*frame));
        painter.paint((*frame).min(last)).cloned()
    };
    frames.iter().map(paint).collect()
}
