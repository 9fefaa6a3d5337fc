//! The order drawn up: the folder's own files read, and laid over what holds without them.

use std::path::Path;

use crate::brief::Brief;
use crate::director::{self, Reading};
use crate::disk;
use crate::job::backend::BackendName;
use crate::job::failure::{Failure, Kind};
use crate::job::file::{FilmFile, JobFile};
use crate::job::limits::Limits;
use crate::job::origin::{self, Origin, Origins};
use crate::job::spec::{FilmSpec, Found, JobSpec, Layers};
use crate::job::urls;

impl JobSpec {
    /// Reads the words of the folder `source`, whose files are `found`, and lays them over `layers`.
    pub fn draw_up(name: &str, source: &Path, found: Found, layers: &Layers) -> Result<Self, Failure> {
        let file = job_file(source, &found)?;
        let prompt = prompt(source, &found, &file, layers)?;
        let backend = layers.named.or(file.backend).unwrap_or(layers.backend);
        let (urls, mut skipped) = addresses(source, &found, backend)?;
        let pictures = pictures(&found, &file, layers.limits, urls.is_empty())?;
        skipped.splice(0..0, found.skipped);
        let asked = file.video.clone().over(layers.video.clone());
        let films = films(&file.film, &pictures, &asked)?;
        let named = file.name.clone().unwrap_or_else(|| name.to_owned());
        let reading = director::read(&prompt).upon(&asked).titled(&title_of(&named));
        let brief = reading.over(asked.clone()).over(director::defaults());
        let origins = origins_of(&brief, &reading, &file.video, layers);
        let Reading { understood, not_understood, .. } = reading;
        let (sound, missing) = sound(found.sounds, brief.music_file.as_deref());
        skipped.extend(missing);
        Ok(Self {
            name: named,
            source: source.to_owned(),
            backend,
            priority: file.priority,
            brief,
            pictures,
            sound,
            prompt,
            understood,
            not_understood,
            origins,
            skipped,
            notes: Vec::new(),
            consulted: false,
            limits: layers.limits,
            encoder: layers.encoder.clone(),
            asked,
            urls,
            films,
            resume: None,
            timeline: None,
        })
    }
}

