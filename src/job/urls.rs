//! `urls.txt`: one address a line, for a service that fetches them itself.

/// The addresses, and a sentence for each line that is none. Blank lines and those beginning with `#` are passed over.
pub(crate) fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let (mut urls, mut skipped) = (Vec::new(), Vec::new());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match problem(line) {
            Some(why) => skipped.push(format!("`urls.txt`: `{line}` {why}")),
            None if urls.len() == MOST => {
                skipped.push(format!("`urls.txt`: `{line}` is one more than the {MOST} allowed"));
            }
            None => urls.push(line.to_owned()),
        }
    }
    (urls, skipped)
}

/// As many addresses as pictures are allowed by default.
const MOST: usize = 500;

fn problem(line: &str) -> Option<&'static str> {
    let rest = line.strip_prefix("https://").or_else(|| line.strip_prefix("http://"));
    match rest {
        None => Some("is no http(s) address"),
        Some(rest) if rest.is_empty() || rest.starts_with('/') => Some("names no host"),
        Some(rest) if rest.split('/').next().is_some_and(|host| host.contains('@')) => {
            Some("holds a user name, which is not sent to anybody")
        }
        Some(rest) if rest.contains(|c: char| c.is_whitespace() || c.is_control()) => Some("holds a blank"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn addresses_are_read_and_everything_else_is_named() {
        let (urls, skipped) = read(
            "\u{feff}https://a.example/1.jpg\n\n# not this\n  http://b.example/x?y=1 \nftp://c/d\nhttps:///x\nhttps://u:p@h/x\nhttps://a b\n",
        );
        assert_eq!(urls, ["https://a.example/1.jpg", "http://b.example/x?y=1"]);
        assert_eq!(skipped.len(), 4);
    }
}
