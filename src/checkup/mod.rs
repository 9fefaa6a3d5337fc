//! Whether reeldrop can do its work here, subject by subject, and what to do where it cannot. It asks nobody on the
//! network.

mod backend;
mod daemon;
mod encoder;
mod finding;
mod folders;
mod fonts;
mod ground;
mod model;
mod room;
mod serve;
mod service;
mod settings;
mod state;
mod watching;

pub use finding::{Finding, Level};
pub use settings::{Cloud, Model, Server, Settings};

/// Looks at everything. Nothing is changed, but for the empty database of a state folder that is there without one.
#[must_use]
pub fn check(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![settings::config(settings)];
    findings.extend(state::check(settings));
    findings.extend(folders::check(settings));
    findings.extend(room::check(settings));
    findings.extend(watching::check(settings));
    findings.extend(fonts::check());
    findings.extend(encoder::check(&settings.encoder));
    findings.push(daemon::check(settings));
    findings.push(service::check(&settings.units));
    findings.extend(backend::check(settings));
    findings.extend(model::check(settings.model.as_ref()));
    findings.extend(serve::check(&settings.server));
    findings
}
