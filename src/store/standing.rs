//! What holds for all jobs at once: whether the work is paused, how many there are of each kind, how old they may grow.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::params;

use crate::clock::Timestamp;
use crate::store::error::Error;
use crate::store::open::Store;
use crate::store::rows::{bytes, json};

impl Store {
    /// Begins no more work until [`Store::resume`]; says whether it went on before.
    pub fn pause(&self, now: Timestamp) -> Result<bool, Error> {
        let sql = "INSERT INTO pause (since) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM pause)";
        self.commit(|transaction| Ok(transaction.execute(sql, [now.as_millisecond()])? == 1))
    }

    /// Goes on; says whether it was paused.
    pub fn resume(&self) -> Result<bool, Error> {
        self.commit(|transaction| Ok(transaction.execute("DELETE FROM pause", [])? > 0))
    }

    /// Whether a person has paused the work.
    pub fn is_paused(&self) -> Result<bool, Error> {
        Ok(self.lock().prepare_cached("SELECT 1 FROM pause")?.exists([])?)
    }

    /// A number that changes with every commit of another process, and costs nearly nothing to ask for.
    pub fn others_wrote(&self) -> Result<i64, Error> {
        Ok(self.lock().prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// The jobs among `ids` that somebody has called off.
    pub fn called_off(&self, ids: &[i64]) -> Result<Vec<i64>, Error> {
        let sql = "SELECT id FROM jobs WHERE live = 1 AND lane = 'aside'
                   AND id IN (SELECT value FROM json_each(?1))";
        let connection = self.lock();
        let mut find = connection.prepare_cached(sql)?;
        let ids = find.query_map([json(&ids)], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// How many jobs are over, by the stage they ended in.
    pub fn over(&self) -> Result<BTreeMap<String, u32>, Error> {
        let sql = "SELECT ended, count(*) FROM jobs WHERE live = 0 GROUP BY 1";
        let connection = self.lock();
        let mut count = connection.prepare_cached(sql)?;
        let counts = count.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// The jobs that have failed.
    pub fn failed(&self) -> Result<Vec<i64>, Error> {
        let connection = self.lock();
        let mut find = connection.prepare_cached("SELECT id FROM jobs WHERE live = 0 AND ended = 'failed'")?;
        let ids = find.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Forgets jobs that were over before `before`, with their journals; says how many. What somebody refines at present
    /// stays, and of the inboxes in `kept`, from which nothing is moved, the last job of each folder: it is the proof
    /// that the folder was made.
    pub fn forget(&self, before: Timestamp, kept: &[&Path]) -> Result<usize, Error> {
        self.commit(|transaction| {
            transaction.execute_batch("CREATE TEMP TABLE IF NOT EXISTS kept (inbox BLOB); DELETE FROM temp.kept")?;
            for inbox in kept {
                transaction.execute("INSERT INTO temp.kept VALUES (?1)", [bytes(inbox.as_os_str())])?;
            }
            let forgotten = transaction.execute(
                "DELETE FROM jobs WHERE live = 0 AND updated_at < ?1
                   AND id NOT IN (SELECT refines FROM jobs WHERE live = 1 AND refines IS NOT NULL)
                   AND id NOT IN (SELECT stage ->> '$.of' FROM jobs WHERE live = 1 AND stage ->> '$.of' IS NOT NULL)
                   AND NOT (inbox IN (SELECT inbox FROM temp.kept) AND NOT EXISTS (
                       SELECT 1 FROM jobs AS later
                       WHERE later.inbox = jobs.inbox AND later.entry = jobs.entry AND later.id > jobs.id))",
                params![before.as_millisecond()],
            )?;
            transaction.execute("DELETE FROM messages WHERE at < ?1", [before.as_millisecond()])?;
            Ok(forgotten)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use crate::clock::{self, Timestamp};
    use crate::job::{BackendName, Stage};
    use crate::store::jobs::Arrival;
    use crate::store::open::Store;
    use crate::store::queue::Lane;

    fn over(store: &Store, inbox: &str, entry: &str, at: Timestamp) -> i64 {
        let (inbox, name, backend) = (Path::new(inbox), entry, BackendName::Local);
        let arrival = Arrival { inbox, entry: entry.as_ref(), name, fingerprint: entry, backend };
        let id = store.insert(&arrival, at).unwrap().unwrap();
        let job = store.job(id).unwrap().unwrap();
        store.advance(&job, &Stage::Done { video: "/out/a.mp4".into(), pictures: None }, "done", at).unwrap();
        id
    }

    #[test]
    fn what_was_over_long_ago_is_forgotten_and_what_proves_something_is_not() {
        let state = tempfile::tempdir().unwrap();
        let store = Store::open(state.path()).unwrap();
        let (long_ago, now) = (Timestamp::UNIX_EPOCH, clock::now());
        let old = over(&store, "/in", "old", long_ago);
        let young = over(&store, "/in", "young", now);
        let album = [over(&store, "/album", "a", long_ago), over(&store, "/album", "a", long_ago)];
        let parent = over(&store, "/in", "parent", long_ago);
        let refining = store.refine(&store.job(parent).unwrap().unwrap(), "faster", now).unwrap();
        assert_eq!(store.forget(clock::later(long_ago, Duration::from_secs(1)), &[Path::new("/album")]).unwrap(), 2);
        let left: Vec<i64> = store.jobs().unwrap().iter().map(|job| job.id).collect();
        assert_eq!(left, [refining, parent, album[1], young]);
        assert!(store.journal(old).unwrap().is_empty() && !store.journal(young).unwrap().is_empty());
        assert_eq!(store.over().unwrap()["done"], 3);
    }

    #[test]
    fn while_the_work_is_paused_only_what_is_called_off_is_handed_out() {
        let state = tempfile::tempdir().unwrap();
        let store = Store::open(state.path()).unwrap();
        let now = clock::now();
        let arrival = |entry| Arrival {
            inbox: "/in".as_ref(),
            entry: std::ffi::OsStr::new(entry),
            name: entry,
            fingerprint: entry,
            backend: BackendName::Local,
        };
        let (a, b) = (store.insert(&arrival("a"), now).unwrap().unwrap(), store.insert(&arrival("b"), now).unwrap());
        assert!(store.pause(now).unwrap() && !store.pause(now).unwrap() && store.is_paused().unwrap());
        assert_eq!(store.next(Lane::Here, now, &[]).unwrap(), None);
        let stage = Stage::Cancelling { from: Box::new(Stage::Claiming), to: None };
        store.advance(&store.job(a).unwrap().unwrap(), &stage, "cancelled", now).unwrap();
        assert_eq!(store.next(Lane::Aside, now, &[]).unwrap().map(|job| job.id), Some(a));
        assert_eq!(store.called_off(&[a, 99]).unwrap(), [a]);
        assert_eq!(store.insert(&arrival("a"), now).unwrap(), None, "it still lies in the inbox");
        let claiming = store.claiming("/in".as_ref()).unwrap();
        assert_eq!(claiming, ["a", "b"].map(std::ffi::OsString::from).into());
        assert!(store.resume().unwrap() && !store.resume().unwrap());
        assert_eq!(store.next(Lane::Here, now, &[a]).unwrap().map(|job| job.id), b);
    }
}
