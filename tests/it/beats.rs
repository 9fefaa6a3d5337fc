//! Pictures that change on the beat of the music that lies beside them.

use std::fs;
use std::path::Path;

use crate::support::{WAV_RATE, World, jpeg, wav};

/// Twelve seconds of dull knocks at 100 beats a minute, one every 18 frames at 30 a second.
fn knocks(path: &Path) {
    const BEAT: u32 = WAV_RATE * 60 / 100;
    let sample = |n: u32| {
        let age = f64::from(n % BEAT) / f64::from(WAV_RATE);
        ((age * 90.0 * std::f64::consts::TAU).sin() * (-age / 0.06).exp() * 20_000.0) as i16
    };
    wav(path, (0..12 * WAV_RATE).map(sample));
}

#[test]
fn with_beat_sync_every_picture_comes_on_a_beat() {
    let world = World::new();
    for number in 0..5 {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 320, 180, [250, 40 * number, 90]);
    }
    knocks(&world.path("pics/song.wav"));
    fs::write(world.path("pics/job.toml"), "seconds_per_image = 1.3\nfps = 30\n").unwrap();
    let plan = world.json(&["plan", world.path("pics").to_str().unwrap(), "-p", "pictures change on the beat"]);
    let shots = plan["timeline"]["shots"].as_array().unwrap();
    let starts: Vec<u64> = shots.iter().map(|shot| shot["start"].as_u64().unwrap()).collect();
    assert_eq!(starts.len(), 5);
    // The nearest beat to 39 frames is at 36; a frame either way is rounding.
    let off = |start: &u64| (start + 9) % 18;
    assert!(starts[1..].iter().all(|start| off(start).abs_diff(9) <= 1), "{starts:?}");
}
