//! What a merchant makes up for a provider: no fixture can show it, because it is made before the
//! request is.
#![cfg(feature = "generated")]

use std::time::{Duration, SystemTime};

use verbatim_clients::vtpass::types::{RequestId, sandbox};
use verbatim_runtime::Nonces;

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
