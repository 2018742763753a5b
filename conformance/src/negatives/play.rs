//! Negatives, given to the compiled client and to the oracle.

use std::borrow::Cow;
use std::collections::BTreeSet;

use verbatim_codegen::model::{Callback, CallbackValues, Provider, Type};
use verbatim_oracle::Reply;
use verbatim_runtime::dispatch::Clients;

use super::Negatives;
use super::ask::{Answered, Asked, Asking};
use super::good::{Good, good};
use super::places::Walk;
use super::tree::{Tree, json_path};
use super::ways::{Negative, of_pairs, of_place, of_text};
use crate::cite::Cite;
use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::{self, Case, Delivery, Row, Setup};
use crate::json::Json;
use crate::mask::{Mask, Side};
use crate::opinion::{self, Delivered, Disagreement, Opinion, delivery_of, differences, of_client};
use crate::play::{End, Played, delivered, hear};
use crate::suite::Suite;
use crate::verdict::disagreed;

/// More of a body is not shown.
const SHOWN_CHARS: usize = 2000;

/// What came of negatives.
#[derive(Debug, Default)]
pub struct Told {
    /// How many there were.
    pub count: usize,
    /// How many of them, spoiled as they are, still end well: where none does, nothing was read.
    pub survived: usize,
    /// Where client and oracle differ: each part once, with the first negative that shows it.
    pub failures: Vec<Failure>,
}

/// Everything that is made out of one good reply or delivery.
pub type Made<'a> = (Good<'a>, Vec<Negative>);

/// The negatives of one operation or callback, by what they are made of.
pub fn made<'a>(suite: &'a Suite, it: &Negatives) -> Vec<Made<'a>> {
    let Some(provider) = suite.provider(&it.provider) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let all = good(suite, provider).filter(|good| good.fixture.subject() == it.subject);
    let made = all.map(|good| {
        let negatives = negatives(provider, &good, &mut seen);
        (good, negatives)
    });
    made.filter(|it| !it.1.is_empty()).collect()
}

/// Plays the negatives of one operation or callback.
///
/// # Errors
///
/// The machine has no runtime to give; nothing is known of the client.
pub fn play(clients: &dyn Clients, suite: &Suite, it: &Negatives) -> Result<Told, String> {
    let (Some(provider), Some(setup)) = (suite.provider(&it.provider), suite.setup(&it.provider))
    else {
        return Err(format!("there is no setup for `{}`", it.provider));
    };
    let asking =
        Asking::new(clients).map_err(|it| format!("there is no asynchronous runtime: {it}"))?;
    let mut found = Found::default();
    for (good, negatives) in made(suite, it) {
        let setup = good.fixture.apart.from(setup);
        let nothing = Played::Delivery(Vec::new());
        let base = Base {
            asking: &asking,
            provider,
            plain: Mask::of(provider, &setup, good.fixture, &nothing),
            setup,
            good: &good,
        };
        if base.is_good() {
            found.count += negatives.len();
            for negative in negatives {
                base.hold(&negative, &mut found);
            }
        }
    }
    Ok(found.told())
}

/// What differs so far.
#[derive(Default)]
struct Found {
    count: usize,
    survived: usize,
    /// By what differs: the first failure, and how many more there are.
    differing: Vec<(Failure, usize)>,
}

impl Found {
    fn add(&mut self, failure: Failure) {
        let same =
            |it: &&mut (Failure, usize)| (it.0.code, &it.0.field) == (failure.code, &failure.field);
        match self.differing.iter_mut().find(same) {
            Some(seen) => seen.1 += 1,
            None => self.differing.push((failure, 0)),
        }
    }

    fn told(self) -> Told {
        let failures = self.differing.into_iter().map(|(mut failure, more)| {
            if 0 < more {
                failure
                    .message
                    .push_str(&format!(", and {more} more like it"));
            }
            failure
        });
        Told {
            count: self.count,
            survived: self.survived,
            failures: failures.collect(),
        }
    }
}

/// A good reply or delivery, and who is given what is made of it.
struct Base<'a> {
    asking: &'a Asking<'a>,
    provider: &'a Provider,
    setup: Cow<'a, Setup>,
    good: &'a Good<'a>,
    /// Knows which headers of a query count; it has seen nothing of what is played.
    plain: Mask<'a>,
}

