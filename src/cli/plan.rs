//! `reeldrop plan`: what was understood and what would be made, without making it.

use std::path::PathBuf;

use serde::Serialize;

use crate::backend::{self, Looker, Plan, Question, Survey};
use crate::brief::Brief;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{model, order, print, settings};
use crate::config::Config;
use crate::director::{self, Reading, Understood};
use crate::job::{JobSpec, Origin, Origins};
use crate::legible;
use crate::timeline::Timeline;

/// Say what was understood and what would be made, without making it
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder with pictures; without one only the words are read
    #[arg(required_unless_present = "prompt")]
    folder: Option<PathBuf>,
    /// What the film should be like, in plain words; wins over the folder's prompt.txt
    #[arg(short, long, allow_hyphen_values = true)]
    prompt: Option<String>,
}

/// What `plan --json` shows.
#[derive(Debug, Serialize)]
struct Planned {
    /// Only what the words asked for, before any default.
    brief: Brief,
    understood: Vec<Understood>,
    not_understood: Vec<String>,
    /// Who found each value of the brief in the words: `prompt`, or `model` for a language model.
    origins: Origins,
    timeline: Option<Timeline>,
    summary: String,
    skipped: Vec<String>,
    notes: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    let planned = match &arguments.folder {
        None => words(arguments.prompt.as_deref().unwrap_or_default(), &config)?,
        Some(folder) => film(&order::of(folder, arguments.prompt.clone(), None, &config)?)?,
    };
    if options.json {
        print::json(&planned)?;
    } else {
        show(&planned)?;
    }
    Ok(Exit::Done)
}

/// The pictures are looked at by a process of its own, which one of them may bring down.
async fn lay_out(spec: &JobSpec) -> Result<Plan, Refusal> {
    let mut survey = Survey::default();
    Looker::new(settings::program()?).look(&Question::of(spec), &mut survey).await?;
    Ok(backend::plan_seen(spec, &survey)?)
}

/// The words of a folder, and the film that would be made of it.
fn film(spec: &JobSpec) -> Result<Planned, Refusal> {
    let plan = settings::runtime()?.block_on(lay_out(spec))?;
    let mut reading = director::read(&spec.prompt);
    let mut guesses = spec.brief.clone();
    for field in Brief::FIELDS {
        match spec.origins.get(*field) {
            Some(Origin::Model) => reading.guessed.push((*field).to_owned()),
            _ => guesses.open(field),
        }
    }
    reading.brief = guesses.over(reading.brief);
    (reading.understood, reading.not_understood) = (spec.understood.clone(), spec.not_understood.clone());
    reading.untitled = None; // the folder's name is taken
    Ok(Planned {
        summary: plan.timeline.to_string(),
        timeline: Some(plan.timeline),
        skipped: plan.skipped,
        ..read(reading, plan.notes)
    })
}

/// Words alone.
fn words(prompt: &str, config: &Config) -> Result<Planned, Refusal> {
    let reading = director::read(prompt);
    let Some(model) = model::of(config)? else { return Ok(read(reading, Vec::new())) };
    let about = (prompt, &config.video, 1);
    let (reading, notes) = settings::runtime()?.block_on(backend::consult_about(reading, about, &model));
    Ok(read(reading, notes))
}

fn read(reading: Reading, mut notes: Vec<String>) -> Planned {
    let Reading { brief, understood, not_understood, untitled, guessed, .. } = reading;
    let missing = "a title was asked for, but not what it should say: write title \"…\", or the folder's name is taken";
    notes.extend(untitled.map(|_| missing.to_owned()));
    let origin = |field: &String| if guessed.contains(field) { Origin::Model } else { Origin::Prompt };
    let values = serde_json::to_value(&brief).unwrap_or_default();
    let fields = values.as_object().into_iter().flatten().map(|(field, _)| field);
    let origins = fields.map(|field| (field.clone(), origin(field))).collect();
    let (timeline, summary, skipped) = (None, String::new(), Vec::new());
    Planned { brief, understood, not_understood, origins, timeline, summary, skipped, notes }
}

fn show(planned: &Planned) -> std::io::Result<()> {
    planned.understood.iter().try_for_each(|said| print::understood(said, &planned.origins))?;
    let rest = [("not understood", &planned.not_understood), ("left out", &planned.skipped), ("note", &planned.notes)];
    for (what, lines) in rest {
        lines.iter().try_for_each(|text| print::line(&format!("{what}: {}", legible::line(text))))?;
    }
    match &planned.timeline {
        Some(timeline) => print::line(&format!(
            "{}\n{}x{}, {} frames at {} a second",
            planned.summary, timeline.canvas.width, timeline.canvas.height, timeline.frames, timeline.fps
        )),
        None if planned.understood.is_empty() && planned.not_understood.is_empty() => {
            print::line("nothing special was asked for")
        }
        None => Ok(()),
    }
}
