//! Values that are well formed and still make no sense, each by the key it stands under.

use std::path::Path;

use crate::config::director::Director;
use crate::config::file::{Config, Watch};
use crate::config::nemo::Nemo;
use crate::config::serve::Serve;
use crate::director::{self, Picture};
use crate::llm;

/// A key path, and what is wrong with its value.
pub(crate) type Misfit = (Vec<&'static str>, String);

/// Longer than any wait a person means.
const A_DAY: f64 = 86_400.0;

/// The first value that makes no sense.
pub(crate) fn check(config: &Config) -> Option<Misfit> {
    None.or_else(|| misfit(!(1..=64).contains(&config.workers), &["workers"], "`workers` must be 1 to 64"))
        .or_else(|| misfit(config.retry.attempts == 0, &["retry", "attempts"], "`attempts` must be at least 1"))
        .or_else(|| seconds(config.retry.base_secs, &["retry", "base_secs"]))
        .or_else(|| seconds(config.retry.max_secs, &["retry", "max_secs"]))
        .or_else(|| {
            misfit(config.limits.max_pictures == 0, &["limits", "max_pictures"], "`max_pictures` must be at least 1")
        })
        .or_else(|| misfit(config.watch.is_empty(), &["watch"], "there is no `[[watch]]`, so nothing would be watched"))
        .or_else(|| model(&config.director))
        .or_else(|| nemo(&config.nemo))
        .or_else(|| serve(&config.serve))
        .or_else(|| film(config))
        .or_else(|| config.watch.iter().find_map(watch))
        .or_else(|| overlap(&config.watch))
}

/// A minute is patience enough for one who waits for a film; ten are for slow machines.
fn model(director: &Director) -> Option<Misfit> {
    let Director { llm_url, llm_model, llm_timeout_secs, .. } = director;
    let timeout = (1.0..=600.0).contains(llm_timeout_secs);
    None.or_else(|| misfit(!timeout, &["director", "llm_timeout_secs"], "`llm_timeout_secs` must be 1 to 600 seconds"))
        .or_else(|| {
            let error = llm::address(llm_url).err().filter(|_| !llm_url.is_empty())?;
            misfit(true, &["director", "llm_url"], &error.to_string())
        })
        .or_else(|| {
            let nameless = !llm_url.is_empty() && llm_model.trim().is_empty();
            misfit(nameless, &["director", "llm_model"], "`llm_model` is empty: name the model that is to be asked")
        })
}

fn nemo(nemo: &Nemo) -> Option<Misfit> {
    let seconds = [
        ("poll_secs", nemo.poll_secs),
        ("render_timeout_secs", nemo.render_timeout_secs),
        ("stream_timeout_secs", nemo.stream_timeout_secs),
        ("heartbeat_only_timeout_secs", nemo.heartbeat_only_timeout_secs),
        ("rate_limit_wait_secs", nemo.rate_limit_wait_secs),
        ("recovery_wait_secs", nemo.recovery_wait_secs),
        ("recovery_poll_secs", nemo.recovery_poll_secs),
    ];
    None.or_else(|| misfit(nemo.api_url.is_empty(), &["nemo", "api_url"], "`api_url` is empty"))
        .or_else(|| misfit(!(1..=64).contains(&nemo.parallel), &["nemo", "parallel"], "`parallel` must be 1 to 64"))
        .or_else(|| misfit(nemo.max_upload_mb == 0, &["nemo", "max_upload_mb"], "`max_upload_mb` must be at least 1"))
        .or_else(|| seconds.into_iter().find_map(|(key, value)| self::seconds(value, &["nemo", key])))
}

fn serve(serve: &Serve) -> Option<Misfit> {
    let least = [
        ("max_file_mb", u64::from(serve.max_file_mb)),
        ("max_total_mb", serve.max_total_mb),
        ("max_sessions", serve.max_sessions),
    ];
    let none = |(key, value)| misfit(value == 0, &["serve", key], &format!("`{key}` must be at least 1"));
    None.or_else(|| {
        misfit(
            serve.address().is_none(),
            &["serve", "listen"],
            "`listen` must be an address with a port, such as 127.0.0.1:8710",
        )
    })
    .or_else(|| misfit(!(1..=64).contains(&serve.workers), &["serve", "workers"], "`workers` must be 1 to 64"))
    .or_else(|| {
        misfit(!(0.0..=36_500.0).contains(&serve.keep_days), &["serve", "keep_days"], "`keep_days` must be 0 to 36500")
    })
    .or_else(|| least.into_iter().find_map(none))
}

fn misfit(wrong: bool, path: &[&'static str], what: &str) -> Option<Misfit> {
    wrong.then(|| (path.to_vec(), what.to_owned()))
}

fn seconds(value: f64, path: &[&'static str]) -> Option<Misfit> {
    let name = path.last().copied().unwrap_or_default();
    misfit(!(0.0..=A_DAY).contains(&value), path, &format!("`{name}` must be 0 to {A_DAY} seconds"))
}

/// The director itself is asked, with one ordinary picture.
fn film(config: &Config) -> Option<Misfit> {
    let picture = [Picture { width: 1920, height: 1080, ..Picture::default() }];
    let watches = config.watch.iter().map(|watch| (&watch.video, vec!["watch", "video"]));
    watches.chain([(&config.video, vec!["video"])]).find_map(|(video, path)| {
        let brief = video.clone().over(config.video.clone()).over(director::defaults());
        director::compose(&brief, &picture, None).err().map(|error| (path, error.to_string()))
    })
}

fn watch(watch: &Watch) -> Option<Misfit> {
    let empty = |path: &Path, key| misfit(path.as_os_str().is_empty(), &["watch", key], &format!("`{key}` is empty"));
    None.or_else(|| empty(&watch.inbox, "inbox"))
        .or_else(|| empty(&watch.outbox, "outbox"))
        .or_else(|| empty(&watch.archive, "archive"))
        .or_else(|| empty(&watch.failed, "failed"))
        .or_else(|| seconds(watch.settle_secs, &["watch", "settle_secs"]))
        .or_else(|| seconds(watch.rescan_secs, &["watch", "rescan_secs"]))
}

/// A film or a used folder that lands in an inbox would be taken again.
fn overlap(watches: &[Watch]) -> Option<Misfit> {
    let inboxes: Vec<&Path> = watches.iter().map(|watch| watch.inbox.as_path()).collect();
    let twice = inboxes.iter().enumerate().find(|(n, inbox)| inboxes[..*n].contains(inbox));
    if let Some((_, inbox)) = twice {
        return misfit(true, &["watch", "inbox"], &format!("`{}` is watched twice", inbox.display()));
    }
    watches.iter().find_map(|watch| {
        [("outbox", &watch.outbox), ("archive", &watch.archive), ("failed", &watch.failed)].into_iter().find_map(
            |(key, path)| {
                let inbox = inboxes.iter().find(|inbox| path.starts_with(inbox))?;
                let what =
                    format!("`{key}` lies in the inbox `{}`; what lands there would be taken again", inbox.display());
                misfit(true, &["watch", key], &what)
            },
        )
    })
}
