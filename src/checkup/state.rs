//! The state folder and the database in it.

use crate::checkup::finding::{Finding, said};
use crate::checkup::ground::{Ground, ground};
use crate::checkup::settings::Settings;
use crate::disk;
use crate::store::{self, Store};

const SUBJECT: &str = "state";

pub(crate) fn check(settings: &Settings) -> Vec<Finding> {
    let dir = &settings.state_dir;
    match ground(dir, true) {
        Ground::Good => vec![database(settings)],
        Ground::Free => vec![Finding::ok(SUBJECT, format!("`{}` will be made", dir.display()))],
        Ground::Bad(what) => {
            vec![
                Finding::error(SUBJECT, what)
                    .hint("set `state_dir` in the config to a folder of your own on a local disk"),
            ]
        }
    }
}

fn database(settings: &Settings) -> Finding {
    let dir = &settings.state_dir;
    // A state folder on a network is refused before anything is made in it.
    match disk::exists(&dir.join("reeldrop.db")) {
        Ok(false) => return empty(settings),
        Ok(true) => {}
        Err(error) => return Finding::error(SUBJECT, said(&error)),
    }
    match Store::open(dir).and_then(|store| store.check()) {
        Ok(()) => Finding::ok(SUBJECT, format!("`{}`: the job database is whole", dir.display())),
        Err(error) => broken(&error),
    }
}

/// There is no database yet; whether there can be one, the file system says.
fn empty(settings: &Settings) -> Finding {
    let dir = &settings.state_dir;
    match disk::network(dir) {
        Ok(None) => Finding::ok(SUBJECT, format!("`{}`: no job yet", dir.display())),
        Ok(Some(disk::Network(kind))) => broken(&store::Error::Network { path: dir.join("reeldrop.db"), kind }),
        Err(error) => Finding::error(SUBJECT, said(&error)),
    }
}

fn broken(error: &store::Error) -> Finding {
    let finding = Finding::error(SUBJECT, said(error));
    Finding { hint: error.hint(), ..finding }
}
