//! What FFmpeg has made, read from the index of its MP4: every frame must be there, at the film's own pace.

use std::io;
use std::path::Path;

use shiguredo_mp4::Decode;
use shiguredo_mp4::boxes::{CttsBox, MoovBox, StblBox, StszBox, TrakBox};

use crate::disk;
use crate::render::inspect;
use crate::render::mp4::{FRAME, Footage, Reel};
use crate::timeline::Timeline;

/// The pictures in the file at `path`, which holds nothing else; or what is wrong with it, for a person.
pub(crate) fn read(path: &Path, timeline: &Timeline) -> Result<Footage, String> {
    let (end, track) = track(path).map_err(|error| format!("what it made cannot be read: {error}"))?;
    let StblBox { stsd_box, stsz_box, ctts_box, stss_box, stts_box, .. } = track.mdia_box.minf_box.stbl_box;
    let sizes = match stsz_box {
        StszBox::Variable { entry_sizes } => entry_sizes,
        StszBox::Fixed { sample_size, sample_count } => {
            vec![sample_size.get(); sample_count.min(timeline.frames) as usize]
        }
    };
    if sizes.len() != timeline.frames as usize {
        return Err(format!("it made {} frames of {}", sizes.len(), timeline.frames));
    }
    let paces = stts_box.entries.iter().map(|entry| (entry.sample_count, entry.sample_delta));
    let clock = track.mdia_box.mdhd_box.timescale.get();
    if clock != timeline.fps * FRAME || !even(paces, timeline.frames) {
        return Err("its frames do not come at an even pace".to_owned());
    }
    let lead = lead(ctts_box.as_ref(), sizes.len()).ok_or("it shows frames before they are decoded")?;
    let bytes = sizes.iter().map(|size| u64::from(*size)).sum::<u64>();
    Ok(Footage {
        // The samples are all that lies between FFmpeg's head and its index.
        reels: vec![Reel {
            path: path.to_owned(),
            start: end.checked_sub(bytes).ok_or("its index makes no sense")?,
            bytes,
        }],
        sizes,
        keys: stss_box.map(|keys| keys.sample_numbers),
        entry: stsd_box.entries.into_iter().next().ok_or("it names no codec")?,
        later: ctts_box,
        lead,
    })
}

/// The only track, and where the samples end: the index follows them.
fn track(path: &Path) -> io::Result<(u64, TrakBox)> {
    let broken = |_| io::Error::from(io::ErrorKind::InvalidData);
    let mut file = disk::open_file(path).map_err(|error| error.source)?;
    let (at, content) = inspect::moov(&mut file)?;
    let size = u32::try_from(content.len() + 8).map_err(|_| io::ErrorKind::InvalidData)?;
    let (moov, _) = MoovBox::decode(&[&size.to_be_bytes(), &b"moov"[..], &content].concat())
        .map_err(|_| io::ErrorKind::InvalidData)?;
    let [track] = <[TrakBox; 1]>::try_from(moov.trak_boxes).map_err(broken)?;
    Ok((at, track))
}

/// Whether each frame takes as long as every other. The last one's length is often not known to whoever wrote it.
fn even(mut paces: impl Iterator<Item = (u32, u32)>, frames: u32) -> bool {
    let mut before = 0;
    paces.all(|(count, pace)| {
        before += u64::from(count);
        pace == FRAME || count == 1 && before == u64::from(frames)
    })
}

/// When the first frame is shown; `None` if that were before the film begins.
fn lead(later: Option<&CttsBox>, frames: usize) -> Option<u32> {
    let Some(later) = later else { return Some(0) };
    let waits =
        later.entries.iter().flat_map(|entry| std::iter::repeat_n(entry.sample_offset, entry.sample_count as usize));
    let shown = (0..).step_by(FRAME as usize).zip(waits.take(frames)).map(|(decoded, wait): (i64, i64)| decoded + wait);
    u32::try_from(shown.min()?).ok()
}
