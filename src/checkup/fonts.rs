//! Which scripts a title can be written in.

use crate::checkup::finding::Finding;
use crate::render::text;

const SUBJECT: &str = "fonts";

/// Letters that stand for a script, what it is called, and a package that has it.
type Script = (&'static str, &'static str, &'static str);

const SCRIPTS: [Script; 5] = [
    ("Aß", "Latin", "the program carries its own; build it anew"),
    ("你好", "Chinese", "install a font such as Noto Sans CJK (`fonts-noto-cjk`)"),
    ("ひらカナ", "Japanese", "install a font such as Noto Sans CJK (`fonts-noto-cjk`)"),
    ("한글", "Korean", "install a font such as Noto Sans CJK (`fonts-noto-cjk`)"),
    ("🎉", "emoji", "install a font such as Noto Color Emoji (`fonts-noto-color-emoji`)"),
];

pub(crate) fn check() -> Vec<Finding> {
    let mut fonts = text::Fonts::default();
    let mut has = |letters: &str| fonts.missing(letters).0.is_empty();
    let (have, lack): (Vec<Script>, Vec<Script>) = SCRIPTS.into_iter().partition(|(letters, ..)| has(letters));
    let have: Vec<&str> = have.into_iter().map(|(_, script, _)| script).collect();
    let mut findings = vec![Finding::ok(SUBJECT, format!("titles in {}", have.join(", ")))];
    for (_, script, hint) in lack {
        let what = format!("no font on this machine has {script}; such letters are left out of titles");
        findings.push(Finding::warning(SUBJECT, what).hint(hint));
    }
    findings
}
