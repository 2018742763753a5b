//! What the providers tell: before, in place of and after a reply.

use std::time::Duration;

use verbatim_kemru::runtime::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError,
    scripted::{Canned, Scripted},
};
use verbatim_vtpass::callbacks::TransactionUpdate;

use super::{PHONE, Trial, airtime, electricity, fate, hear, ipn, kemru, providers, vtpass};
use crate::{
    clerk::Pauses,
    moment::now,
    order::{Purchase, Review, State},
    providers::Known,
    store::Store,
};

const HOUR: i64 = 60 * 60 * 1000;

/// A provider whose notice comes while a call waits for its reply.
#[derive(Clone)]
struct Hasty {
    provider: Scripted,
    store: Store,
    /// During which call, and what it says.
    call: &'static str,
    notice: String,
}

impl Transport for Hasty {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            if request.operation == self.call {
                hear(&self.store, &self.notice).await;
            }
            self.provider.send(request).await
        })
    }
}

/// An order like the first one, made now.
async fn orders_again(trial: &Trial, purchase: &Purchase) {
    let placed = trial.clerk.store.place("again", purchase, now()).await;
    placed.expect("the store is writable");
}

/// A notice of VTpass about an order.
async fn vtpass_tells(trial: &Trial, purchase: &Purchase, code: &str, status: &str) {
    let ours = purchase.open().our_reference.expect("it has one");
    let body = format!(
        r#"{{"type":"transaction-update","data":{{"code":"{code}","requestId":"{ours}","content":{{"transactions":{{"status":"{status}"}}}}}}}}"#
    );
    let update = TransactionUpdate::parse(body.as_bytes()).expect("a notice");
    let reference = update.reference().expect("it names the order");
    let store = &trial.clerk.store;
    let heard = store.hasten(&reference, update.outcome(), now()).await;
    heard.expect("the store is writable");
}

