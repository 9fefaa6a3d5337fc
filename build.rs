//! Finds out whether the video encoder gets its assembly, which its own build leaves out in silence.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for variable in ["NASM", "OPENH264_NO_ASM"] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
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
