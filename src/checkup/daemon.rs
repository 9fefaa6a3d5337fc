//! Whether anybody watches.

use crate::checkup::finding::{Finding, said};
use crate::checkup::settings::Settings;
use crate::presence;

const SUBJECT: &str = "daemon";

pub(crate) fn check(settings: &Settings) -> Finding {
    match presence::look(&settings.state_dir) {
        Ok(Some(sign)) => Finding::ok(SUBJECT, format!("running as process {}", sign.pid)),
        Ok(None) => Finding::ok(SUBJECT, "not running").hint("`reeldrop run` watches the inboxes until it is stopped"),
        Err(error) => Finding::error(SUBJECT, said(&error)),
    }
}
