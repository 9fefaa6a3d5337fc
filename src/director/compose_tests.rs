//! Facts about every film, whatever is asked for and whatever pictures there are.

use proptest::prelude::*;

use crate::brief::{Aspect, Brief, CaptionsFrom, Fade, Fit, Motion, Order, Quality, Resolution, Transition};
use crate::director::compose::{Face, Picture, Sound, compose, defaults};
use crate::director::error::Error;
use crate::timeline::{Framing, Shot, Timeline, Tune, View};

fn pictures(sizes: &[(u32, u32)]) -> Vec<Picture> {
    let picture = |(i, (width, height)): (usize, &(u32, u32))| Picture {
        path: format!("{i}.jpg"),
        width: *width,
        height: *height,
        ..Picture::default()
    };
    sizes.iter().enumerate().map(picture).collect()
}

fn film(brief: Brief, sizes: &[(u32, u32)]) -> Timeline {
    compose(&brief.over(defaults()), &pictures(sizes), None).unwrap().timeline
}

fn size(timeline: &Timeline) -> (u32, u32) {
    (timeline.canvas.width, timeline.canvas.height)
}

fn song() -> Sound {
    Sound { path: "song.mp3".to_owned(), ..Sound::default() }
}

const WIDE: (u32, u32) = (4000, 3000);
const TALL: (u32, u32) = (3000, 4000);
const SQUARE: (u32, u32) = (2000, 2000);

#[test]
fn the_canvas_follows_most_of_the_pictures() {
    assert_eq!(size(&film(Brief::default(), &[WIDE, WIDE, TALL])), (1920, 1080));
    assert_eq!(size(&film(Brief::default(), &[TALL, WIDE, TALL])), (1080, 1920));
    assert_eq!(size(&film(Brief::default(), &[SQUARE, WIDE, SQUARE])), (1080, 1080));
    assert_eq!(size(&film(Brief::default(), &[TALL, WIDE])), (1920, 1080));
    assert_eq!(size(&film(Brief::default(), &[TALL, SQUARE])), (1080, 1080));
}

#[test]
fn the_resolution_is_the_short_side() {
    let asked = |aspect, resolution| Brief { aspect: Some(aspect), resolution: Some(resolution), ..Brief::default() };
    assert_eq!(size(&film(asked(Aspect::Wide, Resolution::P480), &[WIDE])), (854, 480));
    assert_eq!(size(&film(asked(Aspect::Portrait45, Resolution::P1080), &[WIDE])), (1080, 1350));
    assert_eq!(size(&film(asked(Aspect::Cinema, Resolution::P1080), &[WIDE])), (2520, 1080));
    assert_eq!(size(&film(asked(Aspect::Tall, Resolution::Uhd), &[WIDE])), (2160, 3840));
}

#[test]
fn ten_pictures_of_three_seconds_make_thirty() {
    let film = film(Brief { seconds_per_image: Some(3.0), ..Brief::default() }, &[WIDE; 10]);
    assert_eq!((film.frames, film.shots[1].start, film.shots[1].entrance.unwrap().frames), (900, 90, 18));
    assert_eq!(film.shots[0].frames, 108);
}

#[test]
fn a_time_per_picture_asked_for_above_hides_a_length_asked_for_below() {
    let lower = Brief { total_seconds: Some(60.0), ..Brief::default() };
    assert_eq!(film(Brief { seconds_per_image: Some(2.0), ..Brief::default() }.over(lower), &[WIDE; 3]).frames, 180);
}

#[test]
fn ken_burns_goes_in_and_out_by_turns() {
    let film = film(Brief::default(), &[(1920, 1080); 4]);
    let inwards: Vec<bool> = film.shots.iter().map(|shot| shot.to.zoom > shot.from.zoom).collect();
    assert_eq!(inwards, [true, false, true, false]);
}

#[test]
fn pictures_are_cut_only_where_little_is_lost() {
    let film = film(Brief { aspect: Some(Aspect::Wide), ..Brief::default() }, &[WIDE, SQUARE, TALL]);
    let framings: Vec<Framing> = film.shots.iter().map(|shot| shot.framing).collect();
    assert_eq!(framings, [Framing::Cover, Framing::Blur, Framing::Blur]);
}

