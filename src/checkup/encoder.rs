//! Whether the encoder is the fast one.

use crate::checkup::finding::Finding;
use crate::render;

pub(crate) fn check() -> Finding {
    if render::encoder_is_fast() {
        Finding::ok("encoder", "OpenH264 with assembly")
    } else {
        Finding::warning("encoder", "OpenH264 without assembly: films take about twice as long")
            .hint("install nasm and build reeldrop again")
    }
}
