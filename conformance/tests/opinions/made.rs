//! Inputs and replies, made from a spec.

use fastrand::Rng;
use verbatim_codegen::model::{CodePlace, Operation, Provider, Type};
use verbatim_conformance::json::quote;
use verbatim_conformance::negatives::{Step, Tree};
use verbatim_oracle::Reply;

/// Texts that break what is written by hand.
const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "007",
    "plain",
    "a b",
    "a+b&c=d",
    "\"",
    "\\",
    "/",
    "é",
    "😀",
    "\u{1}\n\t",
    "{}[]",
    "%20~",
    "<&>'",
    "\u{2028}",
    ".",
    "..",
    "a|b,c;d",
];
const AMOUNTS: &[&str] = &[
    "0",
    "1",
    "100.00",
    "0.10",
    "007",
    "1e3",
    "-1",
    "1.005",
    "",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "9007199254740993",
    "1500",
];

const PHONES: &[&str] = &[
    "254700000001",
    "1",
    "9999999999999999999999",
    "0",
    "0722000001",
    "+254700000001",
    "254 700 000 001",
    "254700000001.0",
    "-254700000001",
    "2.547e11",
    "٢٥٤",
    "",
];

/// A JSON object with the inputs of an operation; each that may be left out is, half the time.
pub(crate) fn input(provider: &Provider, operation: &Operation, rng: &mut Rng) -> String {
    let mut members = Vec::new();
    for field in operation.inputs() {
        if !field.demanded && rng.bool() {
            continue;
        }
        let value = value(provider, &field.ty, rng);
        members.push(format!("{}:{value}", quote(&field.name)));
    }
    format!("{{{}}}", members.join(","))
}

fn text(rng: &mut Rng) -> String {
    match rng.u8(..4) {
        0 => TEXTS[rng.usize(..TEXTS.len())].to_owned(),
        1 => (0..rng.usize(..12))
            .map(|_| char::from(rng.u8(b' '..=b'~')))
            .collect(),
        2 => (0..rng.usize(1..14)).map(|_| rng.digit(10)).collect(),
        _ => "https://a.test/b".to_owned(),
    }
}

fn value(provider: &Provider, ty: &Type, rng: &mut Rng) -> String {
    match ty {
        Type::Integer => rng.i64(..).to_string(),
        Type::Boolean => rng.bool().to_string(),
        Type::Money(_) => quote(AMOUNTS[rng.usize(..AMOUNTS.len())]),
        Type::PhoneNumber => quote(PHONES[rng.usize(..PHONES.len())]),
        Type::Enum(name) => {
            let values = provider.enumeration(name).map_or(&[][..], |it| &it.values);
            match rng.usize(..values.len() + 1) {
                at if at < values.len() => quote(&values[at].wire),
                _ => quote(&text(rng)),
            }
        }
        Type::List(item) => {
            let items: Vec<String> = (0..rng.usize(..3))
                .map(|_| value(provider, item, rng))
                .collect();
            format!("[{}]", items.join(","))
        }
        Type::Map | Type::Object => format!("{{{}:{}}}", quote(&text(rng)), quote(&text(rng))),
        Type::Reference(_) => match rng.bool() {
            true => quote("202601021504abcdefgh"),
            false => quote(&text(rng)),
        },
        _ => quote(&text(rng)),
    }
}

/// A reply: one that is wrong in some way, with some code, or something else.
pub(crate) fn reply(
    provider: &Provider,
    operation: &Operation,
    bodies: &[String],
    rng: &mut Rng,
) -> Reply {
    let statuses = [200, 200, 200, 201, 302, 400, 401, 404, 500, 503];
    let status = statuses[rng.usize(..statuses.len())];
    if rng.u8(..16) == 0 {
        return Reply::Closed;
    }
    let body = &bodies[rng.usize(..bodies.len())];
    let codes: Vec<_> = provider.codes_of(&operation.name).collect();
    let code = match codes.len() {
        0 => "777",
        count => &codes[rng.usize(..count)].code,
    };
    let places = operation.reply.codes.iter().filter_map(|it| match it {
        CodePlace::Pointer(pointer) => Some(steps(pointer)),
        CodePlace::Http => None,
    });
    let coded = places.fold(Tree::read(body), |tree, steps| {
        let tree = tree?;
        match tree.at(&steps) {
            Some(_) => Some(tree.with(&steps, Tree::Leaf(quote(code)))),
            None => Some(tree),
        }
    });
    let text = coded.map_or_else(|| body.clone(), |it| it.to_string());
    Reply::Whole(status, text.into_bytes())
}

fn steps(pointer: &str) -> Vec<Step> {
    let names = pointer.split('/').skip(1);
    let step = |name: &str| match name.parse() {
        Ok(index) => Step::Place(index),
        Err(_) => Step::Name(name.replace("~1", "/").replace("~0", "~")),
    };
    names.map(step).collect()
}

/// The case as a fixture; the verdict is a person's.
pub(crate) fn fixture(
    provider: &Provider,
    operation: &Operation,
    input: &str,
    reply: &Reply,
) -> String {
    let (status, body) = match reply {
        Reply::Whole(status, body) => (*status, String::from_utf8_lossy(body).into_owned()),
        _ => (200, String::new()),
    };
    format!(
        "# conformance/fixtures/{}/{}-….yaml\nabout: …\norigin: derived\nsamples: []\noperation: {}\n\
         input: {input}\nrequest: …\nreply: {{ status: {status}, body: {} }}\nexpect: …\n",
        provider.name,
        operation.name,
        operation.name,
        quote(&body)
    )
}
