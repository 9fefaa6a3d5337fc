//! Titles on canvases of every shape.

use std::sync::{LazyLock, Mutex, PoisonError};

use proptest::prelude::*;

use crate::brief::Place;
use crate::render::frame::Frame;
use crate::render::support_tests::{frame, golden, scenery};
use crate::render::text::blend::blend;
use crate::render::text::error::Error;
use crate::render::text::fonts::Fonts;
use crate::render::text::layout::Setting;
use crate::render::text::overlay::Overlay;
use crate::timeline::Role;

const CANVASES: [(usize, usize); 6] =
    [(1920, 1080), (1080, 1920), (1080, 1080), (3840, 2160), (854, 480), (1080, 1350)];

const PLACES: [Place; 8] = [
    Place::Top,
    Place::Center,
    Place::Bottom,
    Place::LowerThird,
    Place::TopLeft,
    Place::TopRight,
    Place::BottomLeft,
    Place::BottomRight,
];
const ROLES: [Role; 5] = [Role::Title, Role::Subtitle, Role::Caption, Role::End, Role::Watermark];

/// The system's fonts are read once.
static FONTS: LazyLock<Mutex<Fonts>> = LazyLock::new(Mutex::default);

fn set(text: &str, role: Role, place: Place, canvas: (usize, usize)) -> Result<Overlay, Error> {
    let mut fonts = FONTS.lock().unwrap_or_else(PoisonError::into_inner);
    Setting::new(&mut fonts, text, (role, place, 100), canvas).map(|setting| setting.draw(&mut fonts))
}

/// A title over the lower third.
fn lay_out(text: &str, width: usize, height: usize) -> Result<Overlay, Error> {
    set(text, Role::Title, Place::LowerThird, (width, height))
}

/// Letters, and plates, that is all but the shadow's soft end.
fn inside_the_safe_area(overlay: &Overlay, width: usize, height: usize) {
    let sides = width * 5 / 100;
    let ends = if height > width { height * 250 / 1920 } else { height * 6 / 100 };
    let (right, bottom) = (overlay.x + overlay.width, overlay.y + overlay.height);
    assert!(right <= width && bottom <= height, "{width}×{height}: {right} {bottom}");
    for (at, alpha) in overlay.alpha.iter().enumerate().filter(|(at, _)| overlay.luma[*at] > 180) {
        let (x, y) = (overlay.x + at % overlay.width, overlay.y + at / overlay.width);
        let inside = (sides..width - sides).contains(&x) && (ends..height - ends).contains(&y);
        assert!(inside || *alpha < 100, "{width}×{height}: {alpha} at {x}, {y}");
    }
    assert!([overlay.x, overlay.y, overlay.width, overlay.height].iter().all(|side| side % 2 == 0));
    let area = overlay.width * overlay.height;
    assert_eq!([overlay.luma.len(), overlay.alpha.len()], [area; 2]);
    assert_eq!([overlay.u.len(), overlay.v.len(), overlay.alpha_uv.len()], [area / 4; 3]);
}

/// The box of the white letters: left, top, right, bottom, on the canvas.
fn letters(overlay: &Overlay) -> [usize; 4] {
    let white = |at: &usize| overlay.luma[*at] > 200 && overlay.alpha[*at] > 200;
    let at: Vec<_> = (0..overlay.luma.len()).filter(white).collect();
    let (x, y) = (|at: &usize| overlay.x + at % overlay.width, |at: &usize| overlay.y + at / overlay.width);
    let side = |found: Option<usize>| found.unwrap();
    [
        side(at.iter().map(x).min()),
        side(at.iter().map(y).min()),
        side(at.iter().map(x).max()),
        side(at.iter().map(y).max()),
    ]
}

