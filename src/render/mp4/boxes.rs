//! The index of the file: what ISO/IEC 14496-12 and -15 want to be told about each track.

use std::num::{NonZeroU16, NonZeroU32};

use shiguredo_mp4::boxes::{
    AudioSampleEntryFields, Brand, Co64Box, DinfBox, EdtsBox, ElstBox, ElstEntry, EsdsBox, FtypBox, HdlrBox, MdhdBox,
    MdiaBox, MediaHeader, MinfBox, MoovBox, Mp4aBox, MvhdBox, SampleEntry, SmhdBox, StblBox, StcoBox, StscBox,
    StscEntry, StsdBox, StssBox, StszBox, SttsBox, SttsEntry, TkhdBox, TrakBox, VmhdBox,
};
use shiguredo_mp4::descriptors::{DecoderConfigDescriptor, DecoderSpecificInfo, EsDescriptor, SlConfigDescriptor};
use shiguredo_mp4::{Either, FixedPointNumber, LanguageCode, Mp4FileTime, Uint};

use crate::render::mp4::layout::Piece;
use crate::render::mp4::track::{FRAME, Movie, PACKET, SOUND_RATE, Sound, Video};

/// Nothing here depends on the time, so the same film is the same bytes.
const NEVER: Mp4FileTime = Mp4FileTime::from_secs(0);
const VIDEO_TRACK: u32 = 1;
const SOUND_TRACK: u32 = 2;

/// ISO/IEC 14496-1 table 5: the object is AAC (14496-3); table 6: it is a stream of sound.
const AAC: u8 = 0x40;
const SOUND_STREAM: u8 = 5;

/// `avc1` is said of H.264 alone.
pub(crate) fn ftyp(video: &Video<'_>) -> FtypBox {
    let avc = matches!(video.footage.entry, SampleEntry::Avc1(_)).then_some(Brand::AVC1);
    FtypBox {
        major_brand: Brand::ISOM,
        minor_version: 0x200,
        compatible_brands: [Brand::ISOM].into_iter().chain(avc).chain([Brand::new(*b"mp42")]).collect(),
    }
}

/// `start` is where the first piece lies in the file.
pub(crate) fn moov(movie: &Movie<'_>, pieces: &[Piece], start: u64) -> MoovBox {
    let mut trak_boxes = vec![video(&movie.video, pieces, start)];
    trak_boxes.extend(movie.sound.map(|track| sound(track, &movie.video, pieces, start)));
    MoovBox {
        mvhd_box: MvhdBox {
            creation_time: NEVER,
            modification_time: NEVER,
            timescale: clock(movie.video.clock()),
            duration: movie.video.duration(),
            rate: MvhdBox::DEFAULT_RATE,
            volume: MvhdBox::DEFAULT_VOLUME,
            matrix: MvhdBox::DEFAULT_MATRIX,
            next_track_id: trak_boxes.len() as u32 + 1,
        },
        trak_boxes,
        mvex_box: None,
        unknown_boxes: Vec::new(),
    }
}

fn video(video: &Video<'_>, pieces: &[Piece], start: u64) -> TrakBox {
    let (canvas, footage) = (video.canvas, video.footage);
    let side = |length: u32| FixedPointNumber::new(length as i16, 0);
    let mut stbl = table(footage.entry.clone(), FRAME, footage.sizes.clone(), &places(pieces, false, start));
    stbl.stss_box = footage.keys.clone().map(|sample_numbers| StssBox { sample_numbers });
    stbl.ctts_box.clone_from(&footage.later);
    // Where pictures wait for others, the film begins with the first that is shown.
    let edit = (footage.lead > 0).then(|| edit(video.duration(), footage.lead));
    let header = MediaHeader::Vmhd(VmhdBox { graphicsmode: 0, opcolor: [0; 3] });
    TrakBox {
        tkhd_box: TkhdBox {
            width: side(canvas.width),
            height: side(canvas.height),
            volume: TkhdBox::DEFAULT_VIDEO_VOLUME,
            ..tkhd(VIDEO_TRACK, video.duration())
        },
        edts_box: edit,
        mdia_box: media(video.clock(), video.duration(), header, stbl),
        unknown_boxes: Vec::new(),
    }
}

fn sound(sound: &Sound, video: &Video<'_>, pieces: &[Piece], start: u64) -> TrakBox {
    let samples = sound.sizes.len() as u64 * u64::from(PACKET);
    let stbl = table(mp4a(sound), PACKET, sound.sizes.clone(), &places(pieces, true, start));
    let header = MediaHeader::Smhd(SmhdBox { balance: SmhdBox::DEFAULT_BALANCE });
    // The film begins where the encoder's own lead-in ends, and the sound stops with the pictures.
    let heard = samples.saturating_sub(u64::from(sound.delay)) * u64::from(video.clock()) / u64::from(SOUND_RATE);
    let heard = heard.min(video.duration());
    TrakBox {
        tkhd_box: TkhdBox { volume: TkhdBox::DEFAULT_AUDIO_VOLUME, ..tkhd(SOUND_TRACK, heard) },
        edts_box: Some(edit(heard, sound.delay)),
        mdia_box: media(SOUND_RATE, samples, header, stbl),
        unknown_boxes: Vec::new(),
    }
}

/// What is played of a track: `duration` in units of the movie's clock, from `media_time` on in units of the track's own.
fn edit(duration: u64, media_time: u32) -> EdtsBox {
    let media_rate = FixedPointNumber::new(1, 0);
    let entry = ElstEntry { edit_duration: duration, media_time: i64::from(media_time), media_rate };
    EdtsBox { elst_box: Some(ElstBox { entries: vec![entry] }), unknown_boxes: Vec::new() }
}

