//! A whole film, beside FFmpeg making the same from the same pictures, in turn: wall time, and the ratio of each pair.
//!
//! `cargo bench --bench render [FOLDER] [RUNS]`: the drawn example folder and three pairs unless told. FFmpeg's way is
//! the usual one: `zoompan` on each picture, `xfade` between them, libx264 veryfast. Without FFmpeg only reeldrop runs.

#![expect(clippy::print_stdout, reason = "a bench has no other voice")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use reeldrop::{clock, example, inbox};

/// Seconds on screen, of which the fade takes its part; frames a second.
const EACH: f64 = 3.0;
const FADE: f64 = 0.5;
const FPS: u32 = 30;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = words.iter().map(PathBuf::from).find(|word| word.is_dir()).unwrap_or_else(|| {
        let folder = out.path().join("example");
        example::draw(&folder).expect("the example can be drawn");
        folder
    });
    let runs = words.iter().find_map(|word| word.parse().ok()).unwrap_or(3);
    let pictures = pictures(&folder);
    println!("{} pictures, {EACH} s each, {FADE} s crossfades, 1920x1080, {FPS} frames a second", pictures.len());
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for run in 0..=runs {
        let mine = timed(&mut reeldrop(&folder, &out.path().join(format!("ours{run}.mp4"))));
        let peer = timed(&mut ffmpeg(&pictures, &out.path().join(format!("theirs{run}.mp4"))));
        // The first pair warms the disk's cache and does not count.
        if run > 0 {
            ours.push(mine.expect("reeldrop makes a film"));
            theirs.extend(peer);
        }
    }
    report(ours, theirs);
}

fn pictures(folder: &Path) -> Vec<PathBuf> {
    let names = inbox::Names::new(&inbox::Settings::default()).expect("the default settings hold no pattern");
    let listing = inbox::list(folder, true, &names).expect("the folder can be read");
    listing.pictures().iter().map(|file| folder.join(&file.path)).collect()
}

fn reeldrop(folder: &Path, film: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reeldrop"));
    let prompt = format!("16:9, {EACH} seconds per picture, crossfade {FADE} seconds, no music");
    command.args(["make", "-q", "-p", &prompt, "-o"]).arg(film).arg(folder);
    command
}

fn ffmpeg(pictures: &[PathBuf], film: &Path) -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y"]);
    let frames = ((EACH + FADE) * f64::from(FPS)).round();
    let mut graph = String::new();
    for (number, picture) in pictures.iter().enumerate() {
        command.arg("-i").arg(picture);
        let view = format!(
            "[{number}:v]scale=1920:1080:force_original_aspect_ratio=increase:flags=bicubic,crop=1920:1080,\
             zoompan=z='1+0.08*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}:s=1920x1080:fps={FPS},\
             format=yuv420p[v{number}];"
        );
        graph.push_str(&view);
    }
    let mut last = "v0".to_owned();
    for number in 1..pictures.len() {
        let offset = EACH * number as f64;
        let fade = format!("[{last}][v{number}]xfade=transition=fade:duration={FADE}:offset={offset}[x{number}];");
        graph.push_str(&fade);
        last = format!("x{number}");
    }
    command.args(["-filter_complex", graph.trim_end_matches(';'), "-map", &format!("[{last}]")]);
    command.args(["-c:v", "libx264", "-preset", "veryfast", "-crf", "21"]).arg(film);
    command
}

/// `None` where the program is not there or fails.
fn timed(command: &mut Command) -> Option<Duration> {
    let begun = clock::instant();
    let status = command.stdout(Stdio::null()).stdin(Stdio::null()).status().ok()?;
    status.success().then(|| begun.elapsed())
}

fn report(ours: Vec<Duration>, theirs: Vec<Duration>) {
    let ratios: Vec<f64> = ours.iter().zip(&theirs).map(|(a, b)| b.as_secs_f64() / a.as_secs_f64()).collect();
    let seconds = |times: Vec<Duration>| times.iter().map(Duration::as_secs_f64).collect::<Vec<_>>();
    println!("reeldrop  {:.2} s (median)", median(seconds(ours)));
    if ratios.is_empty() {
        println!("ffmpeg is not there, or cannot do it: no ratio");
        return;
    }
    println!(
        "ffmpeg    {:.2} s (median), {:.1} times as long (median of the pairs)",
        median(seconds(theirs)),
        median(ratios)
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
