//! An ordered film, made in the renderer's own process as jobs are.

use std::path::Path;

use crate::backend::{self, Backend, Errand, Fault, Local, Report};
use crate::disk;
use crate::job::{JobSpec, LocalStep, Work};
use crate::serve::films::progress::Progress;
use crate::serve::studio::{Failure, Made, Order};
use crate::serve::workshop::material::Material;
use crate::serve::workshop::output::Output;
use crate::serve::workshop::reading::read;
use crate::serve::workshop::settings::Settings;
use crate::timeline::Timeline;

/// The order as a timeline.
pub(crate) fn laid_out(order: &Order) -> Result<Timeline, Failure> {
    let refused = |reason: String| Failure::new("INVALID_DRAFT", reason);
    let output = Output::read(&order.output).map_err(refused)?;
    read(&order.draft, &output, &Material::of(&order.media)).map_err(refused)
}

/// Renders and moves the film to its place. What is left of an earlier try in the same folder is taken up.
pub(crate) async fn make(
    spec: JobSpec,
    order: &Order,
    to: &Path,
    progress: &Progress,
    settings: &Settings,
) -> Result<Made, Failure> {
    let work = Work::at(order.work.clone());
    disk::make_dir(work.dir()).map_err(trouble)?;
    settings.limits.room(work.dir()).map_err(|failure| Failure::new("NO_ROOM", failure.message))?;
    spec.save(&work.spec()).map_err(trouble)?;
    let said = |news: backend::Progress| progress.set((news.share() * 100.0) as u8);
    let errand = Errand { work: &work, spec: &spec, progress: &said, note: &|_| {} };
    let local = Local { program: settings.program.clone(), model: None };
    tokio::select! {
        made = local.step(&errand, LocalStep::Render { film: 0 }) => made.map_err(|fault| failed(fault, order))?,
        () = progress.until_stopped() => return Err(Failure::new("CANCELLED", "cancelled")),
    };
    let report = Report::load(&work.report(0)).map_err(trouble)?;
    disk::remove_file(to).map_err(trouble)?;
    disk::rename(&work.video(0), to).map_err(trouble)?;
    let material = Material::of(&order.media);
    let notes = report.skipped.iter().chain(&report.notes).map(|note| material.without_folder(note)).collect();
    Ok(Made { seconds: Some(report.timeline.seconds()), notes })
}

fn failed(fault: Fault, order: &Order) -> Failure {
    let (Fault::NotSent(failure) | Fault::Passing(failure) | Fault::Lasting(failure) | Fault::Held(failure, _)) = fault;
    let hint = failure.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
    let message = Material::of(&order.media).without_folder(&failure.message);
    Failure::new("RENDER_FAILED", format!("{message}{hint}"))
}

fn trouble(error: disk::Error) -> Failure {
    crate::serve::error::Error::from(error).into()
}
