//! What each wish does to a film.

use crate::brief::{
    Aspect, Background, Brief, CaptionsFrom, Codec, Direction, Fade, Filter, Fit, Format, Mood, Motion, Order, Pace,
    Place, Quality, Resolution, Transition,
};
use crate::director::compose::{Composed, Picture, Proof, Sound, compose, defaults};
use crate::timeline::{Role, Text, Timeline, Tune};

fn song() -> Sound {
    Sound { path: "song.mp3".to_owned(), ..Sound::default() }
}

/// Ten pictures: the later in the folder, the earlier taken.
fn ten() -> Vec<Picture> {
    let picture = |i: usize| Picture {
        path: format!("{i}.jpg"),
        width: 4000,
        height: 3000,
        taken: Some(format!("2024-05-{:02} 10:00:00", 20 - i)),
        // The last two are the same, and blurred.
        proof: Some(Proof { blur: if i < 8 { 0.4 } else { 0.95 }, slopes: vec![i.min(8) as f32], colour: [0.0; 3] }),
        ..Picture::default()
    };
    (0..10).map(picture).collect()
}

fn of_ten(brief: Brief) -> Composed {
    let sound = Sound { seconds: Some(40.0), beats: (0..80).map(|i| f64::from(i) * 0.5).collect(), ..song() };
    compose(&brief.over(defaults()), &ten(), Some(&sound)).unwrap()
}

fn names(film: &Timeline) -> Vec<&str> {
    film.shots.iter().map(|shot| shot.picture.trim_end_matches(".jpg")).collect()
}

