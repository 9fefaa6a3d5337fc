//! The smallest MP4 that is one, written box by box after ISO/IEC 14496-12.

/// One picture shown for one second.
pub const SECONDS: f64 = 1.0;

const SCALE: u32 = 1000;
const WIDTH: u16 = 64;
const HEIGHT: u16 = 64;

/// A film whose picture data is `bytes` long and says what it was made for.
pub fn film(says: &str, bytes: usize) -> Vec<u8> {
    let filling = format!("{says} {} ", uuid::Uuid::new_v4());
    let data: Vec<u8> = filling.bytes().cycle().take(bytes.max(filling.len())).collect();
    let ftyp = boxed(*b"ftyp", &[&b"isom"[..], &be(512), b"isom", b"avc1"].concat());
    // The offset in `stco` does not change the length of `moov`.
    let offset = ftyp.len() + moov(data.len(), 0).len() + 8;
    [ftyp, moov(data.len(), offset), boxed(*b"mdat", &data)].concat()
}

fn moov(data: usize, offset: usize) -> Vec<u8> {
    let mvhd = full(
        *b"mvhd",
        &[&be(0)[..], &be(0), &be(SCALE), &be(SCALE), &be(1 << 16), &[1, 0], &[0; 10], &matrix(), &[0; 24], &be(2)]
            .concat(),
    );
    let tkhd = full(
        *b"tkhd",
        &[&be(0)[..], &be(0), &be(1), &be(0), &be(SCALE), &[0; 8], &[0; 8], &matrix(), &size(WIDTH), &size(HEIGHT)]
            .concat(),
    );
    let mdhd = full(*b"mdhd", &[&be(0)[..], &be(0), &be(SCALE), &be(SCALE), &be(0x55c4_0000)].concat());
    let hdlr = full(*b"hdlr", &[&be(0)[..], b"vide", &[0; 12], b"pictures\0"].concat());
    let dref = full(*b"dref", &[be(1).to_vec(), boxed(*b"url ", &be(1))].concat());
    let minf = [full(*b"vmhd", &[0; 8]), boxed(*b"dinf", &dref), boxed(*b"stbl", &tables(data, offset))].concat();
    let mdia = [mdhd, hdlr, boxed(*b"minf", &minf)].concat();
    boxed(*b"moov", &[mvhd, boxed(*b"trak", &[tkhd, boxed(*b"mdia", &mdia)].concat())].concat())
}

fn tables(data: usize, offset: usize) -> Vec<u8> {
    let (data, offset) = (u32::try_from(data).unwrap(), u32::try_from(offset).unwrap());
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| be(*number)).collect::<Vec<u8>>();
    [
        full(*b"stsd", &[be(1).to_vec(), avc1()].concat()),
        full(*b"stts", &numbers(&[1, 1, SCALE])),
        full(*b"stsc", &numbers(&[1, 1, 1, 1])),
        full(*b"stsz", &numbers(&[0, 1, data])),
        full(*b"stco", &numbers(&[1, offset])),
    ]
    .concat()
}

fn avc1() -> Vec<u8> {
    // Baseline, level 1, one sequence and one picture parameter set, both as short as they may be.
    let avcc = boxed(*b"avcC", &[1, 66, 0, 10, 0xff, 0xe1, 0, 4, 0x67, 66, 0, 10, 1, 0, 2, 0x68, 0xce]);
    let size = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    let rest = [&be(0x0048_0000)[..], &be(0x0048_0000), &be(0), &[0, 1], &[0; 32], &[0, 24], &[0xff, 0xff]].concat();
    boxed(*b"avc1", &[&[0; 6][..], &[0, 1], &[0; 16], &size, &rest, &avcc].concat())
}

fn boxed(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&be(u32::try_from(body.len() + 8).unwrap())[..], &kind, body].concat()
}

/// With version 0 and, for a track's header, the flag that it is enabled.
fn full(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    boxed(kind, &[&be(u32::from(kind == *b"tkhd") * 3)[..], body].concat())
}

const fn be(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}

fn size(pixels: u16) -> [u8; 4] {
    be(u32::from(pixels) << 16)
}

fn matrix() -> Vec<u8> {
    [1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30].into_iter().flat_map(be).collect()
}
