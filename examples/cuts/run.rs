//! One job traced, and the power cut before each of its calls: whatever the disk then shows, the next run must do.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use super::model::{Disk, Left};
use super::trace::{Call, Player, TRACED, calls};
use super::{AT_ONCE, World, at_once};

/// What came of all the cuts.
#[derive(Debug, Default)]
pub struct Report {
    /// Moments of the job, at how many of them the power was cut, what a disk may show afterwards, and how many of those
    /// images differ.
    pub moments: usize,
    pub cuts: usize,
    pub images: usize,
    pub distinct: usize,
    pub wrong: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { moments, cuts, images, distinct, wrong } = self;
        let bad = wrong.len();
        write!(
            f,
            "{cuts} of {moments} moments, {images} images of the disk, {distinct} different ones; {bad} went wrong"
        )?;
        wrong.iter().try_for_each(|wrong| write!(f, "\n  {wrong}"))
    }
}

/// Tosses a cut, beside the three that leave all or nothing of a kind.
const TOSSES: u64 = 3;

type Image = BTreeMap<Vec<OsString>, Option<Vec<u8>>>;

/// Cuts at each `stride`-th moment; `None` where nothing can be traced. Several jobs in worlds of their own share the
/// moments: each has the power cut in one part of its life.
pub fn run(program: &Path, stride: usize) -> Option<Report> {
    let parts: Vec<usize> = (0..AT_ONCE).collect();
    let mut whole = Report::default();
    for part in at_once(&parts, |part| run_part(program, stride, *part)) {
        let Report { moments, cuts, images, distinct, wrong } = part?;
        whole.moments += moments;
        whole.cuts += cuts;
        whole.images += images;
        whole.distinct += distinct;
        whole.wrong.extend(wrong);
    }
    Some(whole)
}

fn run_part(program: &Path, stride: usize, part: usize) -> Option<Report> {
    let world = World::new();
    let root = world.at("").canonicalize().ok()?;
    date(&world.at("inbox/sea/a.png"));
    let first = Disk::read(&root).ok()?;
    let calls = calls(&traced(program, &world)?);
    let mut player = Player::new(first.clone(), &root);
    let all = calls.iter().filter(|call| player.play(call)).count();
    let mine = all * part / AT_ONCE..all * (part + 1) / AT_ONCE;
    let mut report = Report { moments: mine.len(), ..Report::default() };
    cut(program, &world, Player::new(first, &root), (&calls, mine, stride), &mut report);
    // The model is the disk if it ends as the disk did.
    lay_out(&root, &player.disk.after_cut(Left::Bytes));
    report.wrong.extend(world.judge(Ok(0), true).map(|wrong| format!("the model at the end: {wrong}")));
    (all > 0).then_some(report)
}

/// Cuts the power before those of the calls that change the disk and are the `stride`-th of them in this range.
fn cut(
    program: &Path,
    world: &World,
    mut player: Player<'_>,
    (calls, range, stride): (&[Call], Range<usize>, usize),
    report: &mut Report,
) {
    let (mut moment, mut known) = (0, BTreeSet::new());
    for call in calls {
        let before = player.disk.clone();
        if !player.play(call) {
            continue;
        }
        moment += 1;
        if !range.contains(&(moment - 1)) || !moment.is_multiple_of(stride) {
            continue;
        }
        report.cuts += 1;
        let tosses = (0..TOSSES).map(|toss| Left::Some(moment as u64 * TOSSES + toss));
        for left in [Left::Nothing, Left::Names, Left::Bytes].into_iter().chain(tosses) {
            let image = before.after_cut(left);
            report.images += 1;
            if known.insert(image.clone()) {
                report.distinct += 1;
                let wrong = recover(program, world, &image);
                report.wrong.extend(wrong.map(|wrong| format!("moment {moment}, {left:?}: {wrong}")));
            }
        }
    }
}

/// A whole round, its renderer too, with every byte it writes.
fn traced(program: &Path, world: &World) -> Option<String> {
    let log = tempfile::NamedTempFile::new().ok()?;
    let mut line = Command::new("strace");
    line.args(["-f", "-qq", "-y", "-xx", "-s", "67108864", "-e", &format!("trace={TRACED}"), "-o"]).arg(log.path());
    line.arg(program).arg("--config").arg(world.config()).arg("once");
    let status = line.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| fs::read_to_string(log.path()).ok())?
}

/// The machine comes up again with this disk. Whoever is greedy takes the film before anybody goes on.
fn recover(program: &Path, world: &World, image: &Image) -> Option<String> {
    lay_out(&world.at(""), image);
    let films = world.take_films();
    let mut line = Command::new(program);
    line.arg("--config").arg(world.config()).arg("once");
    let words = line.stdin(Stdio::null()).output().map(|output| output.stderr).unwrap_or_default();
    let words = String::from_utf8_lossy(&words);
    world.judge(films, true).map(|wrong| format!("{wrong}: {}", words.lines().last().unwrap_or_default()))
}

/// The disk keeps the times of what nobody touched; every file has the same one here.
fn date(path: &Path) {
    let file = fs::File::options().append(true).open(path).expect("a file");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("it takes a time");
}

fn lay_out(root: &Path, image: &Image) {
    for entry in fs::read_dir(root).expect("the world is there") {
        let path = entry.expect("an entry").path();
        let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        gone.expect("it can be removed");
    }
    for (path, bytes) in image {
        let path = root.join(path.iter().collect::<PathBuf>());
        match bytes {
            Some(bytes) => {
                fs::write(&path, bytes).expect("a new file");
                date(&path);
            }
            None => fs::create_dir(path).expect("a new folder"),
        }
    }
}
