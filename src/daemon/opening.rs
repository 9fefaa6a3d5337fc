//! What comes before any work: folders made, inboxes locked, the remains of an unclean end swept up.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;

use crate::daemon::house::{Error, House};
use crate::daemon::janitor;
use crate::daemon::settings::Watch;
use crate::disk;
use crate::outbox::After;

/// An inbox, and the lock on it.
pub(crate) type Lock = (PathBuf, File);

/// Makes the house ready for work. The files are locks on the inboxes, to be held for as long as anybody works there.
pub(crate) fn open_up(house: House) -> Result<(Arc<House>, Vec<Lock>), Error> {
    make_folders(&house, &house.rules().settings.watches)?;
    let rules = house.rules();
    let locks = rules.settings.watches.iter().filter_map(|watch| lock(watch).transpose()).collect::<Result<_, _>>()?;
    janitor::sweep(&house)?;
    Ok((Arc::new(house), locks))
}

/// Makes and marks the folders that are new. Where an inbox or outbox was known and is gone, it is not made anew: the
/// disk it lay on may come back.
pub(crate) fn make_folders(house: &House, watches: &[Watch]) -> Result<(), Error> {
    for root in watches.iter().flat_map(guarded) {
        if house.store.root(&root)?.is_none() {
            disk::make_dir(&root)?;
            house.adopt(&root)?;
        }
    }
    Ok(())
}

/// The folders whose disk must be known: inbox and outbox; an inbox that is only read has no marker.
pub(crate) fn guarded(watch: &Watch) -> Vec<PathBuf> {
    match watch.folders.after {
        After::Keep => vec![watch.folders.outbox.clone()],
        After::Archive | After::Delete => vec![watch.inbox.inbox.clone(), watch.folders.outbox.clone()],
    }
}

/// One inbox, one reeldrop: another one, with a state folder of its own, would take this one's work for abandoned. Where
/// the file system has no locks, or the inbox is away, there is nothing to hold.
pub(crate) fn lock(watch: &Watch) -> Result<Option<Lock>, Error> {
    let private = watch.inbox.inbox.join(".reeldrop");
    if watch.folders.after == After::Keep || !disk::is_dir(&private)? {
        return Ok(None);
    }
    let file = disk::create(&private.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some((watch.inbox.inbox.clone(), file))),
        Err(TryLockError::WouldBlock) => Err(Error::Watched { inbox: watch.inbox.inbox.clone() }),
        Err(TryLockError::Error(error)) => {
            tracing::debug!(%error, inbox = %watch.inbox.inbox.display(), "the inbox cannot be locked");
            Ok(None)
        }
    }
}
