//! Pixels: colours survive, edges stay put, transitions begin and end where they should.

use std::sync::Arc;

use proptest::prelude::*;

use crate::brief::{Background, Filter};
use crate::render::frame::Frame;
use crate::render::gate::Gate;
use crate::render::geometry::Window;
use crate::render::library::Library;
use crate::render::painter::Painter;
use crate::render::planar;
use crate::render::resample::Scratch;
use crate::render::scene::{Means, Scene};
use crate::render::settings::Facts;
use crate::render::still::Still;
use crate::render::support_tests::{CANVAS, EVERY, save, scenery, settings, shot, three_shots};
use crate::render::titles::Titles;
use crate::timeline::{Framing, Timeline};

fn flat(rgb: [u8; 3], size: Facts) -> Still {
    let pixels: Vec<u8> = (0..size.width * size.height).flat_map(|_| rgb).collect();
    Still::new(&planar::from_rgb(&pixels, size.width as usize), size, Window::whole(size))
}

fn drawn(still: &Still, window: Window, width: usize, height: usize) -> Frame {
    let mut frame = Frame::black(width, height);
    still.draw(window, &mut frame, &mut Scratch::default());
    frame
}

/// Back to RGB by the equations of BT.709, in floating point.
fn rgb(y: u8, u: u8, v: u8) -> [f64; 3] {
    let y = (f64::from(y) - 16.0) / 219.0;
    let (b, r) = ((f64::from(u) - 128.0) / 224.0 * 1.8556 + y, (f64::from(v) - 128.0) / 224.0 * 1.5748 + y);
    [r, (y - 0.2126 * r - 0.0722 * b) / 0.7152, b].map(|c| c * 255.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_flat_colour_stays_itself_wherever_the_camera_looks(
        colour: [u8; 3], x in 0.0..20.0f64, y in 0.0..11.0f64, width in 5.0..60.0f64,
    ) {
        let still = flat(colour, Facts { width: 81, height: 71 });
        let frame = drawn(&still, Window { x, y, width, height: width }, 32, 32);
        prop_assert!(frame.y.iter().all(|s| *s == frame.y[0]), "luma is not flat");
        prop_assert!(frame.u.iter().all(|s| *s == frame.u[0]) && frame.v.iter().all(|s| *s == frame.v[0]));
        for (seen, meant) in rgb(frame.y[0], frame.u[0], frame.v[0]).into_iter().zip(colour) {
            prop_assert!((seen - f64::from(meant)).abs() < 3.0, "{} for {}", seen, meant);
        }
    }

    #[test]
    fn any_window_and_size_can_be_drawn(
        (w, h) in (1..70u32, 1..70u32), x in -90.0..90.0f64, y in -90.0..90.0f64, width in 0.1..300.0f64, half in 1..40usize,
    ) {
        let still = flat([200, 30, 90], Facts { width: w, height: h });
        drawn(&still, Window { x, y, width, height: width / 2.0 }, 2 * half, half + half % 2);
    }
}

#[test]
fn a_picture_of_the_canvas_size_is_drawn_as_it_is() {
    let size = Facts { width: 48, height: 32 };
    let image = scenery(48, 32, 3);
    let frame =
        drawn(&Still::new(&planar::from_rgb(&image, 48), size, Window::whole(size)), Window::whole(size), 48, 32);
    let luma = |x: u32, y: u32| {
        let [r, g, b] = image.get_pixel(x, y).0.map(f64::from);
        16.0 + (0.2126 * r + 0.7152 * g + 0.0722 * b) * 219.0 / 255.0
    };
    for (at, seen) in (0..).zip(&frame.y) {
        assert!((luma(at % 48, at / 48) - f64::from(*seen)).abs() < 0.8, "at {at}");
    }
}

#[test]
fn the_edge_of_a_whole_picture_moves_by_fractions_of_a_pixel() {
    let size = Facts { width: 40, height: 40 };
    let still = flat([255, 255, 255], size);
    let edge = |x: f64| drawn(&still, Window { x, y: 0.0, width: 80.0, height: 40.0 }, 80, 40).y[20 * 80 + 10];
    // The picture begins at column 10, 10.25, 10.5: column 10 is white, then less and less so.
    assert_eq!([edge(-10.0), edge(-10.25), edge(-10.5), edge(-11.0)], [235, 180, 126, 16]);
}

#[test]
fn every_frame_is_the_same_alone_as_in_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(folder.path());
    for transition in EVERY {
        timeline.shots[1].entrance.as_mut().unwrap().transition = transition;
        let mut row = Paints::new(&timeline, folder.path());
        let row: Vec<Frame> = row.frames(0..78);
        for frame in [0, 13, 25, 27, 29, 30, 51, 77] {
            let alone = Paints::new(&timeline, folder.path()).frames(frame..frame + 1);
            assert!(alone[0] == row[frame as usize], "frame {frame}, {transition:?}");
        }
    }
}

