//! A message answered: the words read and laid over what was said before, the film composed anew, and an answer that says
//! what was understood and what the film is now.

use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::backend::{self, Plan, Question, Survey};
use crate::brief::Brief;
use crate::director::{self, Reading, Understood};
use crate::job::JobSpec;
use crate::legible;
use crate::serve::books::State;
use crate::serve::ids;
use crate::serve::studio::{Failure, Talk};
use crate::serve::talk::event::Event;
use crate::serve::talk::sink::Sink;
use crate::serve::workshop::material::Material;
use crate::serve::workshop::memory::{self, Memory};
use crate::serve::workshop::observer::Observer;
use crate::serve::workshop::phrases::{Language, Phrase};
use crate::serve::workshop::settings::Settings;
use crate::serve::workshop::undo::undo;
use crate::serve::workshop::writing::write;

/// The tool that the service's agent uses for the same (§5.11).
const TOOL: &str = "edit_multitrack";

/// What the owner has decided, and whoever looks at files.
type House<'a> = (&'a Settings, &'a Observer);

pub(crate) async fn answer(talk: Talk, house: House<'_>, out: &mut Sink) -> Result<(), Failure> {
    let (settings, observer) = house;
    let mut memory = Memory::of(&talk.state);
    let material = Material::of(&talk.media);
    let turn = Turn::take(&talk, &mut memory, &material, settings).await;
    if material.pictures().next().is_none() {
        // What was said holds for the pictures that come.
        out.change(State::new(), State::from([(memory::NAME.to_owned(), memory.raw())]))?;
        let sentences = [turn.sentences, vec![Phrase::NoPictures.plain(turn.language)]].concat();
        return Ok(out.say(Event::Text(sentences.join("\n")))?);
    }
    let id = ids::key();
    out.say(Event::ToolCall { id: id.clone(), name: TOOL.to_owned(), arguments: turn.arguments })?;
    let spec = order(&material, &memory, settings);
    let survey = look(&spec, &material, observer, out).await?;
    let plan = plan(spec, survey, &material).await?;
    let line = plan.timeline.to_string();
    let (shown, kept) = states(&plan, &material, &memory);
    out.change(shown, kept)?;
    out.say(Event::ToolResult { id, name: TOOL.to_owned(), response: json!({ "timeline": line }) })?;
    let sentences = [turn.sentences, remarks(&plan, &material, turn.language), vec![line]].concat();
    Ok(out.say(Event::Text(sentences.join("\n")))?)
}

/// What the words have done to the session's wishes.
struct Turn {
    language: Language,
    /// What there is to say of it.
    sentences: Vec<String>,
    /// The same for machines.
    arguments: Value,
}

impl Turn {
    async fn take(talk: &Talk, memory: &mut Memory, material: &Material, settings: &Settings) -> Self {
        match undo(&talk.message) {
            Some(language) => Self::back(language, memory),
            None => Self::on(talk, memory, material, settings).await,
        }
    }

    fn back(language: Language, memory: &mut Memory) -> Self {
        let sentence = match memory.undo() {
            Some(words) => Phrase::Undone.about(language, &quoted(&words)),
            None => Phrase::NothingToUndo.plain(language),
        };
        Self { language, sentences: vec![sentence], arguments: json!({ "undo": true }) }
    }

    async fn on(talk: &Talk, memory: &mut Memory, material: &Material, settings: &Settings) -> Self {
        let language = Language::of(&talk.message, &talk.language);
        let used = standing(memory, settings);
        let (brief, reading, notes) = read(talk, &used, material, settings).await;
        let Reading { understood, not_understood, .. } = reading;
        let arguments = json!({ "understood": understood, "not_understood": not_understood });
        let changed = memory.turn(&talk.message, &used, brief);
        let mut sentences = Vec::new();
        if !understood.is_empty() {
            let all: Vec<String> = understood.iter().map(shown).collect();
            sentences.push(Phrase::Understood.about(language, &all.join("; ")));
        }
        if !not_understood.is_empty() {
            let all: Vec<String> = not_understood.iter().map(|words| quoted(words)).collect();
            sentences.push(Phrase::NotUnderstood.about(language, &all.join(", ")));
        }
        sentences.extend(notes.iter().map(|note| Phrase::Note.about(language, &legible::line(note))));
        if !changed && talk.state.contains_key("draft") {
            sentences.push(Phrase::NothingChanged.plain(language));
        }
        Self { language, sentences, arguments }
    }
}

