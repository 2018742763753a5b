//! What is sent, and what is refused before it is sent.

use verbatim_runtime::{Certainty, Kind, Outcome, dispatch, rt};

use super::canned::{Canned, Sms};
use super::check;
use super::made_up::{self, API_KEY, Channel, PROVIDER, Pay, SECURITY_KEY, pay};

#[tokio::test]
async fn a_request_is_signed_and_written_as_documented() {
    let canned = Canned::new(200, br#"{"status_code":"0000"}"#);
    let reply = canned.core().call(&pay()).await.expect("a good reply");
    assert!(reply.is_succeeded());
    let requests = canned.requests.lock().expect("no panic");
    let [request] = &**requests else {
        panic!("it is sent once")
    };
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "http://sandbox.example.invalid:3030/v3/pay");
    let headers = request.headers.iter().map(|it| (&*it.0, it.1.expose()));
    let headers: Vec<_> = headers.collect();
    assert_eq!(
        headers,
        [("Content-Type", "application/json"), ("apiKey", API_KEY)]
    );
    // printf '%s' '1500+254700000001AdaMPESAmerchant-7' |
    //     openssl dgst -sha256 -hmac test-security-key
    let body = concat!(
        r#"{"MerchantID":"merchant-7","source":{"name":"Ada"},"#,
        r#""destination":{"phone":"+254700000001","amount":"1500","channel":"MPESA"},"#,
        r#""signature":"2975873d379dfbdef604072348fdb878dd6b6753cb15dcc12a8065590881cc48"}"#,
    );
    assert_eq!(String::from_utf8_lossy(&request.body), body);
    let shown = format!("{request:?} {:?} {:?} {reply:?}", canned.core(), pay());
    for canary in [API_KEY, SECURITY_KEY, "254700000001", "Ada"] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

#[tokio::test]
async fn values_that_break_a_rule_are_not_sent() {
    let airtel = Pay {
        channel: Channel::Airtel,
        ..pay()
    };
    let otp = |otp: &str| Pay {
        otp: Some(otp.into()),
        ..airtel.clone()
    };
    let unlisted = Pay {
        channel: Channel::from("CANARY"),
        ..pay()
    };
    for (request, path) in [
        (airtel.clone(), "/otp"),
        (otp("12345"), "/otp"),
        (otp("12345x"), "/otp"),
        (unlisted, "/destination/channel"),
    ] {
        let canned = Canned::new(200, b"{}");
        let called = canned.core().call(&request).await;
        let error = check(called, Kind::InvalidRequest, Certainty::NotSent);
        assert_eq!(error.path(), Some(path));
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(canned.requests.lock().expect("no panic").is_empty());
    }
    let canned = Canned::new(200, br#"{"status_code":"0000"}"#);
    assert!(canned.core().call(&otp("123456")).await.is_ok());
}

#[tokio::test]
async fn a_missing_credential_or_setting_is_named_and_nothing_is_sent() {
    let canned = Canned::new(200, b"{}");
    let called = canned.core().call(&Sms {}).await;
    let error = check(called, Kind::Configuration, Certainty::NotSent);
    assert!(error.to_string().contains("`access_token`"), "{error}");

    let build = |token: &str, path: Option<&str>| {
        let setup = made_up::setup("live").transport(canned.clone());
        let setup = setup.credential(3, token);
        match path {
            Some(path) => setup.setting(0, path).build(),
            None => setup.build(),
        }
    };
    let core = build("token", None).expect("all is set that must be");
    let error = check(
        core.call(&Sms {}).await,
        Kind::Configuration,
        Certainty::NotSent,
    );
    assert!(error.to_string().contains("`sms_path`"), "{error}");

    let core = build("tokén", Some("/sms")).expect("it could stand in a body");
    let error = check(
        core.call(&Sms {}).await,
        Kind::Configuration,
        Certainty::NotSent,
    );
    assert!(error.to_string().contains("`access_token`"), "{error}");
    assert!(canned.requests.lock().expect("no panic").is_empty());

    let core = build("token", Some("/sms")).expect("all is set");
    check(core.call(&Sms {}).await, Kind::Unclear, Certainty::Unknown);
    let requests = canned.requests.lock().expect("no panic");
    assert_eq!(requests[0].url, "https://live.example.invalid/sms");
    assert!(requests[0].body.is_empty());
}

#[test]
fn building_refuses_what_could_only_fail_later() {
    let canned = Canned::new(200, b"{}");
    let setup = |environment| made_up::setup(environment).transport(canned.clone());
    let url = "http://localhost";
    for (setup, word) in [
        (setup("sandbox"), "`gateway`"),
        (setup("staging"), "`staging`"),
        (setup("sandbox").server(0, "localhost:80"), "`gateway`"),
        (setup("live").server(0, url), "clear text"),
        (setup("live").credential(0, "canary\n"), "`api_key`"),
        (setup("live").credential(1, ""), "`merchant_id`"),
        (setup("live").setting(0, "sms"), "`sms_path`"),
    ] {
        let error = setup.build().expect_err("something is wrong");
        assert_eq!(error.kind(), Kind::Configuration);
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert!(error.to_string().contains(word), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert!(setup("live").build().is_ok());
    assert!(setup("sandbox").server(0, url).build().is_ok());
    let bare = rt::Setup::new(&PROVIDER, "live").transport(canned);
    let error = bare.build().expect_err("credentials are missing");
    assert!(error.to_string().contains("`api_key`"), "{error}");
}

#[tokio::test]
async fn dispatch_goes_by_names() {
    let canned = Canned::new(
        200,
        br#"{"x" : [1, 2],"status_code":"0000","amount":"5.0"}"#,
    );
    let setup = |credential: &str| dispatch::Setup {
        pages: None,
        environment: "live".to_owned(),
        servers: Vec::new(),
        credentials: [
            (credential, API_KEY),
            ("merchant_id", "m"),
            ("security_key", "s"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .to_vec(),
        way: None,
        settings: Vec::new(),
        limits: verbatim_runtime::Limits::default(),
        transport: canned.clone(),
        clock: None,
        nonces: None,
    };
    let unknown = dispatch::core(&PROVIDER, setup("key"));
    assert!(matches!(unknown, Err(dispatch::Failed::UnknownName(name)) if name == "key"));

    let core = dispatch::core(&PROVIDER, setup("api_key")).expect("a client");
    let input = serde_json::to_string(&pay()).expect("a request is JSON");
    let answer = dispatch::call::<Pay>(&core, &input)
        .await
        .expect("a good reply");
    let body = r#"{"status_code":"0000","Amount":"5.0","x":[1, 2]}"#;
    assert_eq!((answer.outcome, &*answer.body), (Outcome::Succeeded, body));

    let failed = dispatch::call::<Pay>(&core, r#"{"pin":1}"#).await;
    assert!(matches!(failed, Err(dispatch::Failed::Input(fault)) if fault.contains("pin")));
}
