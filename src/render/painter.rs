//! Paints any frame of a film, and paints nothing that has not changed since the last one.

use std::ops::Range;
use std::sync::Arc;

use crate::brief::Transition;
use crate::render::blend;
use crate::render::curtain;
use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::geometry::Window;
use crate::render::library::Library;
use crate::render::resample::Scratch;
use crate::render::scene::Scene;
use crate::render::titles::{Drawn, Titles};
use crate::timeline::{Entrance, Shot, Timeline};

/// Paints the frames of one range in order. It holds a few frames and the scenes that are on screen, whatever the film.
#[derive(Debug)]
pub(crate) struct Painter<'a> {
    timeline: &'a Timeline,
    library: &'a Library<'a>,
    titles: &'a Titles,
    /// The shots of this range whose scenes are held, and those still to come.
    held: Vec<(usize, Arc<Scene>)>,
    shots: Range<usize>,
    below: Sheet,
    above: Sheet,
    out: Frame,
    scratch: Scratch,
    /// The texts that are on screen.
    drawn: Drawn,
}

/// A frame that remembers what is on it.
#[derive(Debug)]
struct Sheet {
    frame: Frame,
    shows: Option<(usize, Window)>,
}

impl Sheet {
    fn new(timeline: &Timeline) -> Self {
        Self { frame: Frame::black(timeline.canvas.width as usize, timeline.canvas.height as usize), shows: None }
    }

    fn paint(&mut self, shot: usize, scene: &Scene, frame: u32, scratch: &mut Scratch) {
        let window = scene.window(frame);
        if self.shows != Some((shot, window)) {
            scene.draw(window, &mut self.frame, scratch);
            self.shows = Some((shot, window));
        }
    }
}

impl<'a> Painter<'a> {
    /// For the frames of `range`, whose shots are `shots`.
    pub(crate) fn new(
        timeline: &'a Timeline,
        library: &'a Library<'a>,
        titles: &'a Titles,
        range: &Range<u32>,
    ) -> Self {
        let (below, above) = (Sheet::new(timeline), Sheet::new(timeline));
        let out = Frame::black(below.frame.width, below.frame.height);
        let shots = shots(timeline, range);
        let (held, drawn, scratch) = (Vec::new(), Vec::new(), Scratch::default());
        Self { timeline, library, titles, held, shots, below, above, out, scratch, drawn }
    }

    /// The film's `frame`th frame; call it in order.
    pub(crate) fn paint(&mut self, frame: u32) -> Result<&Frame, Error> {
        let visible = shots(self.timeline, &(frame..frame + 1));
        self.let_go(visible.start);
        let (bottom, top) = (visible.start, visible.end.saturating_sub(1));
        let mut blended = false;
        if visible.len() < 2 {
            self.sheet(bottom, frame, true)?;
        }
        for shot in bottom + 1..=top {
            if blended {
                std::mem::swap(&mut self.below.frame, &mut self.out);
                self.below.shows = None;
            }
            self.enter(shot, frame, blended)?;
            blended = true;
        }
        Ok(self.finished(frame, blended))
    }

    /// Lays the next shot over what is below it.
    fn enter(&mut self, shot: usize, frame: u32, below_is_done: bool) -> Result<(), Error> {
        const CUT: Entrance = Entrance { transition: Transition::Cut, direction: None, frames: 0 };
        let Shot { start, entrance, .. } = &self.timeline.shots[shot];
        let entrance = entrance.unwrap_or(CUT);
        let t = (frame - start + 1) as f32 / (entrance.frames + 1) as f32;
        let (old, new) = blend::seen(entrance.transition, t);
        if old && !below_is_done {
            self.sheet(shot - 1, frame, true)?;
        }
        if new {
            self.sheet(shot, frame, false)?;
        }
        blend::blend(entrance, t, &self.below.frame, &self.above.frame, &mut self.out);
        Ok(())
    }

    fn sheet(&mut self, shot: usize, frame: u32, below: bool) -> Result<(), Error> {
        let scene = self.scene(shot)?;
        // A picture that has come in is what the next one comes in over.
        if below && matches!(self.above.shows, Some((above, _)) if above == shot) {
            std::mem::swap(&mut self.below, &mut self.above);
        }
        let sheet = if below { &mut self.below } else { &mut self.above };
        sheet.paint(shot, &scene, frame, &mut self.scratch);
        Ok(())
    }

    fn scene(&mut self, shot: usize) -> Result<Arc<Scene>, Error> {
        if let Some((_, scene)) = self.held.iter().find(|(held, _)| *held == shot) {
            return Ok(Arc::clone(scene));
        }
        let scene = self.library.get(shot)?;
        self.held.push((shot, Arc::clone(&scene)));
        Ok(scene)
    }

    /// Everything before `first` is over.
    fn let_go(&mut self, first: usize) {
        self.held.retain(|(shot, _)| *shot >= first);
        while self.shots.start < first.min(self.shots.end) {
            self.library.release(self.shots.start);
            self.shots.start += 1;
        }
    }

    /// What lies over the pictures: the lens, the texts, the curtain; on a copy, where the picture itself may be wanted
    /// again.
    fn finished(&mut self, frame: u32, blended: bool) -> &Frame {
        let (lens, texts) = (self.library.lens(), self.titles.seen(frame));
        let open = curtain::open(self.timeline, frame);
        let touched = lens.is_some() || texts || open < 256;
        if touched && !blended {
            self.out.copy_from(&self.below.frame);
        }
        if let Some(lens) = lens {
            lens.apply(frame, &mut self.out);
        }
        if texts {
            self.titles.blend(frame, &mut self.drawn, &mut self.out);
        }
        if open < 256 {
            curtain::draw(&mut self.out, open);
        }
        if touched || blended { &self.out } else { &self.below.frame }
    }
}

impl Drop for Painter<'_> {
    fn drop(&mut self) {
        self.let_go(self.shots.end);
    }
}

/// The shots that can be seen on the frames of `range`: from the oldest that a later one has not covered yet.
pub(crate) fn shots(timeline: &Timeline, range: &Range<u32>) -> Range<usize> {
    let entered = |shot: &Shot| shot.start + shot.entrance.map_or(0, |entrance| entrance.frames);
    let shots = &timeline.shots;
    let first = shots.iter().rposition(|shot| entered(shot) <= range.start).unwrap_or(0);
    let end = shots.iter().take_while(|shot| shot.start < range.end).count();
    first..end
}
