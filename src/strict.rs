//! TOML read strictly: a mistake is named with its line and column, an unknown key with the nearest known one.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in a settings file, for the one who wrote it. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct Error {
    pub line: usize,
    pub column: usize,
    pub what: String,
    pub hint: Option<String>,
}

/// The text as `T`, if every key in it is a key of `known`. In `known` an array of tables stands for any number of
/// tables with the keys of its first; values mean nothing, only keys do.
pub fn parse<T: DeserializeOwned>(text: &str, known: &toml::Table) -> Result<T, Error> {
    let place = |span: Option<Range<usize>>, what: String| at(text, span.map_or(0, |span| span.start), what);
    let table = DeTable::parse(text).map_err(|error| place(error.span(), error.message().to_owned()))?;
    unknown(text, table.get_ref(), known)?;
    toml::from_str(text).map_err(|error| place(error.span(), error.message().to_owned()))
}

/// The same mistake, found by its key path (`["video", "fps"]`) after the file was read.
#[must_use]
pub fn misfit(text: &str, path: &[&str], what: String) -> Error {
    // A value that was left at its default has no key; the table that it belongs to is the nearest place.
    let offset = (1..=path.len()).rev().find_map(|length| find(text, &path[..length]));
    at(text, offset.unwrap_or(0), what)
}

fn at(text: &str, offset: usize, what: String) -> Error {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Error { line, column, what, hint: None }
}

fn unknown(text: &str, table: &DeTable<'_>, known: &toml::Table) -> Result<(), Error> {
    for (key, value) in table {
        let name: &str = key.get_ref();
        match known.get(name) {
            None => return Err(not_known(text, key.span(), name, known)),
            Some(toml::Value::Table(inner)) => inside(text, value, inner)?,
            Some(toml::Value::Array(many)) => {
                if let Some(inner) = many.first().and_then(toml::Value::as_table) {
                    inside(text, value, inner)?;
                }
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn inside(text: &str, value: &Spanned<DeValue<'_>>, known: &toml::Table) -> Result<(), Error> {
    match value.get_ref() {
        DeValue::Table(table) => unknown(text, table, known),
        DeValue::Array(many) => many.iter().try_for_each(|one| inside(text, one, known)),
        _ => Ok(()),
    }
}

fn not_known(text: &str, span: Range<usize>, name: &str, known: &toml::Table) -> Error {
    let nearest = known.keys().min_by_key(|key| strsim::damerau_levenshtein(key, name));
    let hint = nearest.map(|key| format!("the nearest key is `{key}`"));
    Error { hint, ..at(text, span.start, format!("unknown key `{}`", name.escape_debug())) }
}

fn find(text: &str, path: &[&str]) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let mut here = table.get_ref();
    let (last, way) = path.split_last()?;
    for part in way {
        here = match here.get(*part)?.get_ref() {
            DeValue::Table(table) => table,
            DeValue::Array(many) => many.iter().find_map(|one| one.get_ref().as_table())?,
            _ => return None,
        };
    }
    here.get_key_value(*last).map(|(key, _)| key.span().start)
}

#[cfg(test)]
mod tests {
    use super::{Error, misfit, parse};
    use proptest::prelude::{any, proptest};

    #[derive(Debug, serde::Deserialize)]
    #[serde(default)]
    #[derive(Default)]
    struct Video {
        fps: u32,
    }

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct File {
        video: Video,
        watch: Vec<Video>,
    }

    fn read(text: &str) -> Result<File, Error> {
        parse(text, &toml::from_str("[video]\nfps = 1\n[[watch]]\nfps = 1\ninbox = ''").unwrap())
    }

    #[test]
    fn what_is_right_is_read() {
        let file = read("[video]\nfps = 24\n[[watch]]\nfps = 3").unwrap();
        assert_eq!((file.video.fps, file.watch[0].fps), (24, 3));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_nearest() {
        let error = read("# films\n[video]\n  fsp = 24").unwrap_err();
        assert_eq!(error.to_string(), "line 3, column 3: unknown key `fsp`");
        assert_eq!(error.hint.unwrap(), "the nearest key is `fps`");
        assert_eq!(read("[[watch]]\nfps = 1\n[[watch]]\ninbx = 1").unwrap_err().line, 4);
    }

    #[test]
    fn a_wrong_type_and_broken_toml_are_placed_too() {
        assert_eq!(read("[video]\nfps = \"many\"").unwrap_err().line, 2);
        assert_eq!(read("[video]\nfps = = 1").unwrap_err().line, 2);
    }

    #[test]
    fn a_misfit_is_found_by_its_key() {
        let error = misfit("[video]\n'ä' = 1\nfps = 0", &["video", "fps"], "`fps` is 0".to_owned());
        assert_eq!((error.line, error.column), (3, 1));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            read(&text).ok();
        }
    }
}
