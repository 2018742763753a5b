//! What building a client refuses.

use reqwest::Url;

use super::Setup;
use crate::provider::Environment;

impl Setup {
    pub(super) fn checked_servers(&self) -> Result<Vec<String>, String> {
        let mut environments = self.provider.environments.iter();
        let Some(environment) = environments.find(|it| it.name == self.environment) else {
            return Err(format!("there is no environment `{}`", self.environment));
        };
        let names = self.provider.servers.iter().enumerate();
        names
            .map(|(index, name)| self.checked_server(environment, index, name))
            .collect()
    }

    fn checked_server(
        &self,
        environment: &Environment,
        index: usize,
        name: &str,
    ) -> Result<String, String> {
        let server = &environment.servers[index];
        let url = match (&self.servers[index], server.url) {
            (Some(given), _) => given,
            (None, Some(printed)) => printed,
            (None, None) => return Err(format!("server `{name}` has no address")),
        };
        let Some(url) = base_url(url) else {
            return Err(format!(
                "server `{name}` needs a plain `http:` or `https:` address"
            ));
        };
        if !server.cleartext && url.starts_with("http:") {
            return Err(format!("server `{name}` must not be called in clear text"));
        }
        Ok(url.to_owned())
    }

    pub(super) fn check_way(&self) -> Result<(), String> {
        match (self.way, self.provider.auth.ways) {
            (None, [_, ..]) => Err("no way of being known is picked".to_owned()),
            (Some(index), ways) if ways.len() <= index => Err("there is no such way".to_owned()),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// Whether a credential belongs to ways that were not picked, and to nothing else.
    pub(super) fn passed_over(&self, index: usize) -> bool {
        let ways = self.provider.auth.ways.iter().enumerate();
        let mut of: Vec<usize> = Vec::new();
        of.extend(
            ways.filter(|it| it.1.credentials.contains(&index))
                .map(|it| it.0),
        );
        !of.is_empty() && self.way.is_none_or(|it| !of.contains(&it))
    }

    pub(super) fn check_credentials(&self) -> Result<(), String> {
        for (user, _) in self.provider.auth.pairs {
            let given = self.credentials[*user].as_ref();
            if given.is_some_and(|it| it.expose().contains(':')) {
                let name = self.provider.credentials[*user].name;
                return Err(format!(
                    "credential `{name}` holds a colon, which ends a user's name"
                ));
            }
        }
        for (index, given) in self.credentials.iter().enumerate() {
            let row = &self.provider.credentials[index];
            let name = row.name;
            match given {
                None if row.optional || self.passed_over(index) => {}
                None => return Err(format!("credential `{name}` is missing")),
                Some(secret) => {
                    // A key that was pasted with its line end is a common mistake, and no
                    // provider would say so.
                    let text = secret.expose();
                    let plain = text.trim() == text && !text.contains(char::is_control);
                    if text.is_empty() || !plain {
                        let fault = "is empty or holds stray white space";
                        return Err(format!("credential `{name}` {fault}"));
                    }
                    let misplaced = row.misplaced(text, self.environment);
                    if let Some(message) = misplaced.or_else(|| row.misspelled(text)) {
                        return Err(message);
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn check_settings(&self) -> Result<(), String> {
        for (name, given) in self.provider.settings.iter().zip(&self.settings) {
            if given.as_ref().is_some_and(|it| !is_absolute_path(it)) {
                return Err(format!("setting `{name}` needs an absolute path"));
            }
        }
        Ok(())
    }
}

/// The address without slashes at its end, when it is one that a path can be put behind.
fn base_url(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let url = Url::parse(text).ok()?;
    let authority = rest.split('/').next()?;
    let plain = url.query().is_none() && url.fragment().is_none() && !authority.contains('@');
    // A URL parser forgives what would make two texts mean one address.
    let visible = text.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    let known = matches!(scheme, "http" | "https");
    let there = known && visible && plain && url.has_host() && !authority.is_empty();
    there.then(|| text.trim_end_matches('/'))
}

/// A path that stays what it is when a URL is made of it.
fn is_absolute_path(text: &str) -> bool {
    let visible = |it: u8| it.is_ascii_graphic() && !matches!(it, b'?' | b'#' | b'\\');
    let dots = |it: &str| {
        matches!(
            it.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(visible)
        && !text.split('/').any(dots)
}

#[cfg(test)]
mod tests {
    use super::{base_url, is_absolute_path};

    #[test]
    fn an_address_is_scheme_host_port_and_path() {
        for (text, base) in [
            (
                "http://sandbox.kemrut.com:3030",
                "http://sandbox.kemrut.com:3030",
            ),
            (
                "https://example.invalid/api/",
                "https://example.invalid/api",
            ),
            ("http://[::1]:80//", "http://[::1]:80"),
        ] {
            assert_eq!(base_url(text), Some(base));
        }
        for text in [
            "",
            "example.invalid",
            "ftp://example.invalid",
            "HTTP://example.invalid",
            "http://",
            "http:///path",
            "https://a:b@example.invalid",
            "https://@example.invalid",
            "https://example.invalid?a",
            "https://example.invalid/#a",
            "https://exa mple.invalid",
            "https:\\\\example.invalid",
            "https://example.invalid\n",
            "https://:80",
            "http:/a.b",
        ] {
            assert_eq!(base_url(text), None, "{text}");
        }
    }

    #[test]
    fn a_path_begins_with_one_slash_and_stays_as_it_is() {
        assert!(is_absolute_path("/sms/v3.1/send"));
        assert!(is_absolute_path("/"));
        for text in [
            "", "sms", "//host", "/a?b", "/a#b", "/a b", "/a/../b", "/%2E./b", "/a\\b",
        ] {
            assert!(!is_absolute_path(text), "{text}");
        }
    }
}
