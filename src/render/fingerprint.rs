//! What a finished chunk was made of, as a part of its name: a later start goes on with it only if nothing has changed.

use std::fmt::Write;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use ring::digest::{Context, Digest, SHA256};

use crate::disk;
use crate::render::painter;
use crate::timeline::Timeline;

/// Digests of the film's timeline and of its pictures, each picture read when it is first asked for.
#[derive(Debug)]
pub(crate) struct Fingerprints<'a> {
    timeline: &'a Timeline,
    source: &'a Path,
    film: Digest,
    pictures: Vec<OnceLock<Option<Digest>>>,
}

/// Hexadecimal digits of a digest in a name: 80 bits, so that no two chunks share one by chance.
const DIGITS: usize = 20;

impl<'a> Fingerprints<'a> {
    /// The pictures lie in the folder `source`. The renderer that was built from other sources makes other chunks.
    pub(crate) fn new(timeline: &'a Timeline, source: &'a Path) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(env!("REELDROP_RENDERER").as_bytes());
        context.update(env!("REELDROP_ENCODER_ASSEMBLY").as_bytes());
        let words = serde_json::to_vec(timeline).expect("a timeline has only plain fields and text keys");
        context.update(&words);
        let pictures = timeline.shots.iter().map(|_| OnceLock::new()).collect();
        Self { timeline, source, film: context.finish(), pictures }
    }

    /// The name of the chunk with these frames, when it is encoded with this quantiser. A picture that cannot be read
    /// gets a digest of its own here: whoever paints it says what is wrong.
    pub(crate) fn chunk(&self, range: &Range<u32>, quantiser: i32) -> String {
        let mut context = Context::new(&SHA256);
        context.update(self.film.as_ref());
        context.update(&quantiser.to_be_bytes());
        for shot in painter::shots(self.timeline, range) {
            let digest = self.pictures[shot].get_or_init(|| self.picture(shot).ok());
            context.update(digest.as_ref().map_or(&[], Digest::as_ref));
        }
        let mut name = format!("chunk-{:07}-", range.start);
        for byte in &context.finish().as_ref()[..DIGITS / 2] {
            write!(name, "{byte:02x}").expect("a string takes all that is written to it");
        }
        name
    }

    fn picture(&self, shot: usize) -> io::Result<Digest> {
        let path = self.source.join(&self.timeline.shots[shot].picture);
        let mut file = disk::open_file(&path).map_err(|error| error.source)?;
        let mut context = Context::new(&SHA256);
        let mut block = vec![0; 1 << 16];
        loop {
            match file.read(&mut block)? {
                0 => return Ok(context.finish()),
                length => context.update(&block[..length]),
            }
        }
    }
}
