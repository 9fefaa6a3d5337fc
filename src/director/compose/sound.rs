//! What compose is told of the music.

/// The music that may be played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sound {
    /// Relative to the job's source folder, `/` between the parts.
    pub path: String,
    /// How long it is, where that is known.
    pub seconds: Option<f64>,
    /// When it beats, in seconds from its beginning and in order; empty where nobody has listened, or heard none.
    pub beats: Vec<f64>,
}
