//! What the studio says, in the six languages it is spoken to in.

use crate::director;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
    Japanese,
    Spanish,
    German,
    French,
}

impl Language {
    /// That of the message; of the session where the message is too short to tell.
    pub(crate) fn of(message: &str, session: &str) -> Self {
        match director::language(message) {
            "en" if message.split_whitespace().count() < 3 => Self::from_code(session),
            code => Self::from_code(code),
        }
    }

    /// By a BCP-47 code; English for any that is not spoken here.
    fn from_code(code: &str) -> Self {
        match code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "zh" => Self::Chinese,
            "ja" => Self::Japanese,
            "es" => Self::Spanish,
            "de" => Self::German,
            "fr" => Self::French,
            _ => Self::English,
        }
    }

    const fn column(self) -> usize {
        match self {
            Self::English => 0,
            Self::Chinese => 1,
            Self::Japanese => 2,
            Self::Spanish => 3,
            Self::German => 4,
            Self::French => 5,
        }
    }
}

/// A sentence to be said; the dash in each stands for what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phrase {
    Understood,
    NotUnderstood,
    Undone,
    NothingToUndo,
    NothingChanged,
    NoPictures,
    VideosLeftOut,
    Note,
}

impl Phrase {
    const fn row(self) -> [&'static str; 6] {
        match self {
            Self::Understood => [
                "Understood: –.",
                "已理解：–。",
                "理解した内容：–。",
                "Entendido: –.",
                "Verstanden: –.",
                "Compris : –.",
            ],
            Self::NotUnderstood => [
                "Not understood: –.",
                "未能理解：–。",
                "理解できなかった内容：–。",
                "No entendido: –.",
                "Nicht verstanden: –.",
                "Non compris : –.",
            ],
            Self::Undone => [
                "Undone: –.",
                "已撤销：–。",
                "元に戻しました：–。",
                "Deshecho: –.",
                "Rückgängig gemacht: –.",
                "Annulé : –.",
            ],
            Self::NothingToUndo => [
                "There is nothing to undo.",
                "没有可以撤销的修改。",
                "元に戻す変更はありません。",
                "No hay nada que deshacer.",
                "Es gibt nichts rückgängig zu machen.",
                "Il n'y a rien à annuler.",
            ],
            Self::NothingChanged => [
                "Nothing was changed by these words.",
                "这句话没有改变任何内容。",
                "この言葉では何も変わりませんでした。",
                "Estas palabras no han cambiado nada.",
                "Diese Worte haben nichts geändert.",
                "Ces mots n'ont rien changé.",
            ],
            Self::NoPictures => [
                "There are no pictures in this session yet: upload some, and they become a film.",
                "这个会话里还没有图片：上传图片后即可制成影片。",
                "このセッションにはまだ写真がありません。写真をアップロードすると動画になります。",
                "Todavía no hay imágenes en esta sesión: sube algunas y se convertirán en una película.",
                "In dieser Sitzung sind noch keine Bilder: lade welche hoch, und sie werden ein Film.",
                "Il n'y a pas encore d'images dans cette session : envoyez-en, et elles deviendront un film.",
            ],
            Self::VideosLeftOut => [
                "Films here are made of pictures; these videos are left out: –.",
                "这里的影片由图片制作，以下视频未使用：–。",
                "ここでは写真から動画を作ります。次の動画は使われません：–。",
                "Aquí las películas se hacen con imágenes; estos vídeos quedan fuera: –.",
                "Filme entstehen hier aus Bildern; diese Videos bleiben außen vor: –.",
                "Ici, les films sont faits d'images ; ces vidéos sont laissées de côté : –.",
            ],
            Self::Note => ["Note: –.", "注意：–。", "注意：–。", "Nota: –.", "Hinweis: –.", "Remarque : –."],
        }
    }

    /// The sentence about `what`.
    pub(crate) fn about(self, language: Language, what: &str) -> String {
        self.row()[language.column()].replacen('–', what, 1)
    }

    pub(crate) fn plain(self, language: Language) -> String {
        self.about(language, "")
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Phrase};

    #[test]
    fn an_answer_is_in_the_language_of_the_message_or_of_the_session() {
        for (message, session, language) in [
            ("turn these images into a short video", "de", Language::English),
            ("slower", "de", Language::German),
            ("slower", "en", Language::English),
            ("去掉音乐", "en", Language::Chinese),
            ("BGMなしでお願いします", "en", Language::Japanese),
            ("Quita la música, por favor", "en", Language::Spanish),
            ("Bitte ohne Musik", "en", Language::German),
            ("sans musique et avec un titre", "en", Language::French),
            ("faça um vídeo curto com as minhas fotos", "pt-BR", Language::English),
        ] {
            assert_eq!(Language::of(message, session), language, "{message}");
        }
    }

    #[test]
    fn a_sentence_says_what_it_is_about_once() {
        assert_eq!(Phrase::Undone.about(Language::French, "–"), "Annulé : –.");
        assert_eq!(Phrase::Understood.about(Language::Chinese, "9:16"), "已理解：9:16。");
        assert!(!Phrase::NoPictures.plain(Language::German).contains('–'));
    }
}
