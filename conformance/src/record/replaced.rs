//! Both halves of an exchange with placeholders for what was on the wire.

use verbatim_codegen::model::{Location, Operation};
use verbatim_oracle::Reply;

use super::extract::Extracted;
use super::harmless::Harmless;
use super::page;
use super::public::Public;
use super::scrub::{NoneFree, Scrub, What};
use super::traffic::{Came, Traffic};
use crate::json::{Json, Node, quote};

/// A reply as it will be written.
pub(crate) struct Written {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: String,
}

/// What the oracle is answered.
pub(crate) fn sent_back(replies: &[Written]) -> Vec<Reply> {
    let whole = |it: &Written| Reply::Whole(it.status, it.body.clone().into_bytes());
    replies.iter().map(whole).collect()
}

/// The same, of what came.
pub(crate) fn reply(it: &Came) -> Reply {
    Reply::Whole(it.status, it.body.clone())
}

/// The input of a call.
pub(crate) fn input(operation: &Operation, values: &[(usize, String)]) -> String {
    let member = |(at, json): &(usize, String)| {
        let name = quote(&operation.fields[*at].name);
        format!("{name}:{json}")
    };
    let members: Vec<_> = values.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// Input and replies with placeholders, the same value by the same one.
pub(crate) fn replaced<'a>(
    scrub: &mut Scrub<'a>,
    public: &Public,
    operation: &'a Operation,
    extracted: &Extracted,
    chain: &[(&'a Operation, &Traffic)],
) -> Result<(String, Vec<Written>), NoneFree> {
    let mut values = Vec::new();
    for (at, json) in &extracted.input {
        let field = &operation.fields[*at];
        let what = What {
            ty: &field.ty,
            rules: &field.rules,
            private: field.secret || field.personal,
            harmless: field.harmless,
        };
        let slot = |inner: &str| match field.location {
            Location::Header => format!("request header {}", field.wire),
            Location::Path => "request path".to_owned(),
            Location::Query => format!("request query {}", field.wire),
            Location::Body if field.pointer.is_empty() => format!("request form {}", field.wire),
            Location::Body => format!("request {}{inner}", public.pointer(&field.pointer)),
        };
        let Ok(read) = Json::read(json) else {
            continue;
        };
        let place = |node: &Node| slot(&public.pointer(&node.pointer));
        values.push((*at, scrub.value(what, &read, read.root(), &place, false)?));
    }
    let mut replies = Vec::new();
    for (of, traffic) in chain {
        scrub.harmless = Harmless::of(scrub.provider, of);
        let came = &traffic.reply;
        let body = match Json::read_bytes(&came.body) {
            Ok(json) => {
                let what = What {
                    ty: &of.reply.ty,
                    rules: &[],
                    private: false,
                    harmless: false,
                };
                let slot = |node: &Node| format!("reply {}", public.pointer(&node.pointer));
                scrub.value(what, &json, json.root(), &slot, true)?
            }
            Err(_) if came.body.is_empty() => String::new(),
            Err(_) if came.body.trim_ascii_start().starts_with(b"<") => page::HTML.to_owned(),
            Err(_) => page::NO_JSON.to_owned(),
        };
        replies.push(Written {
            status: came.status,
            content_type: came.header("content-type").and_then(media_type),
            body,
        });
    }
    Ok((input(operation, &values), replies))
}

/// A media type of the common ones; others could say anything.
fn media_type(text: &str) -> Option<String> {
    const KNOWN: &[&str] = &[
        "application/json",
        "text/json",
        "text/html",
        "text/plain",
        "application/xml",
        "text/xml",
        "application/problem+json",
    ];
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let name = name.trim().to_ascii_lowercase();
    let known = KNOWN.iter().find(|it| **it == name)?;
    let utf8 = parameters.trim().eq_ignore_ascii_case("charset=utf-8");
    Some(match utf8 {
        true => format!("{known}; charset=utf-8"),
        false => (*known).to_owned(),
    })
}