#[test]
fn the_camera_runs_along_a_panorama() {
    let shot = &film(Brief { aspect: Some(Aspect::Wide), ..Brief::default() }, &[(8000, 2000)]).shots[0];
    assert_eq!(shot.framing, Framing::Cover);
    assert!(shot.from.x < shot.to.x);
    assert_eq!((shot.from.y, shot.from.zoom), (shot.to.y, shot.to.zoom));
}

#[test]
fn a_pan_moves_even_where_the_picture_has_no_room() {
    let shot = &film(Brief { motion: Some(Motion::Pan), ..Brief::default() }, &[(1920, 1080)]).shots[0];
    assert!(shot.from.x < shot.to.x && shot.from.zoom > 1.0);
}

#[test]
fn a_still_picture_does_not_move() {
    for shot in &film(Brief { motion: Some(Motion::Static), ..Brief::default() }, &[WIDE, TALL, SQUARE]).shots {
        assert_eq!(shot.from, shot.to);
    }
}

#[test]
fn what_cannot_be_done_is_noted() {
    let brief = Brief { music: Some(true), transition_seconds: Some(5.0), ..Brief::default() };
    let notes = compose(&brief, &pictures(&[WIDE; 2]), None).unwrap().notes;
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(compose(&Brief::default(), &pictures(&[WIDE; 2]), None).unwrap().notes.is_empty());
}

#[test]
fn music_lies_under_the_film_unless_it_is_not_wanted() {
    let music = |wish| {
        let brief = Brief { music: wish, music_volume: Some(0.35), ..Brief::default() };
        compose(&brief, &pictures(&[WIDE; 4]), Some(&song())).unwrap().timeline.music
    };
    assert_eq!(music(Some(false)), None);
    let found = music(None).unwrap();
    assert_eq!((found.tune, found.volume, found.fade_out), (Tune::File("song.mp3".to_owned()), 0.35, 60));
}

#[test]
fn a_title_is_no_longer_than_the_film_and_holds_no_control_characters() {
    let brief = Brief { title: Some("a\u{1b}[2J\nb".to_owned()), title_seconds: Some(100.0), ..Brief::default() };
    let film = film(brief, &[WIDE]);
    assert_eq!((film.texts[0].text.as_str(), film.texts[0].frames), ("a[2J\nb", film.frames));
    assert_eq!(self::film(Brief { title: Some(" \t".to_owned()), ..Brief::default() }, &[WIDE]).texts, []);
}

#[test]
fn what_makes_no_sense_is_an_error_that_says_what_would() {
    let refuse = |brief: Brief, count| compose(&brief, &pictures(&vec![WIDE; count]), None).unwrap_err();
    let long = refuse(Brief { fps: Some(500), ..Brief::default() }, 1);
    assert_eq!(long.to_string(), "`fps` is 500, but must lie between 1 and 120");
    assert_eq!(refuse(Brief::default(), 0), Error::NoPictures);
    let short = refuse(Brief { total_seconds: Some(1.0), ..Brief::default() }, 100);
    assert_eq!(short.to_string(), "100 pictures do not fit into 1 s");
    assert_eq!(short.hint().unwrap(), "ask for at least 6.7 s, or use fewer pictures");
    assert!(matches!(
        refuse(Brief { seconds_per_image: Some(40_000.0), ..Brief::default() }, 2),
        Error::TooLong { .. }
    ));
}

fn any_seconds() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![3 => Just(None), 6 => (0.05..30.0).prop_map(Some), 1 => any::<f64>().prop_map(Some)]
}

