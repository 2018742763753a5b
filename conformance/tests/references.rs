//! What a merchant makes up for a provider: no fixture can show it, because it is made before the
//! request is.
#![cfg(feature = "generated")]

use std::time::{Duration, SystemTime};

use verbatim_clients::vtpass::types::{RequestId, sandbox};
use verbatim_clients::{klemweb, konnect, vtpass};
use verbatim_runtime::Nonces;
use verbatim_runtime::rt::serde::{Serialize, de::DeserializeOwned};
use verbatim_runtime::scripted::{Canned, Recorded, Scripted};

/// Zeros, so that what is made can be written down.
struct Zeros;

impl Nonces for Zeros {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

#[test]
fn a_request_id_of_vtpass_begins_with_the_minute_in_lagos() {
    // `TZ=Africa/Lagos date -d @1767308399 +%Y%m%d%H%M`, and so on; Lagos is an hour ahead of UTC.
    for (seconds, minute) in [
        (1_767_308_399, "202601012359"),
        (1_767_308_400, "202601020000"),
        (1_767_311_999, "202601020059"),
        (1_767_312_000, "202601020100"),
        (1_709_161_200, "202402290000"),
    ] {
        let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let made = RequestId::make_with(&clock, &Zeros);
        assert_eq!(made.as_str(), format!("{minute}000000000000"));
        assert_eq!(made.as_str().parse(), Ok(made));
    }
}

#[test]
fn no_two_request_ids_of_vtpass_are_the_same() {
    let (one, other) = (RequestId::make(), RequestId::make());
    assert_ne!(one, other);
    assert_eq!(one.as_str().len(), 24);
}

#[test]
fn the_meters_of_the_sandbox_of_vtpass_have_names() {
    // L49, L51; the others are those of its page on Ikeja.
    assert_eq!(sandbox::PREPAID_METER, "1111111111111");
    assert_eq!(sandbox::POSTPAID_METER, "1010101010101");
    assert_eq!(sandbox::PENDING_METER, "201000000000");
    assert_eq!(sandbox::UNEXPECTED_REPLY_METER, "500000000000");
    assert_eq!(sandbox::NO_REPLY_METER, "400000000000");
    assert_eq!(sandbox::TIMEOUT_METER, "300000000000");
}

/// Sends a request twice, then once as it is after it was stored: the same bytes leave each time,
/// and the reference is in them.
#[track_caller]
fn is_the_same<R: Clone + Serialize + DeserializeOwned>(
    operation: &str,
    (request, reference): (R, &str),
    send: impl AsyncFn(&Scripted, &R),
) {
    let provider = Scripted::new().always(operation, Canned::json(200, "{}"));
    let stored = serde_json::to_string(&request).expect("a request can be stored");
    let read: R = serde_json::from_str(&stored).expect("what was stored can be read");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        for it in [&request, &request.clone(), &read] {
            send(&provider, it).await;
        }
    });
    let bytes = |it: &Recorded| {
        let headers = it
            .header_names()
            .map(|name| (name.to_owned(), it.header(name)));
        let headers: Vec<_> = headers.map(|it| (it.0, it.1.map(str::to_owned))).collect();
        (
            it.method().to_owned(),
            it.url().to_owned(),
            headers,
            it.body().to_vec(),
        )
    };
    let sent = provider.requests();
    assert_eq!(sent.len(), 3, "{operation}");
    for it in &sent {
        assert_eq!(bytes(it), bytes(&sent[0]), "{operation}");
        assert!(it.text().contains(reference), "{operation}");
    }
}

#[test]
fn a_request_that_is_sent_again_is_the_same_reference_and_all() {
    let request_id = RequestId::make();
    let reference = request_id.to_string();
    let credentials = || vtpass::Credentials::ApiKeys {
        api_key: "test-api-key".into(),
        public_key: "test-public-key".into(),
        secret_key: "test-secret-key".into(),
    };
    let client = |provider: &Scripted| {
        let builder = vtpass::Client::builder(credentials(), vtpass::Environment::Sandbox);
        builder
            .transport(provider.clone())
            .build()
            .expect("a client")
    };
    let prepaid = vtpass::operations::PayPrepaid {
        request_id: request_id.clone(),
        meter_number: sandbox::PREPAID_METER.into(),
        amount: 1500_u32.into(),
        phone: "+12025550123".into(),
    };
    is_the_same("pay_prepaid", (prepaid, &reference), async |to, it| {
        let _ = client(to).pay_prepaid(it).await;
    });
    let postpaid = vtpass::operations::PayPostpaid {
        request_id,
        meter_number: sandbox::POSTPAID_METER.into(),
        amount: 1500_u32.into(),
        phone: "+12025550123".into(),
    };
    is_the_same("pay_postpaid", (postpaid, &reference), async |to, it| {
        let _ = client(to).pay_postpaid(it).await;
    });
    let sale = klemweb::operations::BuyElectricity {
        disco: "ikeja-electric".into(),
        meter_number: "1111111111111".into(),
        meter_type: klemweb::types::MeterType::Prepaid,
        amount: 1500_u32.into(),
        transaction_ref: "order-7".to_owned(),
    };
    is_the_same("buy_electricity", (sale, "order-7"), async |to, it| {
        let credentials = klemweb::Credentials {
            api_key: "test-api-key".into(),
        };
        let builder = klemweb::Client::builder(credentials, klemweb::Environment::Live);
        let client = builder.transport(to.clone()).build().expect("a client");
        let _ = client.buy_electricity(it).await;
    });
    let payment = konnect::operations::InitPayment {
        receiver_wallet_id: "5f7a209aeb3f76490ac4a3d1".to_owned(),
        amount: "1000".parse().expect("an amount"),
        kind: None,
        lifespan: None,
        token: None,
        first_name: None,
        last_name: None,
        phone_number: None,
        email: None,
        order_id: Some("order-8".to_owned()),
        link: None,
        webhook: None,
        success_url: None,
        fail_url: None,
        accepted_payment_methods: None,
    };
    is_the_same("init_payment", (payment, "order-8"), async |to, it| {
        let credentials = konnect::Credentials {
            api_key: "test-api-key".into(),
        };
        let builder = konnect::Client::builder(credentials, konnect::Environment::Sandbox);
        let client = builder.transport(to.clone()).build().expect("a client");
        let _ = client.init_payment(it).await;
    });
}
