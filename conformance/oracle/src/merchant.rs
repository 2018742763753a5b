//! A client that is set up: what it was given, and whether that can work.

use std::time::{SystemTime, UNIX_EPOCH};

use verbatim_codegen::model::{
    Credential, Field, FieldSource, Location, Operation, Prefix, Provider, Type, Way,
};

use crate::Setup;
use crate::number::is_whole;
use crate::sign::pair;
use crate::url::base;

/// One client.
pub(crate) struct Merchant<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) now: SystemTime,
    setup: &'a Setup,
    servers: Vec<String>,
    way: Option<usize>,
}

/// Whether everything that a client is set up with has a name of the spec.
pub(crate) fn knows(provider: &Provider, setup: &Setup) -> bool {
    let mut environments = provider.environments.iter();
    let mut ways = provider.ways.iter();
    let mut servers = setup.servers.iter();
    let mut credentials = setup.credentials.iter();
    let mut settings = setup.settings.iter();
    environments.any(|it| it.name == setup.environment)
        && (setup.way.as_ref()).is_none_or(|way| ways.any(|it| it.name == *way))
        && servers.all(|given| provider.servers.contains(&given.0))
        && credentials.all(|given| provider.credentials.iter().any(|it| it.name == given.0))
        && settings.all(|given| provider.settings.iter().any(|it| it.name == given.0))
}

