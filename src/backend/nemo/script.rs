//! The folder's words as what is to be done, one after the other: most of it is said to the service, some is done here.

use serde_json::Value;

use crate::brief::Brief;
use crate::director::{self, Route};
use crate::job::JobSpec;

/// One instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Goes to the service, word for word.
    Say(String),
    /// Asks for the balance.
    Credits,
    /// Asks for the timeline.
    Status,
    /// All files go up anyway, and the film is exported at the end anyway.
    Nothing,
}

/// What is said where the folder has no words: the skill document's own example.
const WITHOUT_WORDS: &str = "turn these images into a short video clip with smooth transitions";

/// The acts for one of the job's films.
pub(crate) fn script(spec: &JobSpec, film: usize) -> Vec<Act> {
    let one = spec.film(film);
    let mut acts: Vec<Act> = director::instructions(&one.prompt).into_iter().map(act).collect();
    if !acts.iter().any(|act| matches!(act, Act::Say(_))) {
        acts.insert(0, Act::Say(WITHOUT_WORDS.to_owned()));
    }
    if let Some(Act::Say(words)) = acts.iter_mut().find(|act| matches!(act, Act::Say(_))) {
        if !spec.films.is_empty() {
            *words = format!("Make a new, separate video of only {}. {words}", one.pictures.join(", "));
        }
        let asked = one.asked.without(&director::read(&one.prompt).brief);
        if let Some(settings) = settings(&asked) {
            *words = format!("{words}\n{settings}");
        }
    }
    acts
}

fn act(words: String) -> Act {
    match director::route(&words) {
        Route::Edit => Act::Say(words),
        Route::Credits => Act::Credits,
        Route::Status => Act::Status,
        Route::Export | Route::Upload => Act::Nothing,
    }
}

/// How a setting is put in words; `quality` is the export's own.
const PHRASES: [(&str, &str); 9] = [
    ("aspect", "aspect ratio {}"),
    ("resolution", "{}"),
    ("fps", "{} frames per second"),
    ("seconds_per_image", "{} seconds per image"),
    ("transition", "{} transitions"),
    ("transition_seconds", "transitions of {} seconds"),
    ("motion", "{} motion"),
    ("fit", "{} fit"),
    ("music_volume", "music volume {}"),
];

/// What settings ask for, as a sentence: the service knows words only. What is left to `auto` is not said.
fn settings(asked: &Brief) -> Option<String> {
    let values = serde_json::to_value(asked).unwrap_or_default();
    let word = |value: &Value| match value {
        Value::String(word) => Some(word.replace('_', " ")),
        Value::Number(number) => Some(number.to_string().trim_end_matches(".0").to_owned()),
        _ => None,
    };
    let said = |(field, phrase): &(&str, &str)| {
        let word = values.get(field).and_then(word).filter(|word| word != "auto")?;
        Some(phrase.replace("{}", &word))
    };
    let parts: Vec<String> = PHRASES.iter().filter_map(said).collect();
    (!parts.is_empty()).then(|| format!("Settings: {}.", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{Act, WITHOUT_WORDS, script};
    use crate::brief::{Aspect, Brief, Motion};
    use crate::job::{FilmSpec, JobSpec};

    fn spec(prompt: &str) -> JobSpec {
        let text =
            r#"{"name":"sea","source":"/x","backend":"nemo","brief":{},"pictures":["a.jpg","b.jpg"],"sound":null}"#;
        JobSpec { prompt: prompt.to_owned(), ..serde_json::from_str(text).unwrap() }
    }

    fn say(words: &str) -> Act {
        Act::Say(words.to_owned())
    }

    #[test]
    fn instructions_are_said_one_after_the_other_and_word_for_word() {
        let acts = script(&spec("make it calm\n---\nadd a title \"Sea\"\n---\nexport\n---\n积分"), 0);
        assert_eq!(acts, [say("make it calm"), say("add a title \"Sea\""), Act::Nothing, Act::Credits]);
    }

    #[test]
    fn a_folder_without_words_gets_the_usual_ones() {
        assert_eq!(script(&spec(""), 0), [say(WITHOUT_WORDS)]);
        assert_eq!(script(&spec("export 1080p MP4"), 0), [say(WITHOUT_WORDS), Act::Nothing]);
    }

    #[test]
    fn settings_are_put_in_words_unless_the_words_say_otherwise() {
        let asked =
            Brief { aspect: Some(Aspect::Tall), fps: Some(24), motion: Some(Motion::KenBurns), ..Brief::default() };
        let acts = script(&JobSpec { asked: asked.clone(), ..spec("a calm film") }, 0);
        assert_eq!(acts, [say("a calm film\nSettings: aspect ratio 9:16, 24 frames per second, ken burns motion.")]);
        let acts = script(&JobSpec { asked, ..spec("a square film") }, 0);
        assert_eq!(acts, [say("a square film\nSettings: 24 frames per second, ken burns motion.")]);
    }

    #[test]
    fn each_of_several_films_has_its_own_words_and_pictures() {
        let film = |picture: &str| FilmSpec {
            name: picture.to_owned(),
            pictures: vec![picture.to_owned()],
            prompt: format!("zoom into {picture}"),
            brief: Brief::default(),
            understood: Vec::new(),
            not_understood: Vec::new(),
        };
        let spec = JobSpec { films: vec![film("a.jpg"), film("b.jpg")], ..spec("") };
        assert_eq!(script(&spec, 1), [say("Make a new, separate video of only b.jpg. zoom into b.jpg")]);
    }
}
