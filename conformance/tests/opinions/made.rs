//! Inputs and replies, made from a spec.

use fastrand::Rng;
use verbatim_codegen::model::{CodePlace, Operation, Provider, RecordForm, Type};
use verbatim_conformance::json::{Json, quote};
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

/// A reply: what the spec tells of, with some code, or something else.
pub(crate) fn reply(
    provider: &Provider,
    operation: &Operation,
    bodies: &[Vec<u8>],
    rng: &mut Rng,
) -> Reply {
    let statuses = [200, 200, 200, 201, 302, 400, 401, 404, 500, 503];
    let status = statuses[rng.usize(..statuses.len())];
    if rng.u8(..16) == 0 {
        return Reply::Closed;
    }
    let body = bodies[rng.usize(..bodies.len())].clone();
    let codes: Vec<_> = provider.codes_of(&operation.name).collect();
    let code = match codes.len() {
        0 => "777",
        count => &codes[rng.usize(..count)].code,
    };
    let text = String::from_utf8_lossy(&body).replace(CODE, code);
    Reply::Whole(status, text.into_bytes())
}

/// What stands where a code is told.
const CODE: &str = "0000";

/// The whole reply, then with each member spoiled in each way, then the body as a whole.
pub(crate) fn spoiled(provider: &Provider, operation: &Operation) -> Vec<Vec<u8>> {
    let whole = said(provider, &operation.reply.ty, 0);
    let mut res = vec![whole.clone()];
    if let Ok(json) = Json::read(&whole) {
        for node in json.nodes().iter().filter(|it| it.name.is_some()) {
            let (at, name) = (
                node.source.clone(),
                node.spelled_name.clone().unwrap_or_default(),
            );
            let long = quote(&"x".repeat(5000));
            let ways = [
                "null",
                "{}",
                "[]",
                "\"\"",
                "\"x\"",
                "true",
                "1.5",
                "9007199254740993",
                "1e3",
                "\"unlisted\"",
                "\"-0\"",
                "-0",
                "\"+5\"",
                &long,
            ];
            for way in ways {
                res.push(format!("{}{way}{}", &whole[..at.start], &whole[at.end..]));
            }
            // The same name twice, with another value; and an unknown sibling.
            res.push(format!(
                "{},{name}:\"other\"{}",
                &whole[..at.end],
                &whole[at.end..]
            ));
            res.push(format!(
                "{},\"new\":[1, 2]{}",
                &whole[..at.end],
                &whole[at.end..]
            ));
            // The member is absent: its name is another one.
            let before = whole[..at.start].rfind(&name).unwrap_or(at.start);
            res.push(format!(
                "{}\"absent\":{}",
                &whole[..before],
                &whole[at.start..]
            ));
        }
    }
    for place in &operation.reply.codes {
        if let CodePlace::Pointer(pointer) = place {
            let names: Vec<&str> = pointer.split('/').skip(1).collect();
            let body =
                names
                    .iter()
                    .rev()
                    .fold(quote(CODE), |below, name| match name.parse::<usize>() {
                        Ok(_) => format!("[{below}]"),
                        Err(_) => format!("{{{}:{below}}}", quote(name)),
                    });
            res.push(body);
        }
    }
    for at in (0..whole.len())
        .step_by(16)
        .filter(|it| whole.is_char_boundary(*it))
    {
        res.push(whole[..at].to_owned());
    }
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for body in [
        "",
        "no JSON",
        "<html><body>502</body></html>",
        &format!("\u{feff}{whole}"),
        &deep,
    ] {
        res.push(body.to_owned());
    }
    res.into_iter().map(String::into_bytes).collect()
}

fn said(provider: &Provider, ty: &Type, depth: usize) -> String {
    match ty {
        Type::Integer => "7".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Money(_) | Type::Decimal => "\"100\"".to_owned(),
        Type::Map | Type::Object => "{\"a\":\"b\"}".to_owned(),
        Type::Code => quote(CODE),
        Type::List(item) => format!("[{}]", said(provider, item, depth)),
        Type::Record(name) | Type::TextOr(name) => {
            let Some(record) = provider.record(name).filter(|_| depth < 8) else {
                return "{}".to_owned();
            };
            let members = record.members.iter();
            match record.form {
                RecordForm::Object => {
                    let member = |it: &verbatim_codegen::model::Member| {
                        format!("{}:{}", quote(&it.wire), said(provider, &it.ty, depth + 1))
                    };
                    format!("{{{}}}", members.map(member).collect::<Vec<_>>().join(","))
                }
                RecordForm::Positional => {
                    let items = members.map(|it| said(provider, &it.ty, depth + 1));
                    format!("[{}]", items.collect::<Vec<_>>().join(","))
                }
                RecordForm::Sentence => "\"a sentence\"".to_owned(),
            }
        }
        _ => quote(CODE),
    }
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