impl<'a> Merchant<'a> {
    /// `None` where building is refused.
    pub(crate) fn new(provider: &'a Provider, setup: &'a Setup) -> Option<Merchant<'a>> {
        let environments = &provider.environments;
        let environment = environments
            .iter()
            .find(|it| it.name == setup.environment)?;
        let mut servers = Vec::new();
        for it in &environment.servers {
            let url = of(&setup.servers, &it.name).or(it.url.as_deref());
            let url = base(url?)?;
            if url.starts_with("http:") && !it.cleartext {
                return None;
            }
            servers.push(url.to_owned());
        }
        let way = match &setup.way {
            Some(name) => Some(provider.ways.iter().position(|it| it.name == *name)?),
            None if provider.ways.is_empty() => None,
            None => return None,
        };
        let res = Merchant {
            provider,
            now: setup.clock.unwrap_or(UNIX_EPOCH),
            setup,
            servers,
            way,
        };
        let mut credentials = 0..provider.credentials.len();
        let mut settings = setup.settings.iter();
        let sound = credentials.all(|it| res.is_sound(it)) && settings.all(|it| is_path(&it.1));
        sound.then_some(res)
    }

    pub(crate) fn credential(&self, index: usize) -> Option<&'a str> {
        let name = &self.provider.credentials.get(index)?.name;
        of(&self.setup.credentials, name)
    }

    pub(crate) fn setting(&self, index: usize) -> Option<&'a str> {
        of(
            &self.setup.settings,
            &self.provider.settings.get(index)?.name,
        )
    }

    pub(crate) fn server(&self, index: usize) -> &str {
        self.servers.get(index).map_or("", String::as_str)
    }

    /// Whether this merchant sends a field with calls of an operation.
    pub(crate) fn sends(&self, field: &Field, operation: &Operation) -> bool {
        let way = field.way.is_none() || field.way == self.way;
        let method = field.methods.is_empty() || field.methods.contains(&operation.method);
        let fetches = self
            .provider
            .tokens
            .iter()
            .any(|it| it.operation == operation.name);
        let token = matches!(field.source, FieldSource::Token(_));
        way && method && !(token && fetches)
    }

    /// What must not be shown: secret credentials, pairs of them, and tokens.
    pub(crate) fn secrets(&self, tokens: &[Option<String>]) -> Vec<String> {
        let rows = self.provider.credentials.iter().enumerate();
        let rows = rows.filter(|it| it.1.secret);
        let mut res: Vec<String> = rows
            .filter_map(|it| self.credential(it.0))
            .map(str::to_owned)
            .collect();
        let own = self.provider.operations.iter().flat_map(|it| &it.fields);
        for field in self.provider.shared.iter().chain(own) {
            if let FieldSource::Basic { user, password } = field.source
                && let Some((user, password)) = self.credential(user).zip(self.credential(password))
            {
                res.push(pair(user, password));
            }
        }
        res.extend(tokens.iter().flatten().cloned());
        res
    }

    /// A credential is there unless it may be missing, and a text that can be sent.
    fn is_sound(&self, index: usize) -> bool {
        let row = &self.provider.credentials[index];
        let Some(text) = self.credential(index) else {
            return row.optional || self.is_passed_over(index);
        };
        let user = self.is_user(index) && text.contains(':');
        let plain = !text.is_empty() && text.trim() == text && !text.contains(char::is_control);
        let number = !self.is_number(index) || is_whole(text);
        plain && !user && number && self.is_at_home(row, text)
    }

    /// The longest prefix that fits is one of this environment; none fits where this one has none.
    fn is_at_home(&self, row: &Credential, text: &str) -> bool {
        let name = |it: &Prefix| &self.provider.environments[it.environment].name;
        let here = |it: &Prefix| *name(it) == self.setup.environment;
        let mut fitting: Vec<&Prefix> = row.prefixes.iter().collect();
        fitting.retain(|it| text.starts_with(&it.text));
        fitting.sort_by_key(|it| it.text.len());
        match fitting.last() {
            Some(longest) => fitting.iter().any(|it| it.text == longest.text && here(it)),
            None => !row.prefixes.iter().any(here),
        }
    }

    fn is_user(&self, index: usize) -> bool {
        let own = self.provider.operations.iter().flat_map(|it| &it.fields);
        let mut fields = self.provider.shared.iter().chain(own);
        fields.any(|it| matches!(it.source, FieldSource::Basic { user, .. } if user == index))
    }

    /// Whether some body holds it without quotes.
    fn is_number(&self, index: usize) -> bool {
        let mut operations = self.provider.operations.iter();
        operations.any(|operation| {
            let mut fields = operation.fields.iter();
            fields.any(|it| {
                matches!(it.source, FieldSource::Credential(of) if of == index)
                    && it.ty == Type::Integer
            })
        })
    }

    /// Whether only ways that were not picked need it.
    fn is_passed_over(&self, index: usize) -> bool {
        let needs = |it: &Field| match it.source {
            FieldSource::Credential(of) => of == index,
            FieldSource::Basic { user, password } => user == index || password == index,
            _ => false,
        };
        let of_way = |it: &Way| it.fields.iter().any(needs);
        let provider = self.provider;
        let own = provider.operations.iter().flat_map(|it| &it.fields);
        let mut fields = provider.shared.iter().chain(own);
        let signs = provider
            .operations
            .iter()
            .filter_map(|it| it.signature.as_ref());
        let whatever = fields.any(|it| it.way.is_none() && needs(it))
            || signs.into_iter().any(|it| {
                it.scheme.key == Some(index)
                    || it.parts.iter().any(|it| it.credential() == Some(index))
            });
        let ways: Vec<usize> = (0..provider.ways.len())
            .filter(|it| of_way(&provider.ways[*it]))
            .collect();
        !whatever && !ways.is_empty() && self.way.is_none_or(|it| !ways.contains(&it))
    }

    /// The tokens that an operation sends, in the order in which they are fetched.
    pub(crate) fn tokens_of(&self, operation: &Operation) -> Vec<usize> {
        let order = [Location::Header, Location::Query, Location::Body];
        let mut res: Vec<usize> = Vec::new();
        for location in order {
            for field in operation.fields.iter().filter(|it| it.location == location) {
                if let FieldSource::Token(index) = field.source
                    && self.sends(field, operation)
                    && !res.contains(&index)
                {
                    res.push(index);
                }
            }
        }
        res
    }
}

fn of<'a>(entries: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut named = entries.iter().filter(|it| it.0 == name);
    named.next().map(|it| it.1.as_str())
}

/// An absolute path without a query, and without a way back.
fn is_path(text: &str) -> bool {
    let visible = |it: u8| it.is_ascii_graphic() && !matches!(it, b'?' | b'#' | b'\\');
    let back = |it: &str| {
        let plain = it.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    let absolute = text.starts_with('/') && !text.starts_with("//");
    absolute && text.bytes().all(visible) && !text.split('/').any(back)
}
