//! From a reply to what came of the call.

mod reading;

use std::borrow::Cow;

use crate::{
    auth::{Lives, Token},
    error::{Error, Parts},
    fate::{Fate, Told},
    fill::Hidden,
    json::{Json, Unreadable},
    kind::Kind,
    merchant::Merchant,
    operation::{HTTP, Operation},
    outcome::{Certainty, Outcome},
    redact::Redactor,
    reply::Reply,
    resolve::Found,
    secret::Secret,
    transport::HttpReply,
    wire::Wire,
};

use reading::Reading;

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
    hidden: &Hidden,
) -> Result<Reply<T>, Error> {
    let redactor = merchant.redactor(&hidden.made);
    let (clean, number) = clean(&redactor, &reply.body);
    let json = Json::parse(&clean);
    let reading = Reading::of(merchant, operation, reply, hidden, json.as_ref().ok())?;
    // A mask is no number: where one is read, what the provider said stays.
    let whole = || Json::parse(&reply.body).and_then(|it| T::read(&it)).ok();
    let value = json.and_then(|it| T::read(&it));
    match value.or_else(|fault| number.then(whole).flatten().ok_or(fault)) {
        Ok(value) => Ok(Reply::new(value, reading.settle()?)),
        Err(fault) => Err(reading.unreadable(&fault)),
    }
}

/// Whether the provider does not take who asks, by the status or by the code.
pub(crate) fn is_of_a_stranger(
    merchant: &Merchant,
    operation: &'static Operation,
    reply: &HttpReply,
) -> bool {
    let json = Json::parse(&reply.body).ok();
    let hidden = Hidden::default();
    let refusal = Reading::of(merchant, operation, reply, &hidden, json.as_ref()).err();
    refusal.is_some_and(|it| it.is_hopeless())
}

/// What a query says, of itself and of the call that it asks about.
pub(crate) struct Looked {
    pub(crate) found: Found,
    /// What came of the query.
    pub(crate) ended: Result<Outcome, Kind>,
    /// What came of the call: succeeded, rejected, or nothing that settles it.
    pub(crate) fate: Option<Outcome>,
    /// Why asking again would bring nothing else.
    pub(crate) hopeless: Option<Error>,
}

/// Looks in a complete reply to a query for the fate of the call with this reference.
pub(crate) fn look(
    merchant: &Merchant,
    operation: &'static Operation,
    fate: &Fate,
    reply: &HttpReply,
    hidden: &Hidden,
    reference: &str,
) -> Looked {
    let redactor = merchant.redactor(&hidden.made);
    let (body, _) = clean(&redactor, &reply.body);
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
    let fate = said.and_then(|(json, _)| fate.read(&told, json, reference));
    let hopeless = match fate {
        Some(_) => None,
        None => Reading::of(merchant, operation, reply, hidden, json.as_ref()).err(),
    };
    Looked {
        fate,
        hopeless: hopeless.filter(Error::is_hopeless),
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

/// The body without keys that the provider says back: they stay out of the typed reply, too; and
/// whether one of them was a bare number.
fn clean<'b>(redactor: &Redactor, body: &'b [u8]) -> (Cow<'b, [u8]>, bool) {
    let clean = redactor.long(body, MIN_ECHO_BYTES);
    // A key that is a bare number leaves no JSON behind when it is taken out.
    let is_json = |it: &[u8]| Json::parse(it).is_ok();
    match &clean {
        Cow::Owned(it) if !is_json(it) && is_json(body) => {
            (Cow::Owned(redactor.json(body, MIN_ECHO_BYTES)), true)
        }
        Cow::Owned(_) | Cow::Borrowed(_) => (clean, false),
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
    hidden: &Hidden,
) -> Result<(Secret, u64), Error> {
    let operation = row.operation;
    let json = Json::parse(&reply.body);
    let reading = Reading::of(merchant, operation, reply, hidden, json.as_ref().ok())?;
    let json = match &json {
        Ok(json) => json,
        Err(fault) => return Err(reading.unreadable(fault)),
    };
    let text = |pointer| first_named(json, &[pointer]);
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

/// The text, number or boolean at a pointer; `null` is nothing.
///
/// # Errors
///
/// When it is there twice with different values, or is no such thing.
pub(crate) fn text_at<'a>(
    json: &Json<'a>,
    pointer: &str,
) -> Result<Option<Cow<'a, str>>, Unreadable> {
    let there = json.look(pointer)?.filter(|it| !it.is_null());
    there.map(|it| it.text()).transpose()
}

/// The same, where an empty text is nothing, too.
///
/// # Errors
///
/// As [`text_at`].
pub(crate) fn filled_at<'a>(
    json: &Json<'a>,
    pointer: &str,
) -> Result<Option<Cow<'a, str>>, Unreadable> {
    let text = text_at(json, pointer)?;
    Ok(text.filter(|it| !it.is_empty()))
}