fn any_brief() -> impl Strategy<Value = Brief> {
    let aspects = [Aspect::Auto, Aspect::Wide, Aspect::Tall, Aspect::Square, Aspect::Portrait45, Aspect::Cinema];
    let motions = [Motion::KenBurns, Motion::ZoomIn, Motion::ZoomOut, Motion::Pan, Motion::Static];
    let transitions = [Transition::Cut, Transition::Crossfade, Transition::Slide, Transition::Random];
    let fits = [Fit::Auto, Fit::Cover, Fit::Contain, Fit::Blur];
    let choices = (
        prop::sample::select(aspects.to_vec()).prop_map(Some),
        prop::option::of(prop::sample::select(motions.to_vec())),
        prop::option::of(prop::sample::select(transitions.to_vec())),
        prop::option::of(prop::sample::select(fits.to_vec())),
        prop::option::of(prop_oneof![9 => 1..=120_u32, 1 => any::<u32>()]),
        prop::option::of(".{0,9}"),
        prop::option::of(any::<bool>()),
        (prop::option::of(any::<bool>()), prop::option::of(prop::sample::select(vec![Order::Shuffle, Order::Reverse]))),
    );
    let numbers = (
        any_seconds(),
        any_seconds(),
        any_seconds(),
        any_seconds(),
        prop::option::of(prop_oneof![9 => 0.0..1.0, 1 => any::<f64>()]),
    );
    (choices, numbers).prop_map(|((aspect, motion, transition, fit, fps, title, music, (looped, order)), numbers)| {
        let (seconds_per_image, total_seconds, transition_seconds, title_seconds, music_volume) = numbers;
        let (resolution, quality) = (Some(Resolution::P720), Some(Quality::Draft));
        Brief {
            aspect,
            resolution,
            fps,
            seconds_per_image,
            total_seconds,
            transition,
            transition_seconds,
            motion,
            fit,
            title_seconds,
            music,
            music_volume,
            quality,
            looped,
            order,
            subtitle: title.clone(),
            end_text: title.clone(),
            watermark: title.clone(),
            captions_from: order.map(|_| CaptionsFrom::Filename),
            title,
            fade_out: music_volume.map(Fade::Seconds),
            ..Brief::default()
        }
    })
}

fn any_size() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![5 => (500..9000_u32, 500..9000_u32), 1 => Just((1, 1)), 1 => Just((30_000, 10)), 1 => any::<(u32, u32)>()]
}

fn in_range(view: View, framing: Framing) -> bool {
    let zoom =
        if framing == Framing::Cover { (1.0..=1.081).contains(&view.zoom) } else { (0.9..=1.0).contains(&view.zoom) };
    zoom && (-1.0..=1.0).contains(&view.x) && (-1.0..=1.0).contains(&view.y)
}

fn entrance(shot: Option<&Shot>) -> u32 {
    shot.and_then(|shot| shot.entrance).map_or(0, |entrance| entrance.frames)
}