/// The message read, and the brief that holds then. Once there is a film, "slower" means slower than that one.
async fn read(talk: &Talk, used: &Brief, material: &Material, settings: &Settings) -> (Brief, Reading, Vec<String>) {
    let refines = talk.state.contains_key("draft");
    let mut reading = if refines { director::refine(used, &talk.message) } else { director::read(&talk.message) };
    let mut notes = Vec::new();
    if let Some(model) = &settings.model {
        let about = (talk.message.as_str(), used, material.pictures().count());
        (reading, notes) = backend::consult_about(reading, about, model).await;
    }
    if refines {
        return (reading.brief.clone(), reading, notes);
    }
    let reading = reading.upon(used);
    (reading.over(used.clone()), reading, notes)
}

/// All that holds, what nobody has spoken of included.
fn standing(memory: &Memory, settings: &Settings) -> Brief {
    memory.brief.clone().over(settings.video.clone()).over(director::defaults())
}

/// `aspect 9:16 (“vertical”)`.
fn shown(understood: &Understood) -> String {
    let value = understood.value.as_str().map_or_else(|| understood.value.to_string(), str::to_owned);
    format!("{} {} ({})", understood.field, legible::line(&value), quoted(&understood.text))
}

fn quoted(words: &str) -> String {
    format!("“{}”", legible::line(words))
}

/// All that is known of the files. What had to be looked at is kept, so that the next message need not.
async fn look(spec: &JobSpec, material: &Material, observer: &Observer, out: &Sink) -> Result<Survey, Failure> {
    let (mut survey, question) = (material.survey(), Question::of(spec));
    let open = question.open(&survey);
    if open.is_answered() {
        return Ok(survey);
    }
    let looked = observer.look(&question, &mut survey).await;
    let is_new = |file: &String| open.pictures.contains(file) || open.sounds.contains(file);
    let learnt: Vec<(String, Value)> = survey
        .clone()
        .into_iter()
        .filter(|(file, _)| is_new(file))
        .filter_map(|(file, seen)| Some((file, serde_json::to_value(seen).ok()?)))
        .collect();
    out.learn(&learnt)?;
    looked.map(|()| survey).map_err(|failure| Failure::new("INTERNAL", failure.message))
}

fn order(material: &Material, memory: &Memory, settings: &Settings) -> JobSpec {
    let brief = standing(memory, settings);
    let sound = material.sound(brief.music_file.as_deref()).map(|item| item.file.clone());
    JobSpec { brief, sound, ..material.spec(settings) }
}

/// Composes on a thread that may wait for the disk: fonts are read.
async fn plan(spec: JobSpec, survey: Survey, material: &Material) -> Result<Plan, Failure> {
    let named = spec.brief.music_file.clone();
    let planned = tokio::task::spawn_blocking(move || backend::plan_seen(&spec, &survey)).await;
    let mut planned = planned.map_err(|_| Failure::new("INTERNAL", "the film could not be laid out"))?;
    if let (Ok(plan), Some(named)) = (&mut planned, named.filter(|named| material.named_sound(named).is_none())) {
        plan.notes.push(format!("the music `{named}` is not among the files of this session"));
    }
    planned.map_err(|failure| {
        let hint = failure.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        Failure::new("INVALID_REQUEST", format!("{}{hint}", material.without_folder(&failure.message)))
    })
}

/// What everybody may see of the session, and what only we remember.
fn states(plan: &Plan, material: &Material, memory: &Memory) -> (State, State) {
    let canvas = plan.timeline.canvas;
    let config = json!({ "width": canvas.width, "height": canvas.height, "fps": plan.timeline.fps });
    let shown = [("draft", raw(&write(&plan.timeline, material))), ("canvas_config", raw(&config))];
    let kept = State::from([(memory::NAME.to_owned(), memory.raw())]);
    (shown.map(|(name, value)| (name.to_owned(), value)).into(), kept)
}

fn raw(value: &Value) -> Box<RawValue> {
    to_raw_value(value).expect("a value is JSON")
}

/// What was left out, and what could not be done as it was asked for.
fn remarks(plan: &Plan, material: &Material, language: Language) -> Vec<String> {
    let said = plan.skipped.iter().chain(&plan.notes);
    let mut remarks: Vec<String> =
        said.map(|note| Phrase::Note.about(language, &legible::line(&material.without_folder(note)))).collect();
    let videos: Vec<String> = material.videos().map(|item| legible::line(&item.name)).collect();
    if !videos.is_empty() {
        remarks.push(Phrase::VideosLeftOut.about(language, &videos.join(", ")));
    }
    remarks
}
