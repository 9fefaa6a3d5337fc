//! What a film costs beside its encoder alone: a measurement, to be asked for.
//!
//! ```sh
//! reeldrop --json plan FOLDER > plan.json
//! REELDROP_COST=plan.json REELDROP_PICTURES=FOLDER cargo test --release -- --ignored --nocapture cost
//! ```
//! With `REELDROP_FRAMES=FILE` the frames go there as raw I420, for another encoder to be tried on the same.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement, not a part of the program")]

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::render::budget;
use crate::render::frame::Frame;
use crate::render::h264::Encoder;
use crate::render::library::Library;
use crate::render::painter::{self, Painter};
use crate::render::plan;
use crate::render::settings::Settings;
use crate::render::titles::Titles;
use crate::timeline::Timeline;

fn given(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

#[test]
#[ignore = "a measurement: see the head of the file"]
fn cost() {
    let file = given("REELDROP_COST").expect("REELDROP_COST names the output of `plan --json`");
    let folder = given("REELDROP_PICTURES").expect("REELDROP_PICTURES names the folder");
    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let timeline: Timeline = serde_json::from_value(plan["timeline"].clone()).unwrap();
    let mut raw = given("REELDROP_FRAMES").map(|path| std::fs::File::create(path).unwrap());
    let (mut painting, mut encoding, mut bytes) = (Duration::ZERO, Duration::ZERO, 0);
    for range in plan::ranges(&timeline) {
        let begun = Instant::now();
        let frames = painted(&timeline, &folder, &range);
        painting += begun.elapsed();
        let begun = Instant::now();
        bytes += encoded(&timeline, range.start, &frames);
        encoding += begun.elapsed();
        if let Some(raw) = &mut raw {
            frames.iter().flat_map(|frame| [&frame.y, &frame.u, &frame.v]).for_each(|it| raw.write_all(it).unwrap());
        }
    }
    let (painting, encoding) = (painting.as_secs_f64(), encoding.as_secs_f64());
    println!(
        "{} frames on one core: painting {painting:.2} s, encoding {encoding:.2} s, {bytes} bytes",
        timeline.frames
    );
    println!("both are {:.2} times the encoder alone", (painting + encoding) / encoding);
    assert!(bytes > 0);
}

/// The pictures of the range are decoded for it, as if nobody shared them.
fn painted(timeline: &Timeline, folder: &std::path::Path, range: &std::ops::Range<u32>) -> Vec<Frame> {
    let mut users = vec![0; timeline.shots.len()];
    painter::shots(timeline, range).for_each(|shot| users[shot] += 1);
    let library = Library::new(timeline, folder, &Settings::default(), &users);
    let titles = Titles::new(timeline, folder).unwrap();
    let mut painter = Painter::new(timeline, &library, &titles, range);
    range.clone().map(|frame| painter.paint(frame).unwrap().clone()).collect()
}

fn encoded(timeline: &Timeline, first: u32, frames: &[Frame]) -> usize {
    let (canvas, quantiser) = (timeline.canvas, budget::quantiser(timeline.quality));
    let size = (canvas.width as usize, canvas.height as usize);
    let mut encoder = Encoder::new(size.0, size.1, timeline.fps, quantiser).unwrap();
    let mut bytes = 0;
    for (number, frame) in (first..).zip(frames) {
        encoder.encode(frame, plan::lean(timeline, number), |nal| bytes += nal.len()).unwrap();
    }
    bytes
}
