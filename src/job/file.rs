//! `job.toml`: exact settings that somebody put beside the pictures.

use serde::Deserialize;

use crate::brief::Brief;
use crate::job::backend::BackendName;
use crate::strict;

/// The keys of `[video]`, and these.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct JobFile {
    pub prompt: Option<String>,
    pub backend: Option<BackendName>,
    pub name: Option<String>,
    pub priority: i64,
    /// Whether pictures in subfolders belong to the job.
    pub recursive: Option<bool>,
    /// Several films of one folder, each of some of its pictures.
    pub film: Vec<FilmFile>,
    #[serde(flatten)]
    pub video: Brief,
}

/// One `[[film]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FilmFile {
    /// That of the first picture, if none is given.
    pub name: Option<String>,
    pub pictures: Vec<String>,
    pub prompt: String,
}

/// Every key that may stand in the file. `title` and its kin are of the brief as well, but words are their place.
const KEYS: &str = "
prompt = ''\nbackend = ''\nname = ''\npriority = 0\nrecursive = true
aspect = ''\nresolution = ''\nfps = 0\nseconds_per_image = 0\ntransition = ''\ntransition_secs = 0
motion = ''\nfit = ''\nmusic_volume = 0\nquality = ''
[[film]]\nname = ''\nprompt = ''\npictures = ['']\n";

impl JobFile {
    /// Reads the file's text; a mistake is named with line and column.
    pub fn read(text: &str) -> Result<Self, strict::Error> {
        let known = KEYS.parse().expect("the keys above are TOML");
        strict::parse(text, &known)
    }
}

#[cfg(test)]
mod tests {
    use super::JobFile;
    use crate::brief::{Direction, Transition};

    #[test]
    fn settings_of_the_film_and_of_the_job_stand_side_by_side() {
        let file = JobFile::read("name = 'Sea'\npriority = 5\ntransition = 'slide'\ntransition_secs = 1").unwrap();
        assert_eq!((file.name.as_deref(), file.priority), (Some("Sea"), 5));
        assert_eq!(file.video.transition, Some(Transition::Slide));
        assert_eq!(file.video.transition_seconds, Some(1.0));
    }

    #[test]
    fn a_transition_has_its_other_name_here_too() {
        let file = JobFile::read("name = 'Sea'\ntransition = 'wiperight'").unwrap();
        assert_eq!(file.video.transition, Some(Transition::Wipe));
        assert_eq!(file.video.transition_direction, Some(Direction::Right));
        let error = JobFile::read("transition = 'whirl'").unwrap_err();
        assert!(error.what.contains("`crossfade`"), "{error}");
    }

    #[test]
    fn a_folder_can_be_several_films() {
        let file =
            JobFile::read("[[film]]\npictures = ['a.jpg']\nprompt = 'slow'\n[[film]]\npictures = ['b.jpg']").unwrap();
        assert_eq!(file.film.len(), 2);
        assert_eq!((file.film[0].pictures[0].as_str(), file.film[0].prompt.as_str()), ("a.jpg", "slow"));
        assert_eq!(JobFile::read("[[film]]\npicture = 'a.jpg'").unwrap_err().line, 2);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = JobFile::read("seconds_per_picture = 2").unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("the nearest key is `seconds_per_image`"));
    }
}
