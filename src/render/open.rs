//! Opens a picture file without trusting its name, its size or its kind.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use image::codecs::{bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, Limits};

use crate::disk;
use crate::media::Format;
use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::settings::{Facts, Settings};
use crate::render::whole;

/// Bytes a pixel takes in the widest form a decoder gives: four channels of 16 bits.
const WIDEST_PIXEL: u64 = 8;

/// A file whose header has been read and found within the limits; no pixel is decoded yet.
pub(crate) struct Opened {
    pub decoder: Box<dyn ImageDecoder>,
    /// How the stored picture must be turned to be seen upright.
    pub orientation: Orientation,
    /// As stored, in pixels.
    pub stored: Facts,
    pub format: ImageFormat,
}

impl Opened {
    /// As seen, in pixels.
    pub(crate) fn seen(&self) -> Facts {
        let Facts { width, height } = self.stored;
        if sideways(self.orientation) { Facts { width: height, height: width } } else { self.stored }
    }
}

/// Whether the orientation swaps width and height.
pub(crate) fn sideways(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// What the picture is, without decoding it: header, limits, and whether it is cut off.
pub fn probe(path: &Path, settings: &Settings) -> Result<Facts, Error> {
    open(path, settings).map(|opened| opened.seen())
}

/// Opens the file and reads its header; the content decides the format, not the name.
pub(crate) fn open(path: &Path, settings: &Settings) -> Result<Opened, Error> {
    guarded(|| {
        let file = regular(path)?;
        weigh(&file, settings)?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let format = format(&mut reader)?;
        if let Some(what) = whole::missing(format, &mut reader)? {
            return Err(Flaw::CutOff(what));
        }
        describe(format, reader, settings)
    })
    .map_err(Error::flaw(path))
}

/// A decoder that panics has met a damaged file; the film must be able to go on without it.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Flaw>) -> Result<T, Flaw> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(Err(Flaw::Panicked))
}

/// Neither follows a link nor waits for the writer of a fifo.
fn regular(path: &Path) -> Result<File, Flaw> {
    disk::open_file(path).map_err(|disk::Error { source, .. }| {
        let link = source.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
        if link || source.kind() == io::ErrorKind::InvalidInput { Flaw::NotAFile } else { Flaw::Unreadable(source) }
    })
}

fn weigh(file: &File, settings: &Settings) -> Result<(), Flaw> {
    let bytes = file.metadata()?.len();
    let limit = u64::from(settings.max_file_mb) * 1_000_000;
    if bytes > limit { Err(Flaw::TooManyBytes { bytes, limit }) } else { Ok(()) }
}

fn format(reader: &mut BufReader<File>) -> Result<ImageFormat, Flaw> {
    let mut head = Vec::with_capacity(12);
    reader.by_ref().take(12).read_to_end(&mut head)?;
    reader.rewind()?;
    let mime = Format::by_content(&head).map(|format| format.mime);
    mime.and_then(ImageFormat::from_mime_type).ok_or(Flaw::Unknown)
}

fn describe(format: ImageFormat, reader: BufReader<File>, settings: &Settings) -> Result<Opened, Flaw> {
    let mut decoder = decoder(format, reader).map_err(Flaw::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let limit = u64::from(settings.max_megapixels) * 1_000_000;
    if pixels > limit {
        return Err(Flaw::TooManyPixels { pixels, limit });
    }
    if pixels == 0 {
        return Err(Flaw::Empty);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(limit * WIDEST_PIXEL);
    decoder.set_limits(limits).map_err(Flaw::Damaged)?;
    // A picture whose EXIF data makes no sense is shown as it is stored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(Opened { decoder, orientation, stored: Facts { width, height }, format })
}

fn decoder(format: ImageFormat, reader: BufReader<File>) -> image::ImageResult<Box<dyn ImageDecoder>> {
    Ok(match format {
        ImageFormat::Jpeg => Box::new(JpegDecoder::new(reader)?),
        ImageFormat::Png => {
            let mut limits = Limits::default();
            limits.max_image_width = None;
            Box::new(PngDecoder::with_limits(reader, limits)?)
        }
        ImageFormat::WebP => Box::new(WebPDecoder::new(reader)?),
        ImageFormat::Bmp => Box::new(BmpDecoder::new(reader)?),
        _ => Box::new(GifDecoder::new(reader)?),
    })
}
