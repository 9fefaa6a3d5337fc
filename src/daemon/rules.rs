//! What holds at this moment: the settings, and the backends made from them. A new config replaces it as a whole.

use crate::backend::{Local, Nemo};
use crate::daemon::settings::Settings;

/// Whoever began a step under one set of rules ends it under the same.
#[derive(Debug)]
pub struct Rules {
    pub settings: Settings,
    pub(crate) local: Local,
    pub(crate) nemo: Nemo,
}

impl Rules {
    pub(crate) fn new(settings: Settings) -> Self {
        let local = Local { program: settings.program.clone(), model: settings.model.clone() };
        let nemo = Nemo::new(settings.nemo.clone());
        Self { settings, local, nemo }
    }
}
