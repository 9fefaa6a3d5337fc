//! Plays the music once into a file of AAC packets, so that their sizes are known before the MP4 is written.

use std::io::{BufWriter, Write};
use std::path::Path;

use crate::disk;
use crate::render::budget;
use crate::render::error::Error;
use crate::render::mp4::Sound;
use crate::render::sound::Soundtrack;
use crate::timeline::{Timeline, Tune};

/// A sentence if the timeline asks for music that nobody can play: there is no instrument in here whose music anybody
/// would want to hear for the length of a film, and silence is better than noise.
pub(crate) fn left_out(timeline: &Timeline) -> Option<String> {
    let Tune::Mood(mood) = timeline.music.as_ref()?.tune else { return None };
    let mood = format!("{mood:?}").to_lowercase();
    Some(format!("reeldrop makes no {mood} music of its own: put a sound file into the folder, the film is silent"))
}

/// Writes the timeline's music to `path`; `None` where there is none. `goes_on` is asked between packets; if it
/// says no, what has been written is not to be used.
pub(crate) fn play(
    timeline: &Timeline,
    source: &Path,
    path: &Path,
    goes_on: impl Fn() -> bool,
) -> Result<Option<Sound>, Error> {
    let Some(music) = &timeline.music else { return Ok(None) };
    // A mood is answered by `left_out`.
    let Tune::File(tune) = &music.tune else { return Ok(None) };
    let track =
        Soundtrack::open(&source.join(tune), music, (timeline.frames, timeline.fps), budget::sound_bits(timeline))?;
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
