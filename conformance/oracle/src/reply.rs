//! From a reply to what came of the call.

use std::borrow::Cow;

use verbatim_codegen::model::{
    CodeEntry, CodePlace, Effect, Fate, Operation, Outcome, Provider, Resolution,
};

use crate::code::{contradicted, meaning, outcome};
use crate::json::{Fault, Node};
use crate::redact::{has_bare_key, without_in, without_keys};
use crate::settle::{Settled, fate};
use crate::{Answer, Failure, Left, certainty, kind, typed};

/// A complete reply to one operation.
pub(crate) struct Reading<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) operation: &'a Operation,
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
    pub(crate) secrets: &'a [String],
}

/// What stands in a reply at its pointers.
struct Said<'a> {
    code: Option<String>,
    detail: Option<String>,
    message: Option<String>,
    reference: Option<String>,
    /// What the code means.
    outcome: Option<Outcome>,
    /// The row that says so.
    row: Option<&'a CodeEntry>,
    /// Whether there is all that a success must hold.
    whole: bool,
}

impl<'a> Reading<'a> {
    /// The answer, with the typed value written out again.
    pub(crate) fn answer(&self) -> Result<Answer, Failure> {
        let clean = self.clean();
        let node = Node::read(&clean).or_else(|_| Node::read(self.body));
        let said = self.said(node.as_ref().ok())?;
        let ty = &self.operation.reply.ty;
        let typed = |it: Node<'_>| {
            let read = typed::read(self.provider, ty, false, &it);
            let read = read.map_err(|it| it.under("$"))?;
            let apart = typed::apart(self.provider, ty, &it, &read);
            Ok((read, apart))
        };
        let body = node.and_then(typed).or_else(|fault: Fault| {
            // Where a number is read, a key that is one cannot be a mask.
            let whole = Node::read(self.body).and_then(typed);
            whole
                .ok()
                .filter(|_| has_bare_key(self.body, self.secrets))
                .ok_or(fault)
        });
        match body {
            Ok((body, apart)) => self.settled(said, body).map(|it| Answer { apart, ..it }),
            Err(fault) => Err(self.unreadable(&said, &fault)),
        }
    }

    /// The body without what the provider says back of the merchant's keys.
    pub(crate) fn clean(&self) -> Vec<u8> {
        without_keys(self.body, self.secrets)
    }

    /// What the reply to a query says of the call that it asks about, where it settles it.
    pub(crate) fn look(&self, rule: &Fate, reference: &str) -> Option<Settled> {
        let clean = self.clean();
        let node = Node::read(&clean).or_else(|_| Node::read(self.body)).ok()?;
        let (said, fault) = self.begin(Some(&node));
        if fault.is_some() || !(200..300).contains(&self.status) {
            return None;
        }
        let outcome = match &said.code {
            Some(_) => said.outcome.unwrap_or(Outcome::Unknown),
            None => self.without_code(&said),
        };
        let told = (said.code.as_deref(), outcome);
        let word = match fate(rule, told, &node, reference)? {
            Outcome::Succeeded => "succeeded",
            _ => "rejected",
        };
        let shown = |it: Option<String>| it.map(|it| without_in(&it, self.secrets));
        Some(Settled {
            word,
            code: shown(said.code),
            detail: shown(said.detail),
            message: said.message,
            reference: said.reference,
            left: None,
        })
    }

    /// Why the reply is no answer, judged by its status and its code alone.
    pub(crate) fn refusal(&self) -> Option<Failure> {
        let clean = self.clean();
        let node = Node::read(&clean).or_else(|_| Node::read(self.body)).ok();
        self.said(node.as_ref()).err()
    }

    /// What a reply without a code says.
    fn without_code(&self, said: &Said<'_>) -> Outcome {
        match self.operation.reply.without_code {
            Outcome::Succeeded if !said.whole => Outcome::Unknown,
            outcome => outcome,
        }
    }

    /// What a reply must hold: a token, say.
    pub(crate) fn fetched(&self, wanted: &[&str]) -> Result<Vec<String>, Failure> {
        let node = Node::read(self.body);
        let said = self.said(node.as_ref().ok())?;
        let node = node.map_err(|it| self.unreadable(&said, &it))?;
        let mut res = Vec::new();
        for pointer in wanted {
            let Some(text) = reference(&node, &[pointer]) else {
                return Err(Failure {
                    path: Some((*pointer).to_owned()),
                    ..self.failure(&said, kind::UNREADABLE, certainty::NOT_APPLIED)
                });
            };
            res.push(text);
        }
        self.settled(said, String::new())?;
        Ok(res)
    }

    /// What the pointers lead to and what the code means; the fault where one holds two values.
    fn begin(&self, node: Option<&Node<'_>>) -> (Said<'a>, Option<Fault>) {
        let rule = &self.operation.reply;
        let code = self.code(node);
        let detail = node.map_or(Ok(None), |it| first_text(it, &rule.details));
        let shown = |it: String| without_in(&it, self.secrets);
        let fault = code.as_ref().err().or(detail.as_ref().err()).cloned();
        let mut said = Said {
            code: code.ok().flatten(),
            detail: detail.ok().flatten(),
            message: node
                .and_then(|it| first_filled(it, &rule.messages))
                .map(shown),
            reference: node
                .and_then(|it| reference(it, &rule.references))
                .map(shown),
            outcome: None,
            row: None,
            whole: rule.needs.iter().all(|it| {
                let there = node.and_then(|node| node.at(it));
                there.is_some_and(|it| !it.is_null() && it.text().as_deref() != Some(""))
            }),
        };
        if let (Some(code), None) = (&said.code, &fault) {
            let (beside, name) = (said.detail.as_deref(), &self.operation.name);
            said.row = meaning(self.provider, code, beside, name);
            let meant = outcome(self.provider, code, beside, name);
            // Where the status is listed, it goes before all that follows.
            let places = rule.codes.iter().map_while(|it| match it {
                CodePlace::Pointer(it) => Some(it.as_str()),
                CodePlace::Http => None,
            });
            let says = |it: &str| outcome(self.provider, it, beside, name);
            let meant = meant.map(|it| match node {
                Some(node) if contradicted(node, places, says, it) => Outcome::Unknown,
                Some(_) | None => it,
            });
            said.outcome = meant.map(|it| match it {
                Outcome::Succeeded if !said.whole => Outcome::Unknown,
                it => it,
            });
        }
        (said, fault)
    }

    /// What the pointers lead to; an error where that alone ends the call.
    fn said(&self, node: Option<&Node<'_>>) -> Result<Said<'a>, Failure> {
        let (said, fault) = self.begin(node);
        if let Some(Fault(path)) = fault {
            let path = Some(without_in(&path, self.secrets));
            let unclear = self.unclear(&said);
            return Err(Failure { path, ..unclear });
        }
        let good = (200..300).contains(&self.status);
        if said.code.is_none() {
            let (certainty, left) = self.open(&said);
            return match good {
                true => Ok(said),
                false => Err(Failure {
                    left,
                    ..self.failure(&said, kind::STATUS, certainty)
                }),
            };
        }
        match said.outcome {
            Some(Outcome::Rejected) => Err(self.rejected(&said)),
            Some(Outcome::Succeeded | Outcome::Pending) if good => Ok(said),
            _ => Err(self.unclear(&said)),
        }
    }

    fn code(&self, node: Option<&Node<'_>>) -> Result<Option<String>, Fault> {
        let good = (200..300).contains(&self.status);
        let mut codes = self.provider.codes_of(&self.operation.name);
        let status = self.status.to_string();
        let mut unread = None;
        for place in &self.operation.reply.codes {
            let found = match (place, node) {
                (CodePlace::Http, _) => {
                    let told = node.is_some() || !good;
                    (told && codes.any(|it| it.code == status)).then(|| status.clone())
                }
                (CodePlace::Pointer(pointer), Some(node)) => {
                    node.look(pointer)?;
                    match node.scalar(pointer) {
                        Ok(text) => text.map(Cow::into_owned),
                        Err(fault) => {
                            unread = unread.or(Some(fault));
                            None
                        }
                    }
                }
                (CodePlace::Pointer(_), None) => None,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        // A bad status tells by itself.
        match unread {
            Some(fault) if good => Err(fault),
            Some(_) | None => Ok(None),
        }
    }

    fn settled(&self, said: Said<'_>, body: String) -> Result<Answer, Failure> {
        let outcome = said.outcome.unwrap_or_else(|| self.without_code(&said));
        let left = match outcome {
            Outcome::Succeeded => Left::default(),
            Outcome::Pending => self.pending(&said),
            Outcome::Rejected => return Err(self.rejected(&said)),
            Outcome::Unknown => return Err(self.unclear(&said)),
        };
        let shown = |it: Option<String>| it.map(|it| without_in(&it, self.secrets));
        Ok(Answer {
            outcome,
            status: self.status,
            code: shown(said.code),
            detail: shown(said.detail),
            message: said.message,
            reference: said.reference,
            our_reference: None,
            left,
            body,
            apart: None,
        })
    }

    fn rejected(&self, said: &Said<'_>) -> Failure {
        Failure {
            outcome: Some(Outcome::Rejected),
            ..self.failure(said, kind::REJECTED, certainty::NOT_APPLIED)
        }
    }

    fn unclear(&self, said: &Said<'_>) -> Failure {
        let (certainty, left) = self.open(said);
        Failure {
            outcome: Some(Outcome::Unknown),
            left,
            ..self.failure(said, kind::UNCLEAR, certainty)
        }
    }

    fn unreadable(&self, said: &Said<'_>, fault: &Fault) -> Failure {
        let reads = self.operation.effect == Effect::Reads;
        let (certainty, left) = match said.outcome {
            Some(Outcome::Succeeded) if !reads => (certainty::APPLIED, Left::default()),
            Some(Outcome::Pending) if !reads => (certainty::UNKNOWN, self.pending(said)),
            _ => self.open(said),
        };
        Failure {
            outcome: said.outcome,
            left,
            path: Some(without_in(&fault.0, self.secrets)),
            ..self.failure(said, kind::UNREADABLE, certainty)
        }
    }

    /// Who knows the provider's reference can ask with it, where one can only wait or call otherwise.
    fn open(&self, said: &Said<'_>) -> (&'static str, Left) {
        let it = self.operation;
        let waits = matches!(it.unknown, Resolution::Callback { .. } | Resolution::ByHand);
        let asks = matches!(it.pending, Resolution::QueryTheirs { .. });
        if it.effect != Effect::Reads && waits && asks && said.reference.is_some() {
            return (certainty::UNKNOWN, Left::of(&it.pending));
        }
        open(it)
    }

    fn pending(&self, said: &Said<'_>) -> Left {
        match &self.operation.pending {
            Resolution::QueryTheirs { .. } if said.reference.is_none() => {
                Left::of(&self.operation.unknown)
            }
            pending => Left::of(pending),
        }
    }

    fn failure(&self, said: &Said<'_>, kind: &'static str, certainty: &'static str) -> Failure {
        let shown = |it: &Option<String>| it.as_deref().map(|it| without_in(it, self.secrets));
        Failure {
            status: Some(self.status),
            code: shown(&said.code),
            detail: shown(&said.detail),
            message: said.message.clone(),
            reference: said.reference.clone(),
            meaning: said.row.as_ref().map(|it| it.meaning.clone()),
            reason: said.row.as_ref().and_then(|it| Some(it.reason?.word())),
            ..Failure::new(kind, certainty)
        }
    }
}

/// What a call leaves open that nobody can tell the end of.
pub(crate) fn open(operation: &Operation) -> (&'static str, Left) {
    match operation.effect {
        Effect::Reads => (certainty::NOT_APPLIED, Left::default()),
        _ => (certainty::UNKNOWN, Left::of(&operation.unknown)),
    }
}

/// The first text at one of these pointers. What is no text is passed over where another one tells.
pub(crate) fn first_text(
    node: &Node<'_>,
    pointers: &[impl AsRef<str>],
) -> Result<Option<String>, Fault> {
    for pointer in pointers {
        let found = node.look(pointer.as_ref())?;
        if let Some(text) = found.and_then(Node::text) {
            return Ok(Some(text.into_owned()));
        }
    }
    for pointer in pointers {
        node.scalar(pointer.as_ref())?;
    }
    Ok(None)
}

/// What the first of these pointers names where something is; nothing where it cannot be told what.
pub(crate) fn reference(node: &Node<'_>, pointers: &[impl AsRef<str>]) -> Option<String> {
    for pointer in pointers {
        let named = node.scalar(pointer.as_ref()).ok()?;
        if let Some(named) = named.filter(|it| !it.is_empty()) {
            return Some(named.into_owned());
        }
    }
    None
}

/// The first text at one of these pointers that is not empty.
pub(crate) fn first_filled(node: &Node<'_>, pointers: &[impl AsRef<str>]) -> Option<String> {
    let texts = pointers
        .iter()
        .filter_map(|it| node.at(it.as_ref())?.text());
    let mut filled = texts.filter(|it| !it.is_empty());
    filled.next().map(|it| it.into_owned())
}
