//! The private folder of one job: what lies in it, and under which name.

use std::path::{Path, PathBuf};

/// `<work>/<id>-<name>/` with the claimed pictures, the spec and the film in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    dir: PathBuf,
}

impl Work {
    /// The work folder of job `id` under `root`. The name is there for people: cut to what any file system takes.
    #[must_use]
    pub fn of(root: &Path, id: i64, name: &str) -> Self {
        let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect();
        Self { dir: root.join(format!("{id}-{plain}")) }
    }

    /// A work folder that is there already.
    #[must_use]
    pub const fn at(dir: PathBuf) -> Self {
        Self { dir }
    }

    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the claimed pictures lie.
    #[must_use]
    pub fn source(&self) -> PathBuf {
        self.dir.join("source")
    }

    /// Where [`crate::job::JobSpec`] lies.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        self.dir.join("spec.json")
    }

    /// What was seen on the pictures and heard in the sound.
    #[must_use]
    pub fn survey(&self) -> PathBuf {
        self.dir.join("survey.json")
    }

    /// Where the job's film with this number is made: the folder itself for the first, `film-2` and so on for others.
    #[must_use]
    pub fn film(&self, number: usize) -> PathBuf {
        if number == 0 { self.dir.clone() } else { self.dir.join(format!("film-{}", number + 1)) }
    }

    /// What was understood and made, written by the backend beside the film.
    #[must_use]
    pub fn report(&self, film: usize) -> PathBuf {
        self.film(film).join("report.json")
    }

    /// The film; under this name it is whole.
    #[must_use]
    pub fn video(&self, film: usize) -> PathBuf {
        self.film(film).join("video.mp4")
    }
}
