//! Where films are made; for the cloud, where the pictures go and with whose token.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use reqwest::Url;

use crate::checkup::finding::{Finding, said};
use crate::checkup::settings::{Cloud, Settings};
use crate::disk;
use crate::job::BackendName;

const SUBJECT: &str = "backend";
const TOKEN: &str = "token";
/// What a secret file grants to nobody but its owner, of chmod(2)'s bits.
const OTHERS: u32 = 0o077;

pub(crate) fn check(settings: &Settings) -> Vec<Finding> {
    let uses = |backend| settings.backends.contains(&backend);
    let mut findings = Vec::new();
    if uses(BackendName::Local) {
        findings.push(Finding::ok(SUBJECT, "local: films are made on this machine; nothing is uploaded"));
    }
    if uses(BackendName::Nemo) {
        findings.push(host(&settings.cloud.api_url));
        findings.push(token(&settings.cloud));
    }
    findings
}

/// A plain word about uploads, whatever the service's own documents call itself.
fn host(api_url: &str) -> Finding {
    let url = Url::parse(api_url).ok();
    let Some(host) = url.as_ref().and_then(Url::host_str) else {
        return Finding::error(SUBJECT, "nemo: `api_url` is no address")
            .hint("set `api_url` under `[nemo]` in the config");
    };
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    let open = url.as_ref().is_some_and(|url| url.scheme() != "https") && !here;
    let how = if open { ", unencrypted" } else { "" };
    let what = format!("nemo: PICTURES WILL LEAVE THIS MACHINE and go to `{host}`{how}");
    Finding::warning(SUBJECT, what).hint("`backend = \"local\"` in the config uploads nothing")
}

fn token(cloud: &Cloud) -> Finding {
    if cloud.token_in_environment {
        return Finding::ok(TOKEN, "from `NEMO_TOKEN`");
    }
    if let Some(path) = &cloud.token_file {
        return file(path);
    }
    match cloud.credential.as_deref().filter(|path| disk::exists(path).unwrap_or(false)) {
        Some(path) => Finding::ok(TOKEN, format!("from the service manager's `{}`", path.display())),
        None => Finding::ok(TOKEN, "an anonymous one, which the service is asked for: 100 credits, valid for 7 days"),
    }
}

fn file(path: &Path) -> Finding {
    let name = path.display();
    match fs::metadata(path) {
        Err(error) => Finding::error(TOKEN, said(&disk::at::<std::io::Error>("read", path)(error)))
            .hint("write the token into it, or take `token_file` out of the config"),
        Ok(about) if !about.is_file() => Finding::error(TOKEN, format!("`{name}` is no file"))
            .hint("name a file that holds the token and nothing else"),
        Ok(about) if about.permissions().mode() & OTHERS != 0 => {
            Finding::warning(TOKEN, format!("from `{name}`, which others may read")).hint(format!("`chmod 600 {name}`"))
        }
        Ok(_) => Finding::ok(TOKEN, format!("from `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::{host, token};
    use crate::checkup::finding::Level;
    use crate::checkup::settings::Cloud;
    use crate::disk;

    #[test]
    fn that_pictures_leave_the_machine_is_said_with_the_host_and_nothing_secret() {
        let finding = host("https://anna:secret@mega-api-prod.nemovideo.ai/base");
        assert_eq!(finding.what, "nemo: PICTURES WILL LEAVE THIS MACHINE and go to `mega-api-prod.nemovideo.ai`");
        assert_eq!(finding.level, Level::Warning);
        assert!(host("http://example.org").what.ends_with("unencrypted"));
        assert!(!host("http://127.0.0.1:8080").what.contains("unencrypted"));
        assert_eq!(host("somewhere").level, Level::Error);
    }

    #[test]
    fn the_token_is_named_by_its_place_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("token");
        let cloud =
            |token_in_environment| Cloud { token_in_environment, token_file: Some(path.clone()), ..Cloud::default() };
        assert_eq!(token(&cloud(false)).level, Level::Error);
        disk::write_whole(&path, b"nmv_usr_secret").unwrap();
        set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let open = token(&cloud(false));
        assert!(open.level == Level::Warning && open.hint.clone().unwrap().contains("chmod 600"), "{open:?}");
        set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let shut = token(&cloud(false));
        assert!(shut.level == Level::Ok && !format!("{open:?}{shut:?}").contains("secret"), "{shut:?}");
        assert_eq!(token(&cloud(true)).what, "from `NEMO_TOKEN`");
        assert!(token(&Cloud::default()).what.contains("anonymous"));
        let credential = Cloud { credential: Some(path.clone()), ..Cloud::default() };
        assert!(token(&credential).what.contains("service manager"));
    }
}
