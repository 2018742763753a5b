//! Several merchants over one client, and clients that are set up from variables.

use verbatim_made_up::{ferry, kiosk, lockbox, market, orchard, turnpike};
use verbatim_runtime::scripted::{Canned, Scripted};
use verbatim_runtime::{Certainty, Error, Kind, reqwest};

#[track_caller]
fn refused<T>(built: Result<T, Error>) -> String {
    let Err(error) = built else {
        panic!("it is refused")
    };
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Configuration, Certainty::NotSent)
    );
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    error.to_string()
}

fn merchant(number: u32) -> lockbox::Credentials {
    lockbox::Credentials {
        client_id: format!("merchant-{number}"),
        client_secret: format!("canary-secret-{number}").into(),
    }
}

#[tokio::test]
async fn each_merchant_has_its_own_keys_and_tokens_over_the_same_connections() {
    let grant = |token: &str| {
        let body = format!(r#"{{"access_token":"{token}","expires_in":3600}}"#);
        Canned::json(200, body)
    };
    let provider = Scripted::new()
        .on("access_token", grant("canary-token-1"))
        .on("access_token", grant("canary-token-2"))
        .always("boxes", Canned::json(200, "{}"));
    let one = lockbox::Client::builder(merchant(1), lockbox::Environment::Live)
        .transport(provider.clone())
        .build()
        .expect("nothing is missing");
    let two = one.with_credentials(merchant(2)).expect("they are whole");
    for client in [&one, &two, &one] {
        let asked = client.boxes(&lockbox::operations::Boxes {}).await;
        assert!(asked.expect("a good reply").is_succeeded());
    }
    let sent = provider.requests_of("boxes");
    let tokens: Vec<_> = sent.iter().map(|it| it.header("authorization")).collect();
    assert_eq!(
        tokens,
        [
            Some("Bearer canary-token-1"),
            Some("Bearer canary-token-2"),
            Some("Bearer canary-token-1")
        ]
    );
    let empty = lockbox::Credentials {
        client_id: "merchant-3".to_owned(),
        client_secret: "".into(),
    };
    let message = refused(one.with_credentials(empty));
    assert!(message.contains("`client_secret`"), "{message}");
    provider.finish();
}

/// Whether a variable of this name holds this text.
fn vars<'a>(rows: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    move |name| {
        let row = rows.iter().find(|it| it.0 == name)?;
        Some(row.1.to_owned())
    }
}

#[tokio::test]
async fn variables_say_where_calls_go_and_who_makes_them() {
    let provider = Scripted::new().then(Canned::json(200, "{}"));
    let rows = [
        ("SHOP_ENVIRONMENT", "LIVE"),
        ("SHOP_KEY", "canary-key"),
        ("SHOP_MAIN_URL", "https://other.example/base"),
    ];
    let client = kiosk::Builder::from_vars("SHOP", vars(&rows))
        .expect("nothing is missing")
        .transport(provider.clone())
        .build()
        .expect("nothing is missing");
    let sales = kiosk::operations::ListSales {
        page: None,
        size: None,
    };
    let _ = client.list_sales(&sales).await.expect("a good reply");
    let sent = provider.requests();
    assert_eq!(sent[0].url(), "https://other.example/base/sales");
    assert_eq!(sent[0].header("x-key"), Some("canary-key"));
    provider.finish();
}

#[test]
fn every_variable_that_is_missing_is_named_at_once_and_none_is_shown() {
    let message = refused(market::Builder::from_vars("MARKET", |_| None));
    for name in ["ENVIRONMENT", "API_KEY", "SIGNING_KEY"] {
        let told = format!("`MARKET_{name}` is missing");
        assert!(message.contains(&told), "{message}");
    }
    let rows = [
        ("MARKET_ENVIRONMENT", "canary"),
        ("MARKET_API_KEY", "canary-key"),
        ("MARKET_SIGNING_KEY", ""),
    ];
    let message = refused(market::Builder::from_vars("MARKET", vars(&rows)));
    assert!(
        message.contains("`MARKET_ENVIRONMENT` is none of `"),
        "{message}"
    );
    assert!(
        message.contains("`MARKET_SIGNING_KEY` is missing"),
        "{message}"
    );
    // Nobody sets this one.
    let message = refused(market::Builder::from_env("VERBATIM_NOBODY_SETS_THIS"));
    assert!(
        message.contains("`VERBATIM_NOBODY_SETS_THIS_API_KEY`"),
        "{message}"
    );
}

