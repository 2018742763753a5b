//! What a provider sends to the merchant: webhooks, notifications, USSD dialogues.

mod rule;

use std::{borrow::Cow, collections::HashSet};

use crate::{
    error::{Error, Parts},
    json::Json,
    kind::Kind,
    outcome::{Certainty, Outcome},
    secret::Masked,
    verdict::{first_named, first_text},
    wire::Wire,
    writer::Writer,
};

pub(crate) use rule::Said;
pub use rule::{CallbackRule, Values};

/// The longest body of a callback that is read.
pub(crate) const MAX_BODY_BYTES: usize = 1 << 20;

/// The longest key of an event, which services keep.
const MAX_KEY_BYTES: usize = 1024;

/// What to answer to a callback.
///
/// With the feature `axum` it is a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The whole body.
    pub body: String,
}

/// What deliveries of one event have in common; `None` where one of the values is missing, or they
/// are too long to be kept.
pub fn duplicate_key<T: Inbound>(it: &T) -> Option<Masked> {
    let rule = T::RULE;
    let text = written(it);
    let json = Json::parse(text.as_bytes()).ok()?;
    let mut out = Writer::new();
    let mut lacking = rule.event.is_empty();
    out.array(|out| {
        for text in [rule.provider.name, rule.name] {
            out.next().text(text);
        }
        for pointer in rule.event {
            match first_text(&json, &[pointer]) {
                Ok(Some(text)) => out.next().text(&text),
                Ok(None) | Err(_) => lacking = true,
            }
        }
    });
    let key = out.into_text();
    (!lacking && key.len() <= MAX_KEY_BYTES).then(|| Masked::from(key))
}

/// A callback as JSON, by the first spelling of each name.
pub(crate) fn written<T: Wire>(it: &T) -> String {
    let mut out = Writer::new();
    it.write(&mut out);
    out.into_text()
}

/// A type that a callback is read as.
pub trait Inbound: Wire {
    /// Which callback.
    const RULE: &'static CallbackRule;
    /// Which of its shapes: the name in the spec.
    fn shape(&self) -> &'static str;
}

/// What a callback says of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the code means; `Unknown` when it is not documented, `None` without one.
    pub outcome: Option<Outcome>,
    /// The provider's code.
    pub code: Option<String>,
    /// What stands beside the code.
    pub detail: Option<String>,
    /// The reference.
    pub reference: Option<String>,
}

/// Reads what a callback brings: its body, or the query of its address without the `?`.
///
/// # Errors
///
/// `TooLarge` over 1 MiB; `Unreadable` with the bytes and the path of the fault. The call
/// that the callback is about may have moved money: the certainty is `Unknown`.
pub fn hear<T: Inbound>(body: &[u8]) -> Result<T, Error> {
    if is_too_long(body) {
        return Err(Error::from(parts(T::RULE, Kind::TooLarge)));
    }
    let object = match T::RULE.values {
        Values::Body => Cow::Borrowed(body),
        Values::Query => Cow::Owned(object(body.strip_prefix(b"?").unwrap_or(body))),
        Values::Form => Cow::Owned(object(body)),
    };
    let read = Json::parse(&object).and_then(|it| T::read(&it));
    read.map_err(|it| {
        Error::from(Parts {
            raw: Some(body.to_vec()),
            path: Some(it.path().to_owned()),
            detail: Some(it.to_string()),
            ..parts(T::RULE, Kind::Unreadable)
        })
    })
}

/// What a callback that was read says of a call.
pub fn said<T: Inbound>(it: &T) -> Verdict {
    match Json::parse(written(it).as_bytes()) {
        Ok(json) => said_by(T::RULE, &json),
        // Only a name or value that was made by hand can end up here.
        Err(_) => Verdict {
            outcome: None,
            code: None,
            detail: None,
            reference: None,
        },
    }
}

/// Names and values of a query or form, as a JSON object of texts; of equal names the first.
fn object(pairs: &[u8]) -> Vec<u8> {
    let mut seen = HashSet::new();
    let mut out = Writer::new();
    out.object(|it| {
        for (name, text) in form_urlencoded::parse(pairs) {
            if seen.insert(name.clone()) {
                it.text(&name, &text);
            }
        }
    });
    out.into_text().into_bytes()
}

