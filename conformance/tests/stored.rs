//! A service that stores a request and what it would leave open before it sends, dies, and settles
//! it from what was stored; `docs/embedding.md` shows it.

use std::error::Error;

use serde::{Deserialize, Serialize};
use verbatim_vtpass::Client;
use verbatim_vtpass::operations::PayPrepaid;
use verbatim_vtpass::runtime::{Certainty, Open, Patience};

/// One payment, as it lies in the database.
#[derive(Serialize, Deserialize)]
struct Row {
    request: PayPrepaid,
    /// What is open of it; nothing, once it is settled.
    open: Option<Open>,
}

/// Pays; `store` is on disk when it comes back.
async fn pay(client: &Client, request: PayPrepaid, store: impl Fn(&Row)) {
    // Before it is sent: from here on the service may die at any moment.
    let open = Some(Open::of(&request));
    let mut row = Row { request, open };
    store(&row);
    row.open = match client.pay_prepaid(&row.request).await {
        // Still open where it is pending; then the provider's own reference stands in it, too.
        Ok(reply) => reply.open(),
        // Not one byte was sent.
        Err(error) if error.certainty() == Certainty::NotSent => None,
        Err(error) => error.open(),
    };
    store(&row);
}

/// After a restart, for whatever is open.
async fn settle(client: &Client, stored: &str) -> Result<Option<bool>, Box<dyn Error>> {
    let row: Row = serde_json::from_str(stored)?;
    let Some(open) = row.open else {
        return Ok(None);
    };
    if !open.can_be_asked() {
        // A callback tells it, or a person: `open.resolution` says who.
        return Ok(None);
    }
    let settled = client.resolve(&open, &Patience::default()).await?;
    // What nobody knows yet stays stored, and is asked about later.
    let known = settled.open().is_none();
    Ok(known.then(|| settled.is_succeeded()))
}

mod tests {
    use std::cell::RefCell;

    use verbatim_vtpass::runtime::scripted::{Canned, Scripted};
    use verbatim_vtpass::types::sandbox;
    use verbatim_vtpass::{Credentials, Environment};

    use super::{Client, PayPrepaid, pay, settle};

    const REFERENCE: &str = "202601020304abcd";

    #[tokio::test(flavor = "current_thread")]
    async fn what_was_stored_before_it_was_sent_settles_the_call_after_a_restart() {
        let found = |status: &str| {
            let content = format!(r#"{{"transactions":{{"status":"{status}"}}}}"#);
            let body = format!(r#"{{"code":"000","content":{content},"requestId":"{REFERENCE}"}}"#);
            Canned::json(200, body)
        };
        for (sent, settled) in [
            (Canned::lost(), Some(true)),
            (found("pending"), Some(true)),
            (found("delivered"), None),
            (Canned::refused(), None),
        ] {
            let rows = RefCell::new(Vec::new());
            let script = Scripted::new().on("pay_prepaid", sent);
            let request = PayPrepaid {
                request_id: REFERENCE.parse().expect("it is one"),
                meter_number: sandbox::PREPAID_METER.into(),
                amount: 2000_u32.into(),
                phone: "+2348000000000".into(),
            };
            pay(&client(&script), request, |row| {
                let row = serde_json::to_string(row).expect("a row is JSON");
                rows.borrow_mut().push(row);
            })
            .await;
            script.finish();
            // Stored before and after; what was stored before can be settled whatever came of it.
            for (row, settled) in rows.into_inner().iter().zip([Some(true), settled]) {
                let script = Scripted::new().always("requery", found("delivered"));
                let res = settle(&client(&script), row).await;
                assert_eq!(res.expect("it can be asked"), settled, "{row}");
            }
        }
    }

    fn client(script: &Scripted) -> Client {
        let credentials = Credentials::ApiKeys {
            api_key: "test-api-key".into(),
            public_key: "test-public-key".into(),
            secret_key: "test-secret-key".into(),
        };
        Client::builder(credentials, Environment::Sandbox)
            .transport(script.clone())
            .build()
            .expect("everything is set")
    }
}