fn tkhd(track_id: u32, duration: u64) -> TkhdBox {
    TkhdBox {
        flag_track_enabled: true,
        flag_track_in_movie: true,
        flag_track_in_preview: false,
        flag_track_size_is_aspect_ratio: false,
        creation_time: NEVER,
        modification_time: NEVER,
        track_id,
        duration,
        layer: TkhdBox::DEFAULT_LAYER,
        alternate_group: TkhdBox::DEFAULT_ALTERNATE_GROUP,
        volume: TkhdBox::DEFAULT_VIDEO_VOLUME,
        matrix: TkhdBox::DEFAULT_MATRIX,
        width: FixedPointNumber::new(0, 0),
        height: FixedPointNumber::new(0, 0),
    }
}

/// `scale` is the media's clock, `duration` is in its units.
fn media(scale: u32, duration: u64, header: MediaHeader, stbl_box: StblBox) -> MdiaBox {
    let (handler_type, name) = match header {
        MediaHeader::Smhd(_) => (*b"soun", b"sound\0"),
        _ => (*b"vide", b"video\0"),
    };
    MdiaBox {
        mdhd_box: MdhdBox {
            creation_time: NEVER,
            modification_time: NEVER,
            timescale: clock(scale),
            duration,
            language: LanguageCode::from_ascii("und").expect("three small letters"),
        },
        hdlr_box: HdlrBox { handler_type, name: name.to_vec() },
        minf_box: MinfBox {
            media_header: Some(header),
            dinf_box: DinfBox::LOCAL_FILE,
            stbl_box,
            unknown_boxes: Vec::new(),
        },
        unknown_boxes: Vec::new(),
    }
}

/// Samples a piece holds, and where it lies in the file.
type Place = (u32, u64);

fn places(pieces: &[Piece], is_sound: bool, start: u64) -> Vec<Place> {
    let mut at = start;
    let placed = pieces.iter().map(|piece| {
        let place = (piece.is_sound, (piece.samples, at));
        at += piece.bytes;
        place
    });
    placed.filter(|(sound, _)| *sound == is_sound).map(|(_, place)| place).collect()
}

fn table(entry: SampleEntry, delta: u32, sizes: Vec<u32>, places: &[Place]) -> StblBox {
    let one = NonZeroU32::MIN;
    let mut runs: Vec<StscEntry> = Vec::new();
    for (number, (samples, _)) in (1..).zip(places) {
        if runs.last().is_none_or(|run| run.sample_per_chunk != *samples) {
            let first_chunk = clock(number);
            runs.push(StscEntry { first_chunk, sample_per_chunk: *samples, sample_description_index: one });
        }
    }
    StblBox {
        stsd_box: StsdBox { entries: vec![entry] },
        stts_box: SttsBox { entries: vec![SttsEntry { sample_count: sizes.len() as u32, sample_delta: delta }] },
        ctts_box: None,
        cslg_box: None,
        stsc_box: StscBox { entries: runs },
        stsz_box: StszBox::Variable { entry_sizes: sizes },
        stco_or_co64_box: offsets(places),
        stss_box: None,
        sdtp_box: None,
        unknown_boxes: Vec::new(),
    }
}

/// Short offsets where all of them fit, since the oldest players know no others. The half leaves room for the index, so
/// that the form is the same before and after its length is known.
fn offsets(places: &[Place]) -> Either<StcoBox, Co64Box> {
    let chunk_offsets = places.iter().map(|(_, at)| *at);
    if chunk_offsets.clone().all(|at| at < u64::from(u32::MAX / 2)) {
        Either::A(StcoBox { chunk_offsets: chunk_offsets.map(|at| at as u32).collect() })
    } else {
        Either::B(Co64Box { chunk_offsets: chunk_offsets.collect() })
    }
}

fn mp4a(sound: &Sound) -> SampleEntry {
    SampleEntry::Mp4a(Mp4aBox {
        audio: AudioSampleEntryFields {
            data_reference_index: NonZeroU16::MIN,
            channelcount: 2,
            samplesize: AudioSampleEntryFields::DEFAULT_SAMPLESIZE,
            samplerate: FixedPointNumber::new(SOUND_RATE as u16, 0),
        },
        esds_box: EsdsBox { es: stream(sound) },
        unknown_boxes: Vec::new(),
    })
}

fn stream(sound: &Sound) -> EsDescriptor {
    let bits = sound.sizes.iter().map(|size| u64::from(*size) * 8).sum::<u64>();
    let samples = (sound.sizes.len() as u64 * u64::from(PACKET)).max(1);
    let rate = u32::try_from(bits * u64::from(SOUND_RATE) / samples).unwrap_or(u32::MAX);
    EsDescriptor {
        es_id: SOUND_TRACK as u16,
        stream_priority: Uint::new(0),
        depends_on_es_id: None,
        url_string: None,
        ocr_es_id: None,
        dec_config_descr: DecoderConfigDescriptor {
            object_type_indication: AAC,
            stream_type: Uint::new(SOUND_STREAM),
            up_stream: Uint::new(0),
            buffer_size_db: Uint::new(sound.sizes.iter().copied().max().unwrap_or(0)),
            max_bitrate: rate,
            avg_bitrate: rate,
            dec_specific_info: Some(DecoderSpecificInfo { payload: sound.config.clone() }),
        },
        sl_config_descr: SlConfigDescriptor,
    }
}

fn clock(value: u32) -> NonZeroU32 {
    NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN)
}
