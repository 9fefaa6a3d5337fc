//! What can be done instead of clicking, and which of it a button stands for.

/// What an instruction comes to where there is nothing to click. A suggestion: none of them is carried out unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Export,
    /// Ask for the state and tell what is in it.
    State,
    /// An edit to be sent in these words.
    Message(String),
    /// Show the tracks.
    Timeline,
    Credits,
}

const EXPORT: [&str; 6] = ["export", "download", "save", "导出", "下载", "保存"];
const CREDITS: [&str; 11] =
    ["account", "billing", "balance", "credit", "subscription", "top up", "账户", "账号", "账单", "余额", "积分"];
const TIMELINE: [&str; 8] = ["preview", "play", "timeline", "player", "预览", "播放", "时间线", "时间轴"];

/// What is behind a button, a panel or a page that is called so.
pub(crate) fn behind(label: &str) -> Action {
    let label = label.to_lowercase();
    let says = |names: &[&str]| names.iter().any(|name| label.contains(name));
    if says(&EXPORT) {
        Action::Export
    } else if says(&CREDITS) {
        Action::Credits
    } else if says(&TIMELINE) {
        Action::Timeline
    } else {
        Action::State
    }
}
