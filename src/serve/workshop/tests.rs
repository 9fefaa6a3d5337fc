//! Drafts there and back, with nothing lost on the way.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use crate::brief::{Brief, Motion, Transition};
use crate::director::{Picture, Sound, compose};
use crate::serve::files::facts::Facts;
use crate::serve::studio::Media;
use crate::serve::workshop::material::Material;
use crate::serve::workshop::output::Output;
use crate::serve::workshop::reading::read;
use crate::serve::workshop::writing::write;

fn material(pictures: usize) -> Material {
    let file = |name: String, facts: Facts| Media {
        file: PathBuf::from(format!("/serve/media/1/{name}")),
        address: format!("/files/key-of-{name}/{name}"),
        name,
        facts,
        known: None,
    };
    let seen = Facts { width: Some(4000), height: Some(3000), ..Facts::default() };
    let mut media: Vec<Media> = (0..pictures).map(|number| file(format!("{number}.jpg"), seen)).collect();
    media.push(file("song.mp3".to_owned(), Facts::default()));
    Material::of(&media)
}

fn pictures(count: usize) -> Vec<Picture> {
    (0..count)
        .map(|number| Picture {
            path: format!("{number}.jpg"),
            width: 4000,
            height: 3000,
            taken: None,
            ..Picture::default()
        })
        .collect()
}

fn song() -> Sound {
    Sound { path: "song.mp3".to_owned(), ..Sound::default() }
}

proptest! {
    #[test]
    fn a_film_on_paper_comes_back_as_it_was(
        count in 1_usize..12,
        seconds in 0.2_f64..9.0,
        fps in 1_u32..=120,
        overlap in 0.0_f64..3.0,
        transition in prop::sample::select(vec![Transition::Cut, Transition::Crossfade, Transition::Slide, Transition::FadeBlack]),
        motion in prop::sample::select(vec![Motion::KenBurns, Motion::Pan, Motion::Static]),
        title in proptest::option::of("[a-z]{1,9}"),
        has_music in any::<bool>(),
    ) {
        let brief = Brief {
            fps: Some(fps),
            seconds_per_image: Some(seconds),
            transition: Some(transition),
            transition_seconds: Some(overlap),
            motion: Some(motion),
            title,
            ..Brief::default()
        };
        let Ok(composed) = compose(&brief, &pictures(count), has_music.then(song).as_ref()) else { return Ok(()) };
        let draft = write(&composed.timeline, &material(count)).to_string();
        prop_assert_eq!(read(&draft, &Output::default(), &material(count)), Ok(composed.timeline));
    }

    #[test]
    fn no_draft_brings_the_reader_down(
        place in prop::sample::select(vec!["/t", "/t/0", "/t/0/tt", "/t/0/sg", "/t/0/sg/0", "/t/0/sg/0/s", "/t/0/sg/0/d",
            "/t/0/sg/0/src", "/t/0/sg/0/m", "/t/0/sg/0/m/from", "/t/1/sg/0/m/volume", "/d", "/m", "/m/fps", "/m/width"]),
        value in prop_oneof![
            Just(Value::Null), any::<f64>().prop_map(Value::from), any::<i64>().prop_map(Value::from),
            "[a-z/]{0,9}".prop_map(Value::from), Just(serde_json::json!([])), Just(serde_json::json!({})), Just(serde_json::json!([{}])),
        ],
    ) {
        let timeline = compose(&Brief::default(), &pictures(3), Some(&song())).unwrap().timeline;
        let mut draft = write(&timeline, &material(3));
        *draft.pointer_mut(place).unwrap() = value;
        if let Ok(read) = read(&draft.to_string(), &Output::default(), &material(3)) {
            prop_assert!(crate::render::check(&read).is_ok());
        }
    }
}
