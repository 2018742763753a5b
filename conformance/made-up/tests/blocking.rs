//! The same clients without async.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use verbatim_made_up::kiosk::client::Blocking;
use verbatim_made_up::kiosk::operations::ListSales;
use verbatim_made_up::kiosk::{Client, Credentials, Environment};
use verbatim_runtime::scripted::{Canned, Scripted};
use verbatim_runtime::{Certainty, HttpTransport, Kind, Limits, reqwest};

const SALES: ListSales = ListSales {
    page: None,
    size: None,
};

fn credentials(key: &str) -> Credentials {
    Credentials { key: key.into() }
}

fn blocking(provider: &Scripted) -> Blocking {
    let client = Client::builder(credentials("test-key"), Environment::Live)
        .transport(provider.clone())
        .build()
        .expect("nothing is missing");
    Blocking::new(client).expect("there is a thread")
}

#[test]
fn a_call_waits_for_its_reply() {
    let provider = Scripted::new()
        .then(Canned::json(200, "{}"))
        .then(Canned::json(200, "{}"));
    let client = blocking(&provider);
    let reply = client.list_sales(&SALES).expect("a good reply");
    assert!(reply.is_succeeded());
    let other = client
        .with_credentials(credentials("other-key"))
        .expect("they are whole");
    let waited = other.wait(other.client().list_sales(&SALES));
    assert!(waited.expect("nothing is async here").is_ok());
    let sent = provider.requests();
    assert_eq!(sent[0].header("x-key"), Some("test-key"));
    assert_eq!(sent[1].header("x-key"), Some("other-key"));
    provider.finish();
}

#[test]
fn pages_are_an_iterator() {
    let provider = Scripted::new()
        .then(Canned::json(200, r#"{"data":[{}],"has_more":true}"#))
        .then(Canned::json(
            200,
            r#"{"data":[{"code":"1"}],"has_more":false}"#,
        ));
    let pages = blocking(&provider).list_sales_pages(SALES);
    assert_eq!(pages.filter(Result::is_ok).count(), 2);
    provider.finish();
}

#[test]
fn many_threads_share_one_client() {
    let provider = Scripted::new().always("list_sales", Canned::json(200, "{}"));
    let client = blocking(&provider);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.clone().list_sales(&SALES).expect("a good reply"));
        }
    });
    assert_eq!(provider.requests().len(), 8);
}

/// Inside a runtime it neither panics nor sends, and is made and dropped there without harm.
#[test]
fn inside_an_async_runtime_a_call_is_refused() {
    for mut builder in [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ] {
        let runtime = builder.enable_all().build().expect("there is a thread");
        runtime.block_on(async {
            let provider = Scripted::new();
            let client = blocking(&provider);
            let error = client.list_sales(&SALES).expect_err("it is refused");
            assert_eq!(
                (error.kind(), error.certainty()),
                (Kind::Configuration, Certainty::NotSent)
            );
            assert!(error.to_string().contains("async"), "{error}");
            let first = client.list_sales_pages(SALES).next();
            assert!(first.expect("one error").is_err());
            provider.finish();
        });
    }
}

/// Over a socket, twice over one connection.
#[test]
fn a_blocking_client_keeps_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        for _ in 0..2 {
            let mut heard = Vec::new();
            while !heard.ends_with(b"{}") {
                let mut chunk = [0; 1024];
                let read = stream.read(&mut chunk).expect("a request");
                assert!(0 < read, "the connection is kept");
                heard.extend_from_slice(&chunk[..read]);
            }
            let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
            stream.write_all(reply).expect("a reply is taken");
        }
    });
    // The kiosk is called by TLS alone, so the way there is turned round below it.
    let transport = Cleartext(
        HttpTransport::new(reqwest::Client::builder().no_proxy(), Limits::default())
            .expect("it can be built"),
        address.to_string(),
    );
    let client = Client::builder(credentials("test-key"), Environment::Live)
        .transport(transport)
        .build()
        .expect("nothing is missing");
    let client = Blocking::new(client).expect("there is a thread");
    for _ in 0..2 {
        assert!(client.list_sales(&SALES).expect("a reply").is_succeeded());
    }
    serving.join().expect("the server saw two requests");
}

struct Cleartext(HttpTransport, String);

impl verbatim_runtime::Transport for Cleartext {
    fn send(
        &self,
        mut request: verbatim_runtime::HttpRequest,
    ) -> verbatim_runtime::BoxFuture<
        '_,
        Result<verbatim_runtime::HttpReply, verbatim_runtime::TransportError>,
    > {
        let to = format!("http://{}", self.1);
        request.url = request.url.replace("https://kiosk.example", &to);
        self.0.send(request)
    }
}
