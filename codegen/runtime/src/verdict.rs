//! From a reply to what came of the call.

use std::{borrow::Cow, sync::Arc};

use crate::{
    auth::{Lives, Token},
    error::{Error, Parts},
    fate::{Fate, Told},
    json::{Json, Unreadable},
    kind::Kind,
    merchant::Merchant,
    operation::{HTTP, Operation},
    outcome::{Certainty, Outcome, Resolution},
    pages::Page,
    provider::CodeRow,
    redact::Redactor,
    reply::{Facts, Reply},
    resolve::Found,
    secret::Secret,
    transport::HttpReply,
    wire::Wire,
};

/// A shorter secret could stand in an amount or an identifier by chance; it is left in the typed
/// reply, and masked where the reply is printed.
const MIN_ECHO_BYTES: usize = 8;

/// Reads a complete reply.
///
/// # Errors
///
/// `Status`, `Rejected`, `Unclear` or `Unreadable`, with what is known.
pub(crate) fn read<T: Wire>(
    merchant: &Merchant,
    operation: &'static Operation,
    reply: &HttpReply,
    hidden: &[String],
) -> Result<Reply<T>, Error> {
    let redactor = merchant.redactor();
    let clean = clean(&redactor, &reply.body);
    let json = Json::parse(&clean);
    let reading = Reading::of(merchant, operation, reply, hidden, json.as_ref().ok())?;
    match json.and_then(|it| T::read(&it)) {
        Ok(value) => Ok(Reply::new(value, reading.settle()?)),
        Err(fault) => Err(reading.unreadable(&fault)),
    }
}

/// What a query says, of itself and of the call that it asks about.
pub(crate) struct Looked {
    pub(crate) found: Found,
    /// What came of the query.
    pub(crate) ended: Result<Outcome, Kind>,
    /// What came of the call: succeeded, rejected, or nothing that settles it.
    pub(crate) fate: Option<Outcome>,
}

/// Looks in a complete reply to a query for the fate of the call with this reference.
pub(crate) fn look(
    merchant: &Merchant,
    operation: &'static Operation,
    fate: &Fate,
    reply: &HttpReply,
    hidden: &[String],
    reference: &str,
) -> Looked {
    let redactor = merchant.redactor();
    let body = clean(&redactor, &reply.body);
    let json = Json::parse(&body).ok();
    let (reading, fault) = Reading::begin(merchant, operation, reply, hidden, json.as_ref());
    let outcome = match reading.code {
        Some(_) => reading.outcome.unwrap_or(Outcome::Unknown),
        None => reading.without_code(),
    };
    let said = match (&json, fault) {
        (Some(json), None) if reading.is_good() => Some((json, outcome)),
        _ => None,
    };
    let told = Told {
        code: reading.code.as_deref(),
        outcome,
    };
    Looked {
        fate: said.and_then(|(json, _)| fate.read(&told, json, reference)),
        ended: match said {
            Some((_, Outcome::Rejected)) => Err(Kind::Rejected),
            Some((_, Outcome::Unknown)) | None => Err(Kind::Unclear),
            Some((_, outcome)) => Ok(outcome),
        },
        found: Found {
            query: operation,
            status: reply.status,
            code: reading.clean_code(),
            detail: reading.detail.as_deref().map(|it| reading.clean(it)),
            raw: reading.raw(),
            message: reading.message,
            reference: reading.reference,
            body: body.into_owned(),
        },
    }
}

/// The body without keys that the provider says back: they stay out of the typed reply, too.
fn clean<'b>(redactor: &Redactor, body: &'b [u8]) -> Cow<'b, [u8]> {
    let clean = redactor.long(body, MIN_ECHO_BYTES);
    // A key that is a bare number leaves no JSON behind when it is taken out.
    let is_json = |it: &[u8]| Json::parse(it).is_ok();
    match &clean {
        Cow::Owned(it) if !is_json(it) && is_json(body) => Cow::Borrowed(body),
        Cow::Owned(_) | Cow::Borrowed(_) => clean,
    }
}

/// Reads the token in a complete reply, and how many seconds it lives.
///
/// # Errors
///
/// As [`read`], and `Unreadable` where there is no token or no lifetime.
pub(crate) fn fetched(
    merchant: &Merchant,
    row: &'static Token,
    reply: &HttpReply,
) -> Result<(Secret, u64), Error> {
    let operation = row.operation;
    let json = Json::parse(&reply.body);
    let reading = Reading::of(merchant, operation, reply, &[], json.as_ref().ok())?;
    let json = match &json {
        Ok(json) => json,
        Err(fault) => return Err(reading.unreadable(fault)),
    };
    let text = |pointer: &str| first_filled(json, &[pointer]);
    let lacking = |pointer: &'static str| {
        Error::from(Parts {
            // The token may stand in it.
            raw: None,
            path: Some(pointer.to_owned()),
            detail: Some(format!("the reply lacks `{pointer}`")),
            ..reading.parts(Kind::Unreadable, Certainty::NotApplied)
        })
    };
    let token = text(row.at).ok_or_else(|| lacking(row.at))?;
    let seconds = match row.lives {
        Lives::Seconds(seconds) => seconds.into(),
        Lives::At(pointer) => {
            let seconds = text(pointer).and_then(|it| it.parse().ok());
            seconds.ok_or_else(|| lacking(pointer))?
        }
    };
    reading.settle()?;
    Ok((Secret::from(token), seconds))
}

