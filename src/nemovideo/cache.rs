//! An anonymous token between two runs: there is one a week, and a new process must not ask for another.

use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{self, Timestamp};
use crate::disk;
use crate::nemovideo::id::UserId;
use crate::nemovideo::token::Token;

/// A token is given up this long before it ends: a request takes its time, and clocks differ.
const MARGIN: Duration = Duration::from_mins(1);

/// What the token was given for: another service or another client id makes it worthless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub api_url: String,
    pub client_id: String,
}

/// A token and until when it holds.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub token: Token,
    pub expires: Timestamp,
    pub user: Option<UserId>,
}

impl Held {
    #[must_use]
    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        lasts(self.expires, now)
    }
}

/// Whether a token with this end is still worth sending.
#[must_use]
pub(crate) fn lasts(expires: Timestamp, now: Timestamp) -> bool {
    clock::later(now, MARGIN) < expires
}

#[derive(Serialize, Deserialize)]
struct File {
    token: String,
    expires_at: Timestamp,
    #[serde(default)]
    user_id: Option<UserId>,
    api_url: String,
    client_id: String,
}

/// The token that lies there, if it is this owner's, still holds, and nobody else can have read or planted it.
#[must_use]
pub(crate) fn read(path: &Path, owner: &Owner, now: Timestamp) -> Option<Held> {
    let file = disk::open_file(path).ok()?;
    if file.metadata().ok()?.mode() & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "a token that others can read is not used");
        return None;
    }
    let mut bytes = Vec::new();
    file.take(64 << 10).read_to_end(&mut bytes).ok()?;
    let kept: File = serde_json::from_slice(&bytes).ok()?;
    let theirs = Owner { api_url: kept.api_url, client_id: kept.client_id };
    let held = Held { token: Token::new(&kept.token)?, expires: kept.expires_at, user: kept.user_id };
    (theirs == *owner && held.holds(now)).then_some(held)
}

/// Keeps a token for the next process, mode 0600.
pub(crate) fn write(path: &Path, owner: &Owner, held: &Held) -> disk::Result<()> {
    let file = File {
        token: held.token.reveal().to_owned(),
        expires_at: held.expires,
        user_id: held.user.clone(),
        api_url: owner.api_url.clone(),
        client_id: owner.client_id.clone(),
    };
    disk::make_dir(disk::parent(path))?;
    disk::write_whole(path, &serde_json::to_vec(&file).expect("a struct of words is JSON"))
}

#[cfg(test)]
mod tests {
    use super::{Held, Owner, read, write};
    use crate::clock::Timestamp;
    use crate::nemovideo::token::Token;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_token_is_used_only_by_its_owner_until_it_ends() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state/token.json");
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let owner = Owner { api_url: "https://a".into(), client_id: "c".into() };
        let expires = "2026-01-08T00:00:00Z".parse().unwrap();
        write(&path, &owner, &Held { token: Token::new("t").unwrap(), expires, user: None }).unwrap();
        let mine = |now| read(&path, &owner, now).is_some();
        assert!(mine(now));
        assert!(!mine("2026-01-07T23:59:30Z".parse().unwrap()));
        assert!(read(&path, &Owner { client_id: "d".into(), ..owner.clone() }, now).is_none());
        assert!(read(&path, &Owner { api_url: "https://b".into(), ..owner.clone() }, now).is_none());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        assert!(!mine(now), "others could read it");
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let link = dir.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(read(&link, &owner, now).is_none(), "a link is not followed");
    }
}
