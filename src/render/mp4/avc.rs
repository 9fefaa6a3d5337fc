//! The built-in encoder's chunks as a player has to be told of them (ISO/IEC 14496-15).

use std::num::NonZeroU32;

use shiguredo_mp4::boxes::{Avc1Box, AvccBox, SampleEntry, UnknownBox, VisualSampleEntryFields};
use shiguredo_mp4::{BoxSize, BoxType, Uint};

use crate::render::chunk::Chunk;
use crate::render::mp4::track::{Footage, Reel};
use crate::timeline::Canvas;

/// All chunks of a film, in order: at least one, all with the same parameter sets. Each begins with a sync sample, and
/// every picture is shown in its turn.
pub(crate) fn footage(chunks: &[Chunk], canvas: Canvas) -> Footage {
    let mut key = 1;
    let keys = chunks.iter().map(|chunk| {
        let first = NonZeroU32::new(key).unwrap_or(NonZeroU32::MIN);
        key += chunk.sizes.len() as u32;
        first
    });
    Footage {
        keys: Some(keys.collect()),
        reels: chunks.iter().map(|chunk| Reel { path: chunk.path.clone(), start: 0, bytes: chunk.bytes() }).collect(),
        sizes: chunks.iter().flat_map(|chunk| chunk.sizes.iter().copied()).collect(),
        entry: avc1(&chunks[0].parameters, canvas),
        later: None,
        lead: 0,
    }
}

/// With the profile, compatibility and level that the sequence parameter set begins with (ITU-T H.264 §7.3.2.1.1).
fn avc1([sps, pps]: &[Vec<u8>; 2], canvas: Canvas) -> SampleEntry {
    let byte = |at| sps.get(at).copied().unwrap_or(0);
    SampleEntry::Avc1(Avc1Box {
        visual: VisualSampleEntryFields {
            data_reference_index: VisualSampleEntryFields::DEFAULT_DATA_REFERENCE_INDEX,
            width: canvas.width as u16,
            height: canvas.height as u16,
            horizresolution: VisualSampleEntryFields::DEFAULT_HORIZRESOLUTION,
            vertresolution: VisualSampleEntryFields::DEFAULT_VERTRESOLUTION,
            frame_count: VisualSampleEntryFields::DEFAULT_FRAME_COUNT,
            compressorname: VisualSampleEntryFields::NULL_COMPRESSORNAME,
            depth: VisualSampleEntryFields::DEFAULT_DEPTH,
        },
        avcc_box: AvccBox {
            avc_profile_indication: byte(1),
            profile_compatibility: byte(2),
            avc_level_indication: byte(3),
            length_size_minus_one: Uint::new(3),
            sps_list: vec![sps.clone()],
            pps_list: vec![pps.clone()],
            chroma_format: Some(Uint::new(1)),
            bit_depth_luma_minus8: Some(Uint::new(0)),
            bit_depth_chroma_minus8: Some(Uint::new(0)),
            sps_ext_list: Vec::new(),
        },
        unknown_boxes: vec![colr()],
    })
}

/// Primaries, transfer and matrix of BT.709 (ITU-T H.273: 1, 1, 1), limited range.
fn colr() -> UnknownBox {
    let payload = [&b"nclx"[..], &[0, 1, 0, 1, 0, 1, 0]].concat();
    let box_type = BoxType::Normal(*b"colr");
    UnknownBox { box_type, box_size: BoxSize::with_payload_size(box_type, payload.len() as u64), payload }
}
