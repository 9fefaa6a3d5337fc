//! Two words about the same thing: both are there, or the later one corrects the earlier, or the loser is said.

use crate::brief::{Aspect, Brief, Filter, Mood, Transition};
use crate::director::compose::{Picture, compose, defaults};
use crate::director::read::{read, refine};

fn filters(words: &str) -> (Option<Filter>, Vec<Filter>) {
    let brief = read(words).brief;
    (brief.filter, brief.more_filters.unwrap_or_default())
}

#[test]
fn filters_that_go_together_are_both_there_in_six_languages() {
    for words in [
        "sepia with grain",
        "棕褐色调，加颗粒感",
        "セピアで粒子感も",
        "sepia con grano",
        "Sepia mit Filmkorn",
        "sépia avec du grain",
    ] {
        assert_eq!(filters(words), (Some(Filter::Sepia), vec![Filter::FilmGrain]), "{words:?}");
        assert_eq!(read(words).not_understood, Vec::<String>::new(), "{words:?}");
    }
    let three = filters("black and white with a vignette and film grain");
    assert_eq!(three, (Some(Filter::Bw), vec![Filter::Vignette, Filter::FilmGrain]));
    assert_eq!(filters("sepia, sepia tones"), (Some(Filter::Sepia), vec![]));
    let picture = Picture { width: 4, height: 3, ..Picture::default() };
    let film = compose(&read("sepia with grain").brief.over(defaults()), &[picture], None).unwrap().timeline;
    assert_eq!((film.filter, film.more_filters), (Some(Filter::Sepia), vec![Filter::FilmGrain]));
}

#[test]
fn of_two_that_exclude_each_other_the_later_stands_and_the_other_is_said() {
    for (words, field, value, lost) in [
        ("sepia and black and white", "filter", "bw", "sepia"),
        ("square, 3s, upright", "aspect", "9:16", "square"),
        ("wipe transitions, circle transitions", "transition", "circle", "wipe"),
        ("zoom in on each picture, then pan", "motion", "pan", "zoom in"),
        ("Kreisblende, Wischblende", "transition", "wipe", "Kreisblende"),
        ("每张照片3秒，每张照片5秒", "seconds_per_image", "5.0", "每张照片3秒"),
    ] {
        let reading = read(words);
        let found = serde_json::to_value(&reading.brief).unwrap()[field].to_string();
        assert_eq!(found.trim_matches('"'), value, "{words:?}");
        assert!(
            reading.not_understood.iter().any(|said| said.contains(lost)),
            "{words:?}: {:?}",
            reading.not_understood
        );
    }
}

#[test]
fn who_corrects_himself_is_taken_at_his_last_word_however_plain_the_first_was() {
    for words in [
        "square, no wait, make it vertical",
        "16:9. No, vertical",
        "16:9 — actually, make that vertical",
        "方形，不对，竖屏",
        "正方形で、やっぱり縦長で",
        "cuadrado, no, mejor vertical",
        "quadratisch, nein, lieber Hochformat",
        "carré, non, plutôt vertical",
    ] {
        let reading = read(words);
        assert_eq!(reading.brief.aspect, Some(Aspect::Tall), "{words:?}");
        assert_eq!(reading.not_understood, Vec::<String>::new(), "{words:?}");
    }
    assert_eq!(filters("sepia, no wait, black and white with grain"), (Some(Filter::Bw), vec![Filter::FilmGrain]));
    assert_eq!(read("hard cuts, on second thought crossfades").brief.transition, Some(Transition::Crossfade));
}

#[test]
fn grain_said_later_is_laid_over_and_can_be_taken_away_alone() {
    let grainy = read("sepia, 3 seconds each\n---\nadd some grain").brief;
    assert_eq!((grainy.filter, grainy.more_filters.clone()), (Some(Filter::Sepia), Some(vec![Filter::FilmGrain])));
    let clean = refine(&grainy, "no grain").brief;
    assert_eq!((clean.filter, clean.more_filters), (Some(Filter::Sepia), None));
    let only = refine(&grainy, "no sepia").brief;
    assert_eq!((only.filter, only.more_filters), (Some(Filter::FilmGrain), None));
    let none = refine(&grainy, "no filter").brief;
    assert_eq!((none.filter, none.more_filters), (None, None));
    assert_eq!(read("sepia with grain\n---\nno grain\n---\nno filter").brief.filter, None);
    let cool = refine(&grainy, "cool tones").brief;
    assert_eq!((cool.filter, cool.more_filters), (Some(Filter::Cool), None), "another look is another look");
}

#[test]
fn music_that_is_not_wanted_stays_away_whatever_mood_is_named() {
    for words in [
        "no music, lofi mood",
        "lofi mood, no music",
        "without music but with a lofi look",
        "silent, calm mood, 3 s each",
        "no music at all, something jazzy about the pace",
        "music: off\nmood: upbeat",
        "不要音乐，轻快的氛围",
        "不要配乐，爵士风格",
        "音楽なし、ローファイな雰囲気で",
        "BGMなしで、ジャズっぽく",
        "sin música, ambiente lofi",
        "sin música pero con aire de jazz",
        "keine Musik, Lofi-Stimmung",
        "ohne Musik, aber im Jazz-Stil",
        "sans musique, ambiance lo-fi",
        "pas de musique, esprit jazz",
        "no music, cut on the beat",
        "no music, fade out at the end",
    ] {
        let brief = read(words).brief;
        assert_eq!((brief.music, brief.music_mood, brief.music_fade_out), (Some(false), None, None), "{words:?}");
    }
    assert!(read("no music, lofi mood").not_understood.iter().any(|said| said.contains("lofi")));
}

#[test]
fn a_kind_of_music_that_is_not_wanted_leaves_room_for_another() {
    let mood = |words: &str| (read(words).brief.music, read(words).brief.music_mood);
    for words in [
        "jazz, no rock",
        "no rock music, jazz please",
        "no music, actually add some jazz",
        "remove the music and add jazz",
        "爵士乐，不要摇滚",
        "jazz, sin rock",
        "Jazz, kein Rock",
        "du jazz, pas de rock",
    ] {
        assert_eq!(mood(words), (Some(true), Some(Mood::Jazz)), "{words:?}");
    }
    assert_eq!(mood("no rock music"), (Some(false), None));
    let file = read("remove the music, use song.mp3").brief;
    assert_eq!((file.music, file.music_file.as_deref()), (Some(true), Some("song.mp3")));
}

#[test]
fn large_letters_are_those_of_the_text_that_is_spoken_of() {
    let sizes = |words: &str| {
        let Brief { title_size, caption_size, .. } = read(words).brief;
        (title_size.is_some_and(|size| size > 1.0), caption_size.is_some_and(|size| size > 1.0))
    };
    for words in ["title \"Rome\" in big letters", "title \"Rome\", big letters", "Titel „Rom“ in großer Schrift"]
    {
        assert_eq!(sizes(words), (true, false), "{words:?}");
    }
    for words in [
        "large captions",
        "captions from file names in large letters",
        "大字幕",
        "大きな字幕",
        "subtítulos grandes",
        "große Bildunterschriften",
        "grandes légendes",
    ] {
        assert_eq!(sizes(words), (false, true), "{words:?}");
    }
    for words in ["big letters", "title \"Rome\", captions from file names, big letters"] {
        assert_eq!(sizes(words), (true, true), "{words:?}");
    }
}
