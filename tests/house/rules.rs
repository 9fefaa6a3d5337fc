//! That the rules can be broken, and that breaking them is seen.

use super::{LONGEST, Name, check, circles, modules, names, scrub, without_tests};

const HOUSE: [&str; 7] = [
    "src/disk/mod.rs",
    "src/disk/kind.rs",
    "src/render/mod.rs",
    "src/render/frame.rs",
    "src/render/sound/mod.rs",
    "src/render/sound/mix.rs",
    "src/job/mod.rs",
];

fn faults(path: &str, code: &str) -> Vec<String> {
    check(path, &format!("//! A file.\n{code}"), &modules(HOUSE.into_iter()))
}

#[track_caller]
fn refused(path: &str, code: &str, what: &str) {
    let faults = faults(path, code);
    assert!(matches!(&faults[..], [one] if one.contains(what)), "{code:?} gave {faults:?}, not `{what}`");
}

#[track_caller]
fn fine(path: &str, code: &str) {
    assert_eq!(faults(path, code), Vec::<String>::new(), "{code:?}");
}

#[test]
fn a_file_opens_with_a_sentence() {
    let faults = check("src/clock.rs", "use std::fs;\n", &modules([].into_iter()));
    assert_eq!(faults, ["src/clock.rs:1: does not open with a `//!` sentence"]);
}

#[test]
fn a_long_file_is_named_and_its_tests_are_not_counted() {
    refused("src/clock.rs", &"fn f() {}\n".repeat(LONGEST), "401 lines long");
    fine("src/clock.rs", &"fn f() {}\n".repeat(LONGEST - 1));
    fine("src/clock.rs", &format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "fn f() {}\n".repeat(LONGEST)));
}

#[test]
fn imports_go_down_only() {
    refused("src/disk/mod.rs", "use crate::job::Job;", ":2: `disk` reaches up to `job`");
    refused("src/disk/mod.rs", "fn f() -> crate::cli::Exit {}", "`disk` reaches up to `cli`");
    refused("src/disk/mod.rs", "use crate::{\n    disk::kind,\n    render::{Frame as F},\n};", ":4: `disk` reaches");
    refused("src/daemon.rs", "use crate::control::list;", "names its neighbour `control`");
    refused("src/daemon.rs", "use crate::cellar::wine;", "`cellar` is no room");
    refused("src/cellar.rs", "use crate::disk;", "`cellar` stands on no floor");
    fine("src/job/mod.rs", "use crate::{disk::{self, at}, render::*};\nuse crate::job::Job;");
    fine("src/main.rs", "use reeldrop::cli;");
    refused("src/disk/mod.rs", "use reeldrop::cli;", "reaches up to `cli`");
}

#[test]
fn a_child_goes_past_its_rooms_door() {
    refused("src/disk/kind.rs", "use crate::disk::at;", "its own room's door: `crate::disk::at`");
    refused("src/disk/kind.rs", "use crate::disk::{kind, Result};", "`crate::disk::Result`");
    refused("src/disk/kind.rs", "use crate::disk;", "`crate::disk`");
    refused("src/disk/kind.rs", "use crate::disk::*;", "`crate::disk`");
    refused("src/render/sound/mix.rs", "use crate::render::Frame;", "`crate::render::Frame`");
    refused("src/render/sound/mix.rs", "use crate::render::sound::Mix;", "`crate::render::sound::Mix`");
    refused("src/render/sound/mod.rs", "use crate::render::Frame;", "`crate::render::Frame`");
    fine("src/render/sound/mix.rs", "use crate::render::frame::Frame;");
    fine("src/render/mod.rs", "pub use crate::render::frame::Frame;");
    refused("src/disk/kind.rs", "use super::at;", "`super::` outside tests");
    fine("src/disk/kind.rs", "#[cfg(test)]\nmod tests {\n    use super::network;\n}");
}

#[test]
fn working_code_takes_no_shortcuts() {
    refused("src/clock.rs", "fn f() {\n    now().unwrap()\n}", ":3: `.unwrap()`");
    refused("src/clock.rs", "fn f() { unsafe { now() } }", "`unsafe` outside");
    refused("src/clock.rs", "// TODO: later", "`TODO` was left behind");
    refused("src/clock.rs", "fn f() { dbg!(1) }", "`dbg!` was left behind");
    refused("src/clock.rs", "#[cfg(test)]\nfn hook() {}", "on anything but a module of tests");
    refused("src/clock.rs", "fn f() -> bool { cfg!(test) }", "asks whether it is being tested");
    fine("src/render/h264.rs", "#![allow(unsafe_code)]\nfn f() { unsafe { open() } }");
    fine("src/clock.rs", "#![deny(unsafe_code)]\nfn f() { x.unwrap_or(0) }");
    fine("src/disk/kind_tests.rs", "use super::*;\nfn f() { crate::disk::at().unwrap() }");
    refused("src/clock.rs", "#[cfg(unix)]\nmod tests {\n    fn f() { x.unwrap() }\n}", ":4: `.unwrap()`");
    fine("src/clock.rs", "#[cfg(all(test, unix))]\nmod tests {\n    fn f() { x.unwrap() }\n}");
    fine("src/clock.rs", "#[cfg(test)]\n#[expect(a::b, reason = \"]\")]\nmod tests { fn f() { x.unwrap() } }");
}

#[test]
fn words_in_comments_and_strings_are_not_code() {
    fine("src/clock.rs", "// crate::cli, super::x, unsafe\n/* .unwrap() */\n/// [`crate::cli::run`]\nfn f() {}");
    fine("src/clock.rs", "const A: &str = \"unsafe \\\" .unwrap()\";\nconst B: &str = r#\"crate::cli::\"x\"#;");
    refused("src/clock.rs", "const A: char = '\"';\nfn f<'a>() { x.unwrap() }", ":3: `.unwrap()`");
    refused("src/clock.rs", "const A: &[u8] = b\"\\\\\";\nfn f() { x.unwrap() }", ":3: `.unwrap()`");
}

#[test]
fn code_after_the_tests_is_still_code() {
    let code = "#[cfg(test)]\nmod tests { mod deep {} }\nfn f() { x.unwrap() }";
    refused("src/clock.rs", code, ":4: `.unwrap()`");
    assert_eq!(without_tests(&scrub(code)), "\n\nfn f() { x.unwrap() }");
}

#[test]
fn a_tree_of_names_is_read_branch_by_branch() {
    let read = |code: &str| names(code).into_iter().map(|Name { parts, .. }| parts.join("::")).collect::<Vec<_>>();
    assert_eq!(read("use crate::{a::{self, b as c, d::*}, e};"), ["a", "a::b", "a::d", "e"]);
    assert_eq!(read("crate::a::f::<u8>(crate::b::C)"), ["a::f", "b::C"]);
    assert_eq!(read("mycrate::a::b"), Vec::<String>::new());
}

#[test]
fn files_that_name_each_other_are_a_circle() {
    let file = |path: &str, code: &str| (path.to_owned(), format!("//! A file.\n{code}"));
    let circle = [
        file("src/job/mod.rs", "mod spec;\nmod file;"),
        file("src/job/spec.rs", "use crate::job::file::JobFile;"),
        file("src/job/file.rs", "use crate::job::spec::{Found, BackendName};"),
        file("src/store.rs", "use crate::job::Job;"),
    ];
    let known = modules(circle.iter().map(|(path, _)| path.as_str()));
    let found = circles(&circle, &known);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("job::file") && found[1].starts_with("job::spec"), "{found:?}");
    assert_eq!(circles(&circle[..2], &known), [""; 0]);
}
