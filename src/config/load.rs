//! Reads the file, strictly, and fills in what it leaves open.

use std::path::Path;

use toml::{Table, Value};

use crate::config::error::Error;
use crate::config::file::Config;
use crate::config::find::find;
use crate::config::{places, range};
use crate::{disk, strict};

/// The file that `reeldrop init` writes: every key with its default. What stands in it is what may stand in any config.
#[must_use]
pub const fn default_text() -> &'static str {
    include_str!("../../config/reeldrop.toml")
}

/// The settings that hold: those of the file that was named or found, the built-in ones where there is none.
pub fn load(named: Option<&Path>) -> Result<Config, Error> {
    let mut config = match find(named)? {
        Some(path) => read(&path)?,
        None => Config::default(),
    };
    config.nemo.heed(|name| std::env::var(name).ok());
    places::expand(&mut config)?;
    Ok(config)
}

fn read(path: &Path) -> Result<Config, Error> {
    parse(&text(path)?).map_err(|source| Error::Mistake { path: path.to_owned(), source })
}

/// The owner's own file: a link or a pipe is as good.
pub(crate) fn text(path: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(disk::at("read", path))?;
    String::from_utf8(bytes).map_err(|_| Error::Text { path: path.to_owned() })
}

fn parse(text: &str) -> Result<Config, strict::Error> {
    let config = strict::parse(text, &known())?;
    match range::check(&config) {
        Some((path, what)) => Err(strict::misfit(text, &path, what)),
        None => Ok(config),
    }
}

/// Every key there is; a watch may have a `video` table of its own.
fn known() -> Table {
    let mut known: Table = default_text().parse().expect("a test reads the file in the repository");
    let video = known.get("video").cloned();
    let watch = known.get_mut("watch").and_then(Value::as_array_mut).and_then(|watches| watches.first_mut());
    if let (Some(Value::Table(watch)), Some(video)) = (watch, video) {
        watch.insert("video".to_owned(), video);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::{default_text, parse};
    use crate::config::file::Config;
    use crate::director;

    #[test]
    fn the_file_in_the_repository_holds_the_defaults() {
        let mut written = parse(default_text()).unwrap();
        assert_eq!(written.watch[0].backend.take(), Some(Config::default().backend));
        assert_eq!(std::mem::take(&mut written.video).over(director::defaults()), director::defaults());
        assert_eq!(written, Config::default());
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place() {
        let error = parse("workers = 1\n[video]\n  asspect = '1:1'").unwrap_err();
        assert_eq!((error.line, error.column), (3, 3));
        assert_eq!(error.hint.as_deref(), Some("the nearest key is `aspect`"));
        assert_eq!(parse("[[watch]]\n[watch.video]\nfsp = 1").unwrap_err().line, 3);
    }

    #[test]
    fn a_value_without_sense_is_named_with_its_place() {
        for (text, line) in [
            ("\nworkers = 0", 2),
            ("[nemo]\nparallel = 0", 2),
            ("[director]\nllm_timeout_secs = 0", 2),
            ("[director]\nllm_url = 'ollama'", 2),
            ("[director]\nllm_url = 'http://127.0.0.1:11434'\nllm_model = ''", 3),
            ("[local]\nencoder = 'ffmpeg:-y'", 2),
            ("[nemo]\nstream_timeout_secs = -3", 2),
            ("[nemo]\nmax_upload_mb = 0", 2),
            ("[serve]\nlisten = 'here'", 2),
            ("[serve]\nworkers = 0", 2),
            ("[serve]\nmax_total_mb = 0", 2),
            ("[serve]\nkeep_days = -1", 2),
            ("[retry]\nmax_secs = -1", 2),
            ("[video]\nfps = 0", 1),
            ("[video]\ntransition = 'whirl'", 2),
            ("[[watch]]\noutbox = '~/Videos/inbox/out'", 2),
            ("[[watch]]\n[[watch]]", 1),
        ] {
            assert_eq!(parse(text).unwrap_err().line, line, "{text}");
        }
    }
}
