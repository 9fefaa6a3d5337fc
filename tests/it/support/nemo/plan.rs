//! Which fault strikes when, and how often it has.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::support::nemo::call::Call;
use crate::support::nemo::fault::Fault;

/// Counted from the moment the fault was planned; the first call is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Nth(usize),
    First(usize),
    Always,
}

impl When {
    const fn is_now(self, count: usize) -> bool {
        match self {
            Self::Nth(n) => count == n,
            Self::First(n) => count <= n,
            Self::Always => true,
        }
    }
}

#[derive(Debug)]
struct Planned {
    call: Call,
    when: When,
    what: Fault,
    seen: usize,
    hits: usize,
}

#[derive(Debug, Default)]
pub struct Plan {
    faults: Mutex<Vec<Planned>>,
    calls: Mutex<HashMap<Call, usize>>,
}

impl Plan {
    /// Adds a fault; the number that `hits` asks by.
    pub fn add(&self, call: Call, when: When, what: Fault) -> usize {
        let mut faults = self.faults.lock().unwrap();
        faults.push(Planned { call, when, what, seen: 0, hits: 0 });
        faults.len() - 1
    }

    /// Nothing goes wrong from here on; the hits stay counted.
    pub fn clear(&self) {
        self.faults.lock().unwrap().iter_mut().for_each(|fault| fault.when = When::First(0));
    }

    /// How often a fault has struck.
    pub fn hits(&self, fault: usize) -> usize {
        self.faults.lock().unwrap()[fault].hits
    }

    /// How often a call was made, struck or not.
    pub fn calls(&self, call: Call) -> usize {
        self.calls.lock().unwrap().get(&call).copied().unwrap_or(0)
    }

    /// A call is being made: the fault that strikes it, the first planned before the others.
    pub fn strike(&self, call: Call) -> Option<Fault> {
        *self.calls.lock().unwrap().entry(call).or_default() += 1;
        let mut struck = None;
        for fault in self.faults.lock().unwrap().iter_mut().filter(|fault| fault.call == call) {
            fault.seen += 1;
            if struck.is_none() && fault.when.is_now(fault.seen) {
                fault.hits += 1;
                struck = Some(fault.what.clone());
            }
        }
        struck
    }
}
