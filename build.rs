//! Finds out whether the video encoder gets its assembly, which its own build leaves out in silence, marks which
//! renderer this is, and makes tables of the director's words.

#[path = "src/director/read/choices.rs"]
mod choices;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "src/director/read/normalise.rs"]
#[expect(dead_code, reason = "the build folds phrases, and reads no prompts")]
mod normalise;
#[path = "build/spellings.rs"]
mod spellings;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    for source in ["build.rs", "build", "src/director/read/choices.rs", "src/director/read/normalise.rs"] {
        println!("cargo:rerun-if-changed={source}");
    }
    lexicon::write(Path::new(&env::var_os("OUT_DIR").expect("cargo names a folder for what is built")));
    for variable in ["NASM", "OPENH264_NO_ASM"] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let renderer = renderer().expect("the sources that are being built can be read");
    println!("cargo:rustc-env=REELDROP_RENDERER={renderer:016x}");
    let fast = encoder_is_fast();
    println!("cargo:rustc-env=REELDROP_ENCODER_ASSEMBLY={}", if fast { "yes" } else { "no" });
    if !fast {
        println!("cargo:warning=the H.264 encoder is built without its assembly: making a film takes twice as long");
        println!(
            "cargo:warning=install the package `nasm`, then run `cargo clean --release -p openh264-sys2` and build again"
        );
        // A file that is never there makes cargo ask again at the next build.
        println!("cargo:rerun-if-changed=no-assembly-yet");
    }
}

/// What decides a film's pixels beside the film itself: the renderer's sources, and the versions of what it is built on.
/// Another renderer must not go on with the parts of a film that this one made.
fn renderer() -> io::Result<u64> {
    let mut files = BTreeSet::from([PathBuf::from("Cargo.lock"), PathBuf::from("Cargo.toml")]);
    gather(Path::new("src/render"), &mut files)?;
    let mut hasher = DefaultHasher::new();
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo:rerun-if-changed=src/render");
    Ok(hasher.finish())
}

fn gather(folder: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), files)?;
        } else {
            files.insert(entry.path());
        }
    }
    Ok(())
}

/// What openh264-sys2 decides: on x86 it needs nasm; for ARM it brings assembly that the C compiler takes.
fn encoder_is_fast() -> bool {
    if env::var_os("OPENH264_NO_ASM").is_some() {
        return false;
    }
    match env::var("CARGO_CFG_TARGET_ARCH").as_deref() {
        Ok("x86" | "x86_64") => nasm_candidates().iter().any(runs),
        Ok("arm" | "aarch64") => env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows"),
        _ => false,
    }
}

/// `$NASM` alone if it is set, else every `nasm` on the path, as nasm-rs looks for it.
fn nasm_candidates() -> Vec<PathBuf> {
    match env::var_os("NASM") {
        Some(nasm) => vec![nasm.into()],
        None => env::split_paths(&env::var_os("PATH").unwrap_or_default()).map(|folder| folder.join("nasm")).collect(),
    }
}

fn runs(nasm: &PathBuf) -> bool {
    let ran = Command::new(nasm).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status();
    ran.is_ok_and(|status| status.success())
}
