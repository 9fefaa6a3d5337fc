//! A reeldrop that dies of certain questions: a script which looks at each of them, and hands all others on.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program, and what it was asked.
pub struct Frail {
    dir: TempDir,
}

impl Frail {
    /// One that kills itself when a question about files holds this text.
    pub fn at(text: &str) -> Self {
        let frail = Self { dir: tempfile::tempdir().unwrap() };
        let reeldrop = env!("CARGO_BIN_EXE_reeldrop");
        let script = format!(
            r#"#!/bin/sh
case "$1" in look-at|reprint) ;; *) exec '{reeldrop}' "$@";; esac
read -r question || exit 0
printf '%s\n' "$question" >> '{dir}/questions'
case "$question" in *'{text}'*)
    name=${{question#*\"pictures\":[\"}}
    [ "$1" = reprint ] || printf '{{"begun":"%s"}}\n' "${{name%%\"*}}"
    kill -9 $$;;
esac
mkfifo '{dir}/'$$
exec 3<> '{dir}/'$$
printf '%s\n' "$question" >&3
exec '{reeldrop}' "$1" <&3
"#,
            dir = frail.dir.path().display(),
        );
        fs::write(frail.program(), script).unwrap();
        fs::set_permissions(frail.program(), fs::Permissions::from_mode(0o700)).unwrap();
        // A process that another test is just starting may still hold the script open for writing.
        let mut first = Command::new(frail.program());
        first.arg("look-at").stdin(Stdio::null());
        while first.status().is_err() {}
        frail
    }

    pub fn program(&self) -> PathBuf {
        self.dir.path().join("reeldrop")
    }

    /// Every question about files, as it was put.
    pub fn questions(&self) -> Vec<String> {
        let all = fs::read_to_string(self.dir.path().join("questions")).unwrap_or_default();
        all.lines().map(str::to_owned).collect()
    }
}
