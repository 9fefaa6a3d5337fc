//! Tokens that open one project in a browser and nothing else.

use std::time::Duration;

use rusqlite::{Row, params};

use crate::clock::{Timestamp, later};
use crate::serve::books::open::Books;
use crate::serve::books::sessions::Session;
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

    /// The session that a claim token opens, while it lasts and the session does.
    pub fn claimed(&self, token: &str, now: Timestamp) -> Result<Option<Session>, Error> {
        let sql = "SELECT s.user, s.id FROM claims AS c JOIN sessions AS s ON s.id = c.session \
            WHERE c.hash = ?1 AND c.expires_at > ?2";
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let found = self.one(sql, params![ids::hash(token), now.as_millisecond()], read)?;
        found.map_or(Ok(None), |(user, id)| self.session(&user, &id))
    }
}
