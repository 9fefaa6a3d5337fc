//! The timeline in one line, as NemoVideo's own document prints it.

use std::fmt;

use crate::legible;
use crate::timeline::shape::{Role, Timeline, Tune};

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
            tracks.push(format!("BGM: {} ({whole}, {:.0}%)", music.tune, music.volume * 100.0));
        }
        tracks.extend(self.texts.iter().map(|text| {
            let span = self.span(text.start, text.start.saturating_add(text.frames));
            format!("{}: \"{}\" ({span})", text.role, legible::line(&text.text))
        }));
        tracks
    }

    fn span(&self, from: u32, to: u32) -> String {
        format!("{}-{}s", self.tenths(from), self.tenths(to))
    }

    fn tenths(&self, frame: u32) -> f64 {
        (f64::from(frame) / f64::from(self.fps) * 10.0).round() / 10.0
    }
}

impl fmt::Display for Tune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => f.write_str(&legible::line(file)),
            Self::Mood(mood) => write!(f, "{mood:?}"),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use crate::brief::{Background, Place, Quality};
    use crate::timeline::{Canvas, Framing, Music, Role, Shot, Text, Timeline, Tune, View};

    fn film(frames: u32, shots: usize) -> Timeline {
        let view = View { x: 0.0, y: 0.0, zoom: 1.0 };
        let shot = Shot {
            picture: "a.jpg".to_owned(),
            start: 0,
            frames,
            entrance: None,
            framing: Framing::Cover,
            from: view,
            to: view,
        };
        let canvas = Canvas { width: 1080, height: 1920 };
        let quality = Quality::High;
        Timeline {
            canvas,
            fps: 30,
            frames,
            quality,
            shots: vec![shot; shots],
            background: Background::Black,
            filter: None,
            more_filters: Vec::new(),
            texts: Vec::new(),
            music: None,
            fade_in: 0,
            fade_out: 0,
            max_size_mb: None,
        }
    }

    fn music(file: &str) -> Music {
        Music { tune: Tune::File(file.to_owned()), volume: 0.35, fade_in: 0, fade_out: 60 }
    }

    fn title(text: &str, frames: u32) -> Text {
        Text {
            text: text.to_owned(),
            role: Role::Title,
            place: Place::Center,
            size: Text::USUAL_SIZE,
            start: 0,
            frames,
        }
    }

    #[test]
    fn a_film_with_three_tracks() {
        let texts = vec![title("Urban Dreams", 90)];
        let film = Timeline { music: Some(music("song.mp3")), texts, ..film(930, 10) };
        let expected = "Timeline (3 tracks): 1. Video: 10 pictures (0-31s) 2. BGM: song.mp3 (0-31s, 35%) 3. Title: \"Urban Dreams\" (0-3s)";
        assert_eq!(film.to_string(), expected);
    }

    #[test]
    fn one_of_a_thing_is_no_plural_and_tenths_are_shown() {
        assert_eq!(film(107, 1).to_string(), "Timeline (1 track): 1. Video: 1 picture (0-3.6s)");
    }

    #[test]
    fn nothing_in_a_name_reaches_the_terminal_raw() {
        let texts = vec![title("a\nb\u{202e}c", 30)];
        let line = Timeline { music: Some(music("\u{1b}]0;x\u{7}.mp3")), texts, ..film(30, 1) }.to_string();
        assert!(line.contains("BGM: \\u{1b}]0;x\\u{7}.mp3") && line.contains("\"a\\nb\\u{202e}c\""), "{line}");
        assert!(!line.chars().any(char::is_control));
    }
}