/// The first of these that is there and is a text, number or boolean.
///
/// # Errors
///
/// When one of them is there twice with different values.
pub(crate) fn first_text(json: &Json<'_>, pointers: &[&str]) -> Result<Option<String>, Unreadable> {
    for pointer in pointers {
        if let Some(node) = json.look(pointer)?
            && let Ok(text) = node.text()
        {
            return Ok(Some(text.into_owned()));
        }
    }
    Ok(None)
}

/// The first code that is there: a text, or the HTTP status where a row knows it.
fn first_code(
    operation: &Operation,
    status: u16,
    json: Option<&Json<'_>>,
) -> Result<Option<String>, Unreadable> {
    for place in operation.codes {
        let found = match (*place, json) {
            (HTTP, json) => {
                // A page under a good status is no reply; a refusal needs none.
                let told = json.is_some() || !(200..300).contains(&status);
                let text = status.to_string();
                let known = operation.provider.knows(&text, operation.name);
                (told && known).then_some(text)
            }
            (pointer, Some(json)) => first_text(json, &[pointer])?,
            (_, None) => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The same for texts that only inform: empty ones are passed over, and so are contradictions.
pub(crate) fn first_filled(json: &Json<'_>, pointers: &[&str]) -> Option<String> {
    let texts = pointers.iter().filter_map(|it| json.at(it)?.text().ok());
    let mut filled = texts.filter(|it| !it.is_empty());
    filled.next().map(|it| it.into_owned())
}

/// Whether something stands there.
fn holds(json: Option<&Json<'_>>, pointer: &str) -> bool {
    let there = json.and_then(|it| it.at(pointer));
    there.is_some_and(|it| !it.is_null() && it.text().ok().is_none_or(|text| !text.is_empty()))
}

/// A reply whose code does not forbid that it is a good one.
struct Reading<'a> {
    merchant: &'a Merchant,
    operation: &'static Operation,
    reply: &'a HttpReply,
    hidden: &'a [String],
    redactor: Arc<Redactor>,
    code: Option<String>,
    detail: Option<String>,
    message: Option<String>,
    reference: Option<String>,
    /// What the code means; `None` without one.
    outcome: Option<Outcome>,
    /// The row that says so.
    row: Option<&'static CodeRow>,
    /// Whether something is missing that a success holds.
    lacks: bool,
}

impl<'a> Reading<'a> {
    /// What stands in the reply, and whether it says two things in one place.
    fn begin(
        merchant: &'a Merchant,
        operation: &'static Operation,
        reply: &'a HttpReply,
        hidden: &'a [String],
        json: Option<&Json<'_>>,
    ) -> (Self, Option<Unreadable>) {
        let code = first_code(operation, reply.status, json);
        let detail = json.map_or(Ok(None), |it| first_text(it, operation.details));
        let redactor = merchant.redactor();
        let clean = |it: String| redactor.text(&it);
        let message = json.and_then(|it| first_filled(it, operation.messages));
        let reference = json.and_then(|it| first_filled(it, operation.references));
        let mut res = Self {
            merchant,
            operation,
            reply,
            hidden,
            code: code.as_ref().ok().cloned().flatten(),
            detail: detail.as_ref().ok().cloned().flatten(),
            message: message.map(clean),
            reference: reference.map(clean),
            outcome: None,
            row: None,
            lacks: operation.needs.iter().any(|it| !holds(json, it)),
            redactor,
        };
        let fault = code.err().or(detail.err());
        if let (Some(code), None) = (&res.code, &fault) {
            let said = (operation.provider).said(code, res.detail.as_deref(), operation.name);
            res.row = said.map(|it| it.0);
            res.outcome = said.map(|it| res.held(it.1));
        }
        (res, fault)
    }

    /// The same where a success holds what it must.
    fn held(&self, outcome: Outcome) -> Outcome {
        match self.lacks && outcome == Outcome::Succeeded {
            true => Outcome::Unknown,
            false => outcome,
        }
    }

    fn without_code(&self) -> Outcome {
        self.held(self.operation.without_code)
    }

    fn is_good(&self) -> bool {
        (200..300).contains(&self.reply.status)
    }

    fn of(
        merchant: &'a Merchant,
        operation: &'static Operation,
        reply: &'a HttpReply,
        hidden: &'a [String],
        json: Option<&Json<'_>>,
    ) -> Result<Self, Error> {
        let (res, fault) = Self::begin(merchant, operation, reply, hidden, json);
        if let Some(fault) = fault {
            return Err(res.unclear(Some(&fault)));
        }
        let good = res.is_good();
        if res.code.is_none() {
            return if good { Ok(res) } else { Err(res.status()) };
        }
        match res.outcome {
            Some(Outcome::Rejected) => Err(res.rejected()),
            Some(Outcome::Succeeded | Outcome::Pending) if good => Ok(res),
            Some(Outcome::Succeeded | Outcome::Pending | Outcome::Unknown) | None => {
                Err(res.unclear(None))
            }
        }
    }

    /// The verdict on a reply that was read in full.
    fn settle(self) -> Result<Facts, Error> {
        let outcome = self.outcome.unwrap_or_else(|| self.without_code());
        let resolution = match outcome {
            Outcome::Succeeded => Resolution::Nothing,
            Outcome::Pending => self.when_pending(),
            Outcome::Rejected => return Err(self.rejected()),
            Outcome::Unknown => return Err(self.unclear(None)),
        };
        Ok(Facts {
            outcome,
            status: self.reply.status,
            code: self.clean_code(),
            detail: self.detail.as_deref().map(|it| self.clean(it)),
            operation: self.operation,
            ours: None,
            page: (self.operation.paging).map(|it| Page::of(&it, &self.reply.body)),
            resolution,
            raw: self.raw(),
            hidden: self.hidden.to_vec(),
            redactor: Arc::clone(&self.redactor),
            message: self.message,
            reference: self.reference,
        })
    }

    fn rejected(&self) -> Error {
        Error::from(Parts {
            outcome: Some(Outcome::Rejected),
            ..self.parts(Kind::Rejected, Certainty::NotApplied)
        })
    }

    /// What is known when the reply does not say what came of the call. Where it names the
    /// provider's reference, that can be asked with.
    fn left_open(&self) -> (Certainty, Resolution) {
        match (self.operation.left_open(), self.operation.pending) {
            (
                (Certainty::Unknown, Resolution::OnlyByCallback(_) | Resolution::OnlyByHand),
                query @ Resolution::QueryWithTheirReference(_),
            ) if self.reference.is_some() => (Certainty::Unknown, query),
            (open, _) => open,
        }
    }

    fn unclear(&self, fault: Option<&Unreadable>) -> Error {
        let (certainty, resolution) = self.left_open();
        Error::from(Parts {
            outcome: Some(Outcome::Unknown),
            resolution,
            path: fault.map(|it| self.clean(it.path())),
            detail: fault.map(|it| self.clean(&it.to_string())),
            ..self.parts(Kind::Unclear, certainty)
        })
    }

    fn status(&self) -> Error {
        let (certainty, resolution) = self.left_open();
        Error::from(Parts {
            resolution,
            ..self.parts(Kind::Status, certainty)
        })
    }

    fn unreadable(&self, fault: &Unreadable) -> Error {
        let (certainty, resolution) = match (self.left_open(), self.outcome) {
            ((Certainty::Unknown, _), Some(Outcome::Succeeded)) => {
                (Certainty::Applied, Resolution::Nothing)
            }
            ((Certainty::Unknown, _), Some(Outcome::Pending)) => {
                (Certainty::Unknown, self.when_pending())
            }
            (open, _) => open,
        };
        Error::from(Parts {
            outcome: self.outcome,
            resolution,
            path: Some(self.clean(fault.path())),
            detail: Some(self.why(fault)),
            ..self.parts(Kind::Unreadable, certainty)
        })
    }

    /// What is wrong with the body. A packed one was never asked for, and is not unpacked.
    fn why(&self, fault: &Unreadable) -> String {
        let packed = self.reply.header("content-encoding");
        match packed.filter(|it| !it.eq_ignore_ascii_case("identity")) {
            Some(_) => "the reply is compressed, which was not asked for".to_owned(),
            None => self.clean(&fault.to_string()),
        }
    }

    /// What is left to do when the provider has not decided yet. Nobody can ask with a reference
    /// that the reply did not name.
    fn when_pending(&self) -> Resolution {
        let asks = matches!(
            self.operation.pending,
            Resolution::QueryWithTheirReference(_)
        );
        match asks && self.reference.is_none() {
            true => self.operation.unknown,
            false => self.operation.pending,
        }
    }

    fn parts(&self, kind: Kind, certainty: Certainty) -> Parts {
        let hidden = || Redactor::new(self.hidden.iter());
        let shown = self.message.as_deref().map(|it| hidden().text(it));
        Parts {
            status: Some(self.reply.status),
            code: self.clean_code(),
            detail_code: self.detail.as_deref().map(|it| self.clean(it)),
            message: self.message.clone(),
            shown,
            reference: self.reference.clone(),
            row: self.row,
            raw: Some(self.raw()),
            ..Parts::new(
                self.merchant.provider.name,
                self.operation.name,
                kind,
                certainty,
            )
        }
    }

    fn raw(&self) -> Vec<u8> {
        self.redactor.bytes(&self.reply.body).into_owned()
    }

    fn clean_code(&self) -> Option<String> {
        self.code.as_deref().map(|it| self.clean(it))
    }

    fn clean(&self, text: &str) -> String {
        self.redactor.text(text)
    }
}
