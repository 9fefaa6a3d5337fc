//! The studio itself: each of the server's questions handed to whoever knows the answer.

use std::path::Path;

use crate::job::JobSpec;
use crate::serve::files::facts::Facts;
use crate::serve::films::progress::Progress;
use crate::serve::studio::{Failure, Made, Order, Studio, Talk};
use crate::serve::talk::sink::Sink;
use crate::serve::workshop::conversation;
use crate::serve::workshop::fetch::Fetcher;
use crate::serve::workshop::film;
use crate::serve::workshop::look::look;
use crate::serve::workshop::material::Material;
use crate::serve::workshop::observer::Observer;
use crate::serve::workshop::settings::Settings;

/// The service's own prices (§4.6), for an owner who counts.
const GENERATION: u32 = 100;
const EDIT: u32 = 50;

/// Films made on this machine.
#[derive(Debug)]
pub struct Workshop {
    settings: Settings,
    fetcher: Fetcher,
    observer: Observer,
}

impl Workshop {
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let fetcher = Fetcher::new(&settings.fetch_from);
        let observer = Observer::new(&settings.program);
        Self { settings, fetcher, observer }
    }
}

impl Studio for Workshop {
    fn price(&self, talk: &Talk) -> u32 {
        if talk.state.contains_key("draft") { EDIT } else { GENERATION }
    }

    async fn answer(&self, talk: Talk, out: &mut Sink) -> Result<(), Failure> {
        conversation::answer(talk, (&self.settings, &self.observer), out).await
    }

    async fn check(&self, order: &Order) -> Result<(), Failure> {
        film::laid_out(order).map(|_| ())
    }

    async fn render(&self, order: &Order, to: &Path, progress: &Progress) -> Result<Made, Failure> {
        let timeline = film::laid_out(order)?;
        let material = Material::of(&order.media);
        let spec = JobSpec { timeline: Some(timeline), name: order.id.clone(), ..material.spec(&self.settings) };
        film::make(spec, order, to, progress, &self.settings).await
    }

    async fn fetch(&self, address: &str, to: &Path, limit: u64) -> Result<(), Failure> {
        self.fetcher.fetch(address, to, limit).await
    }

    async fn look(&self, file: &Path) -> Result<Facts, Failure> {
        look(file, self.settings.limits, &self.observer).await
    }
}
