//! What the customer types into the meter.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use verbatim_kemru::runtime::scripted::{Canned, Scripted};

use super::{Trial, electricity};
use crate::{
    clerk::ASKED_AGAIN,
    order::{Review, State},
};

/// A report of VTpass on what was delivered, with these members more.
fn delivered(members: &str) -> Canned {
    let transactions = r#""content":{"transactions":{"status":"delivered"}}"#;
    Canned::json(200, format!(r#"{{"code":"000",{transactions}{members}}}"#))
}

/// The same, with a member that is not what is documented.
fn unreadable() -> Canned {
    let transactions = r#"{"status":"delivered","quantity":"one"}"#;
    let body =
        format!(r#"{{"code":"000","content":{{"transactions":{transactions}}},"token":"4"}}"#);
    Canned::json(200, body)
}

#[tokio::test]
async fn a_token_is_read_under_each_of_its_names_in_either_reply() {
    for (members, token) in [
        (r#","mainToken":"41""#, "41"),
        (r#","token":"42""#, "42"),
        (r#","mainToken":"","token":"42""#, "42"),
        (r#","purchased_code":"Token : 43""#, "Token : 43"),
        (r#","purchased_code":"Token : 43","token":"43""#, "43"),
    ] {
        let replied = Scripted::new().on("pay_prepaid", delivered(members));
        let asked = Scripted::new().on("pay_prepaid", Canned::lost());
        let asked = asked.on("requery", delivered(members));
        for (provider, times) in [(replied, 1), (asked, 2)] {
            let trial = Trial::new(provider, &electricity()).await;
            trial.is_looked_after(times).await;
            let order = trial.order("order").await;
            assert_eq!(order.state, State::Paid);
            let read = order.token.as_ref().map(|it| it.expose());
            assert_eq!(read, Some(token), "{members}");
            assert_eq!(order.due, None);
            trial.provider.finish();
        }
    }
}

#[tokio::test]
async fn what_is_paid_without_a_token_is_paid_and_asked_for_it_again() {
    for reply in [
        unreadable(),
        delivered(""),
        delivered(r#","purchased_code":"""#),
    ] {
        let provider = Scripted::new().on("pay_prepaid", reply);
        let provider = provider.on("requery", unreadable());
        let provider = provider.on("requery", Canned::json(200, r#"{"code":"099"}"#));
        let provider = provider.on("requery", delivered(r#","token":"42""#));
        let trial = Trial::new(provider, &electricity()).await;
        for _ in 0..3 {
            trial.is_looked_after(1).await;
            let order = trial.order("order").await;
            assert_eq!(order.state, State::Paid);
            assert!(order.token.is_none() && order.due.is_some());
        }
        trial.is_looked_after(2).await;
        let order = trial.order("order").await;
        assert_eq!(order.token.as_ref().map(|it| it.expose()), Some("42"));
        assert_eq!((order.due, order.review), (None, None));
        let sent = ["pay_prepaid", "requery", "requery", "requery"];
        trial.ends(State::Paid, &sent).await;
    }
}

#[tokio::test]
async fn a_token_that_never_comes_is_left_to_a_person() {
    let provider = Scripted::new().on("pay_prepaid", delivered(""));
    let provider = provider.always("requery", delivered(""));
    let trial = Trial::new(provider, &electricity()).await;
    trial.is_looked_after(ASKED_AGAIN as usize + 5).await;
    let order = trial.order("order").await;
    let stands = (order.state, order.review, order.due);
    assert_eq!(stands, (State::Paid, Some(Review::NoToken), None));
    assert_eq!(trial.provider.requests_of("pay_prepaid").len(), 1);
}

/// What is logged, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nothing panics with it").write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_is_told_by_its_path_and_not_by_what_stands_there() {
    for sent in [1, 2] {
        let provider = match sent {
            1 => Scripted::new().on("pay_prepaid", unreadable()),
            _ => Scripted::new().on("pay_prepaid", Canned::lost()),
        };
        let provider = provider.always("requery", unreadable());
        let trial = Trial::new(provider, &electricity()).await;
        let log = Log::default();
        let kept = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false);
        let subscriber = subscriber.with_writer(move || kept.clone()).finish();
        let _logging = tracing::subscriber::set_default(subscriber);
        trial.is_looked_after(sent).await;
        let log = log.0.lock().expect("nothing panics with it").clone();
        let log = String::from_utf8(log).expect("it is text");
        assert!(log.contains("$.content.transactions.quantity"), "{log}");
        assert!(!log.contains("one"), "{log}");
    }
}