proptest! {
    #[test]
    fn every_film_is_whole(brief in any_brief(), sizes in prop::collection::vec(any_size(), 1..60)) {
        let pictures = pictures(&sizes);
        let Ok(composed) = compose(&brief, &pictures, Some(&song())) else { return Ok(()) };
        let film = composed.timeline;
        prop_assert!(film.canvas.width % 2 == 0 && film.canvas.height % 2 == 0);
        let back = usize::from(film.shots.len() > pictures.len());
        let shown = film.shots.iter().map(|shot| &shot.picture).take(pictures.len());
        let (mut shown, mut given): (Vec<_>, Vec<_>) = (shown.collect(), pictures.iter().map(|picture| &picture.path).collect());
        shown.sort_unstable();
        given.sort_unstable();
        prop_assert_eq!(shown, given);
        prop_assert!(back == 0 || brief.looped == Some(true));
        prop_assert_eq!((film.shots[0].start, film.shots.last().unwrap().end()), (0, film.frames));
        if let Some(total) = brief.total_seconds {
            prop_assert_eq!(film.frames, (total * f64::from(film.fps)).round() as u32);
        }
        for (i, shot) in film.shots.iter().enumerate() {
            let (own, next) = (entrance(Some(shot)), entrance(film.shots.get(i + 1)));
            prop_assert!(shot.frames >= own + next + 2, "{:?} then {} of {}", shot, next, film.frames);
            prop_assert!(in_range(shot.from, shot.framing) && in_range(shot.to, shot.framing), "{:?}", shot);
            if let Some(after) = film.shots.get(i + 1) {
                prop_assert_eq!(shot.end(), after.start + next);
            }
        }
        for title in &film.texts {
            prop_assert!(title.frames >= 1 && title.start + title.frames <= film.frames);
        }
        if let Some(music) = &film.music {
            prop_assert!(music.fade_in + music.fade_out <= film.frames && (0.0..=1.0).contains(&music.volume));
        }
    }

    #[test]
    fn the_camera_is_never_hasty(seconds in 0.5..20.0_f64, sizes in prop::collection::vec((800..6000_u32, 800..6000_u32), 1..9)) {
        let film = film(Brief { seconds_per_image: Some(seconds), ..Brief::default() }, &sizes);
        let canvas = f64::from(film.canvas.width) / f64::from(film.canvas.height);
        for (shot, (width, height)) in film.shots.iter().zip(&sizes).filter(|(shot, _)| shot.framing == Framing::Cover) {
            let wider = f64::from(*width) / f64::from(*height) / canvas;
            let travel = ((wider.max(1.0) * shot.to.zoom - 1.0) * shot.to.x - (wider.max(1.0) * shot.from.zoom - 1.0) * shot.from.x) / 2.0;
            prop_assert!(travel.abs() <= 0.03 * f64::from(shot.frames) / f64::from(film.fps) + 1e-9, "{:?}", shot);
        }
    }

    #[test]
    fn no_face_is_ever_cut_by_the_frame(
        sizes in prop::collection::vec((800..6000_u32, 800..6000_u32), 1..6),
        aspect in prop::sample::select(vec![Aspect::Wide, Aspect::Tall, Aspect::Square, Aspect::Cinema]),
        motion in prop::sample::select(vec![Motion::KenBurns, Motion::ZoomIn, Motion::ZoomOut, Motion::Static]),
        places in prop::collection::vec((0.02..0.8_f64, 0.02..0.75_f64), 1..4),
    ) {
        let faces: Vec<Face> = places.iter().map(|&(x, y)| Face { x, y, width: 0.12, height: 0.14 }).collect();
        let mut pictures = pictures(&sizes);
        for picture in &mut pictures {
            picture.faces.clone_from(&faces);
        }
        let brief = Brief { aspect: Some(aspect), motion: Some(motion), ..Brief::default() };
        let film = compose(&brief.over(defaults()), &pictures, None).unwrap().timeline;
        let canvas = f64::from(film.canvas.width) / f64::from(film.canvas.height);
        for (shot, (width, height)) in film.shots.iter().zip(&sizes).filter(|(shot, _)| shot.framing == Framing::Cover) {
            let picture = f64::from(*width) / f64::from(*height);
            for view in [shot.from, shot.to] {
                let (w, h) = ((canvas / picture).min(1.0) / view.zoom, (picture / canvas).min(1.0) / view.zoom);
                let (left, top) = ((1.0 - w) / 2.0 * (1.0 + view.x), (1.0 - h) / 2.0 * (1.0 + view.y));
                for face in &faces {
                    prop_assert!(face.x >= left - 1e-9 && face.x + face.width <= left + w + 1e-9, "{:?} {:?}", view, face);
                    prop_assert!(face.y >= top - 1e-9 && face.y + face.height <= top + h + 1e-9, "{:?} {:?}", view, face);
                }
            }
        }
    }

    #[test]
    fn no_two_neighbours_move_alike(count in 2..40_usize) {
        let film = film(Brief::default(), &vec![(1920, 1080); count]);
        for pair in film.shots.windows(2) {
            prop_assert!((pair[0].from, pair[0].to) != (pair[1].from, pair[1].to));
            let aside = |shot: &Shot| if shot.to.zoom > shot.from.zoom { (shot.to.x, shot.to.y) } else { (shot.from.x, shot.from.y) };
            prop_assert!(aside(&pair[0]) != aside(&pair[1]));
        }
    }
}

#[test]
fn five_hundred_pictures_are_no_trouble() {
    assert_eq!(film(Brief { total_seconds: Some(61.0), ..Brief::default() }, &[WIDE; 500]).frames, 1830);
}
