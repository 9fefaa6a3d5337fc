//! The H.264 encoder: the one file that talks to C.
#![expect(unsafe_code, reason = "OpenH264 is a C++ library behind a table of C functions")]

use std::ffi::{c_int, c_void};
use std::ptr;

use openh264_sys2 as sys;
use openh264_sys2::source::APILoader as Api;

use crate::render::frame::Frame;

/// What the encoder refused to do, and its own code for why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub act: &'static str,
    pub code: i32,
}

/// One encoder for one closed run of frames: the first comes out as an IDR picture, the others lean on what came before.
#[derive(Debug)]
pub(crate) struct Encoder {
    raw: *mut sys::ISVCEncoder,
    params: sys::SEncParamExt,
    width: usize,
    height: usize,
    count: i64,
}

/// How frames lean on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lean {
    /// In four temporal layers: best for a picture under a moving camera.
    Layers,
    /// Each on the one before. While one picture takes another's place nothing stays as it was eight frames ago: this way
    /// films of six kinds of transition took 8 to 16 percent fewer bytes, for 0.0005 to 0.005 of SSIM during it.
    Chain,
}

impl Lean {
    fn layers(self) -> c_int {
        match self {
            Self::Layers => 4,
            Self::Chain => 1,
        }
    }
}

/// One NAL unit without its start code.
pub(crate) type Nal<'a> = &'a [u8];

impl Encoder {
    /// High profile, CABAC, a constant quantiser (`qp`, 0 to 51; 29 is ordinary), one thread.
    pub(crate) fn new(width: usize, height: usize, fps: u32, qp: i32) -> Result<Self, Refused> {
        let mut raw = ptr::null_mut();
        // SAFETY: the call only writes a pointer to `raw`.
        let code = unsafe { Api::WelsCreateSVCEncoder(&raw mut raw) };
        if raw.is_null() || code != 0 {
            return Err(Refused { act: "start", code });
        }
        let mut encoder = Self { raw, params: sys::SEncParamExt::default(), width, height, count: 0 };
        encoder.set_up(fps as f32, qp)?;
        Ok(encoder)
    }

    fn set_up(&mut self, fps: f32, qp: c_int) -> Result<(), Refused> {
        let vtbl = self.vtbl();
        let defaults = vtbl.GetDefaultParams.expect("the library fills its table");
        let initialize = vtbl.InitializeExt.expect("the library fills its table");
        let set = vtbl.SetOption.expect("the library fills its table");
        let mut params = sys::SEncParamExt::default();
        let mut quiet: c_int = sys::WELS_LOG_QUIET as c_int;
        // SAFETY: `raw` is a live encoder, and each pointer is to a value of the type that the call expects.
        unsafe {
            set(self.raw, sys::ENCODER_OPTION_TRACE_LEVEL, (&raw mut quiet).cast::<c_void>());
            defaults(self.raw, &raw mut params);
            self.choose(&mut params, fps, qp);
            refused("film in this size", initialize(self.raw, &raw const params))?;
        }
        self.params = params;
        Ok(())
    }

    /// Holds for the frames to come, and begins no new run.
    fn lean(&mut self, lean: Lean) -> Result<(), Refused> {
        if self.params.iTemporalLayerNum == lean.layers() {
            return Ok(());
        }
        self.params.iTemporalLayerNum = lean.layers();
        let set = self.vtbl().SetOption.expect("the library fills its table");
        let params = (&raw mut self.params).cast::<c_void>();
        // SAFETY: `raw` is a live encoder, which copies what it is given.
        refused("change its ways", unsafe { set(self.raw, sys::ENCODER_OPTION_SVC_ENCODE_PARAM_EXT, params) })
    }