/// A library and titles to paint with.
struct Paints<'a> {
    timeline: &'a Timeline,
    library: Library<'a>,
    titles: Titles,
}

impl<'a> Paints<'a> {
    fn new(timeline: &'a Timeline, folder: &'a std::path::Path) -> Self {
        let library = Library::new(timeline, folder, &settings(1), &[1; 3]);
        Self { timeline, library, titles: Titles::new(timeline, folder).unwrap() }
    }

    fn frames(&mut self, range: std::ops::Range<u32>) -> Vec<Frame> {
        let mut painter = Painter::new(self.timeline, &self.library, &self.titles, &range);
        range.map(|frame| painter.paint(frame).unwrap().clone()).collect()
    }
}

#[test]
fn a_scene_is_dropped_when_its_last_user_is_through() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = three_shots(folder.path());
    let library = Library::new(&timeline, folder.path(), &settings(1), &[2, 1, 1]);
    let scene = Arc::downgrade(&library.get(0).unwrap());
    library.release(0);
    assert!(scene.upgrade().is_some(), "somebody still needs it");
    library.release(0);
    assert!(scene.upgrade().is_none());
}

fn means(background: Background) -> Means {
    Means { settings: settings(1), gate: Gate::default(), colours: None, background }
}

#[test]
fn a_film_comes_from_black_and_goes_to_black() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = Timeline { fade_in: 10, fade_out: 12, ..three_shots(folder.path()) };
    let faded = Paints::new(&timeline, folder.path()).frames(0..78);
    let plain = Timeline { fade_in: 0, fade_out: 0, ..timeline.clone() };
    let plain = Paints::new(&plain, folder.path()).frames(0..78);
    let black = Frame::black(160, 96);
    assert!(faded[0] == black && faded[77] == black);
    assert!(faded[10..66] == plain[10..66]);
    let light = |frame: &Frame| frame.y.iter().map(|y| u64::from(*y)).sum::<u64>();
    assert!(faded[..10].windows(2).all(|pair| light(&pair[0]) < light(&pair[1])));
    assert!(faded[66..].windows(2).all(|pair| light(&pair[0]) > light(&pair[1])));
}

#[test]
fn a_filter_holds_for_every_frame_of_every_picture() {
    let folder = tempfile::tempdir().unwrap();
    for filter in [Filter::Bw, Filter::FilmGrain] {
        let timeline = Timeline { filter: Some(filter), ..three_shots(folder.path()) };
        let frames = Paints::new(&timeline, folder.path()).frames(0..78);
        let plain = Paints::new(&Timeline { filter: None, ..timeline.clone() }, folder.path()).frames(0..78);
        assert!(frames.iter().zip(&plain).all(|(frame, plain)| frame.y != plain.y));
        let grey = |frame: &Frame| frame.u.iter().chain(&frame.v).all(|chroma| *chroma == 128);
        assert!(filter != Filter::Bw || frames.iter().all(grey));
        let alone = Paints::new(&timeline, folder.path()).frames(26..27);
        assert!(alone[0] == frames[26], "{filter:?}");
    }
}

#[test]
fn a_whole_picture_stands_on_the_background_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    save(image::RgbImage::from_pixel(60, 90, image::Rgb([90, 90, 90])), &folder.path().join("p.png"));
    for (background, luma) in [(Background::Black, 16), (Background::White, 235)] {
        let shot = shot("p.png", 0, None, Framing::Contain);
        let scene = Scene::load(&shot, CANVAS, folder.path(), &means(background)).unwrap();
        let mut frame = Frame::black(CANVAS.width as usize, CANVAS.height as usize);
        scene.draw(scene.window(0), &mut frame, &mut Scratch::default());
        assert_eq!((frame.y[0], frame.y[48 * 160 + 80]), (luma, 93));
    }
}

#[test]
fn a_blurred_backdrop_is_darker_and_fills_the_canvas() {
    let folder = tempfile::tempdir().unwrap();
    save(image::RgbImage::from_pixel(60, 90, image::Rgb([200, 200, 200])), &folder.path().join("p.png"));
    let shot = shot("p.png", 0, None, Framing::Blur);
    let scene = Scene::load(&shot, CANVAS, folder.path(), &means(Background::Black)).unwrap();
    let mut frame = Frame::black(CANVAS.width as usize, CANVAS.height as usize);
    scene.draw(scene.window(0), &mut frame, &mut Scratch::default());
    let (corner, middle) = (frame.y[0], frame.y[48 * 160 + 80]);
    assert!(corner > 60 && corner < middle - 50, "{corner} beside {middle}");
    assert!(frame.u.iter().chain(&frame.v).all(|chroma| chroma.abs_diff(128) <= 1), "grey stays grey");
}
