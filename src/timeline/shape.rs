//! The shape of a film: tracks and segments in whole frames.

use serde::{Deserialize, Serialize};

use crate::brief::{Background, Direction, Filter, Mood, Place, Quality, Transition};

/// One film. Frame numbers count from 0; the film is exactly `frames` long at a constant `fps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    pub canvas: Canvas,
    /// Frames a second, constant.
    pub fps: u32,
    /// Frames in the whole film: the end of the last shot.
    pub frames: u32,
    pub quality: Quality,
    /// In order of `start`; together they cover every frame.
    pub shots: Vec<Shot>,
    /// What is seen where a picture under [`Framing::Contain`] leaves the canvas free.
    pub background: Background,
    /// Done to every frame of the pictures, not to the texts.
    pub filter: Option<Filter>,
    /// Laid over `filter`.
    #[serde(default)]
    pub more_filters: Vec<Filter>,
    pub texts: Vec<Text>,
    pub music: Option<Music>,
    /// Frames over which the whole film comes from black, and goes to black.
    pub fade_in: u32,
    pub fade_out: u32,
    /// The most that the file may take, in millions of bytes.
    pub max_size_mb: Option<f64>,
}

/// The size of the film in pixels; both sides are even, as 4:2:0 needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canvas {
    pub width: u32,
    pub height: u32,
}

/// One picture on screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    /// The picture's path relative to the job's source folder, `/` between the parts.
    pub picture: String,
    /// The first frame on which the picture is seen.
    pub start: u32,
    /// Frames on which it is seen, the overlaps with its neighbours included.
    pub frames: u32,
    /// How it comes in over the shot before; `None` is a cut. The first shot has none.
    pub entrance: Option<Entrance>,
    pub framing: Framing,
    /// The camera at the shot's first frame and at its last; the way between is eased.
    pub from: View,
    pub to: View,
}

/// The overlap of a shot with the one before it: the first `frames` frames of the new shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrance {
    /// Never [`Transition::Cut`] or [`Transition::Random`].
    pub transition: Transition,
    /// Where the new picture moves to, for those that move.
    pub direction: Option<Direction>,
    /// At least 1 and less than either shot is long.
    pub frames: u32,
}

/// How a picture stands on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// Fills the canvas, its edges cut.
    Cover,
    /// Whole, on the timeline's background.
    Contain,
    /// Whole, on a blurred copy of itself.
    Blur,
}

/// Where the camera looks.
///
/// Under [`Framing::Cover`] `zoom` is at least 1 and magnifies the largest part of the picture that has the canvas's
/// shape; `x` and `y` run from −1 to 1 and say how much of the slack to the left/right and top/bottom edge is used
/// up, 0 being the middle, so no view can leave the picture. Under the other framings `zoom` is at most 1 and scales
/// the whole picture against the largest that fits the canvas; `x` and `y` shift it within what is left free.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub x: f64,
    pub y: f64,
    pub zoom: f64,
}

/// Background music under the whole film, looped or trimmed to its length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Music {
    pub tune: Tune,
    /// Linear gain over the normal loudness, 0 to 1.
    pub volume: f64,
    /// Frames over which it comes in and goes out.
    pub fade_in: u32,
    pub fade_out: u32,
}

/// Where the music comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tune {
    /// A path relative to the job's source folder, `/` between the parts.
    File(String),
    /// Made here, in this mood.
    Mood(Mood),
}

/// A text over the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub text: String,
    pub role: Role,
    pub place: Place,
    /// Hundredths of the role's usual size.
    #[serde(default = "usual_size", skip_serializing_if = "is_usual_size")]
    pub size: u32,
    pub start: u32,
    pub frames: u32,
}

impl Text {
    /// In hundredths.
    pub const USUAL_SIZE: u32 = 100;
}

const fn usual_size() -> u32 {
    Text::USUAL_SIZE
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over the field as it is")]
const fn is_usual_size(size: &u32) -> bool {
    *size == Text::USUAL_SIZE
}

/// What a text is, which decides its size and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Title,
    /// Under the title, smaller.
    Subtitle,
    /// Of one picture.
    Caption,
    /// At the end of the film, as large as a title.
    End,
    /// Small, over the whole film.
    Watermark,
}

impl Timeline {
    /// The length of the film in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        f64::from(self.frames) / f64::from(self.fps)
    }
}

impl Shot {
    /// One past the last frame on which the picture is seen.
    #[must_use]
    pub const fn end(&self) -> u32 {
        self.start + self.frames
    }
}
