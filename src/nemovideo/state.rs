//! What a session holds: the draft word for word, the media it knows, and what to recognise a change by (§6).

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use crate::nemovideo::digest::{Digest, digest};
use crate::nemovideo::draft::Tracks;
use crate::nemovideo::id::UserId;
use crate::nemovideo::raw::{is_nothing, items, members};
use crate::nemovideo::reply::{Object, Reply, object, word};

/// A session as the service describes it.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Byte for byte as it came, for the way back. `None` if there is none yet, in any spelling of none.
    pub draft: Option<Box<RawValue>>,
    pub media: Media,
    /// The account, where the state names it.
    pub user: Option<UserId>,
    digest: Digest,
}

/// What has been uploaded or made so far: `video_infos`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    pub count: usize,
    /// Every word by which one of them can be known: file names, the last part of addresses, hashes.
    pub names: BTreeSet<String>,
}

impl State {
    /// Reads the reply to a question for the state, with or without its wrappers.
    #[must_use]
    pub fn read(reply: &Reply) -> Self {
        let state = reply.object("state").unwrap_or_default();
        let part = |name: &str| {
            let inside = state.get(name).map(|raw| &**raw).filter(|raw| !is_nothing(raw));
            inside.or_else(|| reply.raw(name)).filter(|raw| !is_nothing(raw))
        };
        let infos = part("video_infos");
        Self {
            draft: part("draft").map(RawValue::to_owned),
            media: infos.map(Media::read).unwrap_or_default(),
            user: ["user_id", "bind"]
                .iter()
                .filter_map(|name| word(part(name)?))
                .find(|id| id != "me")
                .map(UserId::new),
            digest: Digest {
                draft: digest(part("draft")),
                generated_media: digest(part("generated_media")),
                canvas_config: digest(part("canvas_config")),
                video_infos: digest(infos),
            },
        }
    }

    /// What to keep, to know later whether anything has changed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest.clone()
    }

    /// The tracks of the draft, as far as they can be made out; none if there is no draft.
    #[must_use]
    pub fn tracks(&self) -> Tracks {
        self.draft.as_deref().map(Tracks::read).unwrap_or_default()
    }
}

impl Media {
    /// Reads a list of assets, or a map of them under their names.
    fn read(infos: &RawValue) -> Self {
        let items = items(infos);
        let keys = members(infos).unwrap_or_default().into_iter().filter_map(|(key, _)| word(key));
        let names = items.iter().flat_map(|item| names(item)).chain(keys).filter(|name| !name.is_empty());
        Self { count: items.len(), names: names.collect() }
    }
}

fn names(item: &RawValue) -> Vec<String> {
    let Some(fields) = object(item.get().as_bytes()) else {
        return word(item).map(|word| vec![last_part(&word), word]).unwrap_or_default();
    };
    let words = |names: &[&str]| -> Vec<String> { names.iter().filter_map(|name| field(&fields, name)).collect() };
    let addresses = words(&["cdn_url", "url", "video_url", "image_url", "audio_url", "path"]);
    let mut found = words(&["filename", "file_name", "name", "hash", "id"]);
    found.extend(addresses.iter().map(|address| last_part(address)));
    found
}

fn field(fields: &Object, name: &str) -> Option<String> {
    word(fields.get(name)?)
}