/// The first of these that is there and is a text, number or boolean.
///
/// # Errors
///
/// When one of them is there twice with different values, or none of those that are there is such a
/// thing.
pub(crate) fn first_text(json: &Json<'_>, pointers: &[&str]) -> Result<Option<String>, Unreadable> {
    let mut fault = None;
    for pointer in pointers {
        if let Some(text) = told(json, pointer, &mut fault)? {
            return Ok(Some(text));
        }
    }
    fault.map_or(Ok(None), Err)
}

/// The same at one pointer; of what is no text, the first `fault` is kept.
fn told(
    json: &Json<'_>,
    pointer: &str,
    fault: &mut Option<Unreadable>,
) -> Result<Option<String>, Unreadable> {
    let there = json.look(pointer)?.filter(|it| !it.is_null());
    Ok(match there.map(|it| it.text()) {
        Some(Ok(text)) => Some(text.into_owned()),
        Some(Err(it)) => {
            fault.get_or_insert(it);
            None
        }
        None => None,
    })
}

/// The first code that is there: a text, or the HTTP status where a row knows it.
///
/// # Errors
///
/// As [`first_text`]; under a bad status, what is no text is no code, and the status tells.
fn first_code(
    operation: &Operation,
    status: u16,
    json: Option<&Json<'_>>,
) -> Result<Option<String>, Unreadable> {
    let good = (200..300).contains(&status);
    let mut fault = None;
    for place in operation.codes {
        let found = match (*place, json) {
            (HTTP, json) => {
                // A page under a good status is no reply; a refusal needs none.
                let told = json.is_some() || !good;
                let text = status.to_string();
                let known = operation.provider.knows(&text, operation.name);
                (told && known).then_some(text)
            }
            (pointer, Some(json)) => told(json, pointer, &mut fault)?,
            (_, None) => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    fault.filter(|_| good).map_or(Ok(None), Err)
}

/// The first of these that is there and is not empty, of what names something; none where that is
/// there twice with different values, or is no text, number or boolean: who names two names none.
pub(crate) fn first_named(json: &Json<'_>, pointers: &[&str]) -> Option<String> {
    let mut named = pointers.iter().map(|it| filled_at(json, it));
    let first = named.find_map(Result::transpose)?;
    first.ok().map(Cow::into_owned)
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

#[cfg(test)]
mod tests {
    use super::{first_named, first_text};
    use crate::json::Json;

    const POINTERS: &[&str] = &["/a", "/b"];

    #[test]
    fn who_names_two_names_none() {
        for (text, named) in [
            (r#"{"a":"1","b":"2"}"#, Some("1")),
            (r#"{"a":"","b":"2"}"#, Some("2")),
            (r#"{"a":null,"b":2}"#, Some("2")),
            (r#"{"a":"1","a":"1"}"#, Some("1")),
            (r#"{"a":"1","a":"3","b":"2"}"#, None),
            (r#"{"a":["1"],"b":"2"}"#, None),
            ("{}", None),
        ] {
            let json = Json::parse(text.as_bytes()).expect("JSON");
            assert_eq!(first_named(&json, POINTERS).as_deref(), named, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_passed_over_only_where_another_one_tells() {
        for (text, told) in [
            (r#"{"a":{},"b":"2"}"#, Ok(Some("2"))),
            (r#"{"a":"","b":"2"}"#, Ok(Some(""))),
            (r#"{"a":null}"#, Ok(None)),
            (r#"{"a":{}}"#, Err("$.a")),
            (r#"{"b":[]}"#, Err("$.b")),
            (r#"{"a":1,"a":2,"b":"2"}"#, Err("$.a")),
        ] {
            let json = Json::parse(text.as_bytes()).expect("JSON");
            let found = first_text(&json, POINTERS);
            let found = found.as_ref().map(Option::as_deref);
            assert_eq!(found.map_err(|it| it.path()), told, "{text}");
        }
    }
}
