//! Bodies on the wire beside those of the spec of an invented provider.

use verbatim_oracle::Request;

use super::{Public, Strangers, alike};
use crate::fixture::Setup;
use crate::record::traffic::{Came, Traffic};
use crate::wire::Arrived;

/// What is told of a body of an invented provider, where the spec says another.
fn told(name: &str, content_type: &str, said: &str, came: &str) -> String {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/made-up/specs/market");
    let provider = verbatim_codegen::load(specs.as_ref()).expect("the spec holds");
    let operation = provider.operation(name).expect("it is in the spec");
    let head = |boundary: &str| {
        vec![(
            "Content-Type".to_owned(),
            content_type.replace('*', boundary),
        )]
    };
    let said = Request {
        method: operation.method.clone(),
        url: "https://market.test/here".to_owned(),
        headers: head("ours"),
        body: said.replace('*', "ours").into_bytes(),
    };
    let request = Arrived {
        method: operation.method.clone(),
        target: "/here".to_owned(),
        headers: head("theirs"),
        body: came.replace('*', "theirs").into_bytes(),
        broken: None,
    };
    let traffic = Traffic {
        base: String::new(),
        request,
        reply: Came {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        },
    };
    let public = Public::of(&provider, &Setup::default());
    let strangers = Strangers::of(&public, &traffic);
    match alike(operation, &public, &strangers, &said, &traffic.request) {
        Ok(it) if it.spaced => "alike, but for white space".to_owned(),
        Ok(_) => "alike".to_owned(),
        Err(why) => why,
    }
}

const UNKNOWN: &str = "it sends what the spec does not have: ";
const ANOTHER: &str = "it is not what the spec says: ";

#[test]
fn a_form_is_compared_pair_by_pair_as_spelled() {
    let said = "amount=1.000&name=Ada+O&sign=ours";
    for (came, expected) in [
        ("amount=1.000&name=Ada+O&sign=theirs", "alike".to_owned()),
        (
            "amount=1.000&name=Ada%20O&sign=theirs",
            format!("{ANOTHER}body"),
        ),
        (
            "name=Ada+O&amount=1.000&sign=theirs",
            format!("{ANOTHER}body"),
        ),
        (
            "sign=theirs&amount=1.000&name=Ada+O",
            format!("{ANOTHER}body"),
        ),
        ("amount=1.000&name=Ada+O", format!("{ANOTHER}body")),
        (
            "amount=1.000&amount=1.000&name=Ada+O&sign=x",
            format!("{ANOTHER}body"),
        ),
        (
            "amount=1.000&name=Ada+O&sign=x&pin=4711",
            format!("{UNKNOWN}body at pin"),
        ),
        (
            "amount=1.000&name=Ada+O&sign=x&4711",
            format!("{UNKNOWN}body at *"),
        ),
    ] {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(told("pay", form, said, came), expected, "{came}");
    }
}

#[test]
fn a_body_in_parts_is_compared_part_by_part() {
    let part = |name: &str, text: &str| {
        format!("--*\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let parts = |parts: &[(&str, &str)]| {
        let parts = parts.iter().map(|it| part(it.0, it.1));
        parts.collect::<String>() + "--*--\r\n"
    };
    let said = parts(&[("amount", "100"), ("urgent", "true"), ("sign", "ours")]);
    let good = parts(&[("amount", "100"), ("urgent", "true"), ("sign", "theirs")]);
    let typed = good.replacen("\r\n\r\n", "\r\nContent-Type: text/plain\r\n\r\n", 1);
    for (came, expected) in [
        (good, "alike".to_owned()),
        (typed, format!("{ANOTHER}body at amount")),
        (
            parts(&[("urgent", "true"), ("amount", "100"), ("sign", "x")]),
            format!("{ANOTHER}body at urgent"),
        ),
        (
            parts(&[
                ("amount", "100"),
                ("amount", "100"),
                ("urgent", "true"),
                ("sign", "x"),
            ]),
            format!("{ANOTHER}body at amount"),
        ),
        (
            parts(&[
                ("amount", "100"),
                ("urgent", "true"),
                ("sign", "x"),
                ("pin", "1"),
            ]),
            format!("{UNKNOWN}body at pin"),
        ),
    ] {
        let content_type = "multipart/form-data; boundary=*";
        assert_eq!(told("file", content_type, &said, &came), expected, "{came}");
    }
}

#[test]
fn a_body_of_json_is_compared_token_by_token() {
    let said = r#"{"orderId":"7","basket":{"lines":[1,2]},"meter":"007"}"#;
    for (came, expected) in [
        (said.to_owned(), "alike".to_owned()),
        (
            said.replace(',', ", "),
            "alike, but for white space".to_owned(),
        ),
        (format!("{said}\n"), "alike, but for white space".to_owned()),
        (
            said.replace("[1,2]", "[2,1]"),
            format!("{ANOTHER}body at /basket/lines/0"),
        ),
        (
            said.replace("[1,2]", "[]"),
            format!("{ANOTHER}body at /basket/lines"),
        ),
        (
            said.replace("]}", "],\"pin\":{\"Ada\":1}}"),
            format!("{UNKNOWN}body at /basket/pin"),
        ),
        (
            said.replace("007\"", "007\",\"pin\":{}"),
            format!("{UNKNOWN}body at /pin"),
        ),
        (
            said.replace("007\"", "007\",\"meter\":\"7\""),
            format!("{ANOTHER}body"),
        ),
        (String::new(), format!("{ANOTHER}body")),
    ] {
        assert_eq!(
            told("order", "application/json", said, &came),
            expected,
            "{came}"
        );
    }
}
