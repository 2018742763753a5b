//! A password that is no digest stands in its place on the wire, and nowhere else.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verbatim_made_up::sesame;
use verbatim_runtime::scripted::{Canned, Scripted};
use verbatim_runtime::{
    BoxFuture, Clock, HeaderText, HttpReply, HttpRequest, Transport, TransportError,
};

const PASSKEY: &str = "canary-passkey";
/// `printf '%s' '0884canary-passkey20260102060405' | base64`.
const PASSWORD: &str = "MDg4NGNhbmFyeS1wYXNza2V5MjAyNjAxMDIwNjA0MDU=";
/// `printf '%s' 'v1:1767323045|0884|canary-passkey|GET;' | base64 | tr '+/' '-_' | tr -d =`, and a
/// second later.
const WORDS: [&str; 2] = [
    "djE6MTc2NzMyMzA0NXwwODg0fGNhbmFyeS1wYXNza2V5fEdFVDs",
    "djE6MTc2NzMyMzA0NnwwODg0fGNhbmFyeS1wYXNza2V5fEdFVDs",
];
/// `printf '%s' 'cave=0884&why=&key=canary-passkey' | base64 | tr '+/' '-_'`.
const WORD: &str = "Y2F2ZT0wODg0JndoeT0ma2V5PWNhbmFyeS1wYXNza2V5";

fn credentials() -> sesame::Credentials {
    sesame::Credentials {
        cave: "0884".to_owned(),
        passkey: PASSKEY.into(),
    }
}

/// It is a second later with each request.
#[derive(Clone, Default)]
struct Rock(Arc<Mutex<Vec<HttpRequest>>>);

impl Rock {
    fn asked(&self) -> Vec<HttpRequest> {
        self.0.lock().expect("no test panics inside").clone()
    }
}

impl Transport for Rock {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut asked = self.0.lock().expect("no test panics inside");
        asked.push(request);
        let (status, body) = match asked.len() {
            1 => (503, String::new()),
            _ => (200, format!(r#"{{"said":"{} {}"}}"#, WORDS[0], WORDS[1])),
        };
        Box::pin(std::future::ready(Ok(HttpReply {
            status,
            headers: Vec::new(),
            body: body.into_bytes(),
        })))
    }
}

impl Clock for Rock {
    fn now(&self) -> SystemTime {
        let seconds = u64::try_from(self.asked().len()).expect("a few attempts");
        UNIX_EPOCH + Duration::from_secs(1_767_323_045 + seconds)
    }
}

#[tokio::test]
async fn the_word_of_every_attempt_is_taken_out_of_the_reply() {
    let rock = Rock::default();
    let client = sesame::Client::builder(credentials(), sesame::Environment::Live)
        .transport(rock.clone())
        .time_from(rock.clone())
        .build()
        .expect("everything is set");
    let reply = client.see_cave(&sesame::operations::SeeCave {}).await;
    let reply = reply.expect("the second attempt is answered");
    let sent: Vec<String> = rock.asked().into_iter().map(|it| it.url).collect();
    for (at, word) in WORDS.iter().enumerate() {
        assert!(sent[at].ends_with(&format!("&word={word}")), "{sent:?}");
    }
    assert_eq!(reply.value().get("said"), Some("*** ***"));
    assert_eq!(reply.raw(), br#"{"said":"*** ***"}"#);
}

#[tokio::test]
async fn a_word_in_a_header_is_a_secret_of_the_transport() {
    let rock = Rock::default();
    let client = sesame::Client::builder(credentials(), sesame::Environment::Live)
        .transport(rock.clone())
        .build()
        .expect("everything is set");
    let request = sesame::operations::CloseCave { why: None };
    let error = client.close_cave(&request).await;
    error.expect_err("the rock is busy at first");
    let sent = rock.asked().remove(0);
    let header = sent.headers.iter().find(|it| it.0 == "X-Word");
    let header = &header.expect("it is sent").1;
    assert_eq!(header.expose(), format!("Word {WORD}"));
    assert!(matches!(header, HeaderText::Secret(_)));
    assert!(!format!("{header:?}").contains(WORD));
}

#[tokio::test]
async fn nothing_that_prints_has_the_password() {
    let said = format!(r#"{{"said":"{PASSWORD}, 0884{PASSKEY}20260102060405"}}"#);
    let provider = Scripted::new()
        .on("open_cave", Canned::json(200, said.clone()))
        .on("open_cave", Canned::json(400, said));
    let client = sesame::Client::builder(credentials(), sesame::Environment::Live)
        .transport(provider.clone())
        .time_from(Rock::default())
        .build()
        .expect("everything is set");
    let request = sesame::operations::OpenCave {
        phone: "254700000001".into(),
    };
    let reply = client.open_cave(&request).await.expect("it is taken");
    let error = client.open_cave(&request).await;
    let error = error.expect_err("400 is no answer");
    let sent = provider.requests();
    assert!(sent[0].text().contains(PASSWORD), "it is on the wire");
    let raw = [reply.raw(), error.raw().expect("there is a reply")];
    let printed = [
        format!("{client:?} {request:?} {provider:?} {sent:?} {}", sent[0]),
        format!("{reply:?} {:?} {:?}", reply.value(), reply.message()),
        format!("{error} {error:?} {:?}", error.message()),
        raw.map(String::from_utf8_lossy).join(" "),
    ];
    for it in &printed {
        for secret in [PASSWORD, PASSKEY] {
            assert!(!it.contains(secret), "{it}");
        }
    }
    assert_eq!(error.message(), Some("***, ***"));
    provider.finish();
}
