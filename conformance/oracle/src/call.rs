//! One call, from the input to what came of it: tokens first, then the request, then its reply.

mod token;

use verbatim_codegen::model::{Effect, Operation, Provider, Type};

use crate::made::Bytes;
use crate::merchant::{Merchant, knows};
use crate::reply::{Reading, open};
use crate::request::{Making, Refused};
use crate::settle::{Question, Settled};
use crate::sign::{UNDIGESTED, encode};
use crate::url::encoded;
use crate::value::{Value, values};
use crate::{Answer, Failure, Reply, Request, Setup, certainty, kind};

use token::Kept;

/// What happened in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What was sent, in order.
    pub sent: Vec<Request>,
    /// What came of it.
    pub end: End,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// With a good reply.
    Answered(Answer),
    /// With an error.
    Failed(Failure),
    /// The input is no request of the operation.
    Inexpressible(String),
    /// There is no operation of that name, or nothing of a name in the setup.
    UnknownName,
}

/// Calls `operation` with `input`, a JSON object of the request's fields. The replies come one after
/// another; when there are no more, the last one comes again, and without any the status 500.
pub fn call(
    provider: &Provider,
    setup: &Setup,
    operation: &str,
    input: &str,
    replies: &[Reply],
) -> Called {
    called(provider, setup, operation, input, replies).0
}

/// What was signed for the last request of the same call, where it was.
pub fn signed(
    provider: &Provider,
    setup: &Setup,
    operation: &str,
    input: &str,
    replies: &[Reply],
) -> Option<String> {
    let signed = called(provider, setup, operation, input, replies).1?;
    String::from_utf8(signed).ok()
}

fn called(
    provider: &Provider,
    setup: &Setup,
    operation: &str,
    input: &str,
    replies: &[Reply],
) -> (Called, Option<Vec<u8>>) {
    let ended = |end| {
        let sent = Vec::new();
        (Called { sent, end }, None)
    };
    let Some(operation) = provider
        .operation(operation)
        .filter(|_| knows(provider, setup))
    else {
        return ended(End::UnknownName);
    };
    let Some(merchant) = Merchant::new(provider, setup) else {
        let refused = Failure::new(kind::CONFIGURATION, certainty::NOT_SENT);
        return ended(End::Failed(Failure {
            at_setup: true,
            ..refused
        }));
    };
    let given = match values(provider, operation, input) {
        Ok(given) => given,
        Err(why) => return ended(End::Inexpressible(why)),
    };
    let mut calling = Calling {
        merchant: &merchant,
        bytes: Bytes::new(&setup.nonces),
        replies,
        sent: Vec::new(),
        signed: None,
        told: Vec::new(),
        tokens: vec![None; provider.tokens.len()],
    };
    let end = match setup.pages {
        None => calling.one(operation, &given),
        Some(most) => calling.pages(operation, given, most),
    };
    let called = Called {
        sent: calling.sent,
        end: match end {
            Ok(it) => End::Answered(it),
            Err(it) => End::Failed(it),
        },
    };
    (called, calling.signed)
}

/// What settles a call, and the reply that does.
pub(crate) type Told = (Settled, Vec<u8>);

/// Asks until at least so many requests were sent, those for tokens among them, each time as a client
/// that was just made; what settles the call ends it.
pub(crate) fn queries(
    provider: &Provider,
    setup: &Setup,
    question: &Question<'_>,
    most: usize,
    replies: &[Reply],
) -> (Vec<Request>, Result<Option<Told>, Failure>) {
    let Some(merchant) = Merchant::new(provider, setup) else {
        let refused = Failure::new(kind::CONFIGURATION, certainty::UNKNOWN);
        return (Vec::new(), Err(refused));
    };
    let mut sent = Vec::new();
    for _ in 0..most {
        let mut calling = Calling {
            merchant: &merchant,
            bytes: Bytes::new(&setup.nonces),
            replies,
            sent,
            signed: None,
            told: Vec::new(),
            tokens: vec![None; provider.tokens.len()],
        };
        let asked = calling.ask(question);
        sent = calling.sent;
        match asked {
            Ok(None) if sent.len() < most => {}
            ended => return (sent, ended),
        }
    }
    (sent, Ok(None))
}

/// Nothing left the client.
fn not_sent(Refused { kind, path }: Refused) -> Failure {
    Failure {
        path,
        ..Failure::new(kind, certainty::NOT_SENT)
    }
}

/// Whether the provider did not take who asked.
fn is_of_a_stranger(it: &Failure) -> bool {
    it.reason == Some("invalid_credentials") || it.status == Some(401)
}

/// Of the call that was asked about, nothing is known by that.
fn still_unknown(it: Failure) -> Failure {
    Failure {
        certainty: certainty::UNKNOWN,
        ..it
    }
}

/// A call while it is made: what was sent, and what is left of what comes back.
pub(crate) struct Calling<'a> {
    merchant: &'a Merchant<'a>,
    bytes: Bytes<'a>,
    replies: &'a [Reply],
    sent: Vec<Request>,
    /// What was signed for the last of them.
    signed: Option<Vec<u8>>,
    /// What the requests of this exchange tell of the merchant's secrets, in no digest.
    told: Vec<String>,
    /// Those that were fetched.
    tokens: Vec<Option<Kept>>,
}

