//! The owner's language model: whether it answers, and where the words go.

use crate::checkup::finding::Finding;
use crate::checkup::settings::Model;
use crate::nemovideo::Place;

const SUBJECT: &str = "model";

/// Nothing where none is named.
pub(crate) fn check(model: Option<&Model>) -> Vec<Finding> {
    model.map(|model| [Some(reached(model)), away(model)]).into_iter().flatten().flatten().collect()
}

fn reached(model: &Model) -> Finding {
    let Model { name, host, names } = model;
    let without = "without it words are read by the rules alone";
    match names {
        Err(why) => Finding::warning(SUBJECT, format!("{why}; {without}"))
            .hint("start it, or mend `llm_url` under `[director]` in the config"),
        Ok(names) if names.iter().any(|other| is(name, other)) => {
            Finding::ok(SUBJECT, format!("`{name}` at {host} is asked about words that the rules do not know"))
        }
        Ok(names) => Finding::warning(SUBJECT, format!("{host} answers, but has no model `{name}`"))
            .hint(format!("set `llm_model` under `[director]` to one that it has: {}", some(names))),
    }
}

/// Ollama calls the newest of a kind by the kind's name as well.
fn is(name: &str, other: &str) -> bool {
    other == name || other.strip_suffix(":latest") == Some(name)
}

/// A server may have hundreds.
fn some(names: &[String]) -> String {
    names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn away(model: &Model) -> Option<Finding> {
    let host = model.host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let host = host.map_or(model.host.as_str(), |(host, _)| host);
    (Place::of_host(host) != Place::Loopback).then(|| {
        let what = format!("WORDS OF PROMPTS WILL LEAVE THIS MACHINE and go to `{host}`; pictures never do");
        Finding::warning(SUBJECT, what).hint("an empty `llm_url` under `[director]` asks nobody")
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checkup::finding::Level;
    use crate::checkup::settings::Model;

    fn levels(host: &str, name: &str, names: Result<&[&str], &str>) -> Vec<Level> {
        let names = names.map(|names| names.iter().map(|name| (*name).to_owned()).collect()).map_err(str::to_owned);
        let model = Model { host: host.to_owned(), name: name.to_owned(), names };
        check(Some(&model)).iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn a_model_is_there_or_another_one_is_or_nobody() {
        assert_eq!(levels("127.0.0.1:11434", "qwen3", Ok(&["a", "qwen3:latest"])), [Level::Ok]);
        assert_eq!(levels("[::1]:11434", "qwen3", Ok(&["qwen4"])), [Level::Warning]);
        assert_eq!(levels("localhost:1", "qwen3", Err("nobody")), [Level::Warning]);
        assert_eq!(check(None), []);
    }

    #[test]
    fn that_words_leave_the_machine_is_said() {
        assert_eq!(levels("nas.lan:8080", "a", Ok(&["a"])), [Level::Ok, Level::Warning]);
        assert_eq!(levels("api.example", "a", Ok(&["a"])), [Level::Ok, Level::Warning]);
    }
}
