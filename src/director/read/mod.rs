//! A prompt into a brief: fold, mask, cut into pieces, then let each stage take the pieces it understands.

mod amounts;
mod choices;
mod dashes;
mod decode;
mod ends;
mod fades;
mod ledger;
mod lexicon;
mod looks;
mod mask;
mod measures;
mod negation;
pub(crate) mod normalise;
mod numbers;
mod page;
pub(crate) mod pattern;
mod places;
mod plain;
mod reading;
mod relative;
mod report;
mod scan;
mod settings;
mod silence;
mod texts;
mod typos;
mod ways;
mod wishes;

pub use decode::decode;
pub use reading::{Reading, Understood};

use crate::brief::Brief;
use crate::director::instructions::instructions;
use ledger::{Closed, Ledger};
use normalise::Text;
use page::{Page, State};

/// Reads a prompt. Instructions separated by a line `---` are read one after the other, and the later one wins.
#[must_use]
pub fn read(prompt: &str) -> Reading {
    instructions(prompt).iter().map(|prompt| instruction(prompt)).fold(Reading::default(), Reading::then)
}

/// Reads a further instruction for a film that was made of `used`: the brief is what holds then, and what was understood
/// and what was not are those of the new words.
#[must_use]
pub fn refine(used: &Brief, words: &str) -> Reading {
    let before = Reading { brief: used.clone(), ..Reading::default() };
    instructions(words).iter().map(|words| instruction(words)).fold(before, Reading::then)
}

fn instruction(prompt: &str) -> Reading {
    let text = typos::mended(dashes::colons(Text::new(prompt)));
    let mut page = Page::new(&text);
    let mut ledger = Ledger::new(negation::corrections(&page));
    settings::settings(&mut page, &mut ledger);
    ends::files(&mut page, &mut ledger);
    texts::texts(&mut page, &mut ledger);
    negation::negate(&mut page);
    wishes::wishes(&mut page, &mut ledger);
    fades::fades(&mut page, &mut ledger);
    places::places(&mut page, &mut ledger);
    ways::ways(&mut page, &mut ledger);
    measures::measures(&mut page, &mut ledger);
    for lost in ledger.settle() {
        page.mark(&lost, State::Open);
    }
    wishes::settle_denied(&mut page, &ledger);
    let not_understood = report::not_understood(&page);
    let untitled = texts::untitled(&page, &ledger);
    let Closed { brief, understood, dropped, taken, relative } = ledger.close(&text);
    Reading { brief, understood, not_understood, dropped, taken, relative, untitled, guessed: Vec::new() }
}
