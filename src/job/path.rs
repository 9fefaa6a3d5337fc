//! A path in JSON: as text where it is text, else as its bytes, since not every name is UTF-8.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&Path> for Written {
    fn from(path: &Path) -> Self {
        path.to_str()
            .map_or_else(|| Self::Bytes(path.as_os_str().as_bytes().to_vec()), |text| Self::Text(text.to_owned()))
    }
}

impl From<Written> for PathBuf {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(text) => text.into(),
            Written::Bytes(bytes) => OsString::from_vec(bytes).into(),
        }
    }
}

pub(crate) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    Written::from(path).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    Written::deserialize(deserializer).map(PathBuf::from)
}

/// The same where there may be none.
pub(crate) mod maybe {
    use std::path::PathBuf;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::job::path::Written;

    #[expect(clippy::ref_option, reason = "serde hands over references")]
    pub(crate) fn serialize<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
        path.as_deref().map(Written::from).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PathBuf>, D::Error> {
        Ok(Option::<Written>::deserialize(deserializer)?.map(PathBuf::from))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use crate::job::stage::Stage;

    proptest! {
        #[test]
        fn a_place_of_any_bytes_is_written_down_and_found_again(name in prop::collection::vec(1..=255_u8, 0..20)) {
            let place = PathBuf::from(OsStr::from_bytes(&name));
            for stage in [
                Stage::Done { video: place.clone(), pictures: Some(place.clone()) },
                Stage::Cancelled { pictures: None, next: None },
                Stage::Retrying { from: place.clone(), next: None },
            ] {
                let text = serde_json::to_string(&stage).unwrap();
                prop_assert_eq!(serde_json::from_str::<Stage>(&text).unwrap(), stage);
            }
        }
    }
}
