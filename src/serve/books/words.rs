//! Lists of words that stand for themselves in a column.

use rusqlite::types::{FromSqlError, FromSqlResult, ValueRef};

/// The one of `all` whose word stands there.
pub(crate) fn meant<T: Copy>(value: ValueRef<'_>, all: &[T], word: fn(T) -> &'static str) -> FromSqlResult<T> {
    let found = value.as_str()?;
    all.iter().copied().find(|one| word(*one) == found).ok_or(FromSqlError::InvalidType)
}
