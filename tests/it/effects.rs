//! What somebody asks for is seen or heard in the film, field by field, from the words to the pixels and the samples.

mod ear;
mod eye;
mod rows;
mod scene;

use std::collections::BTreeSet;

use reeldrop::brief::Brief;

use rows::ROWS;
use scene::Scene;

/// A wish in words, the words without it, and what must be different.
pub struct Row {
    pub field: &'static str,
    /// What is asked for either way.
    pub base: &'static str,
    pub wish: &'static str,
    /// What is wrong, where something is: given the film without the wish and the one with it.
    pub check: fn(&Scene, &scene::Film, &scene::Film) -> Result<(), String>,
}

#[test]
fn every_field_can_be_seen_or_heard_or_a_note_says_why_not() {
    let rows: BTreeSet<&str> = ROWS.iter().map(|row| row.field).collect();
    assert_eq!(rows, Brief::FIELDS.iter().copied().collect(), "every field has a row here, and no other name");
    let scene = Scene::new();
    let wrong: Vec<String> = ROWS.iter().filter_map(|row| tried(&scene, row).err()).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn tried(scene: &Scene, row: &Row) -> Result<(), String> {
    let asked = format!("{}\n{}", row.base, row.wish);
    let (without, with) = (scene.plan(row.base), scene.plan(&asked));
    let told = |what: &str| format!("{} ({:?}): {what}", row.field, row.wish);
    if with.brief.get(row.field) == without.brief.get(row.field) {
        return Err(told("the words are not understood"));
    }
    (row.check)(scene, &without, &with).map_err(|what| told(&what))
}
