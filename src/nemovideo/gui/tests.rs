//! What the service is likely to say, and what becomes of it.

use proptest::prelude::*;

use super::Action::{self, Credits, Export, Message, State, Timeline};
use super::translate;

fn message(text: &str) -> Action {
    Message(text.to_owned())
}

#[track_caller]
fn becomes(cases: &[(&str, &str, Vec<Action>)]) {
    let wrong = cases.iter().filter_map(|(said, text, actions)| {
        let translation = translate(said);
        let right = translation.text == *text && translation.actions == *actions;
        (!right).then(|| format!("{said:?} became {translation:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn instructions_in_english_become_actions() {
    becomes(&[
        ("Done! 海边 — click \"Export\" to save it.", "Done! 海边.", vec![Export]),
        ("Your video is ready, preview in Timeline or click Export.", "Your video is ready.", vec![Timeline, Export]),
        ("Your video is ready! Click the Export button to download it.", "Your video is ready!", vec![Export]),
        (
            "I've created a 10-second video that you can preview in the timeline.",
            "I've created a 10-second video.",
            vec![Timeline],
        ),
        ("When you're happy with it, click \"Export\".", "The video can be exported.", vec![Export]),
        ("The music is in place; open the audio panel to adjust it.", "The music is in place.", vec![State]),
        (
            "Done. Drag the title to the end if you like.",
            "Done.",
            vec![message("move the title to the end if you like")],
        ),
        (
            "Drag and drop clips onto the timeline.",
            "Suggested: move clips onto the timeline.",
            vec![message("move clips onto the timeline")],
        ),
        (
            "A title was added. You can move the clip to 0:05.",
            "A title was added.",
            vec![message("move the clip to 0:05")],
        ),
        ("Out of credits. Please check your account balance.", "Out of credits.", vec![Credits]),
        ("Go to Settings to change it.", "There is a timeline to look at.", vec![State]),
        (
            "You can now:\n- Preview it in the timeline\n- Click the Export button",
            "There is a timeline to look at. The video can be exported.",
            vec![Timeline, Export],
        ),
        (
            "It has 3 tracks. You can now:\n1) Preview it in the timeline\n2) Click Export\n\nAnything else?",
            "It has 3 tracks.\nAnything else?",
            vec![Timeline, Export],
        ),
        ("Video ready: click Export", "Video ready", vec![Export]),
        ("Your video is ready:\nClick Export", "Your video is ready:", vec![Export]),
        ("Head to the Export panel in the top-right corner.", "The video can be exported.", vec![Export]),
        ("Simply click on 'Export'.", "The video can be exported.", vec![Export]),
        ("To download the final video, click Export in the corner.", "The video can be exported.", vec![Export]),
        (
            "Feel free to preview it in the player and let me know if you want changes.",
            "Let me know if you want changes.",
            vec![Timeline],
        ),
        ("All set! Check it out in the preview window!", "All set!", vec![Timeline]),
        ("Two clips joined. View the timeline for details.", "Two clips joined.", vec![Timeline]),
        ("The balance is low. Open the billing page.", "The balance is low.", vec![Credits]),
        ("Right-click the clip to see more.", "There is a timeline to look at.", vec![State]),
        ("Go ahead and export it!", "The video can be exported.", vec![Export]),
        ("Click Export, choose 1080p, and hit Save.", "The video can be exported.", vec![Export]),
        ("Click Export and your video will be saved.", "Your video will be saved.", vec![Export]),
        ("1. Click **Export**\n2. Your film has 3 tracks", "2. Your film has 3 tracks", vec![Export]),
        ("Next step: click Export", "The video can be exported.", vec![Export]),
        ("Your clip is ready (click Export to download).", "Your clip is ready.", vec![Export]),
        ("Your video is ready to export.", "Your video is ready.", vec![Export]),
        ("The Export button is at the top right. It has 2 tracks.", "It has 2 tracks.", vec![Export]),
        ("You can download the video now. It lasts 10.5 s, at 1080p.", "It lasts 10.5 s, at 1080p.", vec![Export]),
        ("I added music. You can fine-tune it in the editor.", "I added music.", vec![State]),
    ]);
}

#[test]
fn instructions_in_chinese_become_actions() {
    becomes(&[
        ("视频已生成，点击右上角的导出按钮即可下载。", "视频已生成。", vec![Export]),
        ("视频已生成，您可以在时间线中预览，或者点击“导出”。", "视频已生成。", vec![Timeline, Export]),
        ("已添加标题“都市梦”。请打开音频面板调整音量。", "已添加标题“都市梦”。", vec![State]),
        ("把片段拖拽到时间轴末尾", "建议：把片段移动到时间轴末尾。", vec![message("把片段移动到时间轴末尾")]),
        ("积分不足，请查看账户余额。", "积分不足。", vec![Credits]),
        ("如果满意，点击导出，即可保存。", "视频可以导出了。", vec![Export]),
        ("完成了！导出视频吧", "完成了！", vec![Export]),
        ("音乐已加好。在右上角点击 Export 按钮", "音乐已加好。", vec![Export]),
        ("您可以点击播放按钮预览效果。共3条轨道。", "共3条轨道。", vec![Timeline]),
        ("视频生成完成，可在时间线预览或直接导出", "视频生成完成", vec![Timeline, Export]),
        ("将标题移到片尾即可", "建议：将标题移到片尾即可。", vec![message("将标题移到片尾即可")]),
        ("视频已完成。接下来：点击导出", "视频已完成。", vec![Export]),
        ("共3个轨道，满意后点击右上角“导出”按钮下载。", "共3个轨道。", vec![Export]),
        ("前往设置页面修改", "可以看看时间线。", vec![State]),
    ]);
}

#[test]
fn descriptions_are_left_alone() {
    let cases = [
        "The title \"Open Road\" was added at 0-3s.",
        "It begins with an opening shot, then the camera moves slowly to the left.",
        "Clicking sounds and a drop shadow were added.",
        "Click sounds were added, and a click track under them.",
        "Open Road is the title.",
        "The export failed: the draft is empty.",
        "Export finished. 30 s, 1080x1920, 12.5 MB",
        "Exported at 1080p, 3 tracks: video, music (35%), title.",
        "Would you like to export or keep editing?",
        "Shall I add music or export it?",
        "I moved the title to the end, and dropped the second clip.",
        "The drone footage opens on a beach; waves drag the sand away.",
        "A man presses a button and the door opens.",
        "Drop by drop the glass fills. Move slowly through the forest.",
        "The text reads \"Click Export, then open the panel\".",
        "Press photos of the band, hit songs and a tap dance.",
        "Download speed lines effect applied.",
        "Check the colours: they are warmer now.",
        "See https://x.y/a,b?c=1. It is 1,000 px wide - and 3:2.",
        "视频导出完成，时长10秒。",
        "已添加点击声和打开门的画面，镜头缓慢移动。",
        "已将标题移到片尾，音量为35%。",
        "标题是《打开心扉》，字幕为“点击导出”。",
        "正在导出中",
        "开门后点击声响起。",
        "See the waves in the preview of summer.",
        "保存美好回忆，下载速度很快。",
        "打开窗，将镜头移到右边，把时间留住。",
        "Let me know if you'd like to export or change anything!",
        "The clip is now in your timeline, between the intro and the outro.",
        "The heart of it: a click, a drop of rain and an open door.",
        "  - Video: 10 s\n  - BGM: Lo-fi (35%)\n\nWhat next?",
    ];
    becomes(&cases.map(|said| (said, said, vec![])));
}

#[test]
fn nothing_said_stays_nothing() {
    becomes(&[("", "", vec![]), (" \n\t ", "", vec![])]);
}

proptest! {
    #[test]
    fn nothing_panics_and_something_said_is_never_silence(text in "\\PC{0,60}") {
        let translation = translate(&text);
        prop_assert_eq!(translation.text.trim().is_empty(), text.trim().is_empty());
    }

    #[test]
    fn words_without_instructions_come_through_unchanged(
        parts in prop::collection::vec("(the sea|, and |\\. |\n| or |“a”|\\(b\\)| you can |，|或|\"click Export\"|！|; )", 0..9),
    ) {
        let text = parts.concat();
        let translation = translate(&text);
        prop_assert_eq!(translation.text.trim(), text.trim());
    }

    #[test]
    fn pieces_of_instructions_in_any_order_do_no_harm(
        parts in prop::collection::vec("(click|Export|\\. |, | or |“|”|\"|\\(|\\)|drag|the clip|点击|导出|，|或者|打开|面板|\n|？)", 0..12),
    ) {
        let text = parts.join(" ");
        prop_assert_eq!(translate(&text).text.trim().is_empty(), text.trim().is_empty());
    }
}
