//! What FFmpeg is told: raw pictures come in by a pipe, an MP4 of pictures alone goes out, as good or as small as asked.

use crate::brief::Quality;
use crate::render::budget;
use crate::render::mp4::FRAME;
use crate::timeline::Canvas;

/// What the encoder aims at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The quality that was asked for, whatever it takes.
    Quality,
    /// So many bits a second.
    Bits(u64),
}

/// The pictures that will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pictures {
    pub canvas: Canvas,
    pub fps: u32,
    pub quality: Quality,
}

/// Seconds between pictures that can be jumped to, at the most, as with the built-in encoder.
const KEY_SECONDS: u32 = 3;

/// How an encoder is told of a constant quality.
struct Scale {
    option: &'static str,
    /// For draft, standard and high, as near to each other from encoder to encoder as their authors' advice allows.
    values: [u32; 3],
    ceiling: Ceiling,
}

/// How it is told that noise must not explode the film.
enum Ceiling {
    /// A limit beside the quality, after which the rate is no aim of its own.
    Buffer,
    /// The rate itself is a limit as long as there is a quality.
    Rate,
    None,
}

/// The whole command line between the program and where it writes.
pub(crate) fn arguments(encoder: &str, aim: Aim, pictures: Pictures) -> Vec<String> {
    let Pictures { canvas, fps, .. } = pictures;
    let size = format!("{}x{}", canvas.width, canvas.height);
    let [fps, clock, keys] = [1, FRAME, KEY_SECONDS].map(|times| (fps * times).to_string());
    let head = ["-hide_banner", "-loglevel", "error"];
    let raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", &size, "-framerate", &fps];
    let from = ["-protocol_whitelist", "pipe", "-i", "pipe:0", "-map", "0:v"];
    let how = ["-c:v", encoder, "-g", &keys, "-video_track_timescale", &clock, "-f", "mp4"];
    let words = [&head[..], upload(encoder), &raw, &COLOURS, &from, filter(encoder), &COLOURS, &how, manner(encoder)];
    words.concat().into_iter().map(str::to_owned).chain(rate(encoder, aim, pictures)).collect()
}

/// The same before and after, so that nothing is converted: BT.709, limited range.
const COLOURS: [&str; 8] =
    ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];

/// Encoders that take pictures from the memory of the graphics card alone.
fn upload(encoder: &str) -> &'static [&'static str] {
    match encoder.rsplit('_').next() {
        Some("vaapi") => &["-init_hw_device", "vaapi=card", "-filter_hw_device", "card"],
        Some("vulkan") => &["-init_hw_device", "vulkan=card", "-filter_hw_device", "card"],
        _ => &[],
    }
}

fn filter(encoder: &str) -> &'static [&'static str] {
    if upload(encoder).is_empty() { &[] } else { &["-vf", "format=nv12,hwupload"] }
}

/// How hard the encoder tries, what it keeps to itself, and the name by which Apple's players know HEVC.
fn manner(encoder: &str) -> &'static [&'static str] {
    match encoder {
        "libx264" => &["-preset", "veryfast"],
        "libx265" => &["-preset", "fast", "-tag:v", "hvc1", "-x265-params", "log-level=error"],
        "libsvtav1" => &["-preset", "8"],
        "libvpx-vp9" => &["-deadline", "good", "-cpu-used", "4", "-row-mt", "1"],
        "libaom-av1" => &["-cpu-used", "6", "-row-mt", "1"],
        "hevc_nvenc" => &["-rc", "vbr", "-tag:v", "hvc1"],
        "h264_nvenc" | "av1_nvenc" => &["-rc", "vbr"],
        name if name.starts_with("hevc_") => &["-tag:v", "hvc1"],
        _ => &[],
    }
}

fn scale(encoder: &str) -> Option<Scale> {
    let (option, values, ceiling) = match encoder {
        "libx264" => ("-crf", [27, 23, 20], Ceiling::Buffer),
        "libx265" => ("-crf", [30, 26, 23], Ceiling::Buffer),
        "libsvtav1" => ("-crf", [42, 36, 30], Ceiling::None),
        "libvpx-vp9" | "libaom-av1" => ("-crf", [40, 34, 29], Ceiling::Rate),
        "h264_nvenc" | "hevc_nvenc" => ("-cq", [31, 26, 22], Ceiling::Buffer),
        "av1_nvenc" => ("-cq", [42, 36, 30], Ceiling::Buffer),
        "h264_qsv" | "hevc_qsv" => ("-global_quality", [31, 26, 22], Ceiling::None),
        "h264_vaapi" | "hevc_vaapi" => ("-qp", [31, 26, 23], Ceiling::None),
        // VideoToolbox knows a constant quality on some Macs only.
        _ => return None,
    };
    Some(Scale { option, values, ceiling })
}

fn rate(encoder: &str, aim: Aim, pictures: Pictures) -> Vec<String> {
    let Pictures { canvas, fps, quality } = pictures;
    let plain = |bits: u64| vec!["-b:v".to_owned(), bits.to_string()];
    match (aim, scale(encoder)) {
        (Aim::Bits(bits), _) => plain(bits),
        (Aim::Quality, None) => plain(budget::usual_bits(canvas, fps, quality)),
        (Aim::Quality, Some(Scale { option, values, ceiling })) => {
            let value = values[quality as usize];
            let most = budget::most_bits(canvas, fps);
            let ceiling = match ceiling {
                Ceiling::Buffer => [plain(0), buffer(most)].concat(),
                Ceiling::Rate => plain(most),
                Ceiling::None => Vec::new(),
            };
            [vec![option.to_owned(), value.to_string()], ceiling].concat()
        }
    }
}

fn buffer(most: u64) -> Vec<String> {
    ["-maxrate".to_owned(), most.to_string(), "-bufsize".to_owned(), (2 * most).to_string()].into()
}
