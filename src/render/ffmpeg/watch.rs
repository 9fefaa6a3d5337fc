//! Stands beside FFmpeg until it ends, hears its last words, and ends it when it must not go on.

use std::io::{self, Read};
use std::process::{Child, ChildStderr, ExitStatus};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, Thread};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::legible;
use crate::render::ffmpeg::feed::Feed;

/// Between two looks: a cancelled film is left within this.
const LOOK: Duration = Duration::from_millis(100);
/// As much of its words as anybody reads.
const MAX_WORDS: u64 = 4 << 10;
/// Words that are still on their way when the process has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How FFmpeg ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Well,
    /// Why not, in its own words if it had any.
    Badly(String),
    /// It was told to: somebody gave up or called the film off.
    Told,
}

/// Waits for the end. `goes_on` is asked while nothing moves; when it says no, or nothing moves for `patience`, FFmpeg is
/// killed.
pub(crate) fn watch(mut child: Child, feed: &Feed, patience: Duration, goes_on: impl Fn() -> bool) -> End {
    let words = listen(child.stderr.take());
    let (mut taken, mut still) = (0, Duration::ZERO);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return ended(status, feed, &words),
            Ok(None) => {}
            Err(error) => return kill(&mut child, feed, End::Badly(format!("it cannot be watched: {error}"))),
        }
        thread::park_timeout(LOOK);
        let now = feed.taken();
        still = if now == taken { still + LOOK } else { Duration::ZERO };
        taken = now;
        if feed.is_given_up() || !goes_on() {
            return kill(&mut child, feed, End::Told);
        }
        if still >= patience {
            let said = format!("it did nothing for {} seconds", patience.as_secs());
            return kill(&mut child, feed, End::Badly(said));
        }
    }
}

/// With whatever it has started, so that nobody holds the other end of the pipe.
fn kill(child: &mut Child, feed: &Feed, end: End) -> End {
    kill_process_group(Pid::from_child(child), Signal::KILL).ok();
    child.wait().ok();
    feed.close();
    end
}

fn ended(status: ExitStatus, feed: &Feed, words: &Receiver<String>) -> End {
    feed.close();
    if feed.is_given_up() {
        return End::Told;
    }
    if status.success() && feed.is_complete() {
        return End::Well;
    }
    let words = words.recv_timeout(LAST_WORDS).unwrap_or_default();
    End::Badly(cause(&words).unwrap_or_else(|| format!("it ended before the film did ({status})")))
}

/// The first line says what is wrong, the later ones what follows from it. What it puts before a line is an address in its
/// own memory.
fn cause(words: &str) -> Option<String> {
    let line = words.lines().map(str::trim).find(|line| !line.is_empty())?;
    let bare = line.strip_prefix('[').and_then(|line| line.split_once("] ")).map_or(line, |(_, bare)| bare);
    Some(legible::line(bare.trim_end_matches('.')))
}

/// The words, when they end. A process that outlives FFmpeg and holds on to them keeps nobody waiting.
fn listen(err: Option<ChildStderr>) -> Receiver<String> {
    let (say, words) = mpsc::channel();
    let watcher = thread::current();
    thread::spawn(move || err.map(|err| hear(err, &say, &watcher)));
    words
}

/// All is read, or a program that talks at length would wait for a reader; the end wakes whoever watches.
fn hear(mut err: ChildStderr, say: &Sender<String>, watcher: &Thread) {
    let mut words = Vec::new();
    (&mut err).take(MAX_WORDS).read_to_end(&mut words).ok();
    io::copy(&mut err, &mut io::sink()).ok();
    say.send(String::from_utf8_lossy(&words).into_owned()).ok();
    watcher.unpark();
}

#[cfg(test)]
mod tests {
    use super::cause;

    #[test]
    fn the_cause_is_the_first_line_without_its_address() {
        let words =
            "\n[h264_nvenc @ 0x5588873b59c0] Cannot load libcuda.so.1\nError initializing output stream 0:0 -- \n";
        assert_eq!(cause(words).unwrap(), "Cannot load libcuda.so.1");
        assert_eq!(cause("Device creation failed: -5.\n").unwrap(), "Device creation failed: -5");
        assert_eq!(cause("a\u{1b}[2Jb").unwrap(), "a\\u{1b}[2Jb");
        assert_eq!(cause(" \n"), None);
    }
}