    fn choose(&self, params: &mut sys::SEncParamExt, fps: f32, qp: c_int) {
        params.iUsageType = sys::CAMERA_VIDEO_REAL_TIME;
        (params.iPicWidth, params.iPicHeight) = (self.width as c_int, self.height as c_int);
        params.fMaxFrameRate = fps;
        params.iRCMode = sys::RC_OFF_MODE;
        params.iTemporalLayerNum = Lean::Layers.layers();
        params.iSpatialLayerNum = 1;
        params.iComplexityMode = sys::LOW_COMPLEXITY;
        params.uiIntraPeriod = 0;
        params.eSpsPpsIdStrategy = sys::CONSTANT_ID;
        params.iEntropyCodingModeFlag = 1;
        params.iMultipleThreadIdc = 1;
        params.bEnableFrameSkip = false;
        params.bEnableAdaptiveQuant = false;
        params.bEnableBackgroundDetection = false;
        params.bEnableSceneChangeDetect = false;
        params.bEnableDenoise = false;
        let layer = &mut params.sSpatialLayers[0];
        (layer.iVideoWidth, layer.iVideoHeight, layer.fFrameRate) = (self.width as c_int, self.height as c_int, fps);
        layer.uiProfileIdc = sys::PRO_HIGH;
        layer.iDLayerQp = qp;
        layer.sSliceArgument.uiSliceMode = sys::SM_SINGLE_SLICE;
        layer.bVideoSignalTypePresent = true;
        layer.uiVideoFormat = sys::VF_UNDEF as u8;
        layer.bFullRange = false;
        layer.bColorDescriptionPresent = true;
        layer.uiColorPrimaries = sys::CP_BT709 as u8;
        layer.uiTransferCharacteristics = sys::TRC_BT709 as u8;
        layer.uiColorMatrix = sys::CM_BT709 as u8;
    }

    /// Encodes the next frame and hands its NAL units over in order, parameter sets first where there are any.
    pub(crate) fn encode(&mut self, frame: &Frame, lean: Lean, mut each: impl FnMut(Nal<'_>)) -> Result<(), Refused> {
        assert!((frame.width, frame.height) == (self.width, self.height), "an encoder films in one size");
        self.lean(lean)?;
        let mut picture = self.picture(frame);
        let mut info = sys::SFrameBSInfo::default();
        let encode = self.vtbl().EncodeFrame.expect("the library fills its table");
        // SAFETY: `raw` is live; `picture` points into `frame`, whose planes have the size and strides it gives, and
        // which the encoder only reads.
        refused("encode", unsafe { encode(self.raw, &raw mut picture, &raw mut info) })?;
        self.count += 1;
        let layers = info.sLayerInfo.iter().take(usize::try_from(info.iLayerNum).unwrap_or(0));
        for layer in layers {
            // SAFETY: the encoder filled `iNalCount` lengths and as many bytes as they sum to, and leaves them alone
            // until the next call on it, which needs `self` again.
            unsafe {
                let mut at = layer.pBsBuf.cast_const();
                for i in 0..usize::try_from(layer.iNalCount).unwrap_or(0) {
                    let length = usize::try_from(*layer.pNalLengthInByte.add(i)).unwrap_or(0);
                    each(without_start_code(std::slice::from_raw_parts(at, length)));
                    at = at.add(length);
                }
            }
        }
        Ok(())
    }

    fn picture(&self, frame: &Frame) -> sys::SSourcePicture {
        let (width, half) = (self.width as c_int, self.width as c_int / 2);
        let plane = |plane: &[u8]| plane.as_ptr().cast_mut();
        sys::SSourcePicture {
            iColorFormat: sys::videoFormatI420 as c_int,
            iStride: [width, half, half, 0],
            pData: [plane(&frame.y), plane(&frame.u), plane(&frame.v), ptr::null_mut()],
            iPicWidth: width,
            iPicHeight: self.height as c_int,
            // Milliseconds; without rate control the encoder only wants them to grow.
            uiTimeStamp: self.count * 33,
            ..sys::SSourcePicture::default()
        }
    }

    fn vtbl(&self) -> &sys::ISVCEncoderVtbl {
        // SAFETY: `raw` is a live encoder, and the library's tables are constant.
        unsafe { &**self.raw }
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: `raw` is live and nobody uses it afterwards; the library accepts this in any state of the encoder.
        unsafe {
            if let Some(uninitialize) = self.vtbl().Uninitialize {
                uninitialize(self.raw);
            }
            Api::WelsDestroySVCEncoder(self.raw);
        }
    }
}

fn refused(act: &'static str, code: c_int) -> Result<(), Refused> {
    if code == 0 { Ok(()) } else { Err(Refused { act, code }) }
}

/// Annex B puts two or three zeros and a one before every unit.
fn without_start_code(nal: &[u8]) -> &[u8] {
    nal.strip_prefix(&[0, 0, 0, 1]).or_else(|| nal.strip_prefix(&[0, 0, 1])).unwrap_or(nal)
}
