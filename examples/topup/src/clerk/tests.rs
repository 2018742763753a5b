//! Orders against scripted providers, without sockets: what is sent, and where an order ends.

mod notices;
mod rows;
mod tokens;

use std::{path::Path, time::Duration};

use tempfile::TempDir;
use tokio::sync::watch;
use verbatim_kemru::{
    callbacks::Ipn,
    runtime::{
        Transport,
        scripted::{Canned, Recorded, Scripted},
    },
    types::AirtimeTelco,
};
use verbatim_vtpass::types::RequestId;

use super::{Clerk, Pauses};
use crate::{
    moment::now,
    notice::Notice,
    order::{Order, Purchase, State},
    providers::Providers,
    store::Store,
};

const PHONE: &str = "+254700000001";

/// One order, looked after again and again.
struct Trial {
    clerk: Clerk,
    provider: Scripted,
    stop: watch::Sender<bool>,
    folder: TempDir,
}

impl Trial {
    async fn new(provider: Scripted, purchase: &Purchase) -> Self {
        Self::of(provider, purchase, now()).await
    }

    /// With an order that was made then.
    async fn of(provider: Scripted, purchase: &Purchase, made: i64) -> Self {
        let folder = tempfile::tempdir().expect("temp is writable");
        let store = store(folder.path()).await;
        let placed = store.place("order", purchase, made).await;
        placed.expect("the store is writable");
        let pauses = Pauses {
            first: Duration::ZERO,
            longest: Duration::ZERO,
            at_once: 1,
        };
        let (stop, stopped) = watch::channel(false);
        let clerk = Clerk {
            store,
            providers: providers(&provider),
            pauses,
            bell: Default::default(),
            stop: stopped,
        };
        Self {
            clerk,
            provider,
            stop,
            folder,
        }
    }

    /// The process ends once `sending` is written, and another one takes the file over.
    async fn is_killed(&mut self) {
        let order = self.order("order").await;
        assert!(
            self.clerk
                .store
                .claim(order.number)
                .await
                .expect("the store is writable")
        );
        self.clerk.store.close().await;
        self.clerk.store = store(self.folder.path()).await;
        let open = self.clerk.store.take_over(now()).await;
        assert_eq!(open.expect("the store is writable"), 1);
    }

    /// Looks after all that is due, so many times.
    async fn is_looked_after(&self, times: usize) {
        for _ in 0..times {
            let due = self
                .clerk
                .store
                .due(now(), 10)
                .await
                .expect("the store is readable");
            for order in due {
                self.clerk
                    .look_after(&order)
                    .await
                    .expect("the store is writable");
            }
        }
    }

    /// A notice of Kemru.
    async fn hears(&self, body: &str) {
        hear(&self.clerk.store, body).await;
    }

    /// The order with that id, as it is stored.
    async fn order(&self, id: &str) -> Order {
        let order = self.clerk.store.find(id).await;
        order.expect("the store is readable").expect("it is stored")
    }

    /// Changes rows as no part of the service does.
    async fn runs(&self, statements: &'static str) {
        let done = sqlx::raw_sql(statements).execute(&self.clerk.store.0);
        done.await.expect("the store is writable");
    }

    async fn ends(self, state: State, sent: &[&str]) {
        let requests = self.provider.requests();
        let operations: Vec<&str> = requests.iter().map(|it| it.operation()).collect();
        assert_eq!(operations, sent);
        self.provider.finish();
        let order = self.order("order").await;
        assert_eq!(order.state, state, "after {sent:?}");
        if let Purchase::Electricity(stored) = order.purchase {
            let named = |it: &Recorded| it.text().contains(stored.request_id.as_str());
            assert!(requests.iter().all(named), "under its one reference");
        }
    }
}

