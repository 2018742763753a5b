//! A setup that is read from environment variables.

use super::Setup;
use crate::{
    error::{Error, Parts},
    kind::Kind,
    outcome::Certainty,
    provider::Provider,
};

impl Setup {
    /// From the variables of this process; see [`from_vars`](Self::from_vars).
    ///
    /// # Errors
    ///
    /// `Configuration`, with the names of all variables that are missing.
    pub fn from_env(provider: &'static Provider, prefix: &str) -> Result<Self, Error> {
        Self::from_vars(provider, prefix, |name| std::env::var(name).ok())
    }

    /// Asks `vars` for `PREFIX_ENVIRONMENT`, `PREFIX_WAY` where there are several ways of being
    /// known, each credential, `PREFIX_SERVER_URL` for each server and each setting, all in upper
    /// case. One that is empty is missing.
    ///
    /// # Errors
    ///
    /// `Configuration`, with the names of all variables that are missing, and of those whose text is
    /// none of the words that are known; never with the text of one.
    pub fn from_vars(
        provider: &'static Provider,
        prefix: &str,
        vars: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut asked = Asked {
            prefix,
            vars,
            faults: Vec::new(),
        };
        let names = provider.environments.iter().map(|it| it.name);
        let environment = asked.one_of("environment", names);
        let environment = environment.map(|it| &provider.environments[it]);
        let ways = provider.auth.ways;
        let way = match ways {
            [] => None,
            [..] => asked.one_of("way", ways.iter().map(|it| it.name)),
        };

        let mut res = Self::new(provider, environment.map_or("", |it| it.name));
        res.way = way;
        for (index, row) in provider.credentials.iter().enumerate() {
            let given = asked.var(row.name);
            // Which ones are needed is known once a way is picked.
            let needed = !row.optional && (ways.is_empty() || way.is_some());
            if given.is_none() && needed && !res.passed_over(index) {
                asked.missing(row.name);
            }
            res = res.credential_if(index, given);
        }
        for (index, name) in provider.servers.iter().enumerate() {
            let name = format!("{name}_url");
            let given = asked.var(&name);
            let printed = environment.is_none_or(|it| it.servers[index].url.is_some());
            match given {
                Some(url) => res = res.server(index, url),
                None if printed => {}
                None => asked.missing(&name),
            }
        }
        for (index, name) in provider.settings.iter().enumerate() {
            if let Some(path) = asked.var(name) {
                res = res.setting(index, path);
            }
        }
        match asked.faults.is_empty() {
            true => Ok(res),
            false => Err(Error::from(Parts {
                detail: Some(asked.faults.join("; ")),
                ..Parts::new(
                    provider.name,
                    "setup",
                    Kind::Configuration,
                    Certainty::NotSent,
                )
            })),
        }
    }
}

/// What is asked for, and what is wrong with what was told.
struct Asked<'a, V> {
    prefix: &'a str,
    vars: V,
    faults: Vec<String>,
}

impl<V: Fn(&str) -> Option<String>> Asked<'_, V> {
    fn name(&self, name: &str) -> String {
        format!("{}_{}", self.prefix, name.to_ascii_uppercase())
    }

    fn var(&self, name: &str) -> Option<String> {
        (self.vars)(&self.name(name)).filter(|it| !it.is_empty())
    }

    fn missing(&mut self, name: &str) {
        let name = self.name(name);
        self.faults.push(format!("`{name}` is missing"));
    }

    /// The index of the word that is told, whatever its case.
    fn one_of<'n>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<usize> {
        let given = self.var(name);
        let is = |it: &str| {
            given
                .as_deref()
                .is_some_and(|given| it.eq_ignore_ascii_case(given))
        };
        let found = known.clone().position(is);
        if found.is_none() {
            let known = known.map(|it| format!("`{it}`")).collect::<Vec<_>>();
            let known = known.join(", ");
            let name = self.name(name);
            self.faults.push(match given {
                None => format!("`{name}` is missing; it is one of {known}"),
                Some(_) => format!("`{name}` is none of {known}"),
            });
        }
        found
    }
}