impl Base<'_> {
    /// Whether it is good as it is. Of what is not, its fixture fails, and says more.
    fn is_good(&self) -> bool {
        let plain = Negative {
            what: String::new(),
            body: self.good.body.clone(),
            status: None,
        };
        let (played, differing) = self.play(&plain);
        differing.is_empty() && ends_well(&played)
    }

    /// Notes where client and oracle differ.
    fn hold(&self, it: &Negative, found: &mut Found) {
        let (fixture, provider) = (self.good.fixture, self.provider);
        let (played, differing) = self.play(it);
        if it.body != self.good.body && ends_well(&played) {
            found.survived += 1;
        }
        let panicked = panicked(&played);
        if differing.is_empty() && panicked.is_none() {
            return;
        }
        let mask = Mask::of(provider, &self.setup, fixture, &played);
        let what = match self.good.query {
            Some(query) => format!("the reply to {}: {}", query.name, it.what),
            None => it.what.clone(),
        };
        let (what, place) = (mask.text(&what), fixture.place(&[self.key()]));
        // What is cut may hold a part of a value that the mask knows as a whole.
        let made = Json::read(&it.body).is_ok().then(|| {
            let body = mask.body(Side::Reply, &it.body);
            let body: String = body.chars().take(SHOWN_CHARS).collect();
            format!("{} with the body {body}", fixture.name)
        });
        if let Some(said) = panicked {
            let message = format!("{what}: the client panics: {}", mask.text(said));
            let document = Cite { provider, fixture }.whole();
            let failure = Failure::new(Code::Panicked, place, message, document);
            return found.add(Failure { made, ..failure });
        }
        for failure in disagreed(provider, fixture, &differing, &mask) {
            found.add(Failure {
                code: Code::NegativeDisagrees,
                message: format!("{what}: {}", failure.message),
                place: place.clone(),
                made: made.clone(),
                ..failure
            });
        }
    }

    /// Where the fixture has what is spoiled.
    fn key(&self) -> &'static str {
        match (&self.good.fixture.case, self.good.query) {
            (Case::Call(_), None) => "reply",
            (Case::Call(_), Some(_)) => "resolve",
            (Case::Delivery(_), None) => "deliver",
            (Case::Delivery(_), Some(_)) => "confirm",
        }
    }

    fn play(&self, it: &Negative) -> (Played, Vec<Disagreement>) {
        match (&self.good.fixture.case, self.good.row) {
            (Case::Call(_), Some(row)) => self.called(row, it),
            (Case::Delivery(delivery), _) => self.delivered(delivery, it),
            (Case::Call(_), None) => (Played::Call(Vec::new()), Vec::new()),
        }
    }

    fn asked(&self) -> Asked<'_> {
        let fixture = self.good.fixture;
        Asked {
            provider: self.provider,
            setup: &self.setup,
            way: fixture.way.as_deref(),
            sources: &fixture.sources,
        }
    }

    /// What is answered to the call, and to the query.
    fn replies(&self, it: &Negative) -> (Vec<Reply>, Vec<Reply>) {
        let reply = |status: u16, body: &str| Reply::Whole(status, body.as_bytes().to_vec());
        let spoiled = reply(it.status.unwrap_or(self.good.status), &it.body);
        let others = |all: &[&fixture::Reply]| -> Vec<Reply> {
            all.iter().map(|it| opinion::reply(it)).collect()
        };
        let mut replies = others(&self.good.replies);
        let mut queries = others(&self.good.queries);
        match self.good.query {
            Some(_) => queries.push(spoiled),
            None => replies.push(spoiled),
        }
        (replies, queries)
    }

    fn called(&self, row: &Row, it: &Negative) -> (Played, Vec<Disagreement>) {
        let (replies, queries) = self.replies(it);
        let by = Answered {
            replies: &replies,
            queries: &queries,
        };
        let operation = self.good.fixture.subject();
        let both = self.asking.call(self.asked(), operation, &row.input, by);
        let differing = both.differences();
        (Played::Call(vec![both.client]), differing)
    }

    fn delivered(&self, delivery: &Delivery, it: &Negative) -> (Played, Vec<Disagreement>) {
        let (fixture, provider) = (self.good.fixture, self.provider);
        let mut delivery = Delivery {
            said: None,
            ..delivery.clone()
        };
        if self.good.query.is_none() {
            delivery.body.clone_from(&it.body);
            self.seal(&mut delivery);
        }
        let came = delivery_of(&self.setup, fixture, &delivery, &delivery.body);
        let name = &delivery.callback;
        let mut hearing = hear(self.asking.clients(), &self.setup, fixture, &delivery, None);
        let heard = verbatim_oracle::hear(provider, name, &came);
        let mut oracle = Delivered {
            method: provider.callback(name).map(|it| it.method.clone()),
            end: match heard {
                Some(end) => end,
                None => Err(verbatim_oracle::Failure::new("none", "unknown")),
            },
            answer: None,
            confirming: None,
        };
        if self.good.query.is_some() {
            let (_, queries) = self.replies(it);
            let delivered = delivered(&self.setup, fixture, &delivery, &delivery.body);
            let asking = self.asking;
            let (client, told) = asking.confirm(self.asked(), name, &delivered, &came, &queries);
            hearing.confirming = Some(client);
            oracle.confirming = told;
        }
        let played = Played::Delivery(vec![hearing]);
        let differing = differences(
            &of_client(&played, &self.plain),
            &Opinion::Deliveries(vec![oracle]),
        );
        (played, differing)
    }

    /// Signs a delivery that is signed: whoever spoils it is the provider.
    fn seal(&self, delivery: &mut Delivery) {
        let came = delivery_of(&self.setup, self.good.fixture, delivery, &delivery.body);
        let sealed = verbatim_oracle::sealed(self.provider, &delivery.callback, &came);
        for (name, text) in &mut delivery.headers {
            match &sealed {
                Some((header, seal)) if name.eq_ignore_ascii_case(header) => text.clone_from(seal),
                Some(_) | None => {}
            }
        }
    }
}