/// Clients of both, which send nothing but through this.
fn providers(transport: &(impl Transport + Clone + 'static)) -> Providers {
    let kemru = verbatim_kemru::Credentials {
        api_key: "test-api-key".into(),
        merchant_id: "test-merchant".into(),
        security_key: "test-security-key".into(),
        access_token: None,
    };
    let kemru = verbatim_kemru::Client::builder(kemru, verbatim_kemru::Environment::Sandbox);
    let vtpass = verbatim_vtpass::Credentials::ApiKeys {
        api_key: "test-api-key".into(),
        public_key: "test-public-key".into(),
        secret_key: "test-secret-key".into(),
    };
    let vtpass = verbatim_vtpass::Client::builder(vtpass, verbatim_vtpass::Environment::Sandbox);
    Providers {
        kemru: kemru
            .transport(transport.clone())
            .build()
            .expect("all is given"),
        vtpass: vtpass
            .transport(transport.clone())
            .build()
            .expect("all is given"),
    }
}

async fn hear(store: &Store, body: &str) {
    let ipn = Ipn::parse(body.as_bytes()).expect("a notice");
    let notice = Notice::of(&ipn).expect("it says what became of a payment");
    let noted = store.note(&notice, now()).await;
    noted.expect("the store is writable");
}

async fn store(folder: &Path) -> Store {
    let store = Store::open(&folder.join("orders.sqlite")).await;
    store.expect("temp is writable")
}

fn airtime() -> Purchase {
    Purchase::Airtime(verbatim_kemru::operations::Airtime {
        phone: PHONE.into(),
        amount: 20_u32.into(),
        product_code: None,
        telco: AirtimeTelco::Safaricom,
        initiator_phone: "+254700000000".into(),
    })
}

fn electricity() -> Purchase {
    Purchase::Electricity(verbatim_vtpass::operations::PayPrepaid {
        request_id: RequestId::make(),
        meter_number: "45000000001".into(),
        amount: 500_u32.into(),
        phone: "08000000000".into(),
    })
}

/// A reply of VTpass with this code, and this status where it has one.
fn vtpass(code: &str, status: &str) -> Canned {
    Canned::json(
        200,
        format!(
            r#"{{"code":"{code}","content":{{"transactions":{{"status":"{status}"}}}},"mainToken":"1","token":"1"}}"#
        ),
    )
}

fn kemru(code: &str) -> Canned {
    let body = format!(r#"{{"status_code":"{code}","merchant_reference":"K1"}}"#);
    Canned::json(200, body)
}

/// An answer of Kemru's query.
fn fate(word: &str) -> Canned {
    Canned::json(
        200,
        format!(r#"{{"status":"200","details":{{"Status":"{word}"}}}}"#),
    )
}

fn ipn(code: &str, amount: &str) -> String {
    format!(
        r#"{{"destination":"{PHONE}","Amount":"{amount}","status_code":"{code}","transactionRef":"K1"}}"#
    )
}

#[tokio::test]
async fn electricity_ends_as_vtpass_says() {
    let (pay, ask) = ("pay_prepaid", "requery");
    let cases: Vec<(Vec<(&str, Canned)>, State)> = vec![
        (vec![(pay, vtpass("000", "delivered"))], State::Paid),
        (vec![(pay, vtpass("016", ""))], State::Failed),
        (vec![(pay, Canned::refused())], State::Stored),
        (vec![(pay, Canned::lost())], State::Open),
        (
            vec![
                (pay, vtpass("000", "pending")),
                (ask, vtpass("000", "delivered")),
            ],
            State::Paid,
        ),
        (
            vec![(pay, Canned::lost()), (ask, vtpass("000", "delivered"))],
            State::Paid,
        ),
        (
            vec![(pay, Canned::lost()), (ask, vtpass("016", ""))],
            State::Failed,
        ),
    ];
    for (script, state) in cases {
        let sent: Vec<&str> = script.iter().map(|it| it.0).collect();
        let provider = script
            .into_iter()
            .fold(Scripted::new(), |it, (on, reply)| it.on(on, reply));
        let trial = Trial::new(provider, &electricity()).await;
        trial.is_looked_after(sent.len()).await;
        trial.ends(state, &sent).await;
    }
}

#[tokio::test]
async fn electricity_that_never_came_is_sent_again_as_it_was_and_only_the_query_settles_it() {
    let cases = [
        (vtpass("000", "delivered"), None, State::Paid),
        (vtpass("018", ""), None, State::Open),
        (Canned::refused(), None, State::Open),
        (
            vtpass("014", ""),
            Some(vtpass("000", "delivered")),
            State::Paid,
        ),
        (vtpass("018", ""), Some(vtpass("016", "")), State::Failed),
    ];
    for (second, asked_again, state) in cases {
        let mut sent = vec!["requery", "requery", "pay_prepaid"];
        let mut provider = Scripted::new()
            .on("requery", vtpass("015", ""))
            .on("requery", vtpass("015", ""))
            .on("pay_prepaid", second);
        let mut times = 1;
        if let Some(reply) = asked_again {
            (provider, times) = (provider.on("requery", reply), 2);
            sent.push("requery");
        }
        let mut trial = Trial::new(provider, &electricity()).await;
        trial.is_killed().await;
        trial.is_looked_after(times).await;
        trial.ends(state, &sent).await;
    }
}

#[tokio::test]
async fn an_order_of_long_ago_is_not_sent() {
    let long_ago = now() - 2 * 60 * 60 * 1000;
    let stored = Trial::of(Scripted::new(), &airtime(), long_ago).await;
    stored.is_looked_after(1).await;
    stored.ends(State::Failed, &[]).await;

    let asked = Scripted::new().on("requery", vtpass("015", ""));
    let mut killed = Trial::of(asked, &electricity(), long_ago).await;
    killed.is_killed().await;
    killed.is_looked_after(1).await;
    killed.ends(State::Open, &["requery"]).await;
}

#[tokio::test]
async fn airtime_that_may_have_been_sent_is_never_sent_again() {
    let mut killed = Trial::new(Scripted::new(), &airtime()).await;
    killed.is_killed().await;
    killed.is_looked_after(3).await;
    killed.ends(State::Open, &[]).await;

    let lost = Scripted::new().on("airtime", Canned::lost());
    let lost = Trial::new(lost, &airtime()).await;
    lost.is_looked_after(3).await;
    lost.ends(State::Open, &["airtime"]).await;
}

#[tokio::test]
async fn airtime_that_is_answered_at_once_is_sent_once() {
    for (reply, state) in [
        (kemru("0000"), State::Paid),
        (kemru("1106"), State::Failed),
        (kemru("1107"), State::Failed),
        (kemru("8006"), State::Open),
        (Canned::refused(), State::Stored),
    ] {
        let trial = Trial::new(Scripted::new().on("airtime", reply), &airtime()).await;
        trial.is_looked_after(1).await;
        trial.ends(state, &["airtime"]).await;
    }
}