#[test]
fn pictures_come_in_the_order_asked_for() {
    let by = |order| of_ten(Brief { order: Some(order), ..Brief::default() }).timeline;
    assert_eq!(names(&by(Order::Name)), names(&by(Order::Given)));
    assert_eq!(names(&by(Order::Date)), ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    assert_eq!(names(&by(Order::Reverse)), names(&by(Order::Date)));
    assert_eq!(names(&by(Order::DateDesc)), names(&by(Order::Given)));
    let shuffled = by(Order::Shuffle);
    assert_ne!(names(&shuffled), names(&by(Order::Given)));
    assert_eq!(names(&shuffled), names(&by(Order::Shuffle)), "the same again");
    let mut sorted = names(&shuffled);
    sorted.sort_unstable();
    assert_eq!(sorted, names(&by(Order::Given)), "all of them");
}

#[test]
fn the_first_and_the_last_picture_stay_however_few_are_shown() {
    let brief = Brief {
        first_image: Some("5.JPG".to_owned()),
        last_image: Some("2.jpg".to_owned()),
        max_images: Some(3),
        ..Brief::default()
    };
    assert_eq!(names(&of_ten(brief).timeline), ["5", "0", "2"]);
    let missing = of_ten(Brief { first_image: Some("no.jpg".to_owned()), ..Brief::default() });
    assert_eq!(missing.notes, ["there is no picture `no.jpg`"]);
}

#[test]
fn the_first_and_the_last_picture_may_have_times_of_their_own() {
    let brief = Brief {
        first_image_seconds: Some(6.0),
        last_image_seconds: Some(4.0),
        seconds_per_image: Some(2.0),
        transition: Some(Transition::Cut),
        ..Brief::default()
    };
    let film = of_ten(brief.clone()).timeline;
    assert_eq!((film.frames, film.shots[0].frames, film.shots[1].frames, film.shots[9].frames), (780, 180, 60, 120));
    let total = of_ten(Brief { total_seconds: Some(30.0), seconds_per_image: None, ..brief }).timeline;
    assert_eq!((total.frames, total.shots[0].frames, total.shots[1].frames), (900, 180, 75));
}

#[test]
fn the_pace_counts_where_no_number_does() {
    let seconds = |brief| of_ten(brief).timeline.seconds();
    let paced = |pace| Brief { pace: Some(pace), ..Brief::default() };
    assert!(seconds(paced(Pace::Slow)) > seconds(paced(Pace::Medium)));
    assert!(seconds(paced(Pace::Medium)) > seconds(paced(Pace::Fast)));
    let film = of_ten(Brief { seconds_per_image: Some(3.0), ..paced(Pace::Fast) }).timeline;
    assert_eq!(film.frames, 900);
}

#[test]
fn pictures_change_on_the_beat_and_the_film_ends_with_the_song() {
    let film = of_ten(Brief { beat_sync: Some(true), ..Brief::default() }).timeline;
    assert!(film.shots.iter().all(|shot| shot.start % 15 == 0), "{:?}", film.shots);
    let whole = of_ten(Brief { match_music: Some(true), ..Brief::default() }).timeline;
    assert_eq!(whole.frames, 1200);
    let deaf = compose(&Brief { beat_sync: Some(true), ..Brief::default() }, &ten(), Some(&song())).unwrap();
    assert_eq!(deaf.notes, ["the pictures do not follow the beat: none was found in the music"]);
}

#[test]
fn music_that_is_made_ends_with_the_film_and_lends_it_no_length() {
    let brief = Brief { music_mood: Some(Mood::Rock), match_music: Some(true), ..Brief::default() };
    let made = Sound { made: Some(Mood::Rock), ..Sound::default() };
    let film = compose(&brief, &ten(), Some(&made)).unwrap();
    let music = film.timeline.music.unwrap();
    assert_eq!((music.tune, music.fade_out), (Tune::Mood(Mood::Rock), 2));
    assert_eq!(film.timeline.frames, 1050);
    assert_eq!(
        film.notes,
        [
            "rock music made by reeldrop, with acoustic guitars (no sound file in the folder)",
            "the film cannot be as long as the music: reeldrop makes it as long as the film"
        ]
    );
}

#[test]
fn a_film_that_loops_ends_on_its_first_picture() {
    let film = of_ten(Brief { looped: Some(true), ..Brief::default() }).timeline;
    assert_eq!((film.shots.len(), film.frames), (11, 1050));
    assert_eq!((film.shots[10].picture.as_str(), film.shots[10].end()), ("0.jpg", film.frames));
    assert_eq!(film.shots[10].to, film.shots[0].from);
    assert_eq!(film.shots[9].end(), film.shots[10].start + film.shots[10].entrance.unwrap().frames);
}

#[test]
fn every_text_stands_where_and_when_it_should() {
    let film = of_ten(Brief {
        title: Some("T".to_owned()),
        subtitle: Some("S".to_owned()),
        end_text: Some("E".to_owned()),
        watermark: Some("W".to_owned()),
        captions: Some(vec!["one".to_owned(), String::new()]),
        captions_from: Some(CaptionsFrom::Date),
        title_position: Some(Place::Top),
        ..Brief::default()
    })
    .timeline;
    let of = |role| film.texts.iter().filter(move |text| text.role == role).collect::<Vec<&Text>>();
    assert_eq!((of(Role::Title)[0].place, of(Role::Title)[0].frames), (Place::Top, 90));
    assert_eq!(of(Role::Subtitle)[0].text, "S");
    assert_eq!(of(Role::End)[0].start + of(Role::End)[0].frames, film.frames);
    assert_eq!((of(Role::Watermark)[0].frames, of(Role::Watermark)[0].place), (film.frames, Place::BottomRight));
    let captions = of(Role::Caption);
    assert_eq!((captions[0].text.as_str(), captions[1].text.as_str(), captions.len()), ("one", "2024-05-19", 10));
    assert!(captions.windows(2).all(|pair| pair[0].start + pair[0].frames <= pair[1].start));
}

/// Every field of a brief with a value that is not its default.
fn each_wish() -> Vec<(&'static str, Brief)> {
    let b = Brief::default;
    let text = |text: &str| Some(text.to_owned());
    vec![
        ("aspect", Brief { aspect: Some(Aspect::Square), ..b() }),
        ("width", Brief { width: Some(640), ..b() }),
        ("height", Brief { height: Some(360), ..b() }),
        ("resolution", Brief { resolution: Some(Resolution::P720), ..b() }),
        ("fps", Brief { fps: Some(24), ..b() }),
        ("seconds_per_image", Brief { seconds_per_image: Some(2.0), ..b() }),
        ("total_seconds", Brief { total_seconds: Some(20.0), ..b() }),
        ("first_image_seconds", Brief { first_image_seconds: Some(6.0), ..b() }),
        ("last_image_seconds", Brief { last_image_seconds: Some(6.0), ..b() }),
        ("pace", Brief { pace: Some(Pace::Fast), ..b() }),
        ("transition", Brief { transition: Some(Transition::Random), ..b() }),
        ("transition_seconds", Brief { transition_seconds: Some(1.0), ..b() }),
        ("transition_direction", Brief { transition_direction: Some(Direction::Up), ..b() }),
        ("motion", Brief { motion: Some(Motion::Static), ..b() }),
        ("motion_direction", Brief { motion_direction: Some(Direction::Left), ..b() }),
        ("fit", Brief { fit: Some(Fit::Contain), ..b() }),
        ("background", Brief { background: Some(Background::White), ..b() }),
        ("filter", Brief { filter: Some(Filter::Sepia), ..b() }),
        ("more_filters", Brief { more_filters: Some(vec![Filter::FilmGrain]), ..b() }),
        ("title", Brief { title: text("T"), ..b() }),
        ("subtitle", Brief { subtitle: text("S"), ..b() }),
        ("title_seconds", Brief { title: text("T"), title_seconds: Some(5.0), ..b() }),
        ("title_position", Brief { title: text("T"), title_position: Some(Place::Top), ..b() }),
        ("title_size", Brief { title: text("T"), title_size: Some(1.5), ..b() }),
        ("end_text", Brief { end_text: text("E"), ..b() }),
        ("captions", Brief { captions: Some(vec!["C".to_owned()]), ..b() }),
        ("captions_from", Brief { captions_from: Some(CaptionsFrom::Filename), ..b() }),
        (
            "caption_position",
            Brief { captions_from: Some(CaptionsFrom::Filename), caption_position: Some(Place::Top), ..b() },
        ),
        ("caption_size", Brief { captions_from: Some(CaptionsFrom::Filename), caption_size: Some(1.5), ..b() }),
        ("watermark", Brief { watermark: text("W"), ..b() }),
        ("watermark_position", Brief { watermark: text("W"), watermark_position: Some(Place::TopLeft), ..b() }),
        ("music", Brief { music: Some(false), ..b() }),
        ("music_mood", Brief { music_mood: Some(Mood::Jazz), ..b() }),
        ("music_volume", Brief { music_volume: Some(0.2), ..b() }),
        ("music_fade_in", Brief { music_fade_in: Some(Fade::Wanted(true)), ..b() }),
        ("music_fade_out", Brief { music_fade_out: Some(Fade::Seconds(4.0)), ..b() }),
        ("beat_sync", Brief { beat_sync: Some(true), ..b() }),
        ("match_music", Brief { match_music: Some(true), ..b() }),
        ("fade_in", Brief { fade_in: Some(Fade::Wanted(true)), ..b() }),
        ("fade_out", Brief { fade_out: Some(Fade::Seconds(2.0)), ..b() }),
        ("order", Brief { order: Some(Order::Reverse), ..b() }),
        ("first_image", Brief { first_image: text("4.jpg"), ..b() }),
        ("last_image", Brief { last_image: text("4.jpg"), ..b() }),
        ("max_images", Brief { max_images: Some(4), ..b() }),
        ("skip_duplicates", Brief { skip_duplicates: Some(true), ..b() }),
        ("skip_blurred", Brief { skip_blurred: Some(true), ..b() }),
        ("loop", Brief { looped: Some(true), ..b() }),
        ("format", Brief { format: Some(Format::Gif), ..b() }),
        ("codec", Brief { codec: Some(Codec::Av1), ..b() }),
        ("quality", Brief { quality: Some(Quality::Draft), ..b() }),
        ("max_size_mb", Brief { max_size_mb: Some(5.0), ..b() }),
    ]
}

#[test]
fn every_field_changes_the_film_or_says_why_not() {
    let plain = of_ten(Brief::default());
    let titled = of_ten(Brief { title: Some("T".to_owned()), ..Brief::default() });
    let captioned = of_ten(Brief { captions_from: Some(CaptionsFrom::Filename), ..Brief::default() });
    let marked = of_ten(Brief { watermark: Some("W".to_owned()), ..Brief::default() });
    let wishes = each_wish();
    let tried = wishes.iter().map(|(field, _)| *field).chain(["music_file"]).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(tried, Brief::FIELDS.iter().copied().collect(), "music_file is chosen before anything is composed");
    for (field, brief) in wishes {
        let before = match field {
            "title_seconds" | "title_position" | "title_size" => &titled,
            "caption_position" | "caption_size" => &captioned,
            "watermark_position" => &marked,
            _ => &plain,
        };
        assert_ne!(&of_ten(brief), before, "{field} does nothing");
    }
}
