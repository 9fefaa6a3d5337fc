//! The language that a prompt is written in, by its letters and its commonest words.

use crate::director::read::normalise::Text;

/// Commonest words, those of prompts among them, without accents; none of them is in two rows unless it is common in both.
const WORDS: [(&str, &str); 6] = [
    (
        "en",
        "the a an and of to in with make turn these this my into for on is it at from please add video music title \
         photos pictures images short each second seconds no slow fast smooth create use them clip",
    ),
    (
        "es",
        "el la los las un una de del y con en para por que mis mi estas estos este esta haz hacer crea video musica \
         titulo fotos imagenes corto cada segundo segundos sin lento rapido suave anade quiero favor usa al",
    ),
    (
        "de",
        "der die das den dem ein eine einen und mit von zu im aus fur auf ist mach mache bitte diese meine video musik \
         titel fotos bilder bild kurzes jedes pro sekunde sekunden ohne langsam schnell sanft erstelle ich als",
    ),
    (
        "fr",
        "le la les un une des de du et avec en pour sur que mes mon ces cette fais faire cree video musique titre photos \
         images court chaque seconde secondes sans lent rapide doux douce ajoute je veux au aux est dans",
    ),
    (
        "pt",
        "o a os as um uma de do da dos das e com em para por que meus minhas estas estes faca fazer crie video musica \
         titulo fotos imagens curto cada segundo segundos sem lento rapido suave adicione quero no na",
    ),
    (
        "it",
        "il lo la gli le un una di del della e con in per che mie miei queste questi fai fare crea video musica titolo \
         foto immagini breve ogni secondo secondi senza lento veloce aggiungi voglio al alla",
    ),
];

/// Letters that few of these languages have.
const LETTERS: [(&str, &str); 5] = [("es", "ñ¿¡íóú"), ("de", "ßäöü"), ("fr", "çèêœàîô"), ("pt", "ãõçâ"), ("it", "òìù")];

/// A letter of a script without spaces says as much as so many Latin ones.
const DENSITY: usize = 3;

/// A BCP-47 code: `en`, `zh-CN`, `ja`, `ko`, `es`, `de`, `fr`, `pt`, `it`, `ru` or `ar`. Quotations do not count unless
/// there is nothing else; `en` where there is nothing to go by.
#[must_use]
pub fn language(prompt: &str) -> &'static str {
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》');
    let outside: String = prompt.split(quote).step_by(2).flat_map(|part| [part, " "]).collect();
    let said = if outside.contains(char::is_alphabetic) { &outside } else { prompt };
    by_script(said).unwrap_or_else(|| by_words(said))
}

/// `None` where the Latin script prevails.
fn by_script(text: &str) -> Option<&'static str> {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let kana = count(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}'));
    let han = count(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'));
    let hangul = count(|c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}'));
    let scripts = [
        ((kana + han) * DENSITY, if kana > 0 { "ja" } else { "zh-CN" }),
        (hangul * DENSITY, "ko"),
        (count(|c| matches!(c, '\u{400}'..='\u{52f}')), "ru"),
        (count(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}')), "ar"),
    ];
    let latin = count(|c| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}'));
    let (most, code) = scripts.into_iter().max_by_key(|(letters, _)| *letters)?;
    (most > latin).then_some(code)
}

/// The language with the most words in the text; the earlier of two that have the same.
fn by_words(text: &str) -> &'static str {
    let folded: String = Text::new(text).chars.into_iter().collect();
    let lower = text.to_lowercase();
    let score = |code: &str, known: &str| {
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.filter(|word| known.split_ascii_whitespace().any(|other| other == *word)).count();
        let letters = LETTERS.iter().filter(|(other, _)| *other == code).map(|(_, letters)| *letters);
        words + letters.flat_map(str::chars).filter(|letter| lower.contains(*letter)).count()
    };
    WORDS.iter().rev().max_by_key(|(code, known)| score(code, known)).map_or("en", |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::language;
    use proptest::prelude::*;

    #[test]
    fn prompts_in_many_languages_are_told_apart() {
        let wrong: Vec<_> = [
            ("turn these images into a short video clip with smooth transitions", "en"),
            ("export 1080p MP4", "en"),
            ("", "en"),
            ("9:16 !!!", "en"),
            ("title \"Das Leben ist schön\"", "en"),
            ("Slideshow with the title 東京タワー", "en"),
            ("Slow zoom, no music", "en"),
            ("把这些图片做成短视频", "zh-CN"),
            ("做成9:16的TikTok视频，加BGM", "zh-CN"),
            ("生成视频 export mp4 1080p", "zh-CN"),
            ("标题用“Hello my beautiful world”", "zh-CN"),
            ("写真を動画にしてください", "ja"),
            ("スライドショー", "ja"),
            ("BGMなしでTikTok用に", "ja"),
            ("사진으로 짧은 영상을 만들어 주세요", "ko"),
            ("Сделай видео из этих фотографий", "ru"),
            ("اصنع فيديو من هذه الصور", "ar"),
            ("Haz un vídeo con estas fotos, tres segundos cada una", "es"),
            ("transición suave y música tranquila", "es"),
            ("Mach aus diesen Bildern ein kurzes Video mit ruhiger Musik", "de"),
            ("Überblendung, 3 Sekunden pro Bild", "de"),
            ("Fais une vidéo douce avec ces photos", "fr"),
            ("un fondu enchaîné, sans musique", "fr"),
            ("Faça um vídeo curto com as minhas fotos", "pt"),
            ("Crea un video breve con queste foto, senza musica", "it"),
            ("“导出”", "zh-CN"),
        ]
        .into_iter()
        .filter(|(prompt, code)| language(prompt) != *code)
        .map(|(prompt, _)| (prompt, language(prompt)))
        .collect();
        assert_eq!(wrong, []);
    }

    proptest! {
        #[test]
        fn no_prompt_panics(prompt in "\\PC{0,80}") {
            prop_assert!(!language(&prompt).is_empty());
        }
    }
}
