//! Facts about every film.
