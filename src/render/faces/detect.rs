//! Finds the faces in one picture.
//!
//! The detector is `rustface`, a port of `SeetaFace` (Wu et al., Neurocomputing 221, 2017); the file beside this one is its model,
//! as that crate ships it (BSD-2).

use std::path::Path;

use image::GrayImage;
use rustface::{ImageData, Model};
use serde::{Deserialize, Serialize};

use crate::render::error::Error;
use crate::render::gate::Gate;
use crate::render::settings::Settings;
use crate::render::{glance, open};

const MODEL: &[u8] = include_bytes!("seeta_fd_frontal_v1.0.bin");

/// The longer side, in pixels, of the copy that is searched: four hundred thousand windows a second and core are not
/// many, and a face that is smaller than 20 of these pixels is not what a picture is about.
const SIDE: u32 = 480;
const SMALLEST: u32 = 20;
/// Below, the detector sees faces in leaves and windows; its authors name 0.95, 2.8 and 4.5 as loose, usual and strict.
const SCORE: f64 = 2.8;
/// The sizes that are searched, each to the next.
const SHRINK: f32 = 0.8;
/// Pixels from one window to the next.
const STEP: u32 = 4;

/// A face's box, in parts of the upright picture's width and height; it reaches from the brows to the chin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Face {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The detector's knowledge; reading it takes a millisecond.
pub(crate) fn model() -> Model {
    rustface::read_model(MODEL).expect("the model is part of the program")
}

/// The faces of the picture at `path`; the gate bounds how many are decoded at a time.
pub(crate) fn faces(path: &Path, model: &Model, settings: &Settings, gate: &Gate) -> Result<Vec<Face>, Error> {
    let grey = glance::glance(path, settings, gate, SIDE)?;
    open::guarded(|| Ok(search(&grey, model.clone()))).map_err(Error::flaw(path))
}

fn search(grey: &GrayImage, model: Model) -> Vec<Face> {
    let (width, height) = grey.dimensions();
    if width.min(height) < 2 * SMALLEST {
        return Vec::new();
    }
    let mut detector = rustface::create_detector_with_model(model);
    detector.set_min_face_size(SMALLEST);
    detector.set_score_thresh(SCORE);
    detector.set_pyramid_scale_factor(SHRINK);
    detector.set_slide_window_step(STEP, STEP);
    let found = detector.detect(&ImageData::new(grey, width, height));
    let (w, h) = (f64::from(width), f64::from(height));
    let part = |face: &rustface::FaceInfo| {
        let at = face.bbox();
        Face {
            x: f64::from(at.x()) / w,
            y: f64::from(at.y()) / h,
            width: f64::from(at.width()) / w,
            height: f64::from(at.height()) / h,
        }
    };
    found.iter().map(part).collect()
}