fn refused_without_a_reference() -> Canned {
    Canned::json(200, r#"{"status_code":"1107"}"#)
}

#[tokio::test]
async fn airtime_that_is_pending_is_settled_by_its_query_and_fails_by_its_notice_where_that_agrees()
{
    let asked: &[&str] = &["airtime", "transaction_status"];
    let twice: &[&str] = &["airtime", "transaction_status", "transaction_status"];
    for (notice, word, state, sent) in [
        (None, "Success", State::Paid, asked),
        (None, "Failed", State::Open, asked),
        (Some("0000"), "Pending", State::Open, asked),
        (Some("0000"), "Success", State::Paid, asked),
        (Some("1106"), "Success", State::Paid, asked),
        (Some("1106"), "Failed", State::Failed, twice),
        (Some("1106"), "Pending", State::Open, twice),
        (Some("1106"), "", State::Open, twice),
    ] {
        let provider = Scripted::new().on("airtime", kemru("1100"));
        let provider = provider.always("transaction_status", fate(word));
        let trial = Trial::new(provider, &airtime()).await;
        trial.is_looked_after(1).await;
        if let Some(code) = notice {
            trial.hears(&ipn(code, "20")).await;
        }
        trial.is_looked_after(1).await;
        trial.ends(state, sent).await;
    }
}

#[tokio::test]
async fn a_rejecting_notice_settles_nothing_as_long_as_the_query_was_not_answered() {
    for answer in [
        Canned::lost(),
        Canned::reply(200, "<html>"),
        Canned::json(200, r#"{"status_code":"7001"}"#),
        Canned::json(200, r#"{"status":"200"}"#),
    ] {
        let provider = Scripted::new().on("airtime", kemru("1100"));
        let provider = provider.always("transaction_status", answer);
        let trial = Trial::new(provider, &airtime()).await;
        trial.is_looked_after(1).await;
        trial.hears(&ipn("1106", "20")).await;
        trial.is_looked_after(1).await;
        assert_eq!(trial.order("order").await.state, State::Open);
    }
}

#[tokio::test]
async fn a_notice_names_an_order_that_no_reply_named_where_it_can_mean_no_other() {
    let asked: &[&str] = &["transaction_status"];
    for (amount, second, state, sent) in [
        ("20.00", false, State::Paid, asked),
        ("21", false, State::Open, &[]),
        ("20", true, State::Open, &[]),
    ] {
        let provider = match sent {
            [] => Scripted::new(),
            _ => Scripted::new().on("transaction_status", fate("Success")),
        };
        let mut trial = Trial::new(provider, &airtime()).await;
        trial.is_killed().await;
        trial.is_looked_after(1).await;
        if second {
            orders_again(&trial, &airtime()).await;
            let other = trial.order("again").await.number;
            let claimed = trial.clerk.store.claim(other).await;
            assert!(claimed.expect("the store is writable"));
        }
        trial.hears(&ipn("0000", amount)).await;
        trial.is_looked_after(1).await;
        trial.ends(state, sent).await;
    }
}

#[tokio::test]
async fn a_phone_is_the_same_one_however_it_is_spelled() {
    let short = PHONE.replace("+254", "0");
    let mut other = airtime();
    if let Purchase::Airtime(it) = &mut other {
        it.phone = short.as_str().into();
    }
    for (second, state) in [(false, State::Paid), (true, State::Open)] {
        let provider = Scripted::new().on("airtime", Canned::lost());
        let provider = provider.on("airtime", refused_without_a_reference());
        let provider = provider.on("transaction_status", fate("Success"));
        let trial = Trial::new(provider, &airtime()).await;
        trial.is_looked_after(1).await;
        if second {
            orders_again(&trial, &other).await;
            trial.is_looked_after(1).await;
        }
        trial.hears(&ipn("0000", "20").replace(PHONE, &short)).await;
        trial.is_looked_after(1).await;
        assert_eq!(trial.order("order").await.state, state);
    }
}

#[tokio::test]
async fn a_notice_of_a_refused_order_settles_no_other_one() {
    for refusal in [kemru("1106"), refused_without_a_reference()] {
        let provider = Scripted::new().on("airtime", refusal);
        let provider = provider.on("airtime", Canned::lost());
        let trial = Trial::new(provider, &airtime()).await;
        trial.is_looked_after(1).await;
        orders_again(&trial, &airtime()).await;
        trial.is_looked_after(1).await;
        trial.hears(&ipn("1106", "20")).await;
        trial.is_looked_after(2).await;
        let again = trial.order("again").await;
        assert_eq!((again.state, again.reference), (State::Open, None));
        trial.ends(State::Failed, &["airtime", "airtime"]).await;
    }
}

#[tokio::test]
async fn a_refused_order_that_has_its_own_notice_keeps_none_from_another_order() {
    let provider = Scripted::new().on("airtime", kemru("1106"));
    let provider = provider.on("airtime", Canned::lost());
    let provider = provider.on("transaction_status", fate("Success"));
    let trial = Trial::new(provider, &airtime()).await;
    trial.is_looked_after(1).await;
    orders_again(&trial, &airtime()).await;
    trial.is_looked_after(1).await;
    trial.hears(&ipn("1106", "20")).await;
    trial.hears(&ipn("0000", "20").replace("K1", "K2")).await;
    trial.is_looked_after(1).await;
    let again = trial.order("again").await;
    let stands = (again.state, again.reference.as_deref());
    assert_eq!(stands, (State::Paid, Some("K2")));
    let sent = ["airtime", "airtime", "transaction_status"];
    trial.ends(State::Failed, &sent).await;
}

#[tokio::test]
async fn an_order_that_was_done_without_a_reference_leaves_notices_unclear_for_a_day() {
    let paid_without_a_reference = Canned::json(200, r#"{"status_code":"0000"}"#);
    for (hours, state) in [(23, State::Open), (25, State::Paid)] {
        for done in [
            refused_without_a_reference(),
            paid_without_a_reference.clone(),
        ] {
            let provider = Scripted::new().on("airtime", done);
            let provider = provider.on("airtime", Canned::lost());
            let provider = provider.always("transaction_status", fate("Success"));
            let trial = Trial::new(provider, &airtime()).await;
            trial.is_looked_after(1).await;
            let sooner = sqlx::query("UPDATE orders SET made = made - ?").bind(hours * HOUR);
            let done = sooner.execute(&trial.clerk.store.0).await;
            done.expect("the store is writable");
            orders_again(&trial, &airtime()).await;
            trial.is_looked_after(1).await;
            trial.hears(&ipn("0000", "20")).await;
            trial.is_looked_after(1).await;
            assert_eq!(trial.order("again").await.state, state, "{hours} hours");
        }
    }
}

#[tokio::test]
async fn a_notice_that_comes_before_the_reply_is_lost_settles_its_order() {
    let provider = Scripted::new().on("airtime", Canned::lost());
    let provider = provider.on("transaction_status", fate("Success"));
    let mut trial = Trial::new(provider.clone(), &airtime()).await;
    trial.clerk.providers = providers(&Hasty {
        provider,
        store: trial.clerk.store.clone(),
        call: "airtime",
        notice: ipn("0000", "20"),
    });
    trial.is_looked_after(2).await;
    trial
        .ends(State::Paid, &["airtime", "transaction_status"])
        .await;
}

#[tokio::test]
async fn a_notice_that_comes_while_an_order_is_looked_after_has_it_looked_after_again_at_once() {
    let mut trial = Trial::new(Scripted::new(), &airtime()).await;
    trial.is_killed().await;
    let order = trial.order("order").await;
    let store = &trial.clerk.store;
    let adopted = store.adopt(&order).await.expect("the store is readable");
    assert_eq!(adopted, None);
    trial.hears(&ipn("0000", "20")).await;
    let known = Known::Open(order.open.clone());
    let written = store.settle(&order, &known, Some(now() + HOUR)).await;
    written.expect("the store is writable");
    let due = store.due(now(), 1).await.expect("the store is readable");
    assert_eq!(due.len(), 1);
}

#[tokio::test]
async fn an_open_order_is_looked_at_after_ever_longer_pauses_without_a_call() {
    let lost = Scripted::new().on("airtime", Canned::lost());
    let mut trial = Trial::new(lost, &airtime()).await;
    trial.clerk.pauses = Pauses {
        first: Duration::from_secs(100),
        longest: Duration::from_secs(300),
        at_once: 1,
    };
    for seconds in [100, 200, 300, 300] {
        let before = now();
        trial.is_looked_after(1).await;
        let due = trial.order("order").await.due.expect("it stays due");
        // Chance adds up to a half, and the test may be slow.
        let pauses = seconds * 1000..=seconds * 1500 + 20_000;
        assert!(pauses.contains(&(due - before)), "{}", due - before);
        trial.runs("UPDATE orders SET due = 0").await;
    }
    trial.ends(State::Open, &["airtime"]).await;
}

#[tokio::test]
async fn a_notice_without_phone_or_amount_counts_for_the_order_that_has_its_reference() {
    let short = r#"{"status_code":"1106","transactionRef":"K1"}"#;
    let provider = Scripted::new().on("airtime", kemru("1100"));
    let provider = provider.always("transaction_status", fate("Failed"));
    let known = Trial::new(provider, &airtime()).await;
    known.is_looked_after(1).await;
    known.hears(short).await;
    known.is_looked_after(1).await;
    assert_eq!(known.order("order").await.state, State::Failed);

    let mut unknown = Trial::new(Scripted::new(), &airtime()).await;
    unknown.is_killed().await;
    unknown.hears(short).await;
    unknown.is_looked_after(1).await;
    assert_eq!(unknown.order("order").await.reference, None);
    // What it lacked may come in a later one.
    unknown.hears(&ipn("1106", "20")).await;
    unknown.is_looked_after(1).await;
    assert_eq!(
        unknown.order("order").await.reference.as_deref(),
        Some("K1")
    );
}

#[tokio::test]
async fn a_notice_of_kemru_against_a_settled_order_is_for_a_person_whenever_it_comes() {
    let contradicted = Some(Review::Contradicted);
    for (reply, notice, state, review) in [
        ("0000", "1105", State::Paid, contradicted),
        ("0000", "0000", State::Paid, None),
        ("0000", "1100", State::Paid, None),
        ("1106", "0000", State::Failed, contradicted),
        ("1106", "1106", State::Failed, None),
    ] {
        for before in [true, false] {
            let provider = Scripted::new().on("airtime", kemru(reply));
            let trial = Trial::new(provider, &airtime()).await;
            if before {
                trial.hears(&ipn(notice, "20")).await;
            }
            trial.is_looked_after(1).await;
            if !before {
                trial.hears(&ipn(notice, "20")).await;
            }
            trial.is_looked_after(2).await;
            let order = trial.order("order").await;
            assert_eq!(order.review, review, "{reply}, and then {notice}");
            trial.ends(state, &["airtime"]).await;
        }
    }
}

#[tokio::test]
async fn a_notice_of_vtpass_against_a_settled_order_is_for_a_person_where_the_query_says_so_too() {
    let contradicted = Some(Review::Contradicted);
    let (paid, failed) = (("000", "delivered"), ("016", ""));
    let reversed = ("000", "reversed");
    for (reply, notice, answers, state, review) in [
        (
            paid,
            reversed,
            vec![vtpass("000", "reversed")],
            State::Paid,
            contradicted,
        ),
        (
            paid,
            reversed,
            vec![vtpass("000", "delivered")],
            State::Paid,
            None,
        ),
        (
            paid,
            failed,
            vec![vtpass("000", "pending"), vtpass("016", "")],
            State::Paid,
            contradicted,
        ),
        (paid, paid, vec![], State::Paid, None),
        (
            failed,
            paid,
            vec![vtpass("000", "delivered")],
            State::Failed,
            contradicted,
        ),
        (failed, failed, vec![], State::Failed, None),
    ] {
        let purchase = electricity();
        let mut provider = Scripted::new().on("pay_prepaid", vtpass(reply.0, reply.1));
        let mut sent = vec!["pay_prepaid"];
        for answer in answers {
            provider = provider.on("requery", answer);
            sent.push("requery");
        }
        let trial = Trial::new(provider, &purchase).await;
        trial.is_looked_after(1).await;
        vtpass_tells(&trial, &purchase, notice.0, notice.1).await;
        trial.is_looked_after(3).await;
        let order = trial.order("order").await;
        assert_eq!(order.review, review, "{reply:?}, and then {notice:?}");
        assert_eq!(order.due, None);
        trial.ends(state, &sent).await;
    }
}
