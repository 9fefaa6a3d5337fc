//! The timeline in one line, as NemoVideo's own document prints it.

use std::fmt;

use crate::timeline::shape::Timeline;

/// `Timeline (3 tracks): 1. Video: 10 pictures (0-31s) 2. BGM: song.mp3 (0-31s, 35%) 3. Title: "Urban Dreams" (0-3s)`.
/// Times are seconds, rounded to a tenth, without a trailing `.0`.
impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tracks = self.tracks();
        let noun = if tracks.len() == 1 { "track" } else { "tracks" };
        write!(f, "Timeline ({} {noun}):", tracks.len())?;
        for (number, track) in (1..).zip(&tracks) {
            write!(f, " {number}. {track}")?;
        }
        Ok(())
    }
}

impl Timeline {
    fn tracks(&self) -> Vec<String> {
        let whole = self.span(0, self.frames);
        let count = self.shots.len();
        let noun = if count == 1 { "picture" } else { "pictures" };
        let mut tracks = vec![format!("Video: {count} {noun} ({whole})")];
        if let Some(music) = &self.music {
            tracks.push(format!("BGM: {} ({whole}, {:.0}%)", music.file, music.volume * 100.0));
        }
        for title in &self.titles {
            let span = self.span(title.start, title.start + title.frames);
            tracks.push(format!("Title: \"{}\" ({span})", title.text));
        }
        tracks
    }

    fn span(&self, from: u32, to: u32) -> String {
        format!("{}-{}s", self.tenths(from), self.tenths(to))
    }

    fn tenths(&self, frame: u32) -> f64 {
        (f64::from(frame) / f64::from(self.fps) * 10.0).round() / 10.0
    }
}
