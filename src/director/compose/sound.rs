//! What compose is told of the music.

use crate::brief::{Brief, Mood, Pace};

/// The music that may be played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sound {
    /// Relative to the job's source folder, `/` between the parts; empty where the music is made here.
    pub path: String,
    /// The mood, where it is made here.
    pub made: Option<Mood>,
    /// How long it is before it begins anew, where that is known.
    pub seconds: Option<f64>,
    /// When it beats, in seconds from its beginning and in order; empty where nobody has listened, or heard none.
    pub beats: Vec<f64>,
}

/// The mood in which music must be made if the folder holds none; `None` where nobody asked for any, and silence is right.
/// Whoever wants pictures to follow a beat wants to hear it.
#[must_use]
pub fn mood(brief: &Brief) -> Option<Mood> {
    let beat = brief.beat_sync == Some(true);
    match brief.music {
        Some(false) => None,
        None if brief.music_mood.is_none() && !beat => None,
        _ if beat || brief.pace == Some(Pace::Fast) => Some(brief.music_mood.unwrap_or(Mood::Upbeat)),
        _ => Some(brief.music_mood.unwrap_or(Mood::Calm)),
    }
}

#[cfg(test)]
mod tests {
    use super::mood;
    use crate::brief::{Brief, Mood, Pace};

    #[test]
    fn music_is_made_only_for_those_who_asked() {
        let b = Brief::default;
        for (brief, expected) in [
            (b(), None),
            (Brief { music_volume: Some(0.5), match_music: Some(true), ..b() }, None),
            (Brief { music: Some(true), ..b() }, Some(Mood::Calm)),
            (Brief { music: Some(true), pace: Some(Pace::Fast), ..b() }, Some(Mood::Upbeat)),
            (Brief { beat_sync: Some(true), ..b() }, Some(Mood::Upbeat)),
            (Brief { beat_sync: Some(true), music_mood: Some(Mood::Jazz), ..b() }, Some(Mood::Jazz)),
            (Brief { music_mood: Some(Mood::Sad), ..b() }, Some(Mood::Sad)),
            (Brief { music: Some(false), music_mood: Some(Mood::Sad), beat_sync: Some(true), ..b() }, None),
        ] {
            assert_eq!(mood(&brief), expected, "{brief:?}");
        }
    }
}
