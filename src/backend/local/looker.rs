//! The parent of those that look: what brings one of them down costs itself, and the others are looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::backend::asking::{self, Asking, LIVES, silent, to_blame};
use crate::backend::local::looking::Word;
use crate::backend::local::question::Question;
use crate::backend::seen::{Seen, Survey};
use crate::job::Failure;

/// Looks with `program look-at`, which is reeldrop itself.
#[derive(Clone, Debug)]
pub struct Looker {
    pub asking: Asking,
}

/// How a child ended before it was through.
enum End {
    /// It was through.
    Whole,
    /// What it was looking at then, and what became of it.
    Died(BTreeSet<String>, String),
}

impl Looker {
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { asking: Asking::new(program) }
    }

    /// Finds out what the survey leaves open. The future may be dropped; the child then stops.
    pub async fn look(&self, question: &Question, survey: &mut Survey) -> Result<(), Failure> {
        loop {
            let open = question.open(survey);
            if open.is_answered() {
                return Ok(());
            }
            match self.one(&open, survey).await? {
                End::Whole if question.open(survey) == open => return Err(silent("it saw nothing")),
                End::Whole => {}
                End::Died(suspects, how) if suspects.is_empty() => return Err(silent(&how)),
                End::Died(suspects, _) => {
                    for suspect in suspects {
                        self.alone(&open.only(&suspect), survey).await?;
                    }
                }
            }
        }
    }

    /// Looks at one file that may have brought a child down; if it does so again and again it is to blame.
    async fn alone(&self, question: &Question, survey: &mut Survey) -> Result<(), Failure> {
        for life in 1..=LIVES {
            match self.one(question, survey).await? {
                End::Whole if question.open(survey).is_answered() => return Ok(()),
                End::Whole => return Err(silent("it saw nothing")),
                End::Died(files, how) if files.is_empty() => return Err(silent(&how)),
                End::Died(files, how) if life == LIVES => {
                    for file in files {
                        survey.add(file.clone(), bad(&question.source, &file, &how));
                    }
                }
                End::Died(..) => {}
            }
        }
        Ok(())
    }

    /// The life of one child.
    async fn one(&self, question: &Question, survey: &mut Survey) -> Result<End, Failure> {
        let question = question.open(survey);
        if question.is_answered() {
            return Ok(End::Whole);
        }
        let mut doing = BTreeSet::new();
        let hear = |word| match word {
            Word::Begun(file) => drop(doing.insert(file)),
            Word::Seen(file, seen) => {
                doing.remove(&file);
                survey.add(file, seen);
            }
        };
        Ok(match self.asking.ask("look-at", &question, hear).await? {
            asking::End::Whole => End::Whole,
            asking::End::Died(how) => End::Died(doing, how),
        })
    }
}

fn bad(source: &Path, file: &str, how: &str) -> Seen {
    let reason = to_blame(how);
    Seen::Bad { sentence: format!("cannot use `{}`: {reason}", source.join(file).display()), reason }
}
