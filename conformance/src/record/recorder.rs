//! From an exchange to the fixture that it is, or to why it is none.

use std::collections::BTreeMap;

use jiff::civil::Date;
use verbatim_codegen::model::{FieldSource, Location, Operation, Path, Provider};
use verbatim_oracle::{Called, End, Reply};
use verbatim_runtime::dispatch::Clients;

use super::alike::{Alike, alike, split};
use super::extract::{Extracted, extract};
use super::harmless::Harmless;
use super::matching::{self, Addresses, Match};
use super::page::Page;
use super::placeholders::Placeholders;
use super::public::Public;
use super::replaced::{input, replaced, reply, sent_back};
use super::scrub::Scrub;
use super::stranger::Strangers;
use super::traffic::{Seen, Traffic};
use super::undigested::undigested;
use super::world::World;
use super::{Made, Unwritten, leak, proxy};
use crate::case::run_case;
use crate::code::Code;
use crate::fixture::{self, Context, Fixture};
use crate::opinion;
use crate::play::Worker;
use crate::sent::Sent;
use crate::suite::Suite;
use crate::wire::Arrived;

/// A fixture whose text is longer cannot be read.
const MAX_FILE_BYTES: usize = 256 * 1024;

/// Makes fixtures of one provider.
pub(crate) struct Recorder<'a> {
    clients: &'a dyn Clients,
    worker: Worker,
    /// The one provider with its setup.
    suite: Suite,
    addresses: Addresses,
    date: Date,
    /// The last exchange of each operation that fetches a token.
    fetched: BTreeMap<String, Traffic>,
}

