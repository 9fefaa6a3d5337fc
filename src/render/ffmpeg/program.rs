//! Where FFmpeg is, and how it is started.

use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, io, process};

/// All that FFmpeg may know of the environment: where programs, libraries and the caches of drivers are, and which card is
/// meant, by the names that NVIDIA's, libva's and Intel's libraries look for.
pub const ENVIRONMENT: [&str; 10] = [
    "PATH",
    "HOME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "XDG_RUNTIME_DIR",
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "LIBVA_DRIVER_NAME",
    "LIBVA_DRIVERS_PATH",
    "ONEVPL_SEARCH_PATH",
];

/// The slowest encoder takes seconds for a picture, and may think about a hundred before the last comes out.
const PATIENCE: Duration = Duration::from_mins(5);

/// FFmpeg on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub ffmpeg: PathBuf,
    /// As in the renderer's settings.
    pub leash: Option<PathBuf>,
    /// How long it may do nothing before it counts as hanging.
    pub patience: Duration,
}

impl Program {
    /// The first in `PATH`.
    pub(crate) fn find(leash: Option<&Path>) -> Option<Self> {
        let ffmpeg = in_path(&env::var_os("PATH")?)?;
        Some(Self { ffmpeg, leash: leash.map(Path::to_owned), patience: PATIENCE })
    }

    /// Starts it in the folder `dir`, in a process group of its own, so that it can be ended with whatever it has started.
    pub(crate) fn start(&self, arguments: &[String], dir: &Path) -> io::Result<Child> {
        let mut command = match &self.leash {
            Some(leash) => {
                let mut command = Command::new(leash);
                command.arg("leash").arg(process::id().to_string()).arg(&self.ffmpeg);
                command
            }
            None => Command::new(&self.ffmpeg),
        };
        command.args(arguments).current_dir(dir).process_group(0).env_clear().envs(environment());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()
    }
}

/// SVT-AV1 talks about itself unless it is told by the environment to say what is wrong and nothing else.
fn environment() -> impl Iterator<Item = (&'static str, OsString)> {
    let known = ENVIRONMENT.into_iter().filter_map(|name| Some((name, env::var_os(name)?)));
    known.chain([("SVT_LOG", "1".into())])
}

/// Folders that are no full path are passed over: what lies in the folder where one happens to be is not trusted.
fn in_path(path: &OsStr) -> Option<PathBuf> {
    let is_program = |path: &PathBuf| {
        fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    };
    env::split_paths(path).filter(|dir| dir.is_absolute()).map(|dir| dir.join("ffmpeg")).find(is_program)
}
