//! What a generated crate says about its provider: tables, no code.

use crate::{auth::Auth, json::Json, outcome::Outcome, reason::Reason, slot::Slot};

/// One provider: where it lives, what it gave the merchant, what its codes mean.
#[derive(Debug)]
pub struct Provider {
    /// The name of the package, without `verbatim-`.
    pub name: &'static str,
    /// Names of the servers, in the order in which environments list them.
    pub servers: &'static [&'static str],
    /// What the provider gave the merchant.
    pub credentials: &'static [CredentialRow],
    /// Names of the values that the document leaves open.
    pub settings: &'static [&'static str],
    /// Sandbox, live, …
    pub environments: &'static [Environment],
    /// The headers of every call, by name.
    pub headers: &'static [Slot],
    /// Every documented code.
    pub codes: &'static [CodeRow],
    /// How a merchant is known.
    pub auth: Auth,
}

impl Provider {
    /// What `code`, with `detail` beside it, means in the operation or callback called `name`.
    fn meaning(&self, code: &str, detail: Option<&str>, name: &str) -> Option<&'static CodeRow> {
        let here = |row: &&CodeRow| {
            row.code == code && (row.scope.is_empty() || row.scope.contains(&name))
        };
        let mut rows = self
            .codes
            .iter()
            .filter(here)
            .filter(|it| it.detail.is_some());
        let exact = rows.find(|it| it.detail == detail);
        exact.or_else(|| {
            self.codes
                .iter()
                .filter(here)
                .find(|it| it.detail.is_none())
        })
    }

    /// What came of it by `code` with `detail` beside it, and the row that says so.
    ///
    /// A row that holds for every detail is contradicted where another row of this place gives the
    /// detail another outcome: then nobody can tell.
    pub(crate) fn said(
        &self,
        code: &str,
        detail: Option<&str>,
        name: &str,
    ) -> Option<(&'static CodeRow, Outcome)> {
        let row = self.meaning(code, detail, name)?;
        let other = |it: &CodeRow| {
            (it.scope.is_empty() || it.scope.contains(&name))
                && it.detail == detail
                && it.outcome != row.outcome
        };
        let contradicted = row.detail.is_none() && detail.is_some() && self.codes.iter().any(other);
        Some(match contradicted {
            true => (row, Outcome::Unknown),
            false => (row, row.outcome),
        })
    }

    /// What came of it by this outcome of a code: nobody knows where another of these pointers leads to
    /// a code that says something else.
    pub(crate) fn agreed(
        &self,
        outcome: Outcome,
        (json, pointers): (&Json<'_>, &[&str]),
        detail: Option<&str>,
        name: &str,
    ) -> Outcome {
        if pointers.len() < 2 {
            return outcome;
        }
        let texts = pointers.iter().filter_map(|it| json.at(it)?.text().ok());
        let mut others = texts.filter_map(|it| self.said(&it, detail, name));
        match others.any(|it| it.1 != outcome) {
            true => Outcome::Unknown,
            false => outcome,
        }
    }

    /// Whether a row knows `code` in the operation called `name`, whatever stands beside it.
    pub(crate) fn knows(&self, code: &str, name: &str) -> bool {
        let here = |row: &&CodeRow| row.scope.is_empty() || row.scope.contains(&name);
        self.codes.iter().filter(here).any(|it| it.code == code)
    }
}

/// One thing that the provider gave the merchant.
#[derive(Debug)]
pub struct CredentialRow {
    /// `api_key`.
    pub(crate) name: &'static str,
    /// Whether it is taken out of errors and raw replies.
    pub(crate) secret: bool,
    /// Whether a client can be made without it.
    pub(crate) optional: bool,
    /// Whether a body takes it as a number.
    number: bool,
    /// Environments, and how a credential of one begins; empty where nothing tells them apart.
    begins: &'static [(&'static str, &'static str)],
}

impl CredentialRow {
    /// One that may be shown, and without which no client is made.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            secret: false,
            optional: false,
            number: false,
            begins: &[],
        }
    }

    /// It is never shown.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// A client can be made without it.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A body takes it as a number.
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// Environments, and how a credential of one begins.
    pub const fn begins(mut self, rows: &'static [(&'static str, &'static str)]) -> Self {
        self.begins = rows;
        self
    }

    /// Why it cannot be sent as the number that it is said to be; nothing of `text` is said.
    pub(crate) fn misspelled(&self, text: &str) -> Option<String> {
        let number = text.parse::<i64>().is_ok_and(|it| it.to_string() == text);
        let name = self.name;
        (self.number && !number).then(|| {
            format!(
                "credential `{name}` is sent as a number, and is no whole number in plain digits"
            )
        })
    }

    /// Why it is none of this environment, by how it begins; nothing of `text` is said.
    ///
    /// The longest beginning that fits counts: where all keys begin with `k-` and those of the
    /// sandbox with `k-try-`, this tells them apart.
    pub(crate) fn misplaced(&self, text: &str, environment: &str) -> Option<String> {
        let fits = || self.begins.iter().filter(|it| text.starts_with(it.1));
        let longest = fits().map(|it| it.1.len()).max();
        let owners: Vec<&str> = fits()
            .filter(|it| Some(it.1.len()) == longest)
            .map(|it| it.0)
            .collect();
        let own: Vec<String> = self
            .begins
            .iter()
            .filter(|it| it.0 == environment)
            .map(|it| format!("`{}`", it.1))
            .collect();
        let name = self.name;
        match (owners.as_slice(), own.as_slice()) {
            ([], []) => None,
            ([], own) => Some(format!(
                "credential `{name}` is none of environment `{environment}`, where it begins with {}",
                own.join(" or ")
            )),
            (owners, _) if owners.contains(&environment) => None,
            ([other, ..], _) => Some(format!(
                "credential `{name}` is one of environment `{other}`, and calls go to `{environment}`"
            )),
        }
    }
}

/// One set of addresses.
#[derive(Debug)]
pub struct Environment {
    /// `sandbox`.
    pub name: &'static str,
    /// One per name in [`Provider::servers`], in the same order.
    pub servers: &'static [Server],
}

/// Where one family of paths lives in one environment.
#[derive(Debug)]
pub struct Server {
    /// Scheme, host, port and base path; the caller gives it when absent.
    pub url: Option<&'static str>,
    /// Whether `http:` is allowed here.
    pub cleartext: bool,
}

/// What one code means in some operations.
#[derive(Debug)]
pub struct CodeRow {
    pub(crate) code: &'static str,
    /// What stands beside the code; `None` for every other text, and for none.
    pub(crate) detail: Option<&'static str>,
    pub(crate) meaning: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<Reason>,
    scope: &'static [&'static str],
}

impl CodeRow {
    /// The code as on the wire, leading zeros kept; its meaning as the document says it; what it
    /// means for the money; the operations and callbacks in which it can occur, everywhere when
    /// empty.
    pub const fn new(
        code: &'static str,
        meaning: &'static str,
        outcome: Outcome,
        scope: &'static [&'static str],
    ) -> Self {
        Self {
            code,
            detail: None,
            meaning,
            outcome,
            reason: None,
            scope,
        }
    }

    /// Why it is so, in a word that is the same for all providers.
    pub const fn means(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Only where this text stands beside the code.
    pub const fn with(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }
}
