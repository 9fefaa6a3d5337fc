//! A film talked over: each message changes what it names, in six languages, and can be taken back.

use crate::serve::client::{Guest, kinds};
use crate::support::Serving;

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_refines_the_film_and_says_what_it_understood() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 3).await;
    guest.bring_music().await;
    let first = guest.say("turn these images into a short video clip with smooth transitions").await;
    assert!(first.text.contains("Understood: transition crossfade"), "{first:?}");
    assert!(
        first.text.ends_with("Timeline (2 tracks): 1. Video: 3 pictures (0-1.5s) 2. BGM: song.wav (0-1.5s, 80%)"),
        "{first:?}"
    );
    assert_eq!(kinds(&first.draft), [0, 1]);
    let titled = guest.say("vertical, with the title \"By the sea\"").await;
    assert_eq!((kinds(&titled.draft), titled.draft["m"]["height"].as_i64()), (vec![0, 1, 7], Some(854)));
    assert_eq!(titled.draft["t"][2]["sg"][0]["m"]["text"], "By the sea");
    let longer = guest.say("2 seconds per picture").await;
    assert_eq!((longer.draft["d"].as_f64(), longer.draft["m"]["height"].as_i64()), (Some(6000.0), Some(854)));
    assert_eq!(guest.say("slower").await.draft["d"].as_f64(), Some(9000.0));
    let silent = guest.say("remove the music").await;
    assert_eq!(kinds(&silent.draft), [0, 7]);
    assert_eq!(guest.state().await["draft"], silent.draft, "the state has what the stream said");
    assert_eq!(guest.state().await.get("reeldrop"), None, "what we remember is nobody's business");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_can_be_taken_back_step_by_step() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    let plain = guest.say("make a video").await;
    let square = guest.say("square").await;
    let titled = guest.say("title \"Sea\"").await;
    assert_ne!(titled.draft, square.draft);
    let back = guest.say("undo").await;
    assert_eq!(back.draft, square.draft);
    assert!(back.text.contains("Undone: “title \"Sea\"”"), "{back:?}");
    assert_eq!(guest.say("Bitte rückgängig machen").await.draft, plain.draft);
    let nothing = guest.say("annuler").await;
    assert!(nothing.text.starts_with("Il n'y a rien à annuler."), "{nothing:?}");
    assert_eq!(nothing.draft, plain.draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_answered_in_the_language_it_was_said_in() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    guest.bring_music().await;
    for (words, answer) in [
        ("make a vertical video from these photos", "Understood: aspect 9:16"),
        ("去掉音乐", "已理解：music false"),
        ("撤销", "已撤销：“去掉音乐”"),
        ("音楽なしの正方形の動画にしてください", "理解した内容："),
        ("元に戻して", "元に戻しました："),
        ("Quita la música de este vídeo, por favor", "Entendido: music false"),
        ("deshaz el último cambio", "Deshecho: "),
        ("Mach bitte ein Video ohne Musik aus diesen Bildern", "Verstanden: music false"),
        ("Mach das rückgängig", "Rückgängig gemacht: "),
        ("Fais une vidéo sans musique avec ces photos", "Compris : music false"),
        ("annule la dernière modification", "Annulé : "),
        ("xyzzy plugh", "Not understood: "),
    ] {
        let said = guest.say(words).await;
        assert!(said.text.contains(answer), "{words}: {said:?}");
        assert!(said.text.contains("Timeline ("), "{words}: {said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_come_before_the_pictures_hold_for_them() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 0).await;
    let early = guest.say("vertical").await;
    assert!(early.text.contains("There are no pictures in this session yet") && early.draft.is_null(), "{early:?}");
    assert!(guest.state().await["draft"].is_null());
    crate::support::jpeg(&guest.dir.path().join("a.jpg"), 320, 180, [9, 90, 200]);
    guest.bring(&["a.jpg"]).await;
    assert_eq!(guest.say("make a video").await.draft["m"]["height"], 854);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_made_is_said_and_changes_nothing() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    let made = guest.say("make a video").await;
    let refused = guest.say("total_seconds: 0.02").await;
    assert!(refused.error.is_some_and(|error| error.contains("do not fit into")), "{}", refused.text);
    assert_eq!(guest.state().await["draft"], made.draft);
    assert_eq!(guest.say("title \"Sea\"").await.draft["d"], made.draft["d"], "the wish that failed is forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_come_later_join_the_film_and_videos_are_left_out_aloud() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    guest.say("make a video").await;
    crate::support::jpeg(&guest.dir.path().join("img0.jpg"), 64, 64, [0, 200, 0]);
    std::fs::write(guest.dir.path().join("clip.mp4"), b"\0\0\0\x18ftypisom\0\0\0\0isommp42").unwrap();
    let reply = guest.bring(&["img0.jpg", "clip.mp4"]).await;
    assert_eq!(reply["data"]["files"][0]["filename"], "img0.jpg", "{reply}");
    let both = guest.say("make it again").await;
    assert!(both.text.contains("these videos are left out: clip.mp4"), "{both:?}");
    let names: Vec<&str> =
        both.draft["t"][0]["sg"].as_array().unwrap().iter().map(|shot| shot["m"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["img0.jpg", "img0.jpg"], "two files of one name are two pictures");
    assert_eq!(guest.film("r1", &both.draft).await.unwrap().frames, 30);
}
