//! Clients of the provider in acme.yaml, written by hand, that can be made to err in one way.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use verbatim_runtime::dispatch::{self, Answer, Clients, Failed, Heard, Said, Setup};
use verbatim_runtime::{
    Amount, BoxFuture, CallbackAnswer, Effect, HeaderText, HttpReply, HttpRequest, Masked, Outcome,
    Resolution, Transport, TransportError, rt,
};

/// How the clients err.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Errs {
    Never,
    /// On the way out: what the transport is given is changed before it is sent.
    Sending(fn(&mut HttpRequest)),
    /// On the way out: it is sent twice.
    SendingTwice,
    /// On the way out: it is sent again by a task that is left behind.
    SendingLater,
    /// On the way out: it is not sent at all.
    NotSending,
    /// On the way in: what was made of a reply is changed.
    Answering(fn(&mut Answer)),
    /// On the way in: what was made of a callback is changed.
    Hearing(fn(&mut Heard)),
    /// On the way in: the code table is read wrongly.
    MisreadingCodes,
    /// On the way in: a payment is taken for a question.
    MisreadingEffect,
    /// On the way in: the code is looked for elsewhere.
    MisreadingPointers,
    /// Everywhere.
    Panicking,
}

/// The clients.
pub(crate) struct StandIn(pub(crate) Errs);

impl Clients for StandIn {
    fn providers(&self) -> &'static [&'static str] {
        &["acme"]
    }

    fn call<'a>(
        &'a self,
        _: &'a str,
        mut setup: Setup,
        operation: &'a str,
        input: &'a str,
    ) -> BoxFuture<'a, Result<Answer, Failed>> {
        setup.transport = Arc::new(Tampering {
            errs: self.0,
            through: setup.transport,
        });
        Box::pin(async move {
            assert!(
                !matches!(self.0, Errs::Panicking),
                "the stand-in panics for 0722000001"
            );
            if operation != "pay" {
                return Err(Failed::UnknownName(operation.to_owned()));
            }
            let codes_misread = matches!(self.0, Errs::MisreadingCodes);
            let provider = if codes_misread { &MISREAD } else { &PROVIDER };
            let core = dispatch::core(provider, setup)?;
            let mut answer = if codes_misread {
                dispatch::call::<MisreadPay>(&core, input).await?
            } else if matches!(self.0, Errs::MisreadingEffect) {
                dispatch::call::<Asked>(&core, input).await?
            } else if matches!(self.0, Errs::MisreadingPointers) {
                dispatch::call::<Elsewhere>(&core, input).await?
            } else {
                dispatch::call::<Pay>(&core, input).await?
            };
            if let Errs::Answering(err) = self.0 {
                err(&mut answer);
            }
            Ok(answer)
        })
    }

    fn callbacks(&self, _: &str) -> &'static [dispatch::Callback] {
        static ALL: &[dispatch::Callback] = &[dispatch::Callback::of::<Notice>().asks(&[&LOOK])];
        ALL
    }

    fn hear(&self, _: &str, callback: &str, it: &dispatch::Delivered) -> Result<Heard, Failed> {
        if callback != "told" {
            return Err(Failed::UnknownName(callback.to_owned()));
        }
        let mut heard = dispatch::heard::<Notice>(it)?;
        if let Errs::Hearing(err) = self.0 {
            err(&mut heard);
        }
        Ok(heard)
    }

    fn answer(&self, _: &str, _: &str, _: &Said) -> Result<CallbackAnswer, Failed> {
        Ok(CallbackAnswer {
            status: 200,
            content_type: "text/plain".to_owned(),
            body: "OK".to_owned(),
        })
    }
}

struct Tampering {
    errs: Errs,
    through: Arc<dyn Transport>,
}

impl Transport for Tampering {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            if let Errs::Sending(err) = self.errs {
                err(&mut request);
            }
            if matches!(self.errs, Errs::SendingTwice) {
                self.through.send(request.clone()).await?;
            }
            if matches!(self.errs, Errs::SendingLater) {
                let (through, request) = (Arc::clone(&self.through), request.clone());
                tokio::spawn(async move { through.send(request).await });
            }
            if matches!(self.errs, Errs::NotSending) {
                return Ok(HttpReply {
                    status: 200,
                    headers: Vec::new(),
                    body: br#"{"code":"0","text":"Done.","id":"R1","payer":"Ada"}"#.to_vec(),
                });
            }
            self.through.send(request).await
        })
    }
}