/// The file's name at the end of an address or a path.
fn last_part(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::nemovideo::reply::Reply;
    use proptest::prelude::*;

    fn read(body: &str) -> State {
        State::read(&Reply::unwrap(body.as_bytes()).unwrap())
    }

    const DRAFT: &str = "{\"t\" : [ {\"tt\":0, \"sg\":[{\"d\":1.50e3,\"x\":12345678901234567890}]} ]}";

    #[test]
    fn every_wrapper_holds_the_same_draft_byte_for_byte() {
        for body in [
            format!(r#"{{"code":0,"data":{{"session_id":"1","state":{{"draft":{DRAFT},"video_infos":null}}}}}}"#),
            format!(r#"{{"code":0,"data":{{"draft":{DRAFT}}}}}"#),
            format!(r#"{{"state":{{"draft":{DRAFT}}}}}"#),
            format!(r#"{{"code":0,"data":null,"draft":{DRAFT},"state":{{}}}}"#),
            format!(r#"{{"code":0,"data":{{"draft":{DRAFT},"state":{{"draft":{{}}}}}}}}"#),
        ] {
            let state = read(&body);
            assert_eq!(state.draft.as_ref().unwrap().get(), DRAFT, "{body}");
            assert_eq!(state.tracks().to_string(), "Timeline (1 track): 1. Video: 1 segment (0-1.5s)");
        }
    }

    #[test]
    fn a_new_session_is_empty_however_it_says_so() {
        let empty = read("{}").digest();
        for body in [
            r#"{"code":0,"data":{"state":{"draft":null,"video_infos":[],"generated_media":{},"canvas_config":""}}}"#,
            r#"{"code":0,"data":{"state":null}}"#,
            r#"{"code":0,"data":{"state":{"draft":{},"video_infos":{}}}}"#,
        ] {
            let state = read(body);
            assert!(state.draft.is_none() && state.media.count == 0 && state.user.is_none());
            assert_eq!(state.digest(), empty, "{body}");
            assert!(!state.tracks().is_ready());
        }
    }

    #[test]
    fn media_are_counted_and_known_by_every_name_they_have() {
        let list = r#"{"data":{},"state":{"video_infos":[{"filename":"a.jpg","hash":"h1"},{"cdn_url":"https://x/y/b.jpg?e=1#f"},"https://x/c.png",7]}}"#;
        let media = read(list).media;
        assert_eq!(media.count, 4);
        for name in ["a.jpg", "h1", "b.jpg", "c.png", "https://x/c.png"] {
            assert!(media.names.contains(name), "{name}");
        }
        let map = read(r#"{"video_infos":{"a.jpg":{"name":"first"},"b.jpg":null}}"#).media;
        assert_eq!(
            (map.count, map.names.iter().map(String::as_str).collect::<Vec<_>>()),
            (2, vec!["a.jpg", "b.jpg", "first"])
        );
    }

    #[test]
    fn the_account_is_found_wherever_it_stands_and_me_is_none() {
        for body in [
            r#"{"code":0,"data":{"state":{"user_id":"anon_1"}}}"#,
            r#"{"code":0,"data":{"user_id":"me","bind":"anon_1"}}"#,
            r#"{"code":0,"user_id":"anon_1","data":{"state":{}}}"#,
        ] {
            assert_eq!(read(body).user.map(|id| id.to_string()).as_deref(), Some("anon_1"), "{body}");
        }
        assert_eq!(read(r#"{"user_id":"me"}"#).user, None);
    }

    #[test]
    fn something_was_made_if_draft_media_or_canvas_differ_but_not_the_uploads() {
        let with = |field: &str, value: &str| read(&format!(r#"{{"state":{{"{field}":{value}}}}}"#)).digest();
        let before = read("{}").digest();
        for field in ["draft", "generated_media", "canvas_config"] {
            assert!(before.made_changed(&with(field, r#"{"a":1}"#)), "{field}");
            assert!(with(field, r#"{"a":1}"#).made_changed(&with(field, r#"{"a":1.0}"#)), "{field}");
            assert!(!with(field, r#"{"a":1,"b":2}"#).made_changed(&with(field, "{\"b\": 2,\n\"a\": 1}")), "{field}");
        }
        let uploaded = with("video_infos", "[1]");
        assert!(!before.made_changed(&uploaded) && uploaded != before);
    }

    #[test]
    fn a_digest_survives_its_row_and_stays_small() {
        let digest =
            read(r#"{"state":{"draft":{"t":[]},"generated_media":[1],"video_infos":[1],"canvas_config":1}}"#).digest();
        let row = serde_json::to_string(&digest).unwrap();
        assert!(row.len() < 300, "{row}");
        assert_eq!(serde_json::from_str::<super::Digest>(&row).unwrap(), digest);
        assert_eq!(serde_json::to_string(&super::Digest::default()).unwrap(), "{}");
        assert_eq!(read("{\"draft\":{}, \"canvas_config\":\"abc\"}").digest().canvas_config.len(), 64);
    }

    proptest! {
        #[test]
        fn no_body_panics(body in "[\\[\\]{}:,\"a1 .]{0,40}", field in "draft|video_infos|state|user_id|data") {
            for body in [format!("{{\"{field}\":{body}}}"), body] {
                if let Ok(reply) = Reply::unwrap(body.as_bytes()) {
                    let state = State::read(&reply);
                    prop_assert!(state.draft.as_ref().is_none_or(|draft| body.contains(draft.get())));
                    let _ = (state.tracks().to_string(), state.digest());
                }
            }
        }
    }
}
