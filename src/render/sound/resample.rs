//! A looped sound at the film's sample rate.

use std::path::Path;

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Async, FixedAsync, Resampler as _, SincInterpolationParameters};

use crate::render::sound::error::Error;
use crate::render::sound::looped::Looped;

/// Frames that go into a step.
const STEP: usize = 1_024;

/// The ratio never changes while a film is made.
const STEADY: f64 = 1.0;

/// Turns a sound of any rate into one of `RATE`.
pub(crate) struct Resampler {
    sound: Looped,
    /// `None` where the rates agree.
    sinc: Option<Async<f32>>,
    input: Vec<[f32; 2]>,
    output: Vec<[f32; 2]>,
    /// Frames of the output that hold something, and how many of them are used up.
    filled: usize,
    used: usize,
}

impl Resampler {
    /// `from` and `to` in samples a second.
    pub(crate) fn start(sound: Looped, path: &Path, from: u32, to: u32) -> Result<Self, Error> {
        if from == to {
            return Ok(Self { sound, sinc: None, input: vec![], output: vec![], filled: 0, used: 0 });
        }
        let ratio = f64::from(to) / f64::from(from);
        let filter = SincInterpolationParameters::default();
        let sinc = Async::new_sinc(ratio, STEADY, &filter, STEP, 2, FixedAsync::Input).map_err(|_| Error::Shape {
            path: path.to_owned(),
            channels: 2,
            rate: from,
        })?;
        let input = vec![[0.0; 2]; sinc.input_frames_max()];
        let output = vec![[0.0; 2]; sinc.output_frames_max()];
        let mut late = sinc.output_delay();
        let mut resampler = Self { sound, sinc: Some(sinc), input, output, filled: 0, used: 0 };
        while late > 0 {
            resampler.step()?;
            resampler.used = late.min(resampler.filled);
            late -= resampler.used;
        }
        Ok(resampler)
    }

    /// Fills `out` to the end.
    pub(crate) fn fill(&mut self, out: &mut [[f32; 2]]) -> Result<(), Error> {
        if self.sinc.is_none() {
            return self.sound.fill(out);
        }
        let mut done = 0;
        while done < out.len() {
            if self.used == self.filled {
                self.step()?;
            }
            let count = (self.filled - self.used).min(out.len() - done);
            out[done..done + count].copy_from_slice(&self.output[self.used..self.used + count]);
            self.used += count;
            done += count;
        }
        Ok(())
    }

    /// Packets that could not be decoded, so far.
    pub(crate) fn skipped(&self) -> u32 {
        self.sound.skipped
    }

    fn step(&mut self) -> Result<(), Error> {
        self.sound.fill(&mut self.input)?;
        let (frames_in, frames_out) = (self.input.len(), self.output.len());
        let sized = "both buffers have the size that the resampler asked for";
        let input = InterleavedSlice::new(self.input.as_flattened(), 2, frames_in).expect(sized);
        let mut output = InterleavedSlice::new_mut(self.output.as_flattened_mut(), 2, frames_out).expect(sized);
        if let Some(sinc) = &mut self.sinc {
            self.filled = sinc.process_into_buffer(&input, &mut output, None).expect(sized).1;
        }
        self.used = 0;
        Ok(())
    }
}
