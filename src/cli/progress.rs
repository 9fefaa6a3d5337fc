//! The progress bar: frames and the time left, on a terminal only.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::backend::Progress;
use crate::cli::options::Options;

/// A bar on stderr; silent where stderr is no terminal, or with `--quiet` or `--json`.
pub(crate) fn bar(options: &Options) -> ProgressBar {
    let hidden = options.quiet || options.json || !io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    bar.set_style(style("{spinner} looking at the pictures"));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Tells the bar how far the film is; the first word turns the spinner into a bar.
pub(crate) fn tell(bar: &ProgressBar, progress: Progress) {
    let (done, all, template) = match progress {
        Progress::Frames(done, all) => (u64::from(done), u64::from(all), "{wide_bar} {pos}/{len} frames, {eta} left"),
        Progress::Percent(done) => (u64::from(done), 100, "{wide_bar} {pos} %, {elapsed}"),
    };
    if bar.length().is_none() {
        bar.set_style(style(template));
        bar.set_length(all);
        bar.reset_eta();
    }
    bar.set_position(done);
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates above are well formed")
}
