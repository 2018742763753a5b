//! What a client is built from where a merchant can be known in several ways.

use verbatim_made_up::orchard::{Builder, Client, Credentials, Environment};
use verbatim_runtime::{Certainty, Kind};

fn builder(credentials: Credentials) -> Builder {
    Client::builder(credentials, Environment::Live)
}

/// Each variant has the credentials of its way and no other.
#[test]
fn a_client_needs_the_credentials_of_its_way_alone() {
    let bearer = Credentials::Bearer {
        api_key: "test-api-key".into(),
    };
    let keys = Credentials::Keys {
        api_key: "test-api-key".into(),
        public_key: "test-public-key".to_owned(),
        secret_key: "test-secret-key".into(),
    };
    let pair = Credentials::Pair {
        user: "fruiterer".to_owned(),
        password: "test-password".into(),
    };
    let ticket = Credentials::Ticket {
        api_key: "test-api-key".into(),
    };
    for it in [bearer, keys, pair, ticket] {
        let shown = format!("{it:?}");
        assert!(!shown.contains("test-password"), "{shown}");
        assert!(builder(it).build().is_ok(), "{shown}");
    }
}

/// What stands behind the first colon would be taken for the password.
#[test]
fn a_user_with_a_colon_is_refused() {
    let pair = Credentials::Pair {
        user: "fruit:erer".to_owned(),
        password: "test-password".into(),
    };
    let error = builder(pair).build().expect_err("it cannot be sent");
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Configuration, Certainty::NotSent)
    );
    assert!(error.to_string().contains("`user`"), "{error}");
    assert!(!error.to_string().contains("fruit:erer"), "{error}");
}
