//! The client id: made once, kept, and never changed to dodge a limit (§2 of the protocol).

use crate::disk;
use crate::nemovideo::error::Error;
use crate::nemovideo::settings::AccountSettings;

/// §10 of the protocol: any stable text of at most this many characters.
const LONGEST: usize = 64;

/// The id of this installation: the environment's, the one that was kept, the one that NemoVideo's own tools left, or
/// a new one, kept from now on.
pub(crate) fn client_id(settings: &AccountSettings) -> Result<String, Error> {
    if let Some(given) = &settings.client_id {
        let wrong =
            || Error::Settings { why: format!("`NEMO_CLIENT_ID` must be 1 to {LONGEST} visible ASCII characters") };
        return fit(given).ok_or_else(wrong);
    }
    let own = &settings.client_id_file;
    if let Some(kept) = kept(own)? {
        return Ok(kept);
    }
    let shared = settings.shared_client_id_file.as_deref().and_then(|path| kept(path).ok().flatten());
    keep(own, &shared.unwrap_or_else(|| uuid::Uuid::new_v4().to_string()))
}

/// Whoever keeps one first wins, should two processes start at once.
fn keep(path: &std::path::Path, id: &str) -> Result<String, Error> {
    disk::make_dir(disk::parent(path))?;
    let beside = path.with_extension(uuid::Uuid::new_v4().simple().to_string());
    disk::write_whole(&beside, format!("{id}\n").as_bytes())?;
    let placed = disk::rename(&beside, path);
    match placed {
        Ok(()) => return Ok(id.to_owned()),
        Err(error) if !error.is_taken() => return Err(error.into()),
        Err(_) => disk::remove_file(&beside)?,
    }
    if let Some(theirs) = kept(path)? {
        return Ok(theirs);
    }
    disk::write_whole(path, format!("{id}\n").as_bytes())?; // what lay there was no id
    Ok(id.to_owned())
}

fn kept(path: &std::path::Path) -> Result<Option<String>, Error> {
    match disk::read(path, 1024) {
        Ok(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(fit)),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn fit(id: &str) -> Option<String> {
    let id = id.trim();
    let fits = (1..=LONGEST).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::client_id;
    use crate::disk;
    use crate::nemovideo::settings::AccountSettings;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn an_id_is_made_once_and_only_its_owner_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state/client_id");
        let settings = AccountSettings { client_id_file: file.clone(), ..AccountSettings::default() };
        let first = client_id(&settings).unwrap();
        assert_eq!(first.len(), 36);
        assert_eq!(client_id(&settings).unwrap(), first);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn the_environment_wins_and_a_shared_id_is_adopted() {
        let dir = tempfile::tempdir().unwrap();
        let (file, shared) = (dir.path().join("client_id"), dir.path().join("shared"));
        disk::write_whole(&shared, b"client-1-2\n").unwrap();
        let mut settings = AccountSettings {
            client_id_file: file.clone(),
            shared_client_id_file: Some(shared.clone()),
            ..AccountSettings::default()
        };
        assert_eq!(client_id(&settings).unwrap(), "client-1-2");
        disk::write_whole(&shared, b"other\n").unwrap();
        assert_eq!(client_id(&settings).unwrap(), "client-1-2");
        settings.client_id = Some(" mine ".into());
        assert_eq!(client_id(&settings).unwrap(), "mine");
        settings.client_id = Some("a b".into());
        assert!(client_id(&settings).is_err());
    }

    #[test]
    fn what_is_no_id_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("client_id");
        disk::write_whole(&file, b"\n").unwrap();
        let settings = AccountSettings { client_id_file: file, ..AccountSettings::default() };
        let first = client_id(&settings).unwrap();
        assert_eq!(client_id(&settings).unwrap(), first);
    }
}
