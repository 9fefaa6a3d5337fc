//! The three headers without which the service refuses exports (§9 of the protocol).

use std::path::Path;

/// Who is asking, as `X-Skill-Source`, `X-Skill-Version` and `X-Skill-Platform`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub source: &'static str,
    pub version: &'static str,
    pub platform: String,
}

impl Attribution {
    /// The skill document's own name for itself, and the version that its published kin carry.
    pub const SOURCE: &str = "image-to-video-ai-offline";
    pub const VERSION: &str = "1.0.0";

    /// The platform by the document's rule: `SKILL_SOURCE` if it is set, else by where the program is installed.
    #[must_use]
    pub fn new(skill_source: Option<&str>, program: &Path) -> Self {
        let named = skill_source.map(str::trim).filter(|name| is_header_text(name));
        let platform = named.unwrap_or_else(|| by_place(&program.to_string_lossy()));
        Self { source: Self::SOURCE, version: Self::VERSION, platform: platform.to_owned() }
    }
}

fn by_place(program: &str) -> &'static str {
    if program.contains("/.clawhub/") {
        "clawhub"
    } else if program.contains("/.cursor/skills/") {
        "cursor"
    } else {
        "unknown"
    }
}

fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::Attribution;

    #[test]
    fn the_platform_follows_the_documents_rule() {
        for (source, program, platform) in [
            (Some("vscode"), "/home/a/.clawhub/reeldrop", "vscode"),
            (None, "/home/a/.clawhub/reeldrop", "clawhub"),
            (Some(""), "/home/a/.cursor/skills/x/reeldrop", "cursor"),
            (Some("a\nb"), "/usr/bin/reeldrop", "unknown"),
        ] {
            assert_eq!(Attribution::new(source, program.as_ref()).platform, platform);
        }
    }
}
