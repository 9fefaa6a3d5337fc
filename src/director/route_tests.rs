//! Who asks for something at once, and who only seems to.

use proptest::prelude::*;

use super::Route::{self, Credits, Edit, Export, Status, Upload};
use super::route;

#[track_caller]
fn all(expected: Route, messages: &[&str]) {
    let wrong: Vec<_> =
        messages.iter().map(|words| (*words, route(words))).filter(|(_, route)| *route != expected).collect();
    assert_eq!(wrong, [], "not {expected:?}");
}

#[test]
fn asking_for_the_film_is_an_export() {
    all(
        Export,
        &[
            "export",
            "Export 1080p MP4",
            "export 1080p MP4",
            "Export!",
            "\"export\"",
            "please download",
            "download it as mp4",
            "send me the video",
            "Could you send me the file, please?",
            "Can I get the video?",
            "save the video",
            "export in 4K",
            "export the Paris trip",
            "Export for Instagram",
            "ok, export it now",
            "导出",
            "导出视频",
            "请导出1080p的MP4",
            "把视频导出来",
            "下载视频",
            "把视频发给我",
            "导出抖音版本",
            "エクスポート",
            "動画を書き出して",
            "ダウンロードしてください",
            "動画を保存して",
            "exportar",
            "Exporta el vídeo en alta calidad",
            "descargar",
            "descárgalo por favor",
            "envíame el vídeo",
            "exportieren",
            "Bitte exportiere das Video",
            "Lade das Video herunter",
            "schick mir das Video",
            "herunterladen",
            "exporter",
            "Exporte la vidéo en MP4",
            "télécharger la vidéo",
            "envoie-moi la vidéo",
            "télécharge s'il te plaît",
        ],
    );
}

#[test]
fn asking_for_the_balance_is_not_the_end_credits() {
    all(
        Credits,
        &[
            "credits",
            "how many credits do I have left?",
            "show my credits",
            "balance",
            "What's my account balance?",
            "How many left?",
            "积分",
            "余额",
            "我还有多少积分",
            "查一下余额",
            "积分不够怎么办",
            "残高",
            "クレジットは残りいくつありますか",
            "créditos",
            "¿Cuántos créditos me quedan?",
            "saldo",
            "Guthaben",
            "Wie viel Guthaben habe ich noch?",
            "crédits",
            "solde",
            "Combien de crédits me reste-t-il ?",
        ],
    );
    all(
        Edit,
        &[
            "credits roll at the end",
            "add end credits",
            "credits at the end: Anna",
            "white balance",
            "balance the video",
            "片尾字幕",
            "加片尾积分榜",
            "最後にクレジットを入れて",
            "créditos al final",
            "Abspann mit Credits",
            "crédits à la fin",
            "title \"Credits\"",
        ],
    );
}

#[test]
fn asking_how_things_stand_is_the_status() {
    all(
        Status,
        &[
            "status",
            "What's the status?",
            "show tracks",
            "show the timeline",
            "progress",
            "what's done",
            "export status",
            "show me what we have",
            "what's in it",
            "状态",
            "现在什么样了",
            "查看进度",
            "显示轨道",
            "导出状态",
            "ステータス",
            "進捗を教えて",
            "estado",
            "muestra las pistas",
            "¿Cuál es el estado?",
            "Status",
            "zeig die Spuren",
            "Wie ist der Stand?",
            "statut",
            "montre les pistes",
            "Où en est l'avancement ?",
        ],
    );
    all(
        Edit,
        &[
            "status bar",
            "add a status bar",
            "show the status quo as title",
            "progress bar at the bottom",
            "显示状态栏",
            "进度条",
            "work in progress as title",
            "Statusleiste",
            "barra de estado",
            "tracks of a train",
        ],
    );
}

#[test]
fn bringing_pictures_is_an_upload() {
    all(
        Upload,
        &[
            "upload",
            "upload images",
            "Upload these photos, please",
            "I want to upload pictures",
            "上传",
            "上传图片",
            "我要上传照片",
            "アップロード",
            "写真をアップロードしたい",
            "subir",
            "subir fotos",
            "hochladen",
            "Lade diese Bilder hoch",
            "Bilder hochladen",
            "téléverser",
            "téléverser des photos",
        ],
    );
    all(Edit, &["upload arrow animation", "上传箭头动画", "show a cloud upload icon"]);
}

#[test]
fn everything_else_is_an_edit() {
    all(
        Edit,
        &[
            "",
            "  ",
            "?",
            "重新生成",
            "再来一个",
            "regenerate",
            "make a video and export it at the end",
            "turn these images into a short",
            "convert my static images",
            "download speed lines effect",
            "export button in the corner as a title",
            "the video",
            "export with a blue title",
            "export, then add music",
            "导出视频并添加字幕",
            "加BGM",
            "把标题改大一点",
            "add music and export",
            "exportar con música",
            "Exportiere und füge Musik hinzu",
            "exporte avec un titre",
            "書き出しの前に音楽を入れて",
            "trim the first clip to 2 seconds",
            "save the date as title",
            "send the drone over the sea",
            "get rid of the music",
            "exporting goods to Asia",
            "make the last photo stay on screen for longer and export nothing else than the good ones",
            "fais une vidéo douce",
            "mach die Musik leiser",
            "hazlo más lento",
            "もっとゆっくり",
            "“export”, as a title",
            "subir el volumen",
            "Lade Musik in den Hintergrund",
        ],
    );
}

#[test]
fn a_whole_novel_is_an_edit() {
    all(Edit, &[&"export ".repeat(60)]);
}

#[test]
fn the_sheet_speaks_six_languages_in_every_row() {
    let sheet: toml::Table = toml::from_str(include_str!("route.toml")).unwrap();
    let rows = ["film", "thing", "picture", "glue", "change"].into_iter().map(|name| sheet[name].as_table().unwrap());
    let rows: Vec<_> =
        rows.chain(sheet["action"].as_array().unwrap().iter().map(|row| row.as_table().unwrap())).collect();
    for row in rows {
        let languages: Vec<&str> =
            row.keys().map(String::as_str).filter(|key| !["route", "strong"].contains(key)).collect();
        assert_eq!(languages.len(), 6, "{languages:?}");
        assert!(languages.iter().all(|key| ["en", "zh", "ja", "es", "de", "fr"].contains(key)), "{languages:?}");
    }
}

proptest! {
    #[test]
    fn no_message_panics(message in "\\PC{0,80}") {
        let _ = route(&message);
    }

    #[test]
    fn politeness_changes_nothing(
        message in prop::sample::select(vec!["export", "status", "credits", "upload", "add music", "status bar"]),
        before in prop::sample::select(vec!["", "please ", "hi, ", "Ok ", " "]),
        after in prop::sample::select(vec!["", " please", "!", "?", " thanks :)", "\n"]),
    ) {
        prop_assert_eq!(route(&format!("{before}{message}{after}")), route(message));
    }

    #[test]
    fn an_unknown_word_makes_an_edit_of_what_is_not_strong(
        message in prop::sample::select(vec!["status", "credits", "upload", "download", "积分", "状态"]),
    ) {
        prop_assert_eq!(route(&format!("{message} qwertz")), Edit);
    }
}
