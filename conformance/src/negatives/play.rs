//! Negatives, given to the compiled client and to the oracle.

use std::borrow::Cow;
use std::collections::BTreeSet;

use verbatim_codegen::model::{Callback, CallbackValues, Provider, Type};
use verbatim_oracle::Reply;
use verbatim_runtime::dispatch::Clients;

use super::Negatives;
use super::ask::{Asked, Asking};
use super::good::{Good, good};
use super::places::Walk;
use super::tree::Tree;
use super::ways::{Negative, of_json, of_pairs, of_text};
use crate::cite::Cite;
use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::{Case, Delivery, Row, Setup};
use crate::json::Json;
use crate::mask::{Mask, Side};
use crate::opinion::{Delivered, Disagreement, Opinion, delivery_of, differences, of_client};
use crate::play::{End, Played, hear};
use crate::suite::Suite;
use crate::verdict::disagreed;

/// More of a body is not shown.
const SHOWN_CHARS: usize = 2000;

/// What came of negatives.
#[derive(Debug, Default)]
pub struct Told {
    /// How many there were.
    pub count: usize,
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
    let mut shapes = BTreeSet::new();
    let all = good(suite, provider).filter(|good| good.fixture.subject() == it.subject);
    let made = all.map(|good| {
        let negatives = negatives(provider, &good, &mut shapes);
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
        let base = Base {
            asking: &asking,
            provider,
            setup: good.fixture.apart.from(setup),
            good: &good,
        };
        for negative in negatives {
            found.count += 1;
            base.hold(&negative, &mut found);
        }
    }
    Ok(found.told())
}

/// What differs so far.
#[derive(Default)]
struct Found {
    count: usize,
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
}

impl Base<'_> {
    /// Notes where client and oracle differ.
    fn hold(&self, it: &Negative, found: &mut Found) {
        let (fixture, provider) = (self.good.fixture, self.provider);
        let (played, differing, key) = match (&fixture.case, self.good.row) {
            (Case::Call(_), Some(row)) => self.called(row, it),
            (Case::Delivery(delivery), _) => self.delivered(delivery, it),
            (Case::Call(_), None) => return,
        };
        let panicked = panicked(&played);
        if differing.is_empty() && panicked.is_none() {
            return;
        }
        let mask = Mask::of(provider, &self.setup, fixture, &played);
        let (what, place) = (mask.text(&it.what), fixture.place(&[key]));
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

    fn called(&self, row: &Row, it: &Negative) -> (Played, Vec<Disagreement>, &'static str) {
        let fixture = self.good.fixture;
        let reply = |status: u16, body: &str| Reply::Whole(status, body.as_bytes().to_vec());
        let before = self.good.before.iter();
        let mut replies: Vec<Reply> = before.map(|it| reply(it.status, &it.body)).collect();
        replies.push(reply(it.status.unwrap_or(self.good.status), &it.body));
        let of = Asked {
            provider: self.provider,
            setup: &self.setup,
            way: fixture.way.as_deref(),
            sources: &fixture.sources,
        };
        let both = self
            .asking
            .call(of, fixture.subject(), &row.input, &replies);
        let differing = both.differences();
        (Played::Call(vec![both.client]), differing, "reply")
    }

    fn delivered(
        &self,
        delivery: &Delivery,
        it: &Negative,
    ) -> (Played, Vec<Disagreement>, &'static str) {
        let (fixture, provider) = (self.good.fixture, self.provider);
        let mut delivery = Delivery {
            body: it.body.clone(),
            said: None,
            ..delivery.clone()
        };
        let came = |it: &Delivery| delivery_of(&self.setup, fixture, it, &it.body);
        // Whoever spoils it can sign it: it is the provider.
        let sealed = verbatim_oracle::sealed(provider, &delivery.callback, &came(&delivery));
        for (name, text) in &mut delivery.headers {
            match &sealed {
                Some((header, seal)) if name.eq_ignore_ascii_case(header) => text.clone_from(seal),
                Some(_) | None => {}
            }
        }
        let heard = verbatim_oracle::hear(provider, &delivery.callback, &came(&delivery));
        let oracle = Delivered {
            method: provider
                .callback(&delivery.callback)
                .map(|it| it.method.clone()),
            end: match heard {
                Some(end) => end,
                None => Err(verbatim_oracle::Failure::new("none", "unknown")),
            },
            answer: None,
            confirming: None,
        };
        let hearing = hear(self.asking.clients(), &self.setup, fixture, &delivery, None);
        let played = Played::Delivery(vec![hearing]);
        // No header of a delivery is compared.
        let plain = Mask::of(
            provider,
            &self.setup,
            fixture,
            &Played::Delivery(Vec::new()),
        );
        let client = of_client(&played, &plain);
        let differing = differences(&client, &Opinion::Deliveries(vec![oracle]));
        (played, differing, "deliver")
    }
}

/// What is made of one, less what another one of the same shape has shown.
fn negatives(provider: &Provider, good: &Good<'_>, shapes: &mut BTreeSet<String>) -> Vec<Negative> {
    let mut res = Vec::new();
    let (subject, body) = (good.fixture.subject(), good.body.as_str());
    let first = shapes.insert("the whole".to_owned());
    if let Some(operation) = provider.operation(subject) {
        let walk = |records| Walk::of_reply(provider, &operation.reply, records);
        of_shapes(walk, &operation.reply.ty, body, shapes, &mut res);
    } else if let Some(callback) = provider.callback(subject) {
        of_callback(provider, callback, body, shapes, &mut res);
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
    shapes: &mut BTreeSet<String>,
    res: &mut Vec<Negative>,
) {
    match callback.values {
        CallbackValues::Body => {
            for shape in &callback.shapes {
                let ty = Type::Record(shape.record.clone());
                let walk = |records| Walk::of_callback(provider, callback, records);
                of_shapes(walk, &ty, body, shapes, res);
            }
        }
        CallbackValues::Query | CallbackValues::Form => {
            let names = body.split('&').map(|it| it.split('=').next());
            if shapes.insert(format!("{:?}", names.collect::<Vec<_>>())) {
                res.extend(of_pairs(body));
            }
        }
    }
}

/// What is made of JSON that is filled up, in each shape that was not seen before.
fn of_shapes<'a>(
    walk: impl Fn(bool) -> Walk<'a>,
    ty: &'a Type,
    body: &str,
    shapes: &mut BTreeSet<String>,
    res: &mut Vec<Negative>,
) {
    // One of them begins with a byte order mark.
    let Some(printed) = Tree::read(body.trim_start_matches('\u{feff}')) else {
        return;
    };
    for prefers_records in [false, true] {
        let walk = walk(prefers_records);
        let whole = walk.whole(&printed, ty, &mut Vec::new());
        if shapes.insert(walk.shape(&whole, ty)) {
            res.extend(of_json(&walk, ty, &whole));
        }
    }
}

/// What a client said that panicked.
fn panicked(played: &Played) -> Option<&str> {
    match played {
        Played::Call(exchanges) => exchanges.iter().find_map(|it| match &it.end {
            End::Panicked(said) => Some(said.as_str()),
            End::Done(_) | End::Failed(_) | End::Hung => None,
        }),
        Played::Delivery(hearings) => hearings.iter().find_map(|it| match &it.end {
            End::Panicked(said) => Some(said.as_str()),
            End::Done(_) | End::Failed(_) | End::Hung => None,
        }),
    }
}
