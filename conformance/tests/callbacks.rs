//! What a service does with a callback that anybody may have sent, and what fixtures do not hold of it:
//! the method that asks, what a key of an event is not, that nothing is printed.

use verbatim_clients::kemru::callbacks::{Ipn, Ussd};
use verbatim_clients::konnect::callbacks::Webhook;
use verbatim_clients::vtpass::callbacks::TransactionUpdate;
use verbatim_clients::{kemru, konnect, vtpass};
use verbatim_runtime::scripted::{Canned, Scripted};
use verbatim_runtime::{Confirmation, Error};

/// A provider that is asked once, by this query.
fn provider(query: &str, said: &str) -> Scripted {
    Scripted::new().on(query, Canned::json(200, said))
}

/// Fixtures reach below the method that a service calls: here it is that method.
#[track_caller]
fn check(confirmed: Result<Confirmation, Error>, provider: &Scripted) {
    let confirmed = confirmed.unwrap_or_else(|it| panic!("{it}"));
    assert!(confirmed.is_confirmed(), "{confirmed:?}");
    assert_eq!(provider.requests().len(), 1);
}

#[tokio::test]
async fn each_client_has_a_method_that_asks_whether_its_callback_is_true() {
    let said = r#"{"status_code":"0000","details":{"Status":"Success","Amount":"100.00"}}"#;
    let scripted = provider("transaction_status", said);
    let credentials = kemru::Credentials {
        api_key: "test-api-key".into(),
        merchant_id: "test-merchant".to_owned(),
        security_key: "test-security-key".into(),
        access_token: None,
    };
    let client = kemru::Client::builder(credentials, kemru::Environment::Sandbox)
        .transport(scripted.clone())
        .build()
        .expect("everything is set");
    let ipn = br#"{"transactionRef":"R-1","status_code":"0000","amount":100}"#;
    let ipn = Ipn::parse(ipn).expect("it can be read");
    check(client.confirm_ipn(&ipn).await, &scripted);
    // Nothing names it: there is nothing to ask, now or later.
    let unnamed = Ipn::parse(br#"{"status_code":"0000"}"#).expect("it can be read");
    let confirmed = client
        .confirm_ipn(&unnamed)
        .await
        .expect("nothing is asked");
    assert!(matches!(confirmed, Confirmation::NotYet(open) if !open.can_be_asked()));
    assert_eq!(scripted.requests().len(), 1);

    let said = r#"{"payment":{"id":"P-1","status":"completed"}}"#;
    let scripted = provider("payment_details", said);
    let credentials = konnect::Credentials {
        api_key: "test-api-key".into(),
    };
    let client = konnect::Client::builder(credentials, konnect::Environment::Sandbox)
        .transport(scripted.clone())
        .build()
        .expect("everything is set");
    let webhook = Webhook::from_query("payment_ref=P-1").expect("it can be read");
    check(client.confirm_webhook(&webhook).await, &scripted);

    let said = r#"{"code":"000","requestId":"Q-1","amount":"100.00","content":{"transactions":{"status":"delivered"}}}"#;
    let scripted = provider("requery", said);
    let credentials = vtpass::Credentials::ApiKeys {
        api_key: "test-api-key".into(),
        public_key: "test-public-key".into(),
        secret_key: "test-secret-key".into(),
    };
    let client = vtpass::Client::builder(credentials, vtpass::Environment::Sandbox)
        .transport(scripted.clone())
        .build()
        .expect("everything is set");
    let update = format!(r#"{{"type":"transaction-update","data":{said}}}"#);
    let update = TransactionUpdate::parse(update.as_bytes()).expect("it can be read");
    check(client.confirm_transaction_update(&update).await, &scripted);
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
