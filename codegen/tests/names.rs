//! Names that generated code derives or needs itself, and no spec may give to something else.
//!
//! `names/acme.yaml` has a place in capital letters for each kind of name.

use verbatim_codegen::{Code, Report, Source, check};

/// Each kind of name, one that is harmless, and those that would be a second item of that name.
const PLACES: &[(&str, &str, &[&str])] = &[
    (
        "OPERATION",
        "pay_bill",
        &[
            // Methods of the client, and of the one without async.
            "new",
            "builder",
            "with_credentials",
            "resolve",
            "wait",
            "client",
            "clone",
            // Methods that are named after an operation or a callback.
            "list_bills_pages",
            "confirm_bill_paid",
            // Types beside it, in other letters too.
            "blocking",
            "credentials",
            "environment",
            "receipt",
            "bill_paid",
            "billpaid",
            "order_id",
            "bill_kind",
            "town_row",
            // Statics beside it.
            "provider",
            "queries",
            // Traits that it has.
            "default",
            "serialize",
            "deserialize",
        ],
    ),
    (
        "CALLBACK",
        "bill_paid",
        &[
            "provider", "clock", "error", "secret", "receipt", "pay_bill", "sealed", "runtime",
        ],
    ),
    (
        "RECORD",
        "receipt",
        &[
            "amount",
            "clock",
            "code",
            "joined",
            "lines",
            "masked",
            "others",
            "quantity",
            "secret",
            "text_map",
            "text_or",
            "option",
            "string",
            "vec",
            "box",
            "list_bills",
            "blocking",
        ],
    ),
    ("MEMBER", "paid_at", &["others"]),
    (
        "ENUM",
        "bill_kind",
        &["code", "masked", "pay_bill", "town_row"],
    ),
    ("VALUE", "Power", &["Unknown", "Err", "Self", "water"]),
    ("CODE", "paid", &["unknown", "err"]),
    ("TABLE", "town", &["codes"]),
    ("REFERENCE", "order_id", &["receipt", "string", "pay_bill"]),
    (
        "SCHEME",
        "sealed",
        &["provider", "queries", "pay_bill", "bill_paid"],
    ),
    ("WAY", "by_key", &["otherway"]),
    ("CREDENTIAL", "key", &["headers", "body", "clock", "setup"]),
    ("ENVIRONMENT", "live", &["rt"]),
    (
        "SERVER",
        "main",
        &[
            "build",
            "limits",
            "transport",
            "http",
            "from_env",
            "pay_path",
            "time_from",
        ],
    ),
    (
        "SETTING",
        "pay_path",
        &[
            "build",
            "proxy",
            "user_agent",
            "root_certificate",
            "nonces_from",
            "main",
        ],
    ),
];

/// The report on a spec in which one kind of name is another one.
fn report(kind: &str, name: &str) -> Result<(), Report> {
    let mut text = include_str!("names/acme.yaml").to_owned();
    for (place, harmless, _) in PLACES {
        text = text.replace(place, if *place == kind { name } else { harmless });
    }
    check(&Source::single("acme", "acme.yaml", &text)).map(drop)
}

#[test]
fn harmless_names_are_no_fault() {
    report("", "").unwrap_or_else(|it| panic!("{it}"));
}

#[test]
fn a_name_that_generated_code_has_already_is_told_as_a_collision() {
    let mut silent = Vec::new();
    for (place, _, names) in PLACES {
        for name in *names {
            let told = match report(place, name) {
                Ok(()) => "nothing".to_owned(),
                Err(it) if it.faults().iter().all(|it| it.code == Code::NameCollision) => continue,
                Err(it) => it.to_string(),
            };
            silent.push(format!("{place} `{name}`: {told}"));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
