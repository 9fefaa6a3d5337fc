//! Whole films: the same bytes every time, a well-formed file, and honest failures.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders")]

use std::fs;
use std::ops::ControlFlow;

use crate::brief::{Mood, Place, Transition};
use crate::render::error::Error;
use crate::render::film::film;
use crate::render::support_tests::{boxes, go_on, inside, settings, shot, three_shots};
use crate::timeline::{Canvas, Framing, Music, Role, Text, Timeline, Tune};

#[test]
fn a_film_has_the_same_bytes_whatever_the_number_of_threads() {
    let source = tempfile::tempdir().unwrap();
    let timeline = three_shots(source.path());
    let made: Vec<Vec<u8>> = [1, 2, 5]
        .map(|threads| {
            let work = tempfile::tempdir().unwrap();
            let made = film(&timeline, source.path(), work.path(), &settings(threads), &go_on).unwrap();
            assert_eq!(fs::read_dir(work.path()).unwrap().count(), 1, "only the film is left in the work folder");
            fs::read(made.video).unwrap()
        })
        .into();
    assert!(made[0] == made[1] && made[0] == made[2]);
}

#[test]
fn the_index_comes_first_and_knows_every_sample() {
    let source = tempfile::tempdir().unwrap();
    let timeline = three_shots(source.path());
    let bytes = fs::read(film(&timeline, source.path(), source.path(), &settings(2), &go_on).unwrap().video).unwrap();
    let kinds: Vec<String> = boxes(&bytes).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["ftyp", "moov", "mdat"]);
    let table = inside(&bytes, &["moov", "trak", "mdia", "minf", "stbl"]);
    let word = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[4 * at..][..4].try_into().unwrap());
    let sizes = inside(table, &["stsz"]);
    assert_eq!(word(sizes, 2), 78);
    let sizes: Vec<u32> = (0..78).map(|i| word(sizes, 3 + i)).collect();
    let mdat = inside(&bytes, &["mdat"]);
    assert_eq!(sizes.iter().sum::<u32>() as usize, mdat.len());
    // Every sample is one NAL unit with its length before it, where the offsets say it is.
    let start = word(inside(table, &["stco"]), 2) as usize;
    assert_eq!(&bytes[start..][..4], (sizes[0] - 4).to_be_bytes());
    assert_eq!(start, bytes.len() - mdat.len());
    let sync = inside(table, &["stss"]);
    let keys: Vec<u32> = (0..word(sync, 1) as usize).map(|i| word(sync, 2 + i)).collect();
    let nal_type = |key: u32| {
        let at: u32 = sizes[..key as usize - 1].iter().sum();
        mdat[at as usize + 4] & 31
    };
    assert!(keys.len() > 2 && keys[0] == 1 && keys.iter().all(|key| nal_type(*key) == 5), "{keys:?}");
    assert!((1..=78).filter(|n| !keys.contains(n)).all(|n| nal_type(n) == 1));
}

#[test]
fn the_sample_description_says_high_profile_and_bt709() {
    let source = tempfile::tempdir().unwrap();
    let timeline = three_shots(source.path());
    let bytes = fs::read(film(&timeline, source.path(), source.path(), &settings(2), &go_on).unwrap().video).unwrap();
    let stsd = inside(&bytes, &["moov", "trak", "mdia", "minf", "stbl", "stsd"]);
    // 8 bytes of the table, 78 of the visual sample entry.
    let entry = &inside(&stsd[8..], &["avc1"])[78..];
    let avcc = inside(entry, &["avcC"]);
    assert_eq!((avcc[0], avcc[1]), (1, 100));
    assert_eq!(&avcc[avcc.len() - 4..], [0xfd, 0xf8, 0xf8, 0], "4:2:0, eight bits");
    assert_eq!(inside(entry, &["colr"]), b"nclx\0\x01\0\x01\0\x01\0");
}

