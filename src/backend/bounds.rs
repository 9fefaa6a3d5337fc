//! What the renderer may take from one file.

use crate::job::Limits;
use crate::render;

/// As the job's limits have it.
pub(crate) fn settings(limits: Limits) -> render::Settings {
    render::Settings {
        max_megapixels: limits.max_megapixels,
        max_file_mb: limits.max_file_mb,
        ..render::Settings::default()
    }
}