/// A folder's name as people would write it over a film.
pub(crate) fn title_of(name: &str) -> String {
    name.split(['_', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn origins_of(brief: &Brief, reading: &Reading, file: &Brief, layers: &Layers) -> Origins {
    let earlier = layers.earlier.as_deref().map(|words| director::read(words).brief);
    let said = if earlier.is_some() { Origin::Refine } else { Origin::Prompt };
    let earlier = earlier.unwrap_or_default();
    let from = [
        (Origin::Prompt, &earlier),
        (said, &reading.brief),
        (Origin::JobFile, file),
        (Origin::Watch, &layers.watch),
        (Origin::Config, &layers.video),
    ];
    origin::origins(brief, &from)
}

/// The sound that was named, else the first; a sentence if the named one is not there.
fn sound(sounds: Vec<String>, named: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(named) = named else { return (sounds.into_iter().next(), None) };
    let wanted = named.to_lowercase();
    let is = |sound: &&String| {
        let sound = sound.to_lowercase();
        sound == wanted || sound.rsplit('/').next() == Some(wanted.as_str())
    };
    match sounds.iter().find(is) {
        Some(found) => (Some(found.clone()), None),
        None => (sounds.into_iter().next(), Some(format!("the music `{named}` is not in the folder"))),
    }
}

/// Longer words than these are not a prompt.
const MAX_TEXT_BYTES: u64 = 64 << 10;

fn job_file(source: &Path, found: &Found) -> Result<JobFile, Failure> {
    let Some(name) = &found.job_file else { return Ok(JobFile::default()) };
    let text = String::from_utf8(text(source, name)?).map_err(|error| {
        input("cannot read `job.toml`", &error, "save it as UTF-8 and move the folder back into the inbox")
    })?;
    JobFile::read(&text).map_err(|error| {
        let hint = error.hint.clone().unwrap_or_else(|| "mend that line".to_owned());
        input("`job.toml` is not valid", &error, &format!("{hint}; then move the folder back into the inbox"))
    })
}

fn prompt(source: &Path, found: &Found, file: &JobFile, layers: &Layers) -> Result<String, Failure> {
    if let Some(typed) = &layers.typed {
        return Ok(typed.clone());
    }
    let Some(name) = &found.prompt else {
        return Ok(file.prompt.clone().unwrap_or_else(|| layers.prompt.clone()));
    };
    director::decode(&text(source, name)?).map_err(|error| {
        input(
            "cannot read `prompt.txt`",
            &error,
            "save it as plain text in UTF-8 and move the folder back into the inbox",
        )
    })
}

fn text(source: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let hint = "check that it is an ordinary file that reeldrop may read, and not longer than 64 KiB";
    disk::read(&source.join(name), MAX_TEXT_BYTES).map_err(|error| Failure::of(Kind::Input, &error, Some(hint.into())))
}

/// The addresses in `urls.txt`, and what of it cannot be used. Rendering here fetches nothing.
fn addresses(source: &Path, found: &Found, backend: BackendName) -> Result<(Vec<String>, Vec<String>), Failure> {
    match &found.urls_file {
        None => Ok((Vec::new(), Vec::new())),
        Some(_) if backend == BackendName::Local => {
            Ok((Vec::new(), vec!["`urls.txt`: addresses are for a cloud backend only".to_owned()]))
        }
        Some(name) => Ok(urls::read(&String::from_utf8_lossy(&text(source, name)?))),
    }
}

/// The films of a `job.toml` that asks for several, each of some of the pictures.
fn films(files: &[FilmFile], pictures: &[String], asked: &Brief) -> Result<Vec<FilmSpec>, Failure> {
    files.iter().map(|file| film(file, pictures, asked)).collect()
}

fn film(file: &FilmFile, pictures: &[String], asked: &Brief) -> Result<FilmSpec, Failure> {
    if let Some(absent) = file.pictures.iter().find(|picture| !pictures.contains(picture)) {
        let hint = "write the names as they are in the folder, then move the folder back into the inbox";
        return Err(Failure {
            kind: Kind::Input,
            message: format!("`job.toml` names the picture `{absent}`, which is not in the folder"),
            hint: Some(hint.to_owned()),
        });
    }
    let Some(first) = file.pictures.first() else {
        let hint = "give it a line such as `pictures = [\"a.jpg\"]`, then move the folder back into the inbox";
        return Err(Failure {
            kind: Kind::Input,
            message: "a `[[film]]` in `job.toml` has no pictures".to_owned(),
            hint: Some(hint.to_owned()),
        });
    };
    let stem = Path::new(first).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = file.name.clone().unwrap_or(stem);
    let reading = director::read(&file.prompt).upon(asked).titled(&title_of(&name));
    let brief = reading.over(asked.clone()).over(director::defaults());
    let Reading { understood, not_understood, .. } = reading;
    Ok(FilmSpec {
        name,
        pictures: file.pictures.clone(),
        prompt: file.prompt.clone(),
        brief,
        understood,
        not_understood,
    })
}

fn pictures(found: &Found, file: &JobFile, limits: Limits, must_be: bool) -> Result<Vec<String>, Failure> {
    let flat = file.recursive == Some(false);
    let pictures: Vec<String> = found.pictures.iter().filter(|path| !(flat && path.contains('/'))).cloned().collect();
    match pictures.len() {
        0 if must_be => Err(no_picture(found)),
        many if many > limits.max_pictures => Err(Failure {
            kind: Kind::Input,
            message: format!("there are {many} pictures in the folder, more than the {} allowed", limits.max_pictures),
            hint: Some("split the folder, or raise `max_pictures` under `[limits]` in the config".to_owned()),
        }),
        _ => Ok(pictures),
    }
}

fn no_picture(found: &Found) -> Failure {
    let message = match found.skipped.as_slice() {
        [] => "there is no picture in the folder".to_owned(),
        skipped => format!("there is no usable picture in the folder: {}", skipped.join("; ")),
    };
    let hint = "put JPG, PNG, WebP, BMP or GIF pictures into it and move it back into the inbox";
    Failure { kind: Kind::Input, message, hint: Some(hint.to_owned()) }
}

fn input(what: &str, error: &dyn std::error::Error, hint: &str) -> Failure {
    Failure { kind: Kind::Input, message: format!("{what}: {error}"), hint: Some(hint.to_owned()) }
}