#[test]
fn a_title_stands_in_the_middle_of_the_safe_area_of_every_canvas() {
    for (width, height) in CANVASES {
        for text in ["Norway", "A summer by the sea", "Лето у моря", "Ένα καλοκαίρι"] {
            let overlay = lay_out(text, width, height).unwrap();
            inside_the_safe_area(&overlay, width, height);
            assert!(overlay.missing.is_empty());
            let [left, _, right, _] = letters(&overlay);
            assert!((left + right).abs_diff(width) < width / 50, "{text} on {width}×{height}: {left} to {right}");
        }
    }
}

#[test]
fn the_letters_have_the_ink_of_letters() {
    let overlay = lay_out("HOLIDAY", 1920, 1080).unwrap();
    let [left, top, right, bottom] = letters(&overlay);
    let ink = overlay.luma.iter().zip(&overlay.alpha).filter(|&(&luma, &alpha)| luma > 200 && alpha > 200).count();
    let share = ink as f64 / ((right - left) * (bottom - top)) as f64;
    assert!((0.3..0.7).contains(&share), "{share}");
    assert!((60..100).contains(&(bottom - top)), "capitals are {} pixels high", bottom - top);
}

#[test]
fn every_role_at_every_place_stays_inside_and_stands_where_it_should() {
    for canvas in [(1920, 1080), (1080, 1920), (640, 640)] {
        for (role, place) in ROLES.into_iter().flat_map(|role| PLACES.map(|place| (role, place))) {
            let overlay = set("Summer by the sea", role, place, canvas).unwrap();
            inside_the_safe_area(&overlay, canvas.0, canvas.1);
            let [left, top, right, bottom] = letters(&overlay);
            let (across, down) = (left + right, top + bottom);
            let name = format!("{place:?}");
            assert!(!name.contains("Top") || down < canvas.1, "{role:?} {place:?} {down}");
            assert!(!name.contains("Bottom") || down > canvas.1, "{role:?} {place:?} {down}");
            assert!(!name.contains("Left") || left < canvas.0 / 6, "{role:?} {place:?} {left}");
            assert!(!name.contains("Right") || right > canvas.0 * 5 / 6, "{role:?} {place:?} {right}");
            assert!(place != Place::Center || across.abs_diff(canvas.0) < 20 && down.abs_diff(canvas.1) < canvas.1 / 8);
        }
    }
}

#[test]
fn a_text_can_be_larger_or_smaller_and_never_leaves_the_safe_area() {
    let sized = |text: &str, size, canvas| {
        let mut fonts = FONTS.lock().unwrap_or_else(PoisonError::into_inner);
        let setting = Setting::new(&mut fonts, text, (Role::Title, Place::Center, size), canvas).unwrap();
        setting.draw(&mut fonts)
    };
    let tall = |size| {
        let [_, top, _, bottom] = letters(&sized("SEA", size, (1920, 1080)));
        (bottom - top) as f64
    };
    for (size, expected) in [(50, 0.5), (140, 1.4), (200, 2.0)] {
        let ratio = tall(size) / tall(100);
        assert!((ratio - expected).abs() < 0.06, "{size} is {ratio} times as tall");
    }
    for canvas in CANVASES {
        for text in ["Sea", "A long summer by the sea with all of us and the dog"] {
            inside_the_safe_area(&sized(text, 250, canvas), canvas.0, canvas.1);
        }
    }
}

#[test]
fn roles_differ_in_size() {
    let tall = |role| {
        let [_, top, _, bottom] = letters(&set("HOLIDAY", role, Place::Center, (1920, 1080)).unwrap());
        bottom - top
    };
    let sizes = [Role::Title, Role::End, Role::Subtitle, Role::Caption, Role::Watermark].map(tall);
    assert!(sizes.windows(2).all(|pair| pair[0] > pair[1]), "{sizes:?}");
    assert!(sizes[4] >= 18, "a watermark can be read");
}