#[test]
fn a_variable_picks_the_way_of_being_known() {
    let rows = [
        ("ORCHARD_ENVIRONMENT", "live"),
        ("ORCHARD_WAY", "pair"),
        ("ORCHARD_USER", "fruiterer"),
    ];
    let message = refused(orchard::Builder::from_vars("ORCHARD", vars(&rows)));
    assert!(
        message.ends_with("`ORCHARD_PASSWORD` is missing"),
        "{message}"
    );
    let mut whole = rows.to_vec();
    whole.push(("ORCHARD_PASSWORD", "canary-password"));
    let built = orchard::Builder::from_vars("ORCHARD", vars(&whole));
    assert!(built.expect("nothing is missing").build().is_ok());
    let message = refused(orchard::Builder::from_vars("ORCHARD", vars(&rows[..1])));
    assert!(
        message.contains("`ORCHARD_WAY` is missing; it is one of `"),
        "{message}"
    );
}

#[test]
fn settings_of_the_http_client_are_not_lost_beside_a_transport() {
    let proxy = reqwest::Proxy::all("http://proxy.example").expect("it is an address");
    let builder = || {
        let credentials = kiosk::Credentials {
            key: "canary-key".into(),
        };
        kiosk::Client::builder(credentials, kiosk::Environment::Live)
    };
    let built = builder().proxy(proxy.clone()).transport(Scripted::new());
    let message = refused(built.build());
    assert!(message.contains("a transport of your own"), "{message}");
    assert!(builder().proxy(proxy).user_agent("shop/1").build().is_ok());
    let message = refused(builder().user_agent("shop\n1").build());
    assert!(message.contains("cannot be built"), "{message}");
}

/// A gate-keeper's credentials; the canary must not be shown.
fn keeper(api_key: &str, account: &str) -> turnpike::Credentials {
    turnpike::Credentials {
        api_key: format!("{api_key}canary").into(),
        account: account.to_owned(),
        desk: None,
    }
}

#[test]
fn credentials_of_one_environment_are_refused_in_another_and_named_without_their_value() {
    use turnpike::Environment::{Live, Sandbox};
    for (environment, key, account, message) in [
        (
            Sandbox,
            "go-",
            "a-try-1",
            "credential `api_key` is one of environment `live`, and calls go to `sandbox`",
        ),
        (
            Live,
            "try-",
            "a-1",
            "credential `api_key` is one of environment `sandbox`, and calls go to `live`",
        ),
        (
            Live,
            "",
            "a-1",
            "credential `api_key` is none of environment `live`, where it begins with `go-`",
        ),
        (
            Live,
            "go-",
            "a-try-1",
            "credential `account` is one of environment `sandbox`, and calls go to `live`",
        ),
    ] {
        let told = refused(turnpike::Client::new(keeper(key, account), environment));
        assert!(told.ends_with(message), "{told}");
    }
}

#[test]
fn credentials_are_exchanged_for_others_of_the_same_environment_only() {
    let client = turnpike::Client::new(keeper("try-", "a-try-1"), turnpike::Environment::Sandbox);
    let client = client.expect("they are of the sandbox");
    assert!(client.with_credentials(keeper("try-2-", "a-try-2")).is_ok());
    let told = refused(client.with_credentials(keeper("go-", "a-2")));
    assert!(
        told.contains("`api_key` is one of environment `live`"),
        "{told}"
    );
    let rows = [
        ("PIKE_ENVIRONMENT", "live"),
        ("PIKE_API_KEY", "try-canary"),
        ("PIKE_ACCOUNT", "a-1"),
    ];
    let built = turnpike::Builder::from_vars("PIKE", vars(&rows)).expect("nothing is missing");
    let told = refused(built.build());
    assert!(
        told.contains("`api_key` is one of environment `sandbox`"),
        "{told}"
    );
}

#[test]
fn a_credential_that_is_sent_as_a_number_is_one_and_named_without_its_value() {
    let sellers = |terminal: &str, office: &str| ferry::Credentials {
        short_code: "174379".to_owned(),
        terminal: terminal.into(),
        office: Some(office.to_owned()),
        seal_key: "canary".into(),
    };
    let build = |it| ferry::Client::new(it, ferry::Environment::Live);
    for (terminal, office, name) in [
        ("canary-1", "7", "terminal"),
        ("canary-1", "canary", "terminal"),
        ("0", "canary", "office"),
    ] {
        let told = refused(build(sellers(terminal, office)));
        let message = format!(
            "credential `{name}` is sent as a number, and is no whole number in plain digits"
        );
        assert!(told.ends_with(&message), "{told}");
    }
    let client = build(sellers("9020304050", "-7")).expect("both are numbers");
    let told = refused(client.with_credentials(sellers("+9020304050", "7")));
    assert!(
        told.contains("`terminal`") && !told.contains("9020"),
        "{told}"
    );
}

#[test]
fn a_phone_that_is_a_number_is_not_printed() {
    let request = ferry::operations::Trips {
        phone: "254700000001".into(),
    };
    assert!(!format!("{request:?}").contains("254700000001"));
}
