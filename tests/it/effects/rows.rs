//! The fields, each with words that ask for it and what these words do to the film.

use std::fs;

use reeldrop::render::inspect;

use crate::effects::Row;
use crate::effects::ear::{BEAT_SECONDS, heard, loudness, pitch};
use crate::effects::eye::{LEFT, Part, Seen, WHOLE, amount, difference, mean, seen};
use crate::effects::scene::{Film, Scene};

type Checked = Result<(), String>;

fn hold(what: bool, or: &str) -> Checked {
    if what { Ok(()) } else { Err(or.to_owned()) }
}

const fn row(
    field: &'static str,
    base: &'static str,
    wish: &'static str,
    check: fn(&Scene, &Film, &Film) -> Checked,
) -> Row {
    Row { field, base, wish, check }
}

/// What is seen at these times.
fn course(scene: &Scene, film: &Film, times: &[f64]) -> Vec<Seen> {
    times.iter().map(|time| seen(&scene.frame(film, *time), WHOLE)).collect()
}

/// The films show these pictures at these times.
fn shows(scene: &Scene, films: [&Film; 2], times: &[f64], expected: [&[Seen]; 2]) -> Checked {
    let found = films.map(|film| course(scene, film, times));
    hold(found[0] == expected[0] && found[1] == expected[1], &format!("the films show {found:?}"))
}

fn sized(scene: &Scene, films: [&Film; 2], expected: [(usize, usize); 2]) -> Checked {
    let found = films.map(|film| scene.frame(film, 0.0)).map(|frame| (frame.width, frame.height));
    hold(found == expected, &format!("the frames are {found:?}"))
}

fn seconds(film: &Film) -> f64 {
    film.timeline.seconds()
}

fn lasts(films: [&Film; 2], expected: [f64; 2]) -> Checked {
    let found = films.map(seconds);
    let near = |at: usize| (found[at] - expected[at]).abs() < 0.11;
    hold(near(0) && near(1), &format!("the films last {found:?} s"))
}

/// What the wish changes at that time lies within `within`, and something does change.
fn changes_within(scene: &Scene, films: [&Film; 2], time: f64, within: Part) -> Checked {
    let Some(part) = difference(&scene.frame(films[0], time), &scene.frame(films[1], time)) else {
        return Err(format!("nothing is seen of it at {time} s"));
    };
    let inside = part[0] >= within[0] && part[1] >= within[1] && part[2] <= within[2] && part[3] <= within[3];
    hold(inside, &format!("it is seen at {part:?}, not within {within:?}"))
}

fn same(scene: &Scene, films: [&Film; 2], time: f64) -> Checked {
    let found = difference(&scene.frame(films[0], time), &scene.frame(films[1], time));
    hold(found.is_none(), &format!("it is seen at {time} s as well"))
}

/// The sound of both.
fn sounds(scene: &Scene, films: [&Film; 2]) -> Result<[Vec<f32>; 2], String> {
    let of = |film: &Film| heard(&scene.made(film).1).ok_or("there is no sound".to_owned());
    Ok([of(films[0])?, of(films[1])?])
}

fn noted(film: &Film, words: &str) -> Checked {
    hold(film.notes.iter().any(|note| note.contains(words)), &format!("the notes say {:?}", film.notes))
}

fn bytes(scene: &Scene, film: &Film) -> u64 {
    let (_work, video) = scene.made(film);
    fs::metadata(video).unwrap().len()
}

const A: Seen = Seen::A;
const B: Seen = Seen::B;
const C: Seen = Seen::C;
const MIDDLES: [f64; 3] = [0.5, 1.5, 2.5];
/// Where a title in the middle may stand, and where texts at the ends may.
const CENTRE: Part = [4, 30, 96, 70];
const FOOT: Part = [4, 70, 96, 96];
const HEAD: Part = [4, 4, 96, 35];

