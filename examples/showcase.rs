//! A contact sheet of everything that a film can show: transitions, filters, texts, framings, on your own photographs.
//!
//! `cargo run --release --example showcase -- [FOLDER] [SHEET.png]`: the drawn example folder and `showcase.png` unless
//! told. Each row of transitions is one of them at four moments; every cell says what it is.

#![expect(clippy::print_stdout, reason = "an example has no other voice")]

use std::path::{Path, PathBuf};

use image::RgbImage;
use reeldrop::brief::{Background, Direction, Filter, Place, Quality, Transition};
use reeldrop::timeline::{Canvas, Entrance, Framing, Role, Shot, Text, Timeline, View};
use reeldrop::{example, inbox, render};

/// Frames are made in this size and shown in a third of it, four in a row.
const CANVAS: Canvas = Canvas { width: 1280, height: 720 };
const CELL: (u32, u32) = (426, 240);
const COLUMNS: usize = 4;
/// Frames of a shot, and of its transition.
const LENGTH: u32 = 60;
const OVERLAP: u32 = 19;

const TRANSITIONS: [(Transition, Option<Direction>); 16] = [
    (Transition::Crossfade, None),
    (Transition::FadeBlack, None),
    (Transition::FadeWhite, None),
    (Transition::Slide, Some(Direction::Left)),
    (Transition::Slide, Some(Direction::Down)),
    (Transition::Wipe, Some(Direction::Right)),
    (Transition::Wipe, Some(Direction::Up)),
    (Transition::Zoom, None),
    (Transition::Blur, None),
    (Transition::Circle, None),
    (Transition::Pixelize, None),
    (Transition::Flash, None),
    (Transition::Spin, Some(Direction::Right)),
    (Transition::Spin, Some(Direction::Left)),
    (Transition::Slide, Some(Direction::Right)),
    (Transition::Wipe, Some(Direction::Left)),
];

const FILTERS: [Filter; 9] = [
    Filter::Bw,
    Filter::Sepia,
    Filter::Vintage,
    Filter::Warm,
    Filter::Cool,
    Filter::Cinematic,
    Filter::Vivid,
    Filter::Vignette,
    Filter::FilmGrain,
];

const TEXTS: [&[(&str, Role, Place)]; 8] = [
    &[("Norway by bike", Role::Title, Place::Center), ("a summer in the north", Role::Subtitle, Place::Center)],
    &[("Norway by bike", Role::Title, Place::LowerThird)],
    &[("Thank you for watching", Role::End, Place::Center)],
    &[
        ("The harbour of Bergen, early in the morning", Role::Caption, Place::Bottom),
        ("© Ida 2026", Role::Watermark, Place::BottomRight),
    ],
    &[("北国之夏，骑行挪威", Role::Title, Place::Center), ("北国の夏", Role::Subtitle, Place::Center)],
    &[("여름의 노르웨이", Role::Title, Place::Center), ("صيف في الشمال", Role::Caption, Place::Top)],
    &[("Party time 🎉🚲", Role::Title, Place::Top), ("👨‍👩‍👧 together", Role::Caption, Place::LowerThird)],
    &[(
        "A very long title that somebody wrote without a thought about how wide a screen is",
        Role::Title,
        Place::Center,
    )],
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let drawn = std::env::temp_dir().join("reeldrop-showcase");
    if words.is_empty() && !drawn.is_dir() {
        example::draw(&drawn).expect("the example can be drawn");
    }
    let folder = words.first().map_or(drawn, PathBuf::from);
    let pictures = pictures(&folder);
    let cells = [
        transitions(&folder, &pictures),
        filters(&folder, &pictures),
        texts(&folder, &pictures),
        shapes(&folder, &pictures),
    ];
    let sheet = words.get(1).map_or("showcase.png", String::as_str);
    lay(&cells.concat()).save(sheet).expect("the sheet can be written");
    println!("{sheet}");
}

fn pictures(folder: &Path) -> Vec<String> {
    let names = inbox::Names::new(&inbox::Settings::default()).expect("the default settings hold no pattern");
    let listing = inbox::list(folder, true, &names).expect("the folder can be read");
    let pictures: Vec<String> =
        listing.pictures().iter().map(|file| file.path.to_string_lossy().into_owned()).collect();
    assert!(!pictures.is_empty(), "there is no picture in {}", folder.display());
    pictures
}

fn shot(picture: &str, start: u32) -> Shot {
    let view = View { x: 0.0, y: 0.0, zoom: 1.0 };
    let (from, to) = (view, View { zoom: 1.06, ..view });
    Shot { picture: picture.to_owned(), start, frames: LENGTH, entrance: None, framing: Framing::Cover, from, to }
}