/// How much brighter the letters are than what lies three pixels beside them, at the worst.
fn contrast(role: Role, picture: &Frame) -> i32 {
    let overlay = set("Holiday", role, Place::Center, (picture.width, picture.height)).unwrap();
    let mut frame = picture.clone();
    blend(&mut frame, &overlay, 1.0);
    let own = |x: usize, y: usize| overlay.luma[y * overlay.width + x];
    let seen = |x: usize, y: usize| i32::from(frame.y[(overlay.y + y) * frame.width + overlay.x + x]);
    let spots = (0..overlay.height).flat_map(|y| (3..overlay.width).map(move |x| (x, y)));
    let edges = spots.filter(|(x, y)| own(*x, *y) == 235 && own(x - 3, *y) < 60);
    edges.map(|(x, y)| seen(x, y) - seen(x - 3, y)).min().unwrap()
}

#[test]
fn letters_stand_out_from_the_brightest_picture() {
    let white = frame(&image::RgbImage::from_pixel(1280, 720, image::Rgb([255; 3])));
    for role in [Role::Title, Role::End, Role::Subtitle, Role::Caption] {
        let contrast = contrast(role, &white);
        assert!(contrast >= 50, "{role:?}: {contrast} levels");
    }
}

#[test]
fn every_role_looks_as_it_did() {
    for role in ROLES {
        let place = if role == Role::Watermark { Place::BottomRight } else { Place::LowerThird };
        let mut picture = frame(&scenery(320, 180, 3));
        blend(&mut picture, &set("Summer by the sea", role, place, (320, 180)).unwrap(), 1.0);
        golden(&format!("text/{role:?}").to_lowercase(), &[picture]);
    }
}

#[test]
fn where_the_system_has_fonts_every_script_is_set_and_emoji_have_colours() {
    let mut fonts = Fonts::default();
    for text in ["你好，世界", "こんにちは", "안녕하세요", "مرحبا بالعالم", "Hallo 🎉"] {
        if fonts.missing(text).0.is_empty() {
            let setting = Setting::new(&mut fonts, text, (Role::Title, Place::Center, 100), (1920, 1080)).unwrap();
            let overlay = setting.draw(&mut fonts);
            inside_the_safe_area(&overlay, 1920, 1080);
            let colours =
                overlay.u.iter().zip(&overlay.alpha_uv).any(|(u, alpha)| *alpha > 128 && u.abs_diff(128) > 20);
            assert_eq!(colours, text.contains('🎉'), "{text}");
        }
    }
}

#[test]
fn a_long_title_takes_two_lines_of_like_width_and_a_longer_one_shrinks() {
    let short = lay_out("A week", 1080, 1920).unwrap();
    let long = lay_out("A week in the mountains with everybody", 1080, 1920).unwrap();
    let longer = lay_out("A week in the mountains with everybody and all of the dogs we met", 1080, 1920).unwrap();
    let tall = |overlay: &Overlay| letters(overlay)[3] - letters(overlay)[1];
    assert!(2 * tall(&long) > 3 * tall(&short) && tall(&long) < 3 * tall(&short));
    assert!(tall(&longer) < tall(&long));
}

#[test]
fn a_title_without_end_is_cut_and_stays_inside() {
    for text in ["word ".repeat(100_000), "w".repeat(5_000), "щ".repeat(400), "Z\u{352}\u{351}\u{350}".repeat(900)] {
        let overlay = lay_out(&text, 1080, 1920).unwrap();
        inside_the_safe_area(&overlay, 1080, 1920);
        assert!(overlay.height < 400, "two lines, not {} pixels", overlay.height);
    }
}

#[test]
fn a_title_of_nothing_is_refused() {
    for text in ["", "   ", "\u{0}\u{7}\u{1b}\n", "\u{200b}\u{fe0f}"] {
        assert_eq!(lay_out(text, 1920, 1080), Err(Error::Empty));
    }
    assert_eq!(lay_out("Hi", 2, 2), Err(Error::TooSmall { width: 2, height: 2 }));
}

