//! What a service does with a callback that anybody may have sent: ask, know it again, print nothing.

use verbatim_clients::kemru::callbacks::{Ipn, Ussd};
use verbatim_clients::konnect::callbacks::Webhook;
use verbatim_clients::vtpass::callbacks::TransactionUpdate;
use verbatim_clients::{kemru, konnect, vtpass};
use verbatim_runtime::scripted::{Canned, Scripted};
use verbatim_runtime::{Confirmation, Error, Limits};

/// What is claimed, what the provider says, and what follows: the word, and what differs.
type Row = (
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static [&'static str],
);

fn provider(query: &str, said: Option<&str>) -> Scripted {
    let canned = said.map_or_else(Canned::lost, |it| Canned::json(200, it));
    Scripted::new().on(query, canned)
}

fn once() -> Limits {
    Limits::default().read_retries(0)
}

#[track_caller]
fn check(row: &Row, confirmed: Result<Confirmation, Error>) {
    let (claimed, said, word, differing) = row;
    let confirmed = confirmed.unwrap_or_else(|it| panic!("{it}: {claimed}, {said:?}"));
    assert_eq!(confirmed.as_str(), *word, "{claimed}, {said:?}");
    if let Confirmation::Contradicted { differs, .. } = &confirmed {
        assert_eq!(differs, differing, "{claimed}, {said:?}");
    }
}

#[tokio::test]
async fn a_notice_of_kemru_is_held_to_the_status_of_its_transaction() {
    let paid = r#"{"transactionRef":"R-1","status_code":"0000","amount":100}"#;
    let refused = r#"{"transactionRef":"R-1","status_code":"1107","Amount":"100"}"#;
    let unnamed = r#"{"status_code":"0000","Amount":"100"}"#;
    let success = r#"{"status_code":"0000","details":{"Status":"Success","Amount":"100.00"}}"#;
    let less = r#"{"status_code":"0000","details":{"Status":"Success","Amount":"10"}}"#;
    let silent = r#"{"status_code":"0000","details":{"Status":"Success"}}"#;
    let other = r#"{"status_code":"0000","details":{"Status":"Waiting","Amount":"100"}}"#;
    let rows: &[Row] = &[
        (paid, Some(success), "confirmed", &[]),
        (paid, Some(silent), "confirmed", &[]),
        (paid, Some(less), "contradicted", &["/Amount"]),
        (paid, Some(other), "not_yet", &[]),
        (paid, Some(r#"{"status_code":"1105"}"#), "not_yet", &[]),
        (paid, None, "not_yet", &[]),
        (refused, Some(success), "contradicted", &[]),
        (refused, Some(less), "contradicted", &["/Amount"]),
        (unnamed, None, "not_yet", &[]),
    ];
    for row in rows {
        let scripted = provider("transaction_status", row.1);
        let credentials = kemru::Credentials {
            api_key: "test-api-key".into(),
            merchant_id: "test-merchant".to_owned(),
            security_key: "test-security-key".into(),
            access_token: None,
        };
        let client = kemru::Client::builder(credentials, kemru::Environment::Sandbox)
            .transport(scripted.clone())
            .limits(once())
            .build()
            .expect("everything is set");
        let ipn = Ipn::parse(row.0.as_bytes()).expect("it can be read");
        check(row, client.confirm_ipn(&ipn).await);
        let asked = scripted.requests().len();
        assert_eq!(asked, usize::from(row.0 != unnamed), "{}", row.0);
    }
}

#[tokio::test]
async fn a_webhook_of_konnect_claims_nothing_and_its_payment_tells() {
    let webhook = "payment_ref=P-1";
    let rows: &[Row] = &[
        (
            webhook,
            Some(r#"{"payment":{"id":"P-1","status":"completed"}}"#),
            "confirmed",
            &[],
        ),
        (
            webhook,
            Some(r#"{"payment":{"id":"P-1","status":"pending"}}"#),
            "not_yet",
            &[],
        ),
        (
            webhook,
            Some(r#"{"payment":{"id":"P-2","status":"completed"}}"#),
            "not_yet",
            &[],
        ),
        ("", None, "not_yet", &[]),
    ];
    for row in rows {
        let credentials = konnect::Credentials {
            api_key: "test-api-key".into(),
        };
        let client = konnect::Client::builder(credentials, konnect::Environment::Sandbox)
            .transport(provider("payment_details", row.1))
            .limits(once())
            .build()
            .expect("everything is set");
        let webhook = Webhook::from_query(row.0).expect("it can be read");
        check(row, client.confirm_webhook(&webhook).await);
    }
}

#[tokio::test]
async fn an_update_of_vtpass_is_held_to_the_requery() {
    let says = |status: &str, amount: &str| {
        let code = if status == "failed" { "016" } else { "000" };
        format!(
            r#"{{"code":"{code}","requestId":"Q-1","amount":{amount},"content":{{"transactions":{{"status":"{status}"}}}}}}"#
        )
    };
    let update = |status: &str| {
        format!(
            r#"{{"type":"transaction-update","data":{}}}"#,
            says(status, "100")
        )
    };
    let cases: &[(&str, &str, &str, &str, &[&str])] = &[
        ("delivered", "delivered", "\"100.00\"", "confirmed", &[]),
        (
            "delivered",
            "delivered",
            "1",
            "contradicted",
            &["/data/amount"],
        ),
        ("delivered", "failed", "100", "contradicted", &[]),
        ("delivered", "pending", "100", "not_yet", &[]),
        ("pending", "delivered", "100", "confirmed", &[]),
    ];
    for (claimed, status, amount, word, differing) in cases {
        let credentials = vtpass::Credentials::ApiKeys {
            api_key: "test-api-key".into(),
            public_key: "test-public-key".into(),
            secret_key: "test-secret-key".into(),
        };
        let said = says(status, amount);
        let client = vtpass::Client::builder(credentials, vtpass::Environment::Sandbox)
            .transport(provider("requery", Some(&said)))
            .limits(once())
            .build()
            .expect("everything is set");
        let body = update(claimed);
        let update = TransactionUpdate::parse(body.as_bytes()).expect("it can be read");
        let confirmed = client.confirm_transaction_update(&update).await;
        let confirmed = confirmed.unwrap_or_else(|it| panic!("{it}: {claimed}, {said}"));
        assert_eq!(confirmed.as_str(), *word, "{claimed}, {said}");
        if let Confirmation::Contradicted { differs, .. } = &confirmed {
            assert_eq!(differs, differing, "{claimed}, {said}");
        }
    }
}

#[test]
fn deliveries_of_one_event_have_one_key_and_others_another() {
    let key = |body: &str| {
        let ipn = Ipn::parse(body.as_bytes()).expect("it can be read");
        ipn.duplicate_key().map(|it| it.expose().to_owned())
    };
    let first = key(r#"{"transactionRef":"R-1","status_code":"0000","Amount":"100"}"#);
    assert_eq!(first.as_deref(), Some(r#"["kemru","ipn","R-1","0000"]"#));
    assert_eq!(
        first,
        key(r#"{"Amount":"100","status_code":"0000","transactionRef":"R-1"}"#)
    );
    assert_ne!(
        first,
        key(r#"{"transactionRef":"R-1","status_code":"1107"}"#)
    );
    assert_ne!(
        first,
        key(r#"{"transactionRef":"R-2","status_code":"0000"}"#)
    );
    // What cannot be told apart is taken for new.
    assert_eq!(key(r#"{"status_code":"0000"}"#), None);
    let long = "R".repeat(2000);
    assert_eq!(
        key(&format!(
            r#"{{"transactionRef":"{long}","status_code":"0000"}}"#
        )),
        None
    );
}

#[test]
fn a_session_tells_neither_who_speaks_nor_what_was_entered() {
    let body = r#"{"sessionId":"canary-1","phoneNumber":"canary-2","text":"*1*canary-3"}"#;
    let step = Ussd::parse(body.as_bytes()).expect("it can be read");
    let dialogue = step.dialogue();
    assert_eq!(dialogue.inputs(), ["1", "canary-3"]);
    assert_eq!(dialogue.session(), Some("canary-1"));
    let key = step.duplicate_key();
    let shown = format!("{step:?} {dialogue:?} {key:?}");
    assert!(key.is_some() && !shown.contains("canary"), "{shown}");
    assert!(dialogue.goes_on(&"x".repeat(182)).is_ok());
    let refused = dialogue.ends(&"x".repeat(183)).map_err(|it| it.to_string());
    assert!(refused.is_err_and(|it| it.contains("183") && it.contains("182")));
}
