//! Copies and blurred pictures are left out where somebody wants it, and are named.

use crate::brief::Brief;
use crate::director::compose::{Picture, Proof, compose, defaults};
use crate::director::error::Error;
use crate::director::read::read;

/// A picture of its own kind, so blurred; the same `motif` is the same picture.
fn picture(path: &str, motif: usize, blur: f64) -> Picture {
    let slopes = (0..480).map(|at| ((at * (motif * 7 + 3)) % 41) as f32 - 20.0).collect();
    let proof = Some(Proof { blur, slopes, colour: [100.0, 110.0, 120.0] });
    Picture { path: path.to_owned(), width: 400, height: 300, proof, ..Picture::default() }
}

fn shown(words: &str, pictures: &[Picture]) -> (Vec<String>, Vec<String>) {
    let brief = read(words).brief.over(defaults());
    let composed = compose(&brief, pictures, None).unwrap();
    (composed.timeline.shots.into_iter().map(|shot| shot.picture).collect(), composed.notes)
}

fn four() -> [Picture; 4] {
    [picture("a", 1, 0.5), picture("b", 2, 0.95), picture("c", 1, 0.2), picture("d", 3, 0.3)]
}

#[test]
fn nothing_is_left_out_unless_somebody_asks() {
    assert_eq!(shown("", &four()).0, ["a", "b", "c", "d"]);
    assert_eq!(shown("keep the duplicates", &four()).0, ["a", "b", "c", "d"]);
    assert_eq!(shown("don't skip the blurry ones", &four()), shown("", &four()));
}

#[test]
fn of_copies_the_sharpest_stays_in_the_place_of_the_first_and_the_other_is_named() {
    let (pictures, notes) = shown("skip duplicates", &four());
    assert_eq!(
        (pictures, notes),
        (vec!["c".into(), "b".into(), "d".into()], vec!["left out as copies: `a` (like `c`)".into()])
    );
    let (pictures, _) =
        shown("skip duplicates, start with a.jpg", &four().map(|p| Picture { path: format!("{}.jpg", p.path), ..p }));
    assert_eq!(pictures, ["a.jpg", "b.jpg", "d.jpg"], "the one that was named stays");
}

#[test]
fn of_copies_as_sharp_as_each_other_the_largest_stays() {
    let large = Picture { width: 4000, height: 3000, ..picture("large", 1, 0.32) };
    assert_eq!(shown("skip duplicates", &[picture("small", 1, 0.3), large]).0, ["large"]);
}

#[test]
fn blurred_pictures_go_and_are_named_but_never_all() {
    assert_eq!(
        shown("leave out the blurry ones", &four()),
        (vec!["a".into(), "c".into(), "d".into()], vec!["left out as blurred: `b`".into()])
    );
    let blurred =
        four().map(|picture| Picture { proof: picture.proof.map(|proof| Proof { blur: 0.95, ..proof }), ..picture });
    let (pictures, notes) = shown("no blurry photos", &blurred);
    assert_eq!((pictures.len(), notes), (4, vec!["every picture is blurred, so none is left out for it".to_owned()]));
    let same = [picture("a", 1, 0.3), picture("b", 1, 0.3)];
    assert_eq!(shown("only the best photos", &same).0, ["a"]);
    assert_eq!(compose(&Brief::default(), &[], None).unwrap_err(), Error::NoPictures);
}

#[test]
fn a_picture_that_nobody_looked_at_stays() {
    let unseen = four().map(|picture| Picture { proof: None, ..picture });
    assert_eq!(shown("only the best photos", &unseen).0.len(), 4);
}

#[test]
fn the_wish_is_understood_in_six_languages_and_so_is_its_opposite() {
    let of = |words: &str| (read(words).brief.skip_duplicates, read(words).brief.skip_blurred);
    let (yes, no) = (Some(true), Some(false));
    for (words, expected) in [
        ("skip duplicates", (yes, None)),
        ("remove the duplicate photos", (yes, None)),
        ("no similar shots please", (yes, None)),
        ("leave out the blurry ones", (None, yes)),
        ("don't use blurred pictures", (None, yes)),
        ("only sharp photos", (None, yes)),
        ("best photos only", (yes, yes)),
        ("skip duplicates and blurry shots", (yes, yes)),
        ("keep the duplicates", (no, None)),
        ("don't skip the blurry ones", (None, no)),
        ("include the blurry ones too", (None, no)),
        ("去重", (yes, None)),
        ("去掉重复的照片", (yes, None)),
        ("不要模糊的照片", (None, yes)),
        ("只用清晰的照片", (None, yes)),
        ("只用最好的照片", (yes, yes)),
        ("去掉重复和模糊的照片", (yes, yes)),
        ("保留重复的照片", (no, None)),
        ("重複した写真は除いて", (yes, None)),
        ("似た写真は1枚だけ", (yes, None)),
        ("ピンボケの写真は使わないで", (None, yes)),
        ("いい写真だけで", (yes, yes)),
        ("sin fotos repetidas", (yes, None)),
        ("quita las fotos borrosas", (None, yes)),
        ("solo las mejores fotos", (yes, yes)),
        ("elimina las duplicadas y las borrosas", (yes, yes)),
        ("conserva las fotos repetidas", (no, None)),
        ("keine doppelten Bilder", (yes, None)),
        ("Dubletten weglassen", (yes, None)),
        ("unscharfe Bilder weglassen", (None, yes)),
        ("nur die besten Fotos", (yes, yes)),
        ("doppelte und unscharfe Bilder weglassen", (yes, yes)),
        ("doppelte Bilder behalten", (no, None)),
        ("sans doublons", (yes, None)),
        ("enlève les photos floues", (None, yes)),
        ("seulement les meilleures photos", (yes, yes)),
        ("garde les photos floues", (None, no)),
        ("blur transitions", (None, None)),
        ("blurred background", (None, None)),
        ("两边模糊填充", (None, None)),
        ("unscharfer Hintergrund", (None, None)),
        ("only the best 5 photos", (None, None)),
        ("5 photos of my 3 kids, 2 of them blurry", (None, None)),
        ("title \"No Duplicates\"", (None, None)),
    ] {
        assert_eq!(of(words), expected, "{words:?}");
    }
}
