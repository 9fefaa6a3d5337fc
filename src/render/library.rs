//! Hands out scenes: each is made once, by whoever needs it first, and dropped by whoever needs it last.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::render::error::Error;
use crate::render::gate::Gate;
use crate::render::look::{Colours, Lens, mixed};
use crate::render::scene::{Means, Scene};
use crate::render::settings::Settings;
use crate::timeline::Timeline;

/// All scenes of a film, of which only those are in memory that somebody is filming.
#[derive(Debug)]
pub(crate) struct Library<'a> {
    timeline: &'a Timeline,
    source: &'a Path,
    means: Means,
    lens: Option<Lens>,
    slots: Vec<Mutex<Slot>>,
}

#[derive(Debug, Default)]
struct Slot {
    scene: Option<Arc<Scene>>,
    /// How many have yet to say that they are through with it.
    users: usize,
}

impl<'a> Library<'a> {
    /// `users[i]` many will call [`Library::release`] for shot `i`.
    pub(crate) fn new(timeline: &'a Timeline, source: &'a Path, settings: &Settings, users: &[usize]) -> Self {
        let slots = users.iter().map(|&users| Mutex::new(Slot { scene: None, users })).collect();
        let recipe = mixed(timeline.filter.into_iter().chain(timeline.more_filters.iter().copied()));
        let means = Means {
            settings: settings.clone(),
            gate: Gate::default(),
            colours: recipe.as_ref().map(Colours::of),
            background: timeline.background,
        };
        let lens = recipe.and_then(|recipe| Lens::of(&recipe, timeline.canvas));
        Self { timeline, source, means, lens, slots }
    }

    /// What is done to every frame.
    pub(crate) fn lens(&self) -> Option<&Lens> {
        self.lens.as_ref()
    }

    /// The scene of a shot. Whoever asks while another makes it waits: a picture is decoded once.
    pub(crate) fn get(&self, shot: usize) -> Result<Arc<Scene>, Error> {
        let mut slot = self.slots[shot].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(scene) = &slot.scene {
            return Ok(Arc::clone(scene));
        }
        let timeline = self.timeline;
        let scene = Arc::new(Scene::load(&timeline.shots[shot], timeline.canvas, self.source, &self.means)?);
        slot.scene = Some(Arc::clone(&scene));
        Ok(scene)
    }

    /// One of its users begins anew, and will release the shot once more.
    pub(crate) fn expect(&self, shot: usize) {
        self.slots[shot].lock().unwrap_or_else(PoisonError::into_inner).users += 1;
    }

    /// One of its users will not ask for the shot again.
    pub(crate) fn release(&self, shot: usize) {
        let mut slot = self.slots[shot].lock().unwrap_or_else(PoisonError::into_inner);
        slot.users = slot.users.saturating_sub(1);
        if slot.users == 0 {
            slot.scene = None;
        }
    }
}
