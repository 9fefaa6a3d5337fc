//! Anonymous accounts: one for each client id, with a token that lasts a while.

use std::time::Duration;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::clock::{Timestamp, later};
use crate::serve::books::open::Books;
use crate::serve::error::Error;
use crate::serve::ids;

/// How tokens are handed out.
#[derive(Clone, Copy, Debug)]
pub struct TokenRules {
    pub lives: Duration,
    /// The span in which the two limits count.
    pub window: Duration,
    pub per_client: u32,
    pub per_address: u32,
    /// The credits that come with each.
    pub credits: u32,
}

/// A token as its owner gets it, the only time it is seen.
#[derive(Clone, Debug)]
pub struct Issued {
    pub token: String,
    pub user: String,
    pub expires_at: Timestamp,
}

/// A row of the ledger; the token itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub user: String,
    pub client: String,
    pub address: String,
    pub issued_at: i64,
    pub expires_at: i64,
}

impl Books {
    /// A fresh token, or `None` where the client or its address has had enough of them. A client that comes back keeps
    /// its account, so its sessions outlive its tokens.
    pub fn issue(
        &self,
        client: &str,
        address: &str,
        rules: &TokenRules,
        now: Timestamp,
    ) -> Result<Option<Issued>, Error> {
        self.commit(|transaction| {
            if too_many(transaction, client, address, rules, now)? {
                return Ok(None);
            }
            let user = account(transaction, client, rules.credits)?;
            let (token, expires_at) = (ids::token(), later(now, rules.lives));
            transaction.execute(
                "INSERT INTO tokens VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![ids::hash(&token), user, client, address, now.as_millisecond(), expires_at.as_millisecond()],
            )?;
            Ok(Some(Issued { token, user, expires_at }))
        })
    }

    /// Whose token it is, while it lasts.
    pub fn who(&self, token: &str, now: Timestamp) -> Result<Option<String>, Error> {
        self.one(
            "SELECT user FROM tokens WHERE hash = ?1 AND expires_at > ?2",
            params![ids::hash(token), now.as_millisecond()],
            |row| row.get(0),
        )
    }

    /// Every token handed out, oldest first.
    pub fn tokens(&self) -> Result<Vec<Token>, Error> {
        self.all("SELECT user, client, address, issued_at, expires_at FROM tokens ORDER BY rowid", [], |row| {
            Ok(Token {
                user: row.get(0)?,
                client: row.get(1)?,
                address: row.get(2)?,
                issued_at: row.get(3)?,
                expires_at: row.get(4)?,
            })
        })
    }
}

/// The client id of the owner's own account; longer than any that a caller may choose.
const OWNER: &str = "the owner of this server, whose account no client id of at most 64 characters can name";

impl Books {
    /// The owner's account, made with these credits at the first call.
    pub fn owner(&self, credits: u32) -> Result<String, Error> {
        let known = self.one("SELECT user FROM accounts WHERE client = ?1", [OWNER], |row| row.get(0))?;
        known.map_or_else(|| self.commit(|transaction| account(transaction, OWNER, credits)), Ok)
    }
}

fn too_many(
    transaction: &Transaction<'_>,
    client: &str,
    address: &str,
    rules: &TokenRules,
    now: Timestamp,
) -> Result<bool, Error> {
    let window = i64::try_from(rules.window.as_millis()).unwrap_or(i64::MAX);
    let since = now.as_millisecond().saturating_sub(window);
    let count = |sql: &str, what: &str| transaction.query_row(sql, params![what, since], |row| row.get::<_, u32>(0));
    let of_client = count("SELECT count(*) FROM tokens WHERE client = ?1 AND issued_at > ?2", client)?;
    let of_address = count("SELECT count(*) FROM tokens WHERE address = ?1 AND issued_at > ?2", address)?;
    Ok(of_client >= rules.per_client || of_address >= rules.per_address)
}

fn account(transaction: &Transaction<'_>, client: &str, credits: u32) -> Result<String, Error> {
    let sql = "UPDATE accounts SET granted = granted + ?2 WHERE client = ?1 RETURNING user";
    let known = transaction.query_row(sql, params![client, credits], |row| row.get(0)).optional()?;
    if let Some(user) = known {
        return Ok(user);
    }
    let user = ids::user();
    transaction.execute("INSERT INTO accounts VALUES (?1, ?2, ?3)", params![user, client, credits])?;
    Ok(user)
}