/// Puts another header in.
pub(crate) fn header(request: &mut HttpRequest, name: &str, value: &str) {
    let value = HeaderText::Plain(value.to_owned());
    request.headers.push((name.to_owned(), value));
}

/// Exchanges a part of the body.
pub(crate) fn body(request: &mut HttpRequest, from: &str, to: &str) {
    let text = String::from_utf8(request.body.clone()).unwrap();
    assert!(text.contains(from), "{text} has no {from}");
    request.body = text.replace(from, to).into_bytes();
}

const HEADERS: &[rt::Slot] = &[
    rt::Slot::constant("Content-Type", "application/json"),
    rt::Slot::credential("apiKey", 0),
];

const BODY: &[rt::Slot] = &[
    rt::Slot::caller("/phone", 0),
    rt::Slot::caller("/amount", 1),
    rt::Slot::caller("/channel", 2).rules(&[rt::Rule::OneOf(&["MPESA", "AIRTEL"])]),
];

const CREDENTIALS: &[rt::CredentialRow] = &[rt::CredentialRow::new("api_key").secret()];

const fn provider(codes: &'static [rt::CodeRow]) -> rt::Provider {
    rt::Provider {
        name: "acme",
        servers: &["gateway"],
        credentials: CREDENTIALS,
        settings: &[],
        environments: &[rt::Environment {
            name: "sandbox",
            servers: &[rt::Server {
                url: Some("http://acme.invalid:3030"),
                cleartext: true,
            }],
        }],
        headers: HEADERS,
        codes,
        auth: rt::Auth::new(),
    }
}

const fn code(code: &'static str, meaning: &'static str, outcome: Outcome) -> rt::CodeRow {
    rt::CodeRow::new(code, meaning, outcome, &[])
}

static PROVIDER: rt::Provider = provider(&[
    code("0", "Done.", Outcome::Succeeded),
    code("1", "Accepted.", Outcome::Pending),
    code("5", "Lost.", Outcome::Unknown),
    code("9", "Refused.", Outcome::Rejected),
]);

static MISREAD: rt::Provider = provider(&[
    code("0", "Done.", Outcome::Succeeded),
    code("1", "Accepted.", Outcome::Succeeded),
    code("5", "Lost.", Outcome::Rejected),
    code("9", "Refused.", Outcome::Unknown),
]);

const fn pay(provider: &'static rt::Provider, effect: Effect) -> rt::Operation {
    rt::Operation::new(provider, "pay", effect)
        .at(rt::Method::Post, 0, "/v1/pay")
        .body(BODY)
        .codes(&["/code"])
        .messages(&["/text"])
        .references(&["/id"])
        .pending(Resolution::OnlyByCallback("told"))
        .unknown(Resolution::OnlyByCallback("told"))
}

static PAY: rt::Operation = pay(&PROVIDER, Effect::Spends);
static MISREAD_PAY: rt::Operation = pay(&MISREAD, Effect::Spends);
static ASKED: rt::Operation = pay(&PROVIDER, Effect::Reads);
static LOOK: rt::Operation = rt::Operation::new(&PROVIDER, "look", Effect::Reads)
    .at(rt::Method::Get, 0, "/v1/look")
    .query(&[rt::Slot::caller("id", 0)])
    .codes(&["/code"])
    .messages(&["/text"])
    .references(&["/id"])
    .fate(rt::Fate::of(0).codes(&["0", "9"]).names(&["/id"]));
static ELSEWHERE: rt::Operation = pay(&PROVIDER, Effect::Spends).codes(&["/id"]);

macro_rules! request {
    ($name:ident, $operation:ident) => {
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            phone: Masked,
            amount: Amount,
            channel: String,
        }

        rt::request!($name => Paid, $operation, [phone, amount, channel]);
    };
}

request!(Pay, PAY);
request!(MisreadPay, MISREAD_PAY);
request!(Asked, ASKED);
request!(Elsewhere, ELSEWHERE);

rt::record! {
    /// What a payment is answered.
    struct Paid {
        code: String = "code",
        text: String = "text",
        id: String = "id",
        payer: Masked = "payer",
    }
}

rt::record! {
    /// What is told of a payment.
    struct Notice {
        code: String = "code",
        id: String = "id",
        payer: Masked = "payer",
    }
}

static TOLD: rt::CallbackRule = rt::CallbackRule::new(&PROVIDER, "told")
    .codes(&["/code"])
    .references(&["/id"])
    .confirmed("look", &[("/payer", "/payer")]);

impl rt::Inbound for Notice {
    const RULE: &'static rt::CallbackRule = &TOLD;

    fn shape(&self) -> &'static str {
        "notice"
    }
}
