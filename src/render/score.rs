//! Plays the music once into a file of AAC packets, so that their sizes are known before the MP4 is written.

use std::io::{BufWriter, Write};
use std::path::Path;

use crate::disk;
use crate::render::budget;
use crate::render::error::Error;
use crate::render::mp4::Sound;
use crate::render::sound::{self, Soundtrack};
use crate::timeline::{Timeline, Tune};

/// Writes the timeline's music to `path`; `None` where there is none. `goes_on` is asked between packets; if it
/// says no, what has been written is not to be used.
pub(crate) fn play(
    timeline: &Timeline,
    source: &Path,
    path: &Path,
    goes_on: impl Fn() -> bool,
) -> Result<Option<Sound>, Error> {
    let Some(music) = &timeline.music else { return Ok(None) };
    let (film, bits) = ((timeline.frames, timeline.fps), budget::sound_bits(timeline));
    let track = match &music.tune {
        Tune::File(file) => Soundtrack::open(&source.join(file), music, film, bits)?,
        Tune::Mood(mood) => Soundtrack::made(*mood, seed(timeline), music, film, bits)?,
    };
    let (config, delay) = (track.config().to_owned(), track.delay());
    let mut file = BufWriter::new(disk::create(path)?);
    let mut sizes = Vec::with_capacity(track.packets() as usize);
    for packet in track {
        let packet = packet?;
        file.write_all(&packet).map_err(disk::at("write", path))?;
        sizes.push(packet.len() as u32);
        if !goes_on() {
            break;
        }
    }
    file.flush().map_err(disk::at("write", path))?;
    Ok(Some(Sound { path: path.to_owned(), config, sizes, delay }))
}

/// Other pictures have another piece; a film that is made again, faster or with a title, has the same.
fn seed(timeline: &Timeline) -> u64 {
    sound::seed(timeline.shots.iter().map(|shot| shot.picture.as_str()))
}