const TITLED: &str = "2 seconds per picture, title \"HELLO\"";
const LONGER: &str = "2 seconds per picture";
const NAMED: &str = "captions from the file names";
const MARKED: &str = "watermark \"ME\"";

pub const ROWS: &[Row] = &[
    row("aspect", "", "square", |s, a, b| sized(s, [a, b], [(854, 480), (480, 480)])),
    row("width", "", "width: 640", |s, a, b| sized(s, [a, b], [(854, 480), (640, 360)])),
    row("height", "", "height: 360", |s, a, b| sized(s, [a, b], [(854, 480), (640, 360)])),
    row("resolution", "", "720p", |s, a, b| sized(s, [a, b], [(854, 480), (1280, 720)])),
    row("fps", "", "24 fps", |s, a, b| {
        let facts = [a, b].map(|film| inspect(&s.made(film).1).unwrap());
        hold((facts[0].frames, facts[1].frames) == (30, 72), &format!("{facts:?}"))
    }),
    row("seconds_per_image", "", "2 seconds per picture", |s, a, b| {
        lasts([a, b], [3.0, 6.0])?;
        shows(s, [a, b], &[1.5], [&[B], &[A]])
    }),
    row("total_seconds", "", "9 seconds in total", |s, a, b| {
        lasts([a, b], [3.0, 9.0])?;
        shows(s, [a, b], &[2.5], [&[C], &[A]])
    }),
    row("first_image_seconds", "", "the first picture for 3 seconds", |s, a, b| shows(s, [a, b], &[2.5], [&[C], &[A]])),
    row("last_image_seconds", "", "the last picture for 3 seconds", |s, a, b| {
        lasts([a, b], [3.0, 5.0])?;
        hold(course(s, b, &[4.9]) == [C], "the last picture does not stay")
    }),
    row("pace", "", "slow", |_, a, b| hold(seconds(b) > 2.0 * seconds(a), "it is not slower")),
    row("transition", "", "crossfade", |s, a, b| shows(s, [a, b], &[1.2, 1.5], [&[B, B], &[Seen::Mixed, B]])),
    row("transition_seconds", "2 seconds per picture, crossfade", "transitions of 0.2 seconds", |s, a, b| {
        shows(s, [a, b], &[2.4], [&[Seen::Mixed], &[B]])
    }),
    row("transition_direction", "2 seconds per picture, slide transitions", "slide to the right", |s, a, b| {
        let left = [a, b].map(|film| seen(&s.frame(film, 2.3), LEFT));
        hold(left == [A, B], &format!("on the left there is {left:?}"))
    }),
    row("motion", "", "zoom in", |s, a, b| {
        let moved = [a, b].map(|film| amount(&s.frame(film, 0.0), &s.frame(film, 0.9)));
        hold(moved[0] == 0 && moved[1] > 1000, &format!("samples that change: {moved:?}"))
    }),
    row("motion_direction", "start with b.jpg, 4 seconds per picture, pan", "pan to the left", |s, a, b| {
        // The pictures are brighter to the right.
        let change = [a, b].map(|film| mean(&s.frame(film, 3.9), WHOLE)[0] - mean(&s.frame(film, 0.0), WHOLE)[0]);
        hold(change[0].abs() < 0.5 && change[1] < -1.0, &format!("the light changes by {change:?}"))
    }),
    row("fit", "", "show the whole picture", |s, a, b| {
        let left = [a, b].map(|film| seen(&s.frame(film, 0.5), LEFT));
        hold(left == [A, Seen::Black], &format!("on the left there is {left:?}"))
    }),
    row("background", "", "white background", |s, a, b| {
        let left = [a, b].map(|film| seen(&s.frame(film, 0.5), LEFT));
        hold(left == [A, Seen::White], &format!("on the left there is {left:?}"))
    }),
    row("filter", "", "black and white", |s, a, b| {
        let coloured = |film| s.frame(film, 0.5).u.iter().any(|sample| sample.abs_diff(128) > 2);
        hold(coloured(a) && !coloured(b), "there are colours")
    }),
    row("more_filters", "black and white", "with heavy film grain", |s, a, b| {
        let grey = |film| s.frame(film, 0.5).u.iter().all(|sample| sample.abs_diff(128) <= 2);
        hold(grey(a) && grey(b), "there are colours")?;
        hold(amount(&s.frame(a, 0.5), &s.frame(b, 0.5)) > 1000, "there is no grain")
    }),
    row("title", LONGER, "title \"HELLO\"", |s, a, b| {
        changes_within(s, [a, b], 1.0, CENTRE)?;
        same(s, [a, b], 4.0)
    }),
    row("subtitle", TITLED, "subtitle \"THERE\"", |s, a, b| {
        changes_within(s, [a, b], 1.0, CENTRE)?;
        same(s, [a, b], 4.0)
    }),
    row("title_seconds", TITLED, "title \"HELLO\" for 1 second", |s, a, b| {
        changes_within(s, [a, b], 2.0, CENTRE)?;
        same(s, [a, b], 0.5)
    }),
    row("title_position", TITLED, "the title at the top", |s, _, b| changes_within(s, [&s.plan(LONGER), b], 1.0, HEAD)),
    row("title_size", TITLED, "make the title bigger", |s, a, b| {
        let plain = s.plan(LONGER);
        let box_of = |film| difference(&s.frame(&plain, 1.0), &s.frame(film, 1.0)).unwrap();
        let [[_, top, _, bottom], [_, higher, _, lower]] = [box_of(a), box_of(b)];
        hold(lower - higher > bottom - top, "it is not taller")?;
        changes_within(s, [&plain, b], 1.0, CENTRE)
    }),
    row("end_text", LONGER, "end text \"BYE\"", |s, a, b| {
        changes_within(s, [a, b], 4.5, CENTRE)?;
        same(s, [a, b], 1.0)
    }),
    row("captions", "", "captions: \"ONE\", \"TWO\"", |s, a, b| {
        changes_within(s, [a, b], 0.5, FOOT)?;
        changes_within(s, [a, b], 1.5, FOOT)?;
        same(s, [a, b], 2.5)
    }),
    row("captions_from", "", NAMED, |s, a, b| MIDDLES.iter().try_for_each(|at| changes_within(s, [a, b], *at, FOOT))),
    row("caption_position", NAMED, "captions at the top", |s, _, b| changes_within(s, [&s.plan(""), b], 0.5, HEAD)),
    row("caption_size", NAMED, "make the captions bigger", |s, a, b| {
        let plain = s.plan("");
        let ink = |film| amount(&s.frame(&plain, 0.5), &s.frame(film, 0.5));
        hold(ink(b) > ink(a) * 5 / 4, "there is not more of it")?;
        changes_within(s, [&plain, b], 0.5, FOOT)
    }),
    row("watermark", "", MARKED, |s, a, b| {
        MIDDLES.iter().try_for_each(|at| changes_within(s, [a, b], *at, [60, 80, 96, 96]))
    }),
    row("watermark_position", MARKED, "watermark in the top left corner", |s, _, b| {
        changes_within(s, [&s.plan(""), b], 0.5, [4, 4, 40, 20])
    }),
    row("music", "", "no music", |s, a, b| {
        hold(heard(&s.made(a).1).is_some() && heard(&s.made(b).1).is_none(), "there is sound")
    }),
    row("music_mood", "", "jazz music", |_, _, b| noted(b, "not possible: choosing jazz music")),
    row("music_file", "", "play old.wav", |s, a, b| {
        let [low, high] = sounds(s, [a, b])?.map(|sound| pitch(&sound, 0.95, 1.15));
        hold(low < 300.0 && high > 700.0, &format!("it sounds at {low} and {high} Hz"))
    }),
    row("music_volume", "", "music at 20%", |s, a, b| {
        let [usual, low] = sounds(s, [a, b])?.map(|sound| loudness(&sound, 0.5, 2.0));
        hold((0.2..0.3).contains(&(low / usual)), &format!("it is {low} loud instead of {usual}"))
    }),
    row("music_fade_in", "", "the music fades in over 1.5 seconds", |s, a, b| {
        let [usual, low] = sounds(s, [a, b])?.map(|sound| loudness(&sound, 0.1, 0.5));
        hold(low < 0.4 * usual, &format!("it begins {low} loud instead of {usual}"))
    }),
    row("music_fade_out", LONGER, "the music fades out over 3 seconds", |s, a, b| {
        let [usual, low] = sounds(s, [a, b])?.map(|sound| loudness(&sound, 4.1, 4.4));
        hold(low < 0.8 * usual, &format!("it is {low} loud instead of {usual}"))
    }),
    row("beat_sync", "", "pictures change on the beat", |s, a, b| {
        shows(s, [a, b], &[1.0 + BEAT_SECONDS / 6.0], [&[B], &[A]])
    }),
    row("match_music", "", "as long as the song", |s, a, b| {
        lasts([a, b], [3.0, 6.0])?;
        shows(s, [a, b], &[2.5], [&[C], &[B]])
    }),
    row("fade_in", "", "fade in from black", |s, a, b| shows(s, [a, b], &[0.0, 1.5], [&[A, B], &[Seen::Black, B]])),
    row("fade_out", "", "fade out to black at the end", |s, a, b| {
        shows(s, [a, b], &[1.5, 2.9], [&[B, C], &[B, Seen::Black]])
    }),
    row("order", "", "oldest first", |s, a, b| shows(s, [a, b], &MIDDLES, [&[A, B, C], &[C, B, A]])),
    row("first_image", "", "start with c.jpg", |s, a, b| shows(s, [a, b], &MIDDLES, [&[A, B, C], &[C, A, B]])),
    row("last_image", "", "end with a.jpg", |s, a, b| shows(s, [a, b], &MIDDLES, [&[A, B, C], &[B, C, A]])),
    row("max_images", "", "only the first 2 pictures", |s, a, b| {
        lasts([a, b], [3.0, 2.0])?;
        shows(s, [a, b], &[0.5, 1.5], [&[A, B], &[A, B]])
    }),
    row("skip_duplicates", "", "skip the duplicates", |_, _, _| {
        let s = Scene::with_more();
        let (a, b) = (s.plan(""), s.plan("skip the duplicates"));
        shows(&s, [&a, &b], &[0.5, 1.5, 3.5], [&[A, A, C], &[A, B, Seen::Mixed]])?;
        noted(&b, "left out as copies: `a2.jpg` (like `a.jpg`)")
    }),
    row("skip_blurred", "", "leave out the blurry ones", |_, _, _| {
        let s = Scene::with_more();
        let (a, b) = (s.plan(""), s.plan("leave out the blurry ones"));
        lasts([&a, &b], [5.0, 4.0])?;
        shows(&s, [&a, &b], &[3.5, 4.5], [&[C, Seen::Mixed], &[C, C]])?;
        noted(&b, "left out as blurred: `d.jpg`")
    }),
    row("loop", "2 seconds per picture, crossfade", "loop", |s, a, b| {
        shows(s, [a, b], &[5.0, 5.9], [&[C, C], &[C, A]])
    }),
    row("format", "", "as a gif", |_, _, b| noted(b, "not possible: GIF")),
    row("codec", "", "h265", |_, _, b| noted(b, "not possible: H265")),
    row("quality", "", "high quality", |s, a, b| {
        let sizes = [a, b].map(|film| bytes(s, film));
        hold(sizes[1] > sizes[0] * 5 / 4, &format!("{sizes:?} bytes"))
    }),
    row("max_size_mb", "high quality", "under 0.15 MB", |s, a, b| {
        let sizes = [a, b].map(|film| bytes(s, film));
        hold(sizes[0] > 150_000 && sizes[1] <= 150_000, &format!("{sizes:?} bytes"))
    }),
];
