//! What of a text can be shown.

/// Without control characters; `None` where nothing can be read.
pub(crate) fn readable(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