impl<'a> Recorder<'a> {
    /// Makes fixtures as clients with this setup are called.
    ///
    /// # Errors
    ///
    /// The machine has no runtime or no HTTP client to give.
    pub(crate) fn new(
        clients: &'a dyn Clients,
        provider: Provider,
        setup: fixture::Setup,
        addresses: Addresses,
        date: Date,
    ) -> Result<Recorder<'a>, String> {
        Ok(Recorder {
            clients,
            worker: Worker::new()?,
            suite: Suite {
                setups: vec![(provider.name.clone(), setup)],
                providers: vec![provider],
                ..Suite::default()
            },
            addresses,
            date,
            fetched: BTreeMap::new(),
        })
    }

    fn provider(&self) -> &Provider {
        &self.suite.providers[0]
    }

    fn setup(&self) -> &fixture::Setup {
        &self.suite.setups[0].1
    }

    /// The fixture that an exchange is.
    ///
    /// # Errors
    ///
    /// Why it is none.
    pub(crate) fn take(&mut self, traffic: &Traffic) -> Result<Made, Unwritten> {
        let request = &traffic.request;
        let path = request.target.split('?').next().unwrap_or_default();
        let whole = format!("{}{path}", traffic.base);
        let found = matching::operation(self.provider(), &self.addresses, &[path, &whole], request);
        let name = match found {
            Match::One(operation) => operation.name.clone(),
            Match::None => {
                let why = format!("a {} of no operation's path", method(&request.method));
                return Err(unwritten(Code::NoOperation, None, why));
            }
            Match::Several(names) => {
                let why = format!(
                    "it could be {}; `--operation` says which is meant",
                    names.join(" or ")
                );
                return Err(unwritten(Code::NoOperation, None, why));
            }
        };
        let provider = self.provider();
        let fetches = provider.tokens.iter().any(|it| it.operation == name);
        let res = self.fixture(&name, traffic);
        // A request that the spec does not say is none that another fixture may show, either.
        if fetches && !matches!(res, Err((Code::UnlikeSpec, _))) {
            self.fetched.insert(name.clone(), traffic.clone());
        }
        res.map_err(|(code, why)| unwritten(code, Some(name), why))
    }

    fn fixture(&self, name: &str, traffic: &Traffic) -> Result<Made, (Code, String)> {
        let (provider, setup) = (self.provider(), self.setup());
        let operation = provider
            .operation(name)
            .ok_or((Code::NoOperation, String::new()))?;
        let coding = traffic.reply.header("content-encoding");
        if coding.is_some_and(|it| !it.eq_ignore_ascii_case("identity")) {
            let why = "the reply is compressed, though the request asks for none that is";
            return Err((Code::UnlikeSpec, why.to_owned()));
        }
        let public = Public::of(provider, setup);
        let extracted = extract(provider, operation, setup.way.as_deref(), &traffic.request);
        let mut chain = self.tokens(operation, &extracted)?;
        chain.push((operation, traffic));

        // What the spec makes of the values on the wire must be what was on the wire.
        if let Some(wire) = &extracted.unlike {
            let why = format!("it is not what the spec says: how {wire} is made");
            return Err((Code::UnlikeSpec, why));
        }
        let world = World::of(provider, setup, self.date, operation, &extracted);
        let replies: Vec<Reply> = chain.iter().map(|it| reply(&it.1.reply)).collect();
        let input = input(operation, &extracted.input);
        let before = world.real(provider, &extracted, |setup| {
            verbatim_oracle::call(provider, setup, name, &input, &replies)
        });
        let spaced = self.alike(operation, &public, &before, &chain)?.spaced;

        let seen = self.seen(&public, &chain, &extracted);
        let mut scrub = Scrub {
            provider,
            harmless: Harmless::of(provider, operation),
            placeholders: Placeholders::new(provider, seen.iter().map(|it| it.text.as_str())),
            kept: Default::default(),
            dropped: 0,
        };
        let (input, replies) = replaced(&mut scrub, &public, operation, &extracted, &chain)
            .map_err(|it| {
                (
                    Code::NoPlaceholder,
                    format!("nothing may stand for {}", it.slot),
                )
            })?;
        let after =
            verbatim_oracle::call(provider, &world.setup, name, &input, &sent_back(&replies));
        same_end(&before.end, &after.end)?;
        let signed =
            verbatim_oracle::signed(provider, &world.setup, name, &input, &sent_back(&replies));
        let mut page = Page {
            operation,
            provider,
            setup,
            date: self.date,
            world: &world,
            input: &input,
            signed,
            sent: &after.sent,
            replies: &replies,
            end: &after.end,
            unlisted: Vec::new(),
        };
        let mut text = page.text();
        let mut made = self.checked(&text)?;
        let opinion = opinion::of_oracle(provider, setup, &made);
        page.unlisted = opinion::unlisted(provider, &made, &opinion);
        if !page.unlisted.is_empty() {
            text = page.text();
            made = self.checked(&text)?;
        }
        let transcript = self.played(&made)?;
        let own = page.made_here();
        let found = leak::found(&seen, &scrub.kept, &public, &own, &[&text, &transcript]);
        if !found.is_empty() {
            let why = format!("the fixture would hold what was seen: {}", found.join(", "));
            return Err((Code::WouldLeak, why));
        }
        Ok(Made {
            operation: name.to_owned(),
            text,
            transcript,
            dropped: scrub.dropped,
            spaced,
        })
    }

    /// What was exchanged before, for the tokens that the operation sends.
    fn tokens<'s>(
        &'s self,
        operation: &Operation,
        extracted: &Extracted,
    ) -> Result<Vec<(&'s Operation, &'s Traffic)>, (Code, String)> {
        let mut res = Vec::new();
        if extracted.tokens.is_empty() {
            return Ok(res);
        }
        let order = [Location::Header, Location::Query, Location::Body];
        let fields = order.iter().flat_map(|location| {
            let fields = operation.fields.iter();
            fields.filter(move |it| it.location == *location)
        });
        let mut names: Vec<&str> = Vec::new();
        for field in fields {
            if let FieldSource::Token(index) = field.source {
                let name = self.provider().tokens[index].operation.as_str();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        for name in names {
            let why =
                || format!("the token that it sends is of no `{name}` that was recorded before");
            let found = self.provider().operation(name).zip(self.fetched.get(name));
            res.push(found.ok_or_else(|| (Code::UnlikeSpec, why()))?);
        }
        Ok(res)
    }

    /// Everything that was seen, of which nothing may be written; credentials are told apart.
    fn seen(
        &self,
        public: &Public,
        chain: &[(&Operation, &Traffic)],
        extracted: &Extracted,
    ) -> Vec<Seen> {
        let mut seen: Vec<Seen> = chain.iter().flat_map(|it| it.1.seen(public)).collect();
        let setup = self.setup();
        for (name, value) in &extracted.credentials {
            let mut credentials = self.provider().credentials.iter();
            let secret = credentials.any(|it| it.name == *name && it.secret);
            // Who sends what the fixtures send hides nothing.
            if setup.credential(name) != Some(value) {
                seen.push(Seen {
                    slot: format!("credential `{name}`"),
                    text: value.clone(),
                    secret,
                    name: false,
                });
            }
        }
        for (operation, traffic) in chain {
            let Arrived {
                target,
                headers,
                body,
                ..
            } = &traffic.request;
            let sent = Sent::new(target, headers, body);
            let told = undigested(self.provider(), operation, &extracted.credentials, &sent);
            seen.extend(told.map(|it| Seen {
                slot: "what a signature is made of".to_owned(),
                text: it.text,
                secret: false,
                name: false,
            }));
        }
        seen.extend(extracted.tokens.iter().map(|it| Seen {
            slot: "token".to_owned(),
            text: it.clone(),
            secret: true,
            name: false,
        }));
        let known = |it: &Seen| setup.credentials.iter().any(|known| known.1 == it.text);
        seen.retain(|it| !known(it));
        seen
    }

    fn alike(
        &self,
        operation: &Operation,
        public: &Public,
        before: &Called,
        chain: &[(&Operation, &Traffic)],
    ) -> Result<Alike, (Code, String)> {
        let unlike = |why: String| Err((Code::UnlikeSpec, why));
        if let End::Inexpressible(_) | End::UnknownName = &before.end {
            return unlike("its values are no request of the spec".to_owned());
        }
        if before.sent.len() != chain.len() {
            let refused = match &before.end {
                End::Failed(it) => it.path.as_deref().map(|it| public.pointer(it)),
                End::Answered(_) | End::Inexpressible(_) | End::UnknownName => None,
            };
            let at = refused.map_or(String::new(), |it| format!(": {it}"));
            return unlike(format!("by the spec it would not be sent{at}"));
        }
        let Some((said, wire)) = before.sent.last().zip(chain.last().map(|it| it.1)) else {
            return unlike("by the spec nothing would be sent".to_owned());
        };
        let target = split(&said.url).1;
        let path = target.split('?').next().unwrap_or_default();
        let came = wire.request.target.split('?').next().unwrap_or_default();
        let whole = format!("{}{came}", wire.base);
        let fixed = matches!(operation.path, Path::Fixed(_));
        // The template has matched; what may differ is how the values in it are spelled.
        if fixed && !path.ends_with(came) && !whole.ends_with(path) {
            return unlike("it is not spelled as the spec says: path".to_owned());
        }
        let strangers = Strangers::of(public, wire);
        alike(operation, public, &strangers, said, &wire.request).or_else(unlike)
    }

    fn checked(&self, text: &str) -> Result<Fixture, (Code, String)> {
        if MAX_FILE_BYTES < text.len() {
            let why = format!("the fixture would be longer than {MAX_FILE_BYTES} bytes");
            return Err((Code::UnlikeSpec, why));
        }
        let provider = self.provider();
        let operation = text.lines().find_map(|it| it.strip_prefix("operation: "));
        let stem = format!("{}-recorded", operation.unwrap_or_default());
        let context = Context {
            provider,
            setup: self.setup(),
            stem: &stem,
            shown: "the recorded fixture",
            text: text.to_owned(),
            snapshot: Default::default(),
        };
        fixture::check(context).map_err(|faults| {
            let told: Vec<_> = faults.iter().map(|it| it.message.as_str()).collect();
            (
                Code::UnlikeSpec,
                format!("no fixture can say it: {}", told.join("; ")),
            )
        })
    }

    /// The transcript of a fixture that holds.
    fn played(&self, fixture: &Fixture) -> Result<String, (Code, String)> {
        let outcome = run_case(&self.worker, self.clients, &self.suite, fixture)
            .map_err(|it| (Code::UnlikeSpec, it))?;
        if outcome.failures.is_empty() {
            return Ok(outcome.transcript);
        }
        let told = outcome.failures.iter();
        let told: Vec<_> = told
            .map(|it| format!("{} ({})", it.message, it.code.name()))
            .collect();
        let why = format!("the client does not replay it: {}", told.join("; "));
        Err((Code::UnlikeSpec, why))
    }
}

/// A reply must mean with placeholders what it meant without.
fn same_end(before: &End, after: &End) -> Result<(), (Code, String)> {
    let same = match (before, after) {
        (End::Answered(a), End::Answered(b)) => a.outcome == b.outcome && a.left == b.left,
        (End::Failed(a), End::Failed(b)) => {
            (a.kind, a.certainty, a.outcome) == (b.kind, b.certainty, b.outcome)
                && a.left == b.left
                && a.path == b.path
        }
        (_, _) => false,
    };
    if same {
        return Ok(());
    }
    let why = "with placeholders the reply would mean something else";
    Err((Code::NoPlaceholder, why.to_owned()))
}

fn unwritten(code: Code, operation: Option<String>, why: String) -> Unwritten {
    Unwritten {
        code,
        operation,
        why,
    }
}

/// A method that HTTP knows; another one is the caller's own text.
fn method(it: &str) -> &str {
    match proxy::method(it) {
        Some(known) => known,
        None => "request by another method",
    }
}
