//! A picture printed anew as a file, in a process of its own: what brings that down costs the picture and nothing else.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::backend::asked::answer;
use crate::backend::asking::{Asking, End, LIVES, silent, to_blame};
use crate::backend::bounds::settings;
use crate::backend::message::{Message, fault};
use crate::backend::way::Fault;
use crate::disk;
use crate::job::{Failure, Kind, Limits};
use crate::render::{self, Print};

/// What is to be printed, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub picture: PathBuf,
    /// Written whole or not at all.
    pub to: PathBuf,
    pub print: Print,
    /// The most that the longer side may have, in pixels.
    pub longest: u32,
    pub limits: Limits,
}

/// The whole life of the child.
pub fn reprint() -> io::Result<()> {
    answer(|order| [carry_out(&order)])
}

fn carry_out(Order { picture, to, print, longest, limits }: &Order) -> Message {
    let failed =
        |kind, error: &dyn std::error::Error, full| Message::Failed { failure: Failure::of(kind, error, None), full };
    match render::reprint(picture, &settings(*limits), *print, *longest) {
        Err(error) => failed(Kind::Input, &error, false),
        Ok(bytes) => match disk::write_whole(to, &bytes) {
            Err(error) => failed(Kind::Machine, &error, error.is_full()),
            Ok(()) => Message::Made,
        },
    }
}

/// Has it printed by `program reprint`, which is reeldrop itself. A lasting fault is the picture's own.
pub(crate) async fn print(program: PathBuf, order: &Order) -> Result<(), Fault> {
    let asking = Asking::new(program);
    let mut how = String::new();
    for _ in 0..LIVES {
        let mut said = None;
        let ended = asking.ask("reprint", order, |message| said = Some(message)).await.map_err(Fault::Passing)?;
        match (said, ended) {
            (Some(Message::Made), _) => return Ok(()),
            (Some(Message::Failed { failure, full }), _) => return Err(fault(failure, full)),
            (_, End::Whole) => return Err(Fault::Passing(silent("it said nothing"))),
            (_, End::Died(why)) => how = why,
        }
    }
    let message = format!("cannot use `{}`: {}", order.picture.display(), to_blame(&how));
    Err(Fault::Lasting(Failure { kind: Kind::Input, message, hint: None }))
}