impl Calling<'_> {
    /// A call that is no list, or one page of it.
    pub(crate) fn one(
        &mut self,
        operation: &Operation,
        given: &[Option<Value>],
    ) -> Result<Answer, Failure> {
        let ours = match operation.ours.and_then(|it| given[it].as_ref()) {
            Some(Value::Text(text) | Value::Number(text)) => Some(text.clone()),
            _ => None,
        };
        let reply = self.exchange(operation, given);
        let res = reply.and_then(|(status, body)| {
            let secrets = self.secrets();
            self.reading(operation, status, &body, &secrets).answer()
        });
        match res {
            Ok(it) => Ok(Answer {
                our_reference: ours,
                ..it
            }),
            Err(it) => Err(Failure {
                our_reference: ours,
                ..it
            }),
        }
    }

    /// The body of the reply to the last request; empty where none arrived.
    pub(crate) fn last_body(&self) -> &[u8] {
        let at = (self.sent.len() - 1).min(self.replies.len() - 1);
        match self.replies.get(at) {
            Some(Reply::Whole(_, body)) => body,
            _ => b"",
        }
    }

    /// Asks once; an error is one that asking again cannot mend.
    fn ask(&mut self, question: &Question<'_>) -> Result<Option<Told>, Failure> {
        let query = question.query;
        let mut given = vec![None; query.fields.len()];
        let text = question.reference.to_owned();
        given[question.fate.field] = Some(match query.fields[question.fate.field].ty {
            Type::Integer => Value::Number(text),
            _ => Value::Text(text),
        });
        match self.exchange(query, &given) {
            Err(it) if [kind::CONFIGURATION, kind::INVALID_REQUEST].contains(&it.kind) => {
                Err(still_unknown(it))
            }
            Err(it) if is_of_a_stranger(&it) => Err(still_unknown(it)),
            Err(_) => Ok(None),
            Ok((status, body)) => {
                let secrets = self.secrets();
                let reading = self.reading(query, status, &body, &secrets);
                let found = reading.look(question.fate, question.reference);
                match (found, reading.refusal()) {
                    (None, Some(it)) if is_of_a_stranger(&it) => Err(still_unknown(it)),
                    (found, _) => Ok(found.map(|it| (it, reading.clean()))),
                }
            }
        }
    }

    fn reading<'r>(
        &'r self,
        operation: &'r Operation,
        status: u16,
        body: &'r [u8],
        secrets: &'r [String],
    ) -> Reading<'r> {
        Reading {
            provider: self.merchant.provider,
            operation,
            status,
            body,
            secrets,
        }
    }

    fn secrets(&self) -> Vec<String> {
        let kept = self
            .tokens
            .iter()
            .map(|it| it.as_ref().map(|it| it.text.clone()));
        let mut res = self.merchant.secrets(&kept.collect::<Vec<_>>());
        res.extend(self.told.iter().cloned());
        res
    }

    /// A reply to the operation. What reads is sent once more with new tokens when they are refused.
    fn exchange(
        &mut self,
        operation: &Operation,
        given: &[Option<Value>],
    ) -> Result<(u16, Vec<u8>), Failure> {
        let mut again = operation.effect == Effect::Reads;
        let mut told = Vec::new();
        loop {
            // A token is an exchange of its own.
            let tokens = self.fetch(operation, given)?;
            self.told = told;
            let reply = self.send(operation, given, &tokens)?;
            if tokens.iter().all(Option::is_none) {
                return Ok(reply);
            }
            let refusal = self.reading(operation, reply.0, &reply.1, &[]).refusal();
            if !refusal.is_some_and(|it| is_of_a_stranger(&it)) {
                return Ok(reply);
            }
            for (kept, sent) in self.tokens.iter_mut().zip(&tokens) {
                if sent.is_some() {
                    *kept = None;
                }
            }
            if !std::mem::take(&mut again) {
                return Ok(reply);
            }
            told = std::mem::take(&mut self.told);
        }
    }

    fn send(
        &mut self,
        operation: &Operation,
        given: &[Option<Value>],
        tokens: &[Option<String>],
    ) -> Result<(u16, Vec<u8>), Failure> {
        let making = Making {
            merchant: self.merchant,
            operation,
            given,
            tokens,
        };
        let (request, signed) = making.request(&mut self.bytes).map_err(not_sent)?;
        let at = self.sent.len().min(self.replies.len().saturating_sub(1));
        self.sent.push(request);
        if let Some(it) = &operation.signature
            && it.scheme.algorithm == UNDIGESTED
        {
            let plain = signed.as_deref().unwrap_or_default();
            let coded = encode(&it.scheme.encoding, plain).unwrap_or_default();
            let unpadded = coded.trim_end_matches('=').to_owned();
            self.told.extend([encoded(&coded), coded, unpadded]);
            self.told.push(String::from_utf8_lossy(plain).into_owned());
        }
        self.signed = signed;
        let (certainty, left) = open(operation);
        let lost = |kind: &'static str, status: Option<u16>| Failure {
            status,
            left: left.clone(),
            ..Failure::new(kind, certainty)
        };
        match self.replies.get(at) {
            None => Ok((500, Vec::new())),
            Some(Reply::Whole(status, body)) => Ok((*status, body.clone())),
            Some(Reply::Closed) => Err(lost(kind::TRANSPORT, None)),
            Some(Reply::Cut(status)) => Err(lost(kind::TRANSPORT, Some(*status))),
            Some(Reply::Stalled) => Err(lost(kind::TIMEOUT, None)),
            Some(Reply::Endless(status)) => Err(lost(kind::TOO_LARGE, Some(*status))),
        }
    }
}