fn film(shots: Vec<Shot>) -> Timeline {
    Timeline {
        canvas: CANVAS,
        fps: 30,
        frames: shots.last().map_or(0, Shot::end),
        quality: Quality::High,
        shots,
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

/// What the cell says of itself: for as long as the film lasts.
fn label(film: &mut Timeline, words: &str) {
    let (role, place, frames) = (Role::Caption, Place::TopLeft, film.frames + 60);
    film.texts.push(Text { text: words.to_owned(), role, place, size: Text::USUAL_SIZE, start: 0, frames });
}

fn frames(film: &Timeline, folder: &Path, numbers: &[u32]) -> Vec<RgbImage> {
    let frames = render::preview(film, folder, &render::Settings::default(), numbers).expect("the film can be shown");
    frames
        .into_iter()
        .map(|frame| {
            let (width, height) = (frame.width as u32, frame.height as u32);
            let image = RgbImage::from_raw(width, height, frame.rgb()).expect("three bytes a pixel");
            let scale = f64::min(f64::from(CELL.0) / f64::from(width), f64::from(CELL.1) / f64::from(height));
            let side = |side: u32| (f64::from(side) * scale).round() as u32;
            image::imageops::thumbnail(&image, side(width), side(height))
        })
        .collect()
}

fn transitions(folder: &Path, pictures: &[String]) -> Vec<RgbImage> {
    let mut cells = Vec::new();
    for (number, (transition, direction)) in TRANSITIONS.into_iter().enumerate() {
        let [old, new] = [number, number + 1].map(|at| pictures[at % pictures.len()].as_str());
        let mut second = shot(new, LENGTH - OVERLAP);
        second.entrance = Some(Entrance { transition, direction, frames: OVERLAP });
        let mut film = film(vec![shot(old, 0), second]);
        label(&mut film, &format!("{transition:?} {}", direction.map_or(String::new(), |to| format!("{to:?}"))));
        cells.extend(frames(&film, folder, &[3, 7, 11, 15].map(|frame| LENGTH - OVERLAP + frame)));
    }
    cells
}

fn filters(folder: &Path, pictures: &[String]) -> Vec<RgbImage> {
    let mut cells = Vec::new();
    for filter in std::iter::once(None).chain(FILTERS.map(Some)) {
        for picture in pictures.iter().cycle().skip(2).step_by(2).take(2) {
            let mut film = Timeline { filter, ..film(vec![shot(picture, 0)]) };
            label(&mut film, &filter.map_or("plain".to_owned(), |filter| format!("{filter:?}")));
            cells.extend(frames(&film, folder, &[30]));
        }
    }
    cells
}

fn texts(folder: &Path, pictures: &[String]) -> Vec<RgbImage> {
    let mut cells = Vec::new();
    for (number, texts) in TEXTS.iter().enumerate() {
        let mut film = film(vec![shot(&pictures[number % pictures.len()], 0)]);
        film.texts = texts
            .iter()
            .map(|(text, role, place)| Text {
                text: (*text).to_owned(),
                role: *role,
                place: *place,
                size: Text::USUAL_SIZE,
                start: 0,
                frames: LENGTH,
            })
            .collect();
        cells.extend(frames(&film, folder, &[30]));
    }
    cells
}

/// Upright and square films, framings and backgrounds.
fn shapes(folder: &Path, pictures: &[String]) -> Vec<RgbImage> {
    let mut cells = Vec::new();
    for (canvas, framing, background) in [
        (Canvas { width: 720, height: 1280 }, Framing::Blur, Background::Black),
        (Canvas { width: 720, height: 1280 }, Framing::Contain, Background::White),
        (Canvas { width: 720, height: 720 }, Framing::Contain, Background::Black),
        (Canvas { width: 1680, height: 720 }, Framing::Blur, Background::Black),
    ] {
        let view = View { x: 0.0, y: 0.0, zoom: 1.0 };
        let shot = Shot { framing, from: view, to: view, ..shot(&pictures[1 % pictures.len()], 0) };
        let mut film = Timeline { canvas, background, ..film(vec![shot]) };
        film.texts = vec![Text {
            text: "Summer by the sea".into(),
            role: Role::Title,
            place: Place::LowerThird,
            size: Text::USUAL_SIZE,
            start: 0,
            frames: LENGTH,
        }];
        cells.extend(frames(&film, folder, &[30]));
    }
    cells
}

fn lay(cells: &[RgbImage]) -> RgbImage {
    let rows = cells.len().div_ceil(COLUMNS) as u32;
    let mut sheet = RgbImage::new(CELL.0 * COLUMNS as u32, CELL.1 * rows);
    for (number, cell) in cells.iter().enumerate() {
        let (x, y) = ((number % COLUMNS) as u32 * CELL.0, (number / COLUMNS) as u32 * CELL.1);
        image::imageops::replace(
            &mut sheet,
            cell,
            i64::from(x + CELL.0.saturating_sub(cell.width()) / 2),
            i64::from(y),
        );
    }
    sheet
}
