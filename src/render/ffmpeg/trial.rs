//! Whether one of FFmpeg's encoders works on this machine: a few frames tell.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::brief::Quality;
use crate::render::encoder::Name;
use crate::render::ffmpeg::feed::Feed;
use crate::render::ffmpeg::program::Program;
use crate::render::ffmpeg::recipe::{self, Aim, Pictures};
use crate::render::ffmpeg::watch::{End, watch};
use crate::render::frame::Frame;
use crate::timeline::Canvas;

/// How the trial ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// No `ffmpeg` lies in `PATH`.
    Absent,
    /// The one at this path encodes.
    Works(PathBuf),
    /// The one at this path does not; and why, in its own words.
    Fails(PathBuf, String),
}

/// Larger than the smallest picture that any card takes.
const PICTURES: Pictures = Pictures { canvas: Canvas { width: 640, height: 360 }, fps: 30, quality: Quality::Draft };
const FRAMES: u32 = 8;
/// Drivers of graphics cards may take seconds to wake.
const PATIENCE: Duration = Duration::from_secs(20);

/// Has the encoder make a film of a few black frames, which is thrown away.
#[must_use]
pub fn trial(name: &Name) -> Trial {
    let Some(program) = Program::find(None) else { return Trial::Absent };
    let mut arguments = recipe::arguments(name.as_str(), Aim::Quality, PICTURES);
    arguments.extend(["-movflags", "frag_keyframe+empty_moov", "pipe:1"].map(str::to_owned));
    let end = match program.start(&arguments, Path::new("/")) {
        Err(error) => End::Badly(format!("it cannot be started: {error}")),
        Ok(mut child) => {
            let (feed, Canvas { width, height }) = (Feed::new(child.stdin.take(), FRAMES), PICTURES.canvas);
            let black = Frame::black(width as usize, height as usize);
            thread::scope(|scope| {
                scope.spawn(|| (0..FRAMES).all(|number| feed.hand_in(number, &black)));
                watch(child, &feed, PATIENCE, || true)
            })
        }
    };
    match end {
        End::Badly(said) => Trial::Fails(program.ffmpeg, said),
        End::Well | End::Told => Trial::Works(program.ffmpeg),
    }
}
