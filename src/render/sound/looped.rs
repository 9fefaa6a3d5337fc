//! A sound without an end: the file from its start, again and again, with no click where it begins anew.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::sound::error::Error;
use crate::render::sound::source::Source;
use crate::render::sound::survey::Survey;

/// A shorter sound is a signal, not music: looped it would be a buzz, so it is heard once.
const SHORTEST_LOOP_SECS: u64 = 1;
/// How long the step at the joint takes to fade away: 10 ms.
const JOINT_RATE: u32 = 100;
/// The steepest slope that is carried over the joint, in full scale a sample.
const STEEPEST: f32 = 0.1;

/// Plays the part of a file that its survey chose, then the same again, exactly in time. Where the end does not meet
/// the beginning, the step between them is added to the beginning and fades away: a loop that was made to fit is not
/// touched, and the attack of a first beat stays whole.
pub(crate) struct Looped {
    file: File,
    path: PathBuf,
    source: Source,
    start: u64,
    end: u64,
    loops: bool,
    /// The decoder's place in the file, in frames.
    place: u64,
    block: Vec<[f32; 2]>,
    /// How much of `block` has been handed out.
    used: usize,
    last: [[f32; 2]; 2],
    joint: Option<Joint>,
    over: bool,
    /// Packets left out so far, all passes together.
    pub(crate) skipped: u32,
}

/// A step that is fading away; its size is known once the first frame after it is.
struct Joint {
    step: Option<[f32; 2]>,
    frames: u32,
}

impl Looped {
    pub(crate) fn start(file: File, path: &Path, survey: &Survey) -> Result<Self, Error> {
        let source = Source::start(again(&file, path)?, path)?;
        let end = survey.end.unwrap_or(u64::MAX);
        let loops = end.saturating_sub(survey.start) >= SHORTEST_LOOP_SECS * u64::from(survey.rate);
        Ok(Self {
            file,
            path: path.to_owned(),
            source,
            start: survey.start,
            end,
            loops,
            place: 0,
            block: vec![],
            used: 0,
            last: [[0.0; 2]; 2],
            joint: None,
            over: false,
            skipped: 0,
        })
    }

    /// Fills `out` to the end; with silence where a sound that does not loop is over.
    pub(crate) fn fill(&mut self, out: &mut [[f32; 2]]) -> Result<(), Error> {
        let mut done = 0;
        while done < out.len() {
            if self.used == self.block.len() && !self.over {
                self.next_block()?;
            }
            if self.over {
                out[done..].fill([0.0; 2]);
                return Ok(());
            }
            let count = (self.block.len() - self.used).min(out.len() - done);
            for (to, from) in out[done..done + count].iter_mut().zip(&self.block[self.used..]) {
                *to = smooth(&mut self.joint, self.last, *from, self.source.rate);
                self.last = [self.last[1], *to];
            }
            self.used += count;
            done += count;
        }
        Ok(())
    }

    /// The next frames between start and end; begins anew after the end, and is over if a whole pass brought nothing.
    fn next_block(&mut self) -> Result<(), Error> {
        let mut passes = 0;
        while passes < 2 {
            if self.place < self.end && self.source.next(&mut self.block)? {
                if self.cut_block() {
                    return Ok(());
                }
            } else if self.loops {
                self.begin_anew()?;
                passes += 1;
            } else {
                break;
            }
        }
        self.over = true;
        Ok(())
    }

    /// Leaves of the block what lies between start and end; `false` if that is nothing.
    fn cut_block(&mut self) -> bool {
        let length = self.block.len() as u64;
        let keep = self.end.saturating_sub(self.place).min(length) as usize;
        self.block.truncate(keep);
        self.used = (self.start.saturating_sub(self.place)).min(keep as u64) as usize;
        self.place += length;
        self.used < keep
    }

    fn begin_anew(&mut self) -> Result<(), Error> {
        self.skipped = self.skipped.saturating_add(self.source.skipped);
        self.source = Source::start(again(&self.file, &self.path)?, &self.path)?;
        self.place = 0;
        self.joint = Some(Joint { step: None, frames: 0 });
        Ok(())
    }
}

fn again(file: &File, path: &Path) -> Result<File, Error> {
    file.try_clone().map_err(|source: io::Error| Error::Read { path: path.to_owned(), source })
}

/// `frame` with what is left of the step between it and the frames before.
fn smooth(joint: &mut Option<Joint>, last: [[f32; 2]; 2], frame: [f32; 2], rate: u32) -> [f32; 2] {
    let Some(open) = joint else { return frame };
    let expected = |side: usize| last[1][side] + (last[1][side] - last[0][side]).clamp(-STEEPEST, STEEPEST);
    let step = *open.step.get_or_insert([expected(0) - frame[0], expected(1) - frame[1]]);
    let way = open.frames as f32 / (rate / JOINT_RATE) as f32;
    let left = 0.5 + 0.5 * (way.min(1.0) * std::f32::consts::PI).cos();
    open.frames += 1;
    if way >= 1.0 {
        *joint = None;
    }
    [frame[0] + step[0] * left, frame[1] + step[1] * left]
}
