//! "Slower", "quieter" and "bigger", beside words, settings and films that were there before.

use crate::brief::Brief;
use crate::director::compose::defaults;
use crate::director::read::{read, refine};

fn volume(words: &str, before: f64) -> f64 {
    let used = Brief { music_volume: Some(before), ..Brief::default() }.over(defaults());
    refine(&used, words).brief.music_volume.unwrap()
}

#[test]
fn quieter_is_never_louder_and_louder_never_quieter() {
    let quieter = [
        "quieter music",
        "turn the music down",
        "the music should be softer",
        "lower the volume",
        "very quiet music",
        "音乐小声一点",
        "把音量调低",
        "音楽をもっと小さくして",
        "音量を下げて",
        "la música más baja",
        "baja la música",
        "Musik leiser",
        "mach die Musik leiser",
        "baisse le son",
        "musique moins forte",
    ];
    let louder = [
        "louder music",
        "turn the music up",
        "raise the volume",
        "音乐大声一点",
        "把音乐调大",
        "音楽をもっと大きく",
        "la música más alta",
        "sube el volumen",
        "Musik lauter",
        "mach die Musik lauter",
        "monte le son",
        "musique plus forte",
    ];
    for before in [0.02, 0.1, 0.25, 0.4, 0.8, 1.0] {
        for words in quieter {
            assert!(volume(words, before) < before, "{words:?} after {before}: {}", volume(words, before));
        }
        for words in louder {
            assert!(volume(words, before) > before || before >= 1.0, "{words:?} after {before}");
        }
    }
    assert_eq!(read("music at 10%\n---\nquieter music").brief.music_volume, Some(0.05), "an explicit number as well");
    assert_eq!(read("quieter music, 60%").brief.music_volume, Some(0.6), "a number in the same breath wins");
}

#[test]
fn slower_is_never_faster_whatever_number_stood_before() {
    let slower = [
        "slower",
        "slow it down a bit",
        "再慢一点",
        "もっとゆっくり",
        "más lento",
        "etwas langsamer",
        "plus lentement",
    ];
    let faster = ["faster", "speed it up", "快一点", "もっと速く", "más rápido", "etwas schneller", "un peu plus vite"];
    for before in [0.5, 1.0, 3.5, 5.0, 8.0, 20.0] {
        let each = Brief { seconds_per_image: Some(before), ..Brief::default() };
        let seconds = |words: &str| refine(&each.clone().over(defaults()), words).brief.seconds_per_image.unwrap();
        let fresh = |words: &str| read(words).upon(&each).over(each.clone()).over(defaults());
        let shown = |words: &str| {
            let picture = crate::director::compose::Picture { width: 4, height: 3, ..Default::default() };
            crate::director::compose::compose(&fresh(words), &[picture], None).unwrap().timeline.seconds()
        };
        for words in slower {
            assert!(seconds(words) > before, "{words:?} after {before}");
            assert!(shown(words) >= before, "{words:?} over a setting of {before}: {}", shown(words));
        }
        for words in faster {
            assert!(seconds(words) < before, "{words:?} after {before}");
            assert!(shown(words) <= before, "{words:?} over a setting of {before}: {}", shown(words));
        }
    }
    let total = read("30 seconds in total\n---\nslower\n---\nslower").brief.total_seconds.unwrap();
    assert!((total - 67.5).abs() < 0.01, "{total}");
    let paced = read("slow\n---\nslower").brief.seconds_per_image.unwrap();
    assert!(paced > 5.0, "slower than what slow alone means: {paced}");
}

#[test]
fn a_title_grows_and_shrinks_in_six_languages() {
    let size = |words: &str| refine(&read("title \"Sea\"").brief, words).brief.title_size;
    for words in [
        "make the title bigger",
        "a bigger title",
        "title larger",
        "标题大一点",
        "把标题放大",
        "タイトルをもっと大きく",
        "el título más grande",
        "Titel größer",
        "mach den Titel etwas größer",
        "titre plus grand",
        "agrandis le titre",
        "bigger text",
    ] {
        assert!(size(words).is_some_and(|size| size > 1.1), "{words:?}: {:?}", size(words));
    }
    for words in [
        "make the title smaller",
        "a smaller title",
        "the title is too big",
        "标题小一点",
        "タイトルを小さく",
        "el título más pequeño",
        "Titel kleiner",
        "titre plus petit",
        "réduis le titre",
        "smaller font",
    ] {
        assert!(size(words).is_some_and(|size| size < 0.9), "{words:?}: {:?}", size(words));
    }
    let twice = read("title \"Sea\"\n---\ntitle bigger\n---\ntitle bigger").brief.title_size.unwrap();
    assert!(twice > 1.8, "{twice}");
    let many = read(&["title \"Sea\""].into_iter().chain(["title bigger"; 9]).collect::<Vec<_>>().join("\n---\n"));
    assert_eq!(many.brief.title_size, Some(2.5), "there is an end to it");
    assert_eq!(read("a bigger title \"Sea\"").brief.title.as_deref(), Some("Sea"));
    let captions = read("captions from file names\n---\nmake the captions smaller").brief;
    assert!(captions.caption_size.is_some_and(|size| size < 1.0) && captions.title_size.is_none());
}

#[test]
fn a_title_without_words_is_the_name_of_the_folder() {
    for words in
        ["add a title", "with a title please", "加标题", "タイトルを付けて", "con título", "mit Titel", "avec un titre"]
    {
        let reading = read(words);
        assert!(reading.untitled.is_some() && reading.brief.title.is_none(), "{words:?}: {reading:?}");
        let titled = reading.titled("Paris 2024");
        assert_eq!(titled.brief.title.as_deref(), Some("Paris 2024"), "{words:?}");
        assert_eq!(titled.not_understood, [""; 0], "{words:?}");
    }
    for words in ["no title", "title \"Sea\"", "slow", "title: Sea", "the title at the top\ntitle \"Sea\""] {
        assert_eq!(read(words).titled("Paris 2024").brief, read(words).brief, "{words:?}");
    }
}
