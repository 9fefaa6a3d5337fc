//! The balance (§4.6 of the protocol).

use std::fmt;

use serde::Serialize;

use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::line::Line;

/// What the account has, in credits; what the service does not say is not there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Credits {
    pub available: Option<f64>,
    /// Set aside for work that is under way.
    pub frozen: Option<f64>,
    pub total: Option<f64>,
}

pub(crate) async fn credits(line: &Line) -> Result<Credits, Error> {
    let reply = line.get(Call::Credits, &["api", "credits", "balance", "simple"]).await?;
    let [available, frozen, total] = ["available", "frozen", "total"].map(|name| reply.number(name));
    if available.is_none() && total.is_none() {
        return Err(Error::Nonsense { call: Call::Credits, what: "there is no balance in it".to_owned() });
    }
    Ok(Credits { available, frozen, total })
}

/// In a line, for people.
impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts =
            [(self.available, "available"), (self.frozen, "reserved for work under way"), (self.total, "in all")];
        let mut between = "";
        for (amount, what) in parts.iter().filter_map(|(amount, what)| amount.map(|amount| (amount, what))) {
            write!(f, "{between}{amount} credits {what}")?;
            between = ", ";
        }
        Ok(())
    }
}
