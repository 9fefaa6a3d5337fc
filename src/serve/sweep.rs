//! Files that no row speaks of: what was coming in or being made when the server stopped.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::disk;
use crate::serve::books::{Books, Status};
use crate::serve::error::Error;

/// Removes from the two folders whatever the books do not know. Done before anything new can come in.
pub(crate) fn sweep(books: &Books, media: &Path, films: &Path) -> Result<(), Error> {
    let uploads = books.uploads()?.into_iter().map(|upload| upload.key).collect();
    let renders = books.renders()?.into_iter().filter(|render| render.status == Status::Completed);
    let films_made = renders.map(|render| render.key).collect();
    keep_only(media, &uploads)?;
    keep_only(films, &films_made)
}

fn keep_only(dir: &Path, known: &HashSet<String>) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(disk::at("list", dir))? {
        let entry = entry.map_err(disk::at("list", dir))?;
        let is_known = entry.file_name().to_str().is_some_and(|name| known.contains(name));
        if !is_known && disk::open_file(&entry.path()).is_ok() {
            disk::remove_file(&entry.path())?;
        }
    }
    Ok(())
}
