//! The backend: each step to the part that takes it, and the twins of those that send.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::backend::errand::Errand;
use crate::backend::nemo::account::Account;
use crate::backend::nemo::exporting::Export;
use crate::backend::nemo::judge::judge;
use crate::backend::nemo::settings::Settings;
use crate::backend::nemo::trip::{Step, Trip};
use crate::backend::nemo::watching::Watched;
use crate::backend::way::{Backend, Fault, Outcome};
use crate::clock::Timestamp;
use crate::job::{JobSpec, NemoStep};
use crate::nemovideo::Client;

/// NemoVideo with one account, shared by all jobs. Nothing is asked of the network before the first step.
#[derive(Debug)]
pub struct Nemo {
    settings: Settings,
    client: Mutex<Option<Arc<Client>>>,
    account: Account,
    /// Whether it was said that pictures leave this machine.
    announced: AtomicBool,
}

impl Nemo {
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, client: Mutex::default(), account: Account::default(), announced: AtomicBool::new(false) }
    }

    fn client(&self) -> Result<Arc<Client>, Fault> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*client {
            return Ok(Arc::clone(client));
        }
        let new = Client::new(&self.settings.client).map_err(|error| judge(&error, &self.settings))?;
        Ok(Arc::clone(client.insert(Arc::new(new))))
    }

    /// Said once, and before the first byte goes out.
    fn announce(&self) {
        if !self.announced.swap(true, Ordering::Relaxed) {
            let host = &self.settings.client.api_url;
            tracing::warn!("pictures of `nemo` jobs leave this machine: they are uploaded to {host}");
        }
    }
}

impl Backend for Nemo {
    type Step = NemoStep;

    fn first_step(&self, spec: &JobSpec) -> NemoStep {
        spec.resume.clone().map_or(NemoStep::Open { lost: 0 }, |talk| NemoStep::Turn { talk })
    }

    fn write_ahead(&self, step: &NemoStep, now: Timestamp) -> Option<NemoStep> {
        match step.clone() {
            NemoStep::Upload { talk, sent, tries } => Some(NemoStep::CountUploads { talk, sent, tries }),
            NemoStep::Message { talk } => {
                Some(NemoStep::WatchDraft { talk, since: now, looks: 0, heard: None, seen: None })
            }
            NemoStep::Submit { talk, render, again } => Some(NemoStep::WatchRender { talk, render, again, since: now }),
            _ => None,
        }
    }

    async fn step(&self, errand: &Errand<'_>, step: NemoStep) -> Result<Outcome<NemoStep>, Fault> {
        self.announce();
        let trip = Trip { errand, settings: &self.settings, client: self.client()?, account: &self.account };
        if sends(&step) {
            trip.may_send().await?;
        }
        take(&trip, step).await
    }
}

/// Whether the account's holds concern the step: what was paid for is looked after and fetched all the same.
const fn sends(step: &NemoStep) -> bool {
    matches!(step, NemoStep::Open { .. } | NemoStep::Upload { .. } | NemoStep::Turn { .. } | NemoStep::Message { .. })
}

async fn take(trip: &Trip<'_>, step: NemoStep) -> Step {
    match step {
        NemoStep::Open { lost } => trip.open(lost).await,
        NemoStep::Upload { talk, sent, tries } => trip.upload(talk, sent, tries).await,
        NemoStep::CountUploads { talk, sent, tries } => trip.count_uploads(talk, sent, tries).await,
        NemoStep::Turn { talk } => trip.turn(talk).await,
        NemoStep::Message { talk } => trip.message(talk).await,
        NemoStep::WatchDraft { talk, since, looks, heard, seen } => {
            trip.watch_draft(Watched { talk, since, looks, heard, seen }).await
        }
        NemoStep::Submit { talk, render, again } => trip.submit(Export { talk, render, again }).await,
        NemoStep::WatchRender { talk, render, again, since } => {
            trip.watch_render(Export { talk, render, again }, since).await
        }
        NemoStep::Download { talk, render } => trip.download(talk, render).await,
    }
}