#[test]
fn a_film_with_music_and_a_title_has_two_tracks() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    timeline.canvas = Canvas { width: 256, height: 144 };
    timeline.texts = vec![Text {
        text: "Hello".into(),
        role: Role::Title,
        place: Place::Center,
        size: Text::USUAL_SIZE,
        start: 3,
        frames: 30,
    }];
    timeline.music = Some(Music { tune: Tune::File("m.wav".into()), volume: 0.5, fade_in: 0, fade_out: 7 });
    let samples: Vec<u8> = (0..48_000u32).flat_map(|i| ((i * 400 % 20_000) as i16 - 10_000).to_le_bytes()).collect();
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xbb\0\0\0\x77\x01\0\x02\0\x10\0data".to_vec();
    wav.extend_from_slice(&(samples.len() as u32).to_le_bytes());
    wav.extend_from_slice(&samples);
    let length = (wav.len() as u32 - 8).to_le_bytes();
    wav[4..8].copy_from_slice(&length);
    fs::write(source.path().join("m.wav"), wav).unwrap();
    let work = tempfile::tempdir().unwrap();
    let bytes = fs::read(film(&timeline, source.path(), work.path(), &settings(2), &go_on).unwrap().video).unwrap();
    let tracks: Vec<_> = boxes(inside(&bytes, &["moov"])).into_iter().filter(|(kind, _)| kind == "trak").collect();
    assert_eq!(tracks.len(), 2);
    let word = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[4 * at..][..4].try_into().unwrap());
    let edit = inside(tracks[1].1, &["edts", "elst"]);
    assert_eq!(word(edit, 2), 78 * 512, "the sound is as long as the film");
    assert_eq!(word(edit, 3), 1024, "and begins where the encoder's lead-in ends");
    assert_eq!(fs::read_dir(work.path()).unwrap().count(), 1);
}

#[test]
fn music_of_a_mood_is_made_and_is_the_same_for_the_same_pictures() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    timeline.music = Some(Music { tune: Tune::Mood(Mood::Jazz), volume: 0.5, fade_in: 0, fade_out: 7 });
    let make = |timeline: &Timeline| {
        let work = tempfile::tempdir().unwrap();
        let made = film(timeline, source.path(), work.path(), &settings(2), &go_on).unwrap();
        assert_eq!(made.notes, [""; 0]);
        fs::read(made.video).unwrap()
    };
    let once = make(&timeline);
    let kinds = boxes(inside(&once, &["moov"])).into_iter().filter(|(kind, _)| kind == "trak").count();
    assert_eq!(kinds, 2);
    assert_eq!(once, make(&timeline));
    timeline.music = Some(Music { tune: Tune::Mood(Mood::Calm), volume: 0.5, fade_in: 0, fade_out: 7 });
    assert_ne!(once, make(&timeline));
}

#[test]
fn a_broken_picture_is_named_and_no_film_is_left() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    fs::write(source.path().join("b.jpg"), b"\xff\xd8\xff\xe0 nothing more").unwrap();
    timeline.shots[1].framing = Framing::Cover;
    let work = tempfile::tempdir().unwrap();
    let error = film(&timeline, source.path(), work.path(), &settings(2), &go_on).unwrap_err();
    assert_eq!(error.picture(), Some("b.jpg"));
    assert!(error.to_string().contains("b.jpg") && error.hint().is_some(), "{error}");
    assert!(!work.path().join("video.mp4").exists());
}

#[test]
fn a_film_that_is_told_to_stop_stops() {
    let source = tempfile::tempdir().unwrap();
    let timeline = three_shots(source.path());
    let outcome = film(&timeline, source.path(), source.path(), &settings(1), &|_| ControlFlow::Break(()));
    assert!(matches!(outcome, Err(Error::Stopped { .. })), "{outcome:?}");
    assert!(!source.path().join("video.mp4").exists());
}

#[test]
fn a_timeline_with_a_gap_is_refused() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    timeline.shots[2] = shot("c.png", 60, Some(Transition::Wipe), Framing::Cover);
    timeline.frames = 90;
    let outcome = film(&timeline, source.path(), source.path(), &settings(1), &go_on);
    assert!(matches!(outcome, Err(Error::Timeline { .. })), "{outcome:?}");
}

#[test]
fn a_film_can_have_any_shape_and_pace_that_can_be_asked_for() {
    let source = tempfile::tempdir().unwrap();
    let three = three_shots(source.path());
    // The widest, an upright one, one whose sides are no multiples of the encoder's blocks, and the largest of all.
    for (width, height, fps) in [(2520, 1080, 24), (1080, 1350, 60), (854, 480, 25), (3840, 2160, 50)] {
        let only = crate::timeline::Shot { frames: 3, ..shot("a.png", 0, None, Framing::Blur) };
        let timeline = crate::timeline::Timeline {
            canvas: Canvas { width, height },
            fps,
            frames: 3,
            shots: vec![only],
            ..three.clone()
        };
        let work = tempfile::tempdir().unwrap();
        let made = film(&timeline, source.path(), work.path(), &settings(1), &go_on).unwrap();
        let facts = crate::render::inspect::inspect(&made.video).unwrap();
        assert_eq!((facts.width, facts.height, facts.frames), (width, height, 3));
        assert!((facts.seconds - 3.0 / f64::from(fps)).abs() < 1e-3, "{facts:?}");
    }
}
