//! Whether somebody wants the last change gone: a whole message that says nothing else, in six languages.

use crate::serve::workshop::phrases::Language;

/// Without accents, marks and what is said to be polite.
const WORDS: [(Language, &[&str]); 6] = [
    (
        Language::English,
        &[
            "undo",
            "undo it",
            "undo that",
            "undo this",
            "undo the last change",
            "undo the last edit",
            "undo the last step",
            "undo last change",
            "undo my last change",
            "revert",
            "revert it",
            "revert that",
            "revert the last change",
            "go back",
            "go back one step",
            "take it back",
            "take that back",
            "step back",
            "one step back",
            "back to the previous version",
            "go back to the previous version",
            "restore the previous version",
        ],
    ),
    (
        Language::Chinese,
        &[
            "撤销",
            "撤回",
            "撤消",
            "撤销上一步",
            "撤回上一步",
            "撤消上一步",
            "撤销刚才的修改",
            "撤销上次修改",
            "撤销一下",
            "撤回一下",
            "取消上一步",
            "取消刚才的修改",
            "还原",
            "还原上一步",
            "恢复上一步",
            "恢复上一版",
            "回到上一步",
            "回到上一版",
            "返回上一步",
            "退回上一步",
            "撤銷",
            "撤銷上一步",
            "還原",
        ],
    ),
    (
        Language::Japanese,
        &[
            "元に戻す",
            "元に戻して",
            "元にもどして",
            "もとに戻して",
            "戻して",
            "取り消し",
            "取り消して",
            "取り消す",
            "取消",
            "一つ前に戻して",
            "一つ戻して",
            "ひとつ前に戻して",
            "前に戻して",
            "前の状態に戻して",
            "直前の変更を取り消して",
            "最後の変更を取り消して",
            "アンドゥ",
            "やり直し前に戻して",
        ],
    ),
    (
        Language::Spanish,
        &[
            "deshacer",
            "deshaz",
            "deshazlo",
            "deshaz eso",
            "deshaz esto",
            "deshaz lo ultimo",
            "deshaz el ultimo cambio",
            "deshacer el ultimo cambio",
            "deshacer lo ultimo",
            "revertir",
            "revierte",
            "revierte el ultimo cambio",
            "vuelve atras",
            "volver atras",
            "atras",
            "anula el ultimo cambio",
            "vuelve a la version anterior",
        ],
    ),
    (
        Language::German,
        &[
            "ruckgangig",
            "ruckgangig machen",
            "mach das ruckgangig",
            "mache das ruckgangig",
            "mach es ruckgangig",
            "das ruckgangig machen",
            "letzte anderung ruckgangig machen",
            "mach die letzte anderung ruckgangig",
            "mache die letzte anderung ruckgangig",
            "die letzte anderung ruckgangig machen",
            "zuruck",
            "einen schritt zuruck",
            "geh einen schritt zuruck",
            "ein schritt zuruck",
            "nimm das zuruck",
            "nimm die letzte anderung zuruck",
            "zuruck zur vorherigen version",
            "rueckgaengig",
            "mach das rueckgaengig",
        ],
    ),
    (
        Language::French,
        &[
            "annuler",
            "annule",
            "annulez",
            "annule ca",
            "annule cela",
            "annuler cela",
            "annule la derniere modification",
            "annulez la derniere modification",
            "annuler la derniere modification",
            "annule le dernier changement",
            "annuler le dernier changement",
            "defaire",
            "defais",
            "defais ca",
            "defais la derniere modification",
            "reviens en arriere",
            "revenir en arriere",
            "retour en arriere",
            "reviens a la version precedente",
        ],
    ),
];

/// Said anywhere, and meaning nothing here.
const POLITE: [&str; 7] = ["please", "bitte", "wieder", "porfa", "stp", "svp", "nochmal"];

/// Said before or after.
const AROUND: [&str; 11] = [
    "can you",
    "could you",
    "por favor",
    "s il te plait",
    "s il vous plait",
    "请",
    "請",
    "吧",
    "ください",
    "下さい",
    "お願いします",
];

/// The language it was said in; `None` for any other message.
pub(crate) fn undo(message: &str) -> Option<Language> {
    let mut said = folded(message);
    loop {
        let shorter = AROUND.iter().find_map(|polite| {
            let rest = said.strip_prefix(polite).or_else(|| said.strip_suffix(polite))?;
            Some(rest.trim().to_owned())
        });
        match shorter {
            Some(shorter) => said = shorter,
            None => break,
        }
    }
    WORDS.iter().find(|(_, phrases)| phrases.contains(&said.as_str())).map(|(language, _)| *language)
}

/// Lower case, Latin letters without accents, no polite words, and one space where anything else but letters and digits
/// stood.
fn folded(message: &str) -> String {
    let bare = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    };
    let plain: String = message.to_lowercase().chars().map(bare).collect();
    let words = plain.split_whitespace().filter(|word| !POLITE.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{WORDS, folded, undo};
    use crate::serve::workshop::phrases::Language;

    #[test]
    fn it_is_heard_in_every_language() {
        for (message, language) in [
            ("undo", Language::English),
            ("Undo that, please!", Language::English),
            ("Could you undo the last change?", Language::English),
            ("撤销", Language::Chinese),
            ("请撤销上一步。", Language::Chinese),
            ("元に戻してください", Language::Japanese),
            ("取り消して", Language::Japanese),
            ("Deshaz el último cambio, por favor", Language::Spanish),
            ("¡deshazlo!", Language::Spanish),
            ("Mach das bitte rückgängig", Language::German),
            ("Bitte rückgängig machen", Language::German),
            ("Annule la dernière modification, s'il te plaît", Language::French),
            ("annuler", Language::French),
        ] {
            assert_eq!(undo(message), Some(language), "{message}");
        }
    }

    #[test]
    fn other_wishes_are_none() {
        for message in
            ["undo the title and add music", "remove the music", "title \"Undo\"", "slower", "", "please", "音乐"]
        {
            assert_eq!(undo(message), None, "{message}");
        }
    }

    #[test]
    fn every_phrase_is_spelled_as_messages_are_folded() {
        for phrase in WORDS.iter().flat_map(|(_, phrases)| phrases.iter()) {
            assert_eq!(folded(phrase), *phrase);
        }
    }
}
