//! Hosts that were read before: most of the time that reading a URL takes is its host's.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Url;

/// A client calls few hosts. What is more is read anew each time.
const MOST: usize = 16;

/// The hosts that were called, each with its scheme and port.
#[derive(Clone, Default)]
pub(crate) struct Hosts(Arc<Mutex<Vec<(String, Url)>>>);

impl Hosts {
    /// Reads an absolute URL; `None` when it is none.
    pub(crate) fn read(&self, text: &str) -> Option<Url> {
        let authority = text.find("://").map_or(text.len(), |it| it + 3);
        let path = text[authority..]
            .find('/')
            .map_or(text.len(), |it| authority + it);
        let (host, below) = text.split_at(path);
        // A second slash would begin another host, and white space may hide one.
        let plain = below.bytes().all(|it| it.is_ascii_graphic());
        let joined = match below.as_bytes() {
            [b'/', b'/' | b'\\', ..] | [] => None,
            [b'/', ..] if plain => self.host(host).and_then(|it| it.join(below).ok()),
            _ => None,
        };
        joined.or_else(|| Url::parse(text).ok())
    }

    fn host(&self, text: &str) -> Option<Url> {
        // Nobody panics while holding it.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = known.iter().find(|it| it.0 == text) {
            return Some(url.clone());
        }
        let url = Url::parse(text).ok()?;
        if known.len() < MOST {
            known.push((text.to_owned(), url.clone()));
        }
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hosts, MOST};
    use reqwest::Url;

    #[test]
    fn a_url_is_what_it_is_without_looking_back() {
        let hosts = Hosts::default();
        for text in [
            "http://127.0.0.1:3030/billing/v3/pay",
            "http://127.0.0.1:3030/",
            "http://127.0.0.1:3030",
            "http://127.0.0.1:3030?a=b",
            "https://Example.invalid/a/../b/./c%2Fd?x=1&y=%20#z",
            "https://example.invalid:443//other.invalid/a",
            "https://example.invalid/\\other.invalid/a",
            "https://example.invalid/\t/other.invalid/a",
            "https://example.invalid/a b/é?ü",
            "https://user:word@example.invalid/a",
            "https://[::1]:8080/a",
            "https://bücher.invalid/a",
            "https:/a",
            "https:///a",
            "https://a b/c",
            "mailto:a@b",
            "",
            "/a",
        ] {
            for round in 0..2 {
                assert_eq!(hosts.read(text), Url::parse(text).ok(), "{text} {round}");
            }
        }
    }

    #[test]
    fn few_hosts_are_kept() {
        let hosts = Hosts::default();
        for port in 1..100 {
            assert!(hosts.read(&format!("http://localhost:{port}/a")).is_some());
        }
        assert_eq!(hosts.0.lock().expect("nobody panicked").len(), MOST);
    }
}