/// What the body of a callback says of a call.
pub fn said_by(rule: &CallbackRule, json: &Json<'_>) -> Verdict {
    let (code, detail) = (first_text(json, rule.codes), first_text(json, rule.details));
    let outcome = match (&code, &detail) {
        // Two codes that differ are no verdict.
        (Err(_), _) | (_, Err(_)) => Some(Outcome::Unknown),
        (Ok(Some(code)), Ok(detail)) => {
            let (detail, codes) = (detail.as_deref(), (json, rule.codes));
            match rule.provider.said(code, detail, rule.name) {
                Some((_, it)) => Some(rule.provider.agreed(it, codes, detail, rule.name)),
                None => Some(Outcome::Unknown),
            }
        }
        (Ok(None), Ok(_)) => None,
    };
    Verdict {
        outcome,
        code: code.ok().flatten(),
        detail: detail.ok().flatten(),
        reference: first_named(json, rule.references),
    }
}

/// What is always answered to a callback.
pub fn answer<T: Inbound>() -> CallbackAnswer {
    let (status, content_type, body) = match T::RULE.answer {
        Said::Fixed(status, content_type, body) => (status, content_type, body),
        // No generated type answers a dialogue by this.
        Said::Turns(_) => (200, "text/plain", ""),
    };
    CallbackAnswer {
        status,
        content_type: content_type.to_owned(),
        body: body.to_owned(),
    }
}

pub(crate) fn is_too_long(body: &[u8]) -> bool {
    MAX_BODY_BYTES < body.len()
}

pub(crate) fn parts(rule: &CallbackRule, kind: Kind) -> Parts {
    Parts::new(rule.provider.name, rule.name, kind, Certainty::Unknown)
}

#[cfg(test)]
mod tests {
    use super::{CallbackRule, Inbound, hear, said};
    use crate::{
        Certainty, Kind, Outcome,
        json::{Json, Unreadable},
        provider::{CodeRow, Provider},
        wire::Wire,
        writer::Writer,
    };

    static PROVIDER: Provider = Provider {
        name: "made_up",
        servers: &[],
        credentials: &[],
        settings: &[],
        environments: &[],
        headers: &[],
        codes: &[CodeRow::new("0000", "Done", Outcome::Succeeded, &["ipn"])],
        auth: crate::auth::Auth::new(),
    };

    static IPN: CallbackRule = CallbackRule::new(&PROVIDER, "ipn")
        .codes(&["/code"])
        .references(&["/ref"]);

    struct Notice {
        code: Option<String>,
        others: crate::Others,
    }

    impl Wire for Notice {
        fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
            let mut members = json.members()?;
            Ok(Self {
                code: members.take(&["code"])?,
                others: members.others(),
            })
        }

        fn write(&self, out: &mut Writer) {
            out.object(|it| {
                it.member("code", &self.code);
                it.others(&self.others);
            });
        }
    }

    impl Inbound for Notice {
        const RULE: &'static CallbackRule = &IPN;

        fn shape(&self) -> &'static str {
            "notice"
        }
    }

    #[track_caller]
    fn check(body: &str, outcome: Option<Outcome>, reference: Option<&str>) {
        let notice: Notice = hear(body.as_bytes()).expect("a notice");
        let verdict = said(&notice);
        assert_eq!(verdict.outcome, outcome, "{body}");
        assert_eq!(verdict.reference.as_deref(), reference, "{body}");
    }

    #[test]
    fn the_code_table_tells_the_outcome() {
        check(
            r#"{"code":"0000","ref":"R1"}"#,
            Some(Outcome::Succeeded),
            Some("R1"),
        );
        check(r#"{"code":"9","ref":7}"#, Some(Outcome::Unknown), Some("7"));
        check(r#"{"code":null,"ref":""}"#, None, None);
    }

    #[test]
    fn what_cannot_be_read_keeps_bytes_and_path() {
        let error = hear::<Notice>(br#"{"code":["canary"]}"#)
            .err()
            .expect("no notice");
        assert_eq!(error.operation(), "ipn");
        assert_eq!(
            (error.kind(), error.certainty()),
            (Kind::Unreadable, Certainty::Unknown)
        );
        assert_eq!(error.path(), Some("$.code"));
        assert_eq!(error.raw(), Some(&br#"{"code":["canary"]}"#[..]));
        assert!(!format!("{error} {error:?}").contains("canary"));
    }

    #[test]
    fn a_body_over_one_mebibyte_is_not_read() {
        let error = hear::<Notice>(&vec![b' '; (1 << 20) + 1])
            .err()
            .expect("no notice");
        assert_eq!(error.kind(), Kind::TooLarge);
    }
}