#[test]
fn control_characters_leave_no_trace() {
    assert_eq!(lay_out("Nor\u{7}way\u{0}", 1920, 1080), lay_out("Norway", 1920, 1080));
    assert_eq!(lay_out(" North \n Cape\t", 1920, 1080), lay_out("North Cape", 1920, 1080));
}

#[test]
fn what_no_font_has_is_named_and_not_drawn() {
    // Two private-use characters: no font assigns them.
    let overlay = lay_out("Nor\u{10fffd}way", 1920, 1080).unwrap();
    assert_eq!(overlay.missing, ['\u{10fffd}']);
    // The system's Noto Sans may be of another year than our own.
    let (seen, meant) = (letters(&overlay), letters(&lay_out("Norway", 1920, 1080).unwrap()));
    assert!(seen.iter().zip(meant).all(|(seen, meant)| seen.abs_diff(meant) < 20), "{seen:?} {meant:?}");
    let error = lay_out("\u{10fffd}\u{10fffc}", 1920, 1080).unwrap_err();
    assert_eq!(error, Error::NoFont { missing: vec!['\u{10fffc}', '\u{10fffd}'] });
    assert!(error.hint().is_some());
}

fn striped(width: usize, height: usize) -> Frame {
    let mut frame = Frame::black(width, height);
    for (i, pixel) in frame.y.iter_mut().enumerate() {
        *pixel = 16 + (i % 220) as u8;
    }
    frame.u.fill(90);
    frame.v.fill(200);
    frame
}

#[test]
fn nothing_changes_at_opacity_0_nor_ever_outside_the_box() {
    let overlay = lay_out("Norway", 1280, 720).unwrap();
    let plain = striped(1280, 720);
    let mut frame = plain.clone();
    for opacity in [0.0, -1.0, f32::NAN] {
        blend(&mut frame, &overlay, opacity);
        assert_eq!(frame, plain);
    }
    blend(&mut frame, &overlay, 1.0);
    let outside = |x: usize, y: usize| {
        x < overlay.x || y < overlay.y || x >= overlay.x + overlay.width || y >= overlay.y + overlay.height
    };
    assert!((0..frame.y.len()).all(|i| frame.y[i] == plain.y[i] || !outside(i % 1280, i / 1280)));
    assert!((0..frame.u.len()).all(|i| frame.u[i] == plain.u[i] || !outside(i % 640 * 2, i / 640 * 2)));
    assert!((0..frame.v.len()).all(|i| frame.v[i] == plain.v[i] || !outside(i % 640 * 2, i / 640 * 2)));
}

#[test]
fn letters_are_white_on_any_picture_and_half_of_it_at_half_opacity() {
    let overlay = lay_out("HOLIDAY", 1280, 720).unwrap();
    let full = overlay.alpha.iter().position(|&alpha| alpha == 255).unwrap();
    let at = (overlay.y + full / overlay.width) * 1280 + overlay.x + full % overlay.width;
    for (opacity, expected) in
        [(1.0, i32::from(overlay.luma[full])), (0.5, i32::midpoint(16, i32::from(overlay.luma[full])))]
    {
        let mut frame = Frame::black(1280, 720);
        blend(&mut frame, &overlay, opacity);
        assert!((i32::from(frame.y[at]) - expected).abs() <= 1, "{} {expected}", frame.y[at]);
    }
    assert!(overlay.u.iter().chain(&overlay.v).all(|&chroma| chroma == 128));
}

#[test]
fn a_frame_of_another_size_is_left_alone() {
    let overlay = lay_out("Norway", 1920, 1080).unwrap();
    let mut frame = Frame::black(640, 360);
    blend(&mut frame, &overlay, 1.0);
    assert_eq!(frame, Frame::black(640, 360));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_words_on_any_canvas_stay_inside(text in "\\PC{0,60}", width in 64_usize..700, height in 64_usize..700) {
        let (width, height) = (width * 2, height * 2);
        if let Ok(overlay) = lay_out(&text, width, height) {
            inside_the_safe_area(&overlay, width, height);
        }
    }
}