/// Whether a client makes of it what a good one is.
fn ends_well(played: &Played) -> bool {
    match played {
        Played::Call(exchanges) => exchanges.iter().all(|it| match &it.settled {
            Some(settled) => matches!(&settled.end, End::Done(it) if it.open().is_none()),
            None => matches!(it.end, End::Done(_)),
        }),
        Played::Delivery(hearings) => hearings.iter().all(|it| match &it.confirming {
            Some(confirming) => matches!(confirming.end, End::Done(_)),
            None => matches!(it.end, End::Done(_)),
        }),
    }
}

/// What is made of one, less what another one has shown.
fn negatives(provider: &Provider, good: &Good<'_>, seen: &mut BTreeSet<String>) -> Vec<Negative> {
    let mut res = Vec::new();
    let (subject, body) = (good.fixture.subject(), good.body.as_str());
    let query = good.query.map_or("", |it| &it.name);
    let first = seen.insert(format!("the whole reply to {query}"));
    if let Some(operation) = good.query.or_else(|| provider.operation(subject)) {
        let walk = |records| Walk::of_reply(provider, &operation.reply, records);
        of_places(query, walk, &operation.reply.ty, body, seen, &mut res);
    } else if let Some(callback) = provider.callback(subject) {
        of_callback(provider, callback, body, seen, &mut res);
    }
    if first {
        res.extend(of_text(body));
    }
    res
}

fn of_callback(
    provider: &Provider,
    callback: &Callback,
    body: &str,
    seen: &mut BTreeSet<String>,
    res: &mut Vec<Negative>,
) {
    match callback.values {
        CallbackValues::Body => {
            for shape in &callback.shapes {
                let ty = Type::Record(shape.record.clone());
                let walk = |records| Walk::of_callback(provider, callback, records);
                of_places("", walk, &ty, body, seen, res);
            }
        }
        CallbackValues::Query | CallbackValues::Form => {
            let names = body.split('&').map(|it| it.split('=').next());
            if seen.insert(format!("{:?}", names.collect::<Vec<_>>())) {
                res.extend(of_pairs(body));
            }
        }
    }
}

/// What is made of JSON that is filled up, at each place that was not seen before.
fn of_places<'a>(
    query: &str,
    walk: impl Fn(bool) -> Walk<'a>,
    ty: &'a Type,
    body: &str,
    seen: &mut BTreeSet<String>,
    res: &mut Vec<Negative>,
) {
    // One of them begins with a byte order mark.
    let Some(printed) = Tree::read(body.trim_start_matches('\u{feff}')) else {
        return;
    };
    for prefers_records in [false, true] {
        let walk = walk(prefers_records);
        let whole = walk.whole(&printed, ty, &mut Vec::new());
        for place in walk.all(&whole, ty) {
            let kind = match whole.at(&place.read) {
                Some(Tree::Object(_)) => "an object",
                Some(Tree::Array(_)) => "an array",
                Some(Tree::Leaf(_)) | None => "a scalar",
            };
            if seen.insert(format!("{query} {} {kind}", json_path(&place.read))) {
                of_place(&place, &whole, res);
            }
        }
    }
}

/// What a client said that panicked.
fn panicked(played: &Played) -> Option<&str> {
    fn said<T>(end: &End<T>) -> Option<&str> {
        match end {
            End::Panicked(said) => Some(said.as_str()),
            End::Done(_) | End::Failed(_) | End::Hung => None,
        }
    }
    match played {
        Played::Call(exchanges) => exchanges.iter().find_map(|it| {
            let settled = it.settled.as_ref();
            said(&it.end).or_else(|| said(&settled?.end))
        }),
        Played::Delivery(hearings) => hearings.iter().find_map(|it| {
            let confirming = it.confirming.as_ref();
            said(&it.end).or_else(|| said(&confirming?.end))
        }),
    }
}
