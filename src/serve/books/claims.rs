//! Tokens that open one project in a browser and nothing else.

use std::time::Duration;

use rusqlite::params;

use crate::clock::{Timestamp, later};
use crate::serve::books::open::Books;
use crate::serve::error::Error;
use crate::serve::ids;

impl Books {
    /// A fresh claim token (`clm_…`) for a session.
    pub fn claim(&self, session: &str, lives: Duration, now: Timestamp) -> Result<String, Error> {
        let token = ids::claim_token();
        self.commit(|transaction| {
            let expires = later(now, lives).as_millisecond();
            transaction
                .execute("INSERT INTO claims VALUES (?1, ?2, ?3)", params![ids::hash(&token), session, expires])?;
            Ok(())
        })?;
        Ok(token)
    }
}
