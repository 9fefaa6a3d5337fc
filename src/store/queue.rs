//! The queue: what is to be done next, when, and how much there is; none of it costs more when the queue is long.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rusqlite::params;

use crate::clock::Timestamp;
use crate::job::Job;
use crate::store::error::Error;
use crate::store::open::Store;
use crate::store::rows::{COLUMNS, bytes, job, json, time};

/// Which of the waiting jobs somebody works on: what is done on this machine, what mostly waits for another, or what is
/// only to be put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    Here,
    Away,
    Aside,
}

impl Lane {
    const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Away => "away",
            Self::Aside => "aside",
        }
    }
}

// Each question names its index, so that a change which takes it away is an error and not a slow daemon.
impl Store {
    /// The next job of a lane with something to do, skipping those `in_hand`: what waits to be claimed first, since that
    /// is quick and shows its priority, then by priority and age. While a person has paused the work there is none, but
    /// what is to be put aside is put aside.
    pub fn next(&self, lane: Lane, now: Timestamp, in_hand: &[i64]) -> Result<Option<Job>, Error> {
        let connection = self.lock();
        let mut find = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM jobs INDEXED BY jobs_next
             WHERE live = 1 AND lane = ?3 AND (not_before IS NULL OR not_before <= ?1)
               AND id NOT IN (SELECT value FROM json_each(?2))
               AND (?3 = 'aside' OR NOT EXISTS (SELECT 1 FROM pause))
             ORDER BY unclaimed DESC, priority DESC, id LIMIT 1"
        ))?;
        let mut rows = find.query(params![now.as_millisecond(), json(&in_hand), lane.word()])?;
        rows.next()?.map(job).transpose()
    }

    /// When the next job may go on that could not at `now`.
    pub fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT min(not_before) FROM jobs INDEXED BY jobs_due WHERE live = 1 AND not_before > ?1";
        let due: Option<i64> = self.lock().prepare_cached(sql)?.query_row([now.as_millisecond()], |row| row.get(0))?;
        Ok(due.map(time))
    }

    /// The entries of an inbox that wait to be claimed, or to be put aside unclaimed.
    pub fn claiming(&self, inbox: &Path) -> Result<HashSet<OsString>, Error> {
        let sql = "SELECT entry FROM jobs INDEXED BY jobs_unclaimed WHERE inbox = ?1 AND live = 1 AND unclaimed = 1";
        let connection = self.lock();
        let mut find = connection.prepare_cached(sql)?;
        let entries = find.query_map([bytes(inbox.as_os_str())], |row| row.get(0))?;
        Ok(entries.map(|entry| entry.map(OsString::from_vec)).collect::<Result<_, _>>()?)
    }

    /// Whether a job not newer than `newest` can go on now, is being worked on, or rests between two looks at a service
    /// that works for it.
    pub fn has_work(&self, now: Timestamp, newest: i64) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM jobs INDEXED BY jobs_due WHERE live = 1 AND id <= ?2 AND (not_before IS NULL
                   OR not_before <= ?1 OR last_fault IS NULL OR stage ->> '$.stage' = 'failing')";
        Ok(self.lock().prepare_cached(sql)?.exists([now.as_millisecond(), newest])?)
    }

    /// The number of the newest job; 0 if there is none.
    pub fn newest(&self) -> Result<i64, Error> {
        Ok(self.lock().prepare_cached("SELECT coalesce(max(id), 0) FROM jobs")?.query_row([], |row| row.get(0))?)
    }

    /// How many jobs have something left to do, by what a person sees of them ([`Job::status`]).
    pub fn live_by_status(&self, now: Timestamp, in_hand: &[i64]) -> Result<BTreeMap<String, u32>, Error> {
        let sql = "SELECT CASE WHEN id IN (SELECT value FROM json_each(?2)) THEN 'working'
                               WHEN not_before > ?1 THEN 'waiting' ELSE 'queued' END, count(*)
                   FROM jobs INDEXED BY jobs_due WHERE live = 1 GROUP BY 1";
        let connection = self.lock();
        let mut count = connection.prepare_cached(sql)?;
        let counts = count.query_map((now.as_millisecond(), json(&in_hand)), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// Number, inbox and name of every job with something left to do: what their work folders are called by.
    pub fn live_folders(&self) -> Result<Vec<(i64, PathBuf, String)>, Error> {
        let sql = "SELECT id, inbox, name FROM jobs INDEXED BY jobs_due WHERE live = 1";
        let connection = self.lock();
        let mut list = connection.prepare_cached(sql)?;
        let folders = list.query_map([], |row| {
            let inbox = PathBuf::from(OsString::from_vec(row.get(1)?));
            Ok((row.get(0)?, inbox, row.get(2)?))
        })?;
        Ok(folders.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ffi::OsStr;
    use std::time::Duration;

    use proptest::prelude::*;

    use crate::clock::{self, Timestamp};
    use crate::job::{BackendName, Failure, Job, Kind, LocalStep, Stage, Step};
    use crate::store::jobs::{Arrival, Postponed};
    use crate::store::open::Store;
    use crate::store::queue::Lane;

    fn insert(store: &Store, name: &str, now: Timestamp) -> Job {
        let entry = OsStr::new(name);
        let arrival = Arrival { inbox: "/in".as_ref(), entry, name, fingerprint: name, backend: BackendName::Local };
        let id = store.insert(&arrival, now).unwrap().unwrap();
        store.job(id).unwrap().unwrap()
    }

    fn render() -> Stage {
        Stage::Making { next: Step::Local(LocalStep::Render { film: 0 }) }
    }

    #[test]
    fn a_hundred_arrivals_are_one_commit_and_no_row_twice() {
        let state = tempfile::tempdir().unwrap();
        let (store, other) = (Store::open(state.path()).unwrap(), Store::open(state.path()).unwrap());
        let names: Vec<String> = (0..100).map(|number| format!("folder {}", number % 90)).collect();
        let arrival = |name: &String| {
            let entry = OsStr::new(name.as_str()).to_owned();
            (name.clone(), entry)
        };
        let named: Vec<_> = names.iter().map(arrival).collect();
        let arrivals: Vec<_> = named
            .iter()
            .map(|(name, entry)| Arrival {
                inbox: "/in".as_ref(),
                entry,
                name,
                fingerprint: name,
                backend: BackendName::Local,
            })
            .collect();
        let before = other.others_wrote().unwrap();
        let ids = store.insert_all(&arrivals, clock::now()).unwrap();
        assert_eq!(ids.iter().flatten().count(), 90);
        assert_eq!(store.live().unwrap().len(), 90);
        assert_eq!(other.others_wrote().unwrap(), before + 1);
    }

    #[test]
    fn what_waits_to_be_claimed_goes_first_then_priority_then_age() {
        let state = tempfile::tempdir().unwrap();
        let (store, now) = (Store::open(state.path()).unwrap(), clock::now());
        let jobs = ["old", "urgent", "young"].map(|name| insert(&store, name, now));
        for job in &jobs {
            store.advance(job, &render(), "claimed", now).unwrap();
        }
        let urgent = crate::job::JobSpec { priority: 3, ..spec() };
        store.set_wishes(jobs[1].id, &urgent).unwrap();
        let unclaimed = insert(&store, "dropped just now", now);
        let mut order = Vec::new();
        while let Some(job) = store.next(Lane::Here, now, &order).unwrap() {
            order.push(job.id);
        }
        assert_eq!(order, [unclaimed.id, jobs[1].id, jobs[0].id, jobs[2].id]);
        assert_eq!(store.next(Lane::Away, now, &[]).unwrap(), None);
    }

    fn spec() -> crate::job::JobSpec {
        serde_json::from_str(include_str!("../../tests/frozen/spec.json")).unwrap()
    }

    #[test]
    fn a_queue_of_jobs_that_wait_hides_none_that_is_due() {
        let state = tempfile::tempdir().unwrap();
        let (store, now) = (Store::open(state.path()).unwrap(), clock::now());
        let fault = Failure { kind: Kind::Machine, message: "the disk is full".into(), hint: None };
        for number in 1..=20 {
            let job = insert(&store, &number.to_string(), now);
            let until = clock::later(now, Duration::from_secs(number));
            store.postpone(&job, &Postponed { fault: &fault, attempts: 0, until }, now).unwrap();
        }
        assert_eq!(store.next(Lane::Here, now, &[]).unwrap(), None);
        assert!(!store.has_work(now, i64::MAX).unwrap());
        assert_eq!(store.next_due(now).unwrap(), Some(clock::later(now, Duration::from_secs(1))));
        let due = insert(&store, "due", now);
        assert_eq!(store.next(Lane::Here, now, &[]).unwrap().map(|job| job.id), Some(due.id));
        assert!(store.has_work(now, due.id).unwrap() && !store.has_work(now, due.id - 1).unwrap());
    }

    #[test]
    fn no_question_reads_every_row() {
        let state = tempfile::tempdir().unwrap();
        let store = Store::open(state.path()).unwrap();
        let connection = store.lock();
        for sql in [
            "SELECT id FROM jobs INDEXED BY jobs_next WHERE live = 1 AND lane = 'here'
             ORDER BY unclaimed DESC, priority DESC, id LIMIT 1",
            "SELECT entry FROM jobs INDEXED BY jobs_unclaimed WHERE inbox = x'00' AND live = 1 AND unclaimed = 1",
            "SELECT ended, count(*) FROM jobs WHERE live = 0 GROUP BY 1",
            "SELECT id FROM jobs WHERE live = 0 AND ended = 'failed'",
            "SELECT 1 FROM jobs WHERE inbox = x'00' AND entry = x'00' AND live = 1 AND unclaimed = 1",
        ] {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps: Vec<String> =
                explain.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
            let plan = steps.join("; ");
            assert!(plan.contains("INDEX") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn jobs_are_counted_as_a_person_sees_each_of_them(
            states in prop::collection::vec((0..4_u8, any::<bool>()), 0..12),
        ) {
            let state = tempfile::tempdir().unwrap();
            let (store, now) = (Store::open(state.path()).unwrap(), clock::now());
            let fault = Failure { kind: Kind::Machine, message: "full".into(), hint: None };
            let mut in_hand = Vec::new();
            for (number, (what, held)) in states.iter().enumerate() {
                let job = insert(&store, &number.to_string(), now);
                let wait = Postponed { fault: &fault, attempts: 1, until: clock::later(now, Duration::from_secs(9)) };
                match what {
                    0 => drop(store.postpone(&job, &wait, now).unwrap()),
                    1 => drop(store.advance(&job, &render(), "claimed", now).unwrap()),
                    2 => drop(store.advance(&job, &Stage::Cancelled { pictures: None, next: None }, "", now).unwrap()),
                    _ => {}
                }
                in_hand.extend(held.then_some(job.id));
            }
            let mut one_by_one = BTreeMap::<String, u32>::new();
            for job in store.live().unwrap() {
                *one_by_one.entry(job.status(now, &in_hand).word().to_owned()).or_default() += 1;
            }
            prop_assert_eq!(store.live_by_status(now, &in_hand).unwrap(), one_by_one);
        }
    }
}
