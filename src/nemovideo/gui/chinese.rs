//! Instructions for a graphical interface in Chinese.

use crate::nemovideo::gui::label::{Action, behind};
use crate::nemovideo::gui::words::unquoted;

const LEADS: [&str; 27] = [
    "请",
    "您",
    "你",
    "也可以",
    "可以",
    "可",
    "只需要",
    "只需",
    "只要",
    "直接",
    "现在",
    "然后",
    "接着",
    "再",
    "或者",
    "或",
    "并且",
    "并",
    "最后",
    "首先",
    "先",
    "接下来",
    "下一步",
    "继续",
    "来",
    "就",
    "去",
];
const CLICKS: [&str; 6] = ["点击", "单击", "双击", "点按", "轻点", "按下"];
/// `点击声`, `点击率` and their kin are things and no instructions.
const NO_CLICKS: [&str; 5] = ["声", "音", "率", "量", "数"];
const DRAGS: [&str; 6] = ["拖拽", "拖动", "拖放", "拖到", "拖入", "拖至"];
const MOVES: [&str; 3] = ["移动", "移到", "移至"];
const THINGS: [&str; 9] = ["片段", "轨道", "素材", "字幕", "标题", "文字", "图层", "滑块", "播放头"];
const SCREENS: [&str; 14] = [
    "面板",
    "菜单",
    "预览窗口",
    "时间线",
    "时间轴",
    "编辑器",
    "设置",
    "侧边栏",
    "页面",
    "素材库",
    "播放器",
    "控制台",
    "仪表盘",
    "工具栏",
];
const PLAYERS: [&str; 6] = ["时间线", "时间轴", "播放器", "预览窗口", "预览区", "预览面板"];
const ACCOUNT: [&str; 7] = ["账户", "账号", "账单", "余额", "积分", "订阅", "套餐"];
const REPORTS: [&str; 10] = ["完成", "成功", "失败", "中", "结束", "设置", "格式", "参数", "好", "了"];

/// The action that an instruction asks for; `None` if the clause is none.
pub(crate) fn instruction(clause: &str) -> Option<Action> {
    let bare = unquoted(clause);
    let words = after_a_wait(lead_off(&bare));
    let begins = |names: &[&str]| names.iter().find_map(|name| words.strip_prefix(name));
    let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if let Some(rest) = begins(&CLICKS) {
        return (!NO_CLICKS.iter().any(|sound| rest.starts_with(sound))).then(|| behind(clause));
    }
    if has(&["导出按钮", "下载按钮"]) {
        return Some(Action::Export);
    }
    if begins(&["在", "到", "从", "前往"]).is_some() && has(&CLICKS) {
        return Some(behind(clause));
    }
    if begins(&DRAGS).is_some() || (begins(&["将", "把"]).is_some() && has(&DRAGS)) {
        return Some(moved(clause));
    }
    if (begins(&["移动"]).is_some() && has(&THINGS)) || (begins(&["将", "把"]).is_some() && has(&MOVES) && has(&THINGS))
    {
        return Some(moved(clause));
    }
    if begins(&["在", "预览", "查看", "播放", "观看", "回放"]).is_some() && has(&PLAYERS) {
        let look = has(&["预览", "查看", "播放", "观看", "回放"]);
        return Some(if look { Action::Timeline } else { Action::State })
            .filter(|_| look || has(&["调整", "编辑", "修改"]));
    }
    if begins(&["在"]).is_some() && has(&SCREENS) && has(&["调整", "编辑", "修改", "选择"]) {
        return Some(Action::State);
    }
    if begins(&["打开", "切换到", "转到"]).is_some() && has(&SCREENS) {
        return Some(Action::State);
    }
    let goes = begins(&["打开", "查看", "检查", "前往", "进入", "登录", "访问", "到"]).is_some();
    if goes && has(&ACCOUNT) {
        return Some(Action::Credits);
    }
    if begins(&["前往", "进入", "到"]).is_some() && has(&SCREENS) {
        return Some(Action::State);
    }
    if let Some(rest) = begins(&["下载", "保存"]) {
        return (rest.trim().is_empty() || begins_film(rest)).then_some(Action::Export);
    }
    let rest = begins(&["导出"])?;
    (!REPORTS.iter().any(|report| rest.starts_with(report))).then_some(Action::Export)
}

fn begins_film(rest: &str) -> bool {
    ["视频", "文件", "成片", "作品", "到", "它", "即可", "吧"].iter().any(|film| rest.trim_start().starts_with(film))
}

/// Whether the clause only makes sense before an instruction.
pub(crate) fn leads_up(clause: &str) -> bool {
    ["如果", "若", "如需", "如要", "当", "需要", "想要", "要", "等"]
        .iter()
        .any(|word| clause.trim_start().starts_with(word))
}

/// Whether the words say nothing but that an instruction comes.
pub(crate) fn announces(clause: &str) -> bool {
    let rest = lead_off(clause).trim_end_matches(['：', ':', ' ']);
    !clause.is_ascii() && ["", "步", "提示", "操作", "步骤"].contains(&rest)
}

/// Whether the clause only makes sense behind an instruction.
pub(crate) fn trails(clause: &str) -> bool {
    let (results, next) = (["即可", "就能", "就可以", "便可", "以便", "来"], ["选择", "勾选", "输入"]);
    next.iter().any(|word| lead_off(clause).starts_with(word))
        || results.iter().any(|word| clause.trim_start().starts_with(word))
}

/// Without "满意后" in front of a click: a few words that say when.
fn after_a_wait(words: &str) -> &str {
    const LONGEST: usize = 8;
    let short = |wait: &str| wait.chars().count() <= LONGEST;
    let rest = words.split_once('后').filter(|(wait, _)| short(wait)).map_or(words, |(_, rest)| lead_off(rest));
    if CLICKS.iter().any(|click| rest.starts_with(click)) { rest } else { words }
}

fn lead_off(clause: &str) -> &str {
    let dressing = |c: char| c.is_whitespace() || c.is_ascii_digit() || "*-•.、)".contains(c);
    let mut rest = clause.trim_start_matches(dressing);
    while let Some(after) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = after.trim_start_matches(dressing);
    }
    rest
}

/// An edit to be made by hand, in words that ask for the same.
fn moved(clause: &str) -> Action {
    let words = lead_off(clause).trim();
    let swapped =
        [("拖到", "移到"), ("拖入", "移到"), ("拖至", "移到"), ("拖拽", "移动"), ("拖动", "移动"), ("拖放", "移动")];
    let swap = swapped.iter().find(|(drag, _)| words.contains(drag));
    Action::Message(swap.map_or_else(|| words.to_owned(), |(drag, step)| words.replacen(drag, step, 1)))
}
