//! From what happened to the text that is recorded: as a wire would see it, private values masked.
//!
//! `>` is what we send, `<` what the provider sends, `=` what the client made of it, `!` an error.

use verbatim_runtime::dispatch::{Answer, Failed, Heard};
use verbatim_runtime::{CallbackAnswer, Error, Resolution, Settled};

use crate::fixture::{
    Call, CallExpect, Case, Delivery, DeliveryExpect, Fixture, Reply, ReplyFault,
};
use crate::mask::{Mask, Side};
use crate::play::{Confirming, End, Exchange, Hearing, Played, told as told_by};
use crate::verdict::in_words;
use crate::wire::Arrived;

/// The transcript of a played fixture.
pub fn transcript(fixture: &Fixture, played: &Played, mask: &Mask<'_>) -> String {
    let mut page = Page {
        mask,
        text: String::new(),
    };
    match (&fixture.case, played) {
        (Case::Call(call), Played::Call(exchanges)) => page.calls(call, exchanges),
        (Case::Delivery(delivery), Played::Delivery(hearings)) => {
            page.deliveries(delivery, hearings);
        }
        (Case::Call(_), Played::Delivery(_)) | (Case::Delivery(_), Played::Call(_)) => {
            unreachable!("a fixture is played as what it is")
        }
    }
    page.text
}

struct Page<'a> {
    mask: &'a Mask<'a>,
    text: String,
}

impl Page<'_> {
    fn calls(&mut self, call: &Call, exchanges: &[Exchange]) {
        let (Some(first), Some(row)) = (exchanges.first(), call.rows.first()) else {
            return;
        };
        match first.asked.first() {
            Some(url) => self.request(url, first.arrived.first()),
            None => self.line('>', "nothing is sent"),
        }
        match &row.expect {
            CallExpect::Codes(_) => {
                if let Some(reply) = &row.reply {
                    self.reply(reply);
                }
                for exchange in exchanges {
                    let code = exchange.code.as_deref().unwrap_or_default();
                    let line = self.end_line(&exchange.end, |it: &Answer| it.outcome.to_string());
                    self.row_line(code, &line);
                }
            }
            CallExpect::Answer(_) | CallExpect::Error(_) | CallExpect::Inexpressible(_) => {
                let mut replies = row.replies();
                if let (Some(reply), true) = (replies.next(), !first.arrived.is_empty()) {
                    self.reply(reply);
                }
                let of_call = first.settled.as_ref().map_or(usize::MAX, |it| it.after);
                let asked = first.asked.iter().enumerate().take(of_call);
                for (index, url) in asked.skip(1) {
                    self.request(url, first.arrived.get(index));
                    if let Some(reply) = replies.next() {
                        self.reply(reply);
                    }
                }
                match &first.end {
                    End::Done(answer) => self.answer(answer),
                    End::Failed(_) | End::Panicked(_) | End::Hung => self.no_answer(&first.end),
                }
                if let Some(settling) = &first.settled {
                    let asked = first.asked.iter().enumerate().skip(settling.after);
                    for (index, url) in asked {
                        self.request(url, first.arrived.get(index));
                        if let Some(reply) = replies.next() {
                            self.reply(reply);
                        }
                    }
                    match &settling.end {
                        End::Done(settled) => self.settled(settled),
                        End::Failed(_) | End::Panicked(_) | End::Hung => {
                            self.no_answer(&settling.end);
                        }
                    }
                }
            }
        }
        // The first row was shown in full; how every row ended is one line each.
        for exchange in exchanges {
            if let Some(value) = &call.rows[exchange.row].value {
                let line = self.end_line(&exchange.end, |it: &Answer| it.outcome.to_string());
                self.row_line(&self.mask.text(value), &line);
            }
        }
    }

    fn deliveries(&mut self, delivery: &Delivery, hearings: &[Hearing]) {
        let Some(first) = hearings.first() else {
            return;
        };
        let table = matches!(delivery.expect, DeliveryExpect::Codes(_));
        self.line('<', &format!("{} {}", delivery.method, delivery.callback));
        self.headers('<', &delivery.headers);
        self.body(
            '<',
            Side::Reply,
            if table { &delivery.body } else { &first.body },
        );
        if table {
            for hearing in hearings {
                let code = hearing.code.as_deref().unwrap_or_default();
                let line = self.end_line(&hearing.end, |it: &Heard| {
                    let outcome = it
                        .outcome
                        .map_or_else(|| "no outcome".to_owned(), |it| it.to_string());
                    format!("{}, {outcome}", it.shape)
                });
                self.row_line(code, &line);
            }
            return;
        }
        match &first.end {
            End::Done(heard) => self.heard(heard),
            End::Failed(_) | End::Panicked(_) | End::Hung => self.no_answer(&first.end),
        }
        match &first.answer {
            Some(End::Done(answer)) => self.answered(answer),
            Some(other) => self.no_answer(other),
            None => {}
        }
        if let Some(confirming) = &first.confirming {
            self.confirmed(delivery, confirming);
        }
    }

    fn confirmed(&mut self, delivery: &Delivery, confirming: &Confirming) {
        let mut replies = delivery.queries().map(|it| &it.1);
        for (index, url) in confirming.asked.iter().enumerate() {
            self.request(url, confirming.arrived.get(index));
            if let Some(reply) = replies.next() {
                self.reply(reply);
            }
        }
        match &confirming.end {
            End::Done(confirmation) => {
                let (settled, differs) = told_by(confirmation);
                let differs = (!differs.is_empty()).then(|| differs.join(", "));
                self.line('=', confirmation.as_str());
                self.part('=', "differs", differs.as_deref());
                self.settled(&settled);
            }
            End::Failed(_) | End::Panicked(_) | End::Hung => self.no_answer(&confirming.end),
        }
    }

    fn request(&mut self, url: &str, arrived: Option<&Arrived>) {
        let Some(arrived) = arrived else {
            self.line(
                '>',
                &format!("{}, which does not arrive", self.mask.text(url)),
            );
            return;
        };
        let line = format!("{} {}", arrived.method, self.mask.text(url));
        self.line('>', &line);
        self.headers('>', &arrived.headers);
        self.body('>', Side::Request, &String::from_utf8_lossy(&arrived.body));
    }

    fn reply(&mut self, reply: &Reply) {
        match reply.fault {
            None => {}
            Some(ReplyFault::Closed) => {
                self.line('<', "the connection ends before the reply");
                return;
            }
            Some(ReplyFault::Stalled) => {
                self.line('<', "nothing comes");
                return;
            }
            Some(ReplyFault::Cut) => self.line('<', "the connection ends within this reply"),
            Some(ReplyFault::Endless) => self.line('<', "this reply does not end"),
        }
        self.line('<', &reply.status.to_string());
        self.headers('<', &reply.headers);
        self.body('<', Side::Reply, &reply.body);
    }

    fn answer(&mut self, answer: &Answer) {
        self.line('=', &answer.outcome.to_string());
        self.part('=', "code", answer.code.as_deref());
        self.part('=', "detail", answer.detail.as_deref());
        self.part('=', "our reference", answer.our_reference.as_deref());
        self.part('=', "message", answer.message.as_deref());
        self.part('=', "reference", answer.reference.as_deref());
        self.line('=', &self.mask.body(Side::Reply, &answer.body));
    }

    fn settled(&mut self, settled: &Settled) {
        self.line('=', &format!("settled: {}", in_words(settled)));
        if let Some(found) = settled.found() {
            self.part('=', "code", found.code());
            self.part('=', "detail", found.detail());
            self.part('=', "message", found.message());
            self.part('=', "reference", found.reference());
        }
    }

    fn heard(&mut self, heard: &Heard) {
        let outcome = heard.outcome.map(|it| it.to_string());
        self.line('=', &heard.shape);
        self.part('=', "outcome", outcome.as_deref());
        self.part('=', "code", heard.code.as_deref());
        self.part('=', "detail", heard.detail.as_deref());
        self.part('=', "reference", heard.reference.as_deref());
        self.line('=', &self.mask.body(Side::Reply, &heard.body));
    }

    fn answered(&mut self, answer: &CallbackAnswer) {
        self.line('>', &answer.status.to_string());
        let content_type = ("content-type".to_owned(), answer.content_type.clone());
        self.headers('>', &[content_type]);
        self.body('>', Side::Request, &answer.body);
    }

    fn error(&mut self, error: &Error) {
        self.line('!', &told(error));
        self.part('!', "code", error.code());
        self.part('!', "detail", error.detail_code());
        self.part('!', "our reference", error.our_reference());
        self.part('!', "message", error.message());
        self.part('!', "reference", error.reference());
        self.part('!', "path", error.path());
        if error.resolution() != Resolution::Nothing {
            self.part('!', "left to do", Some(&error.resolution().to_string()));
        }
        self.line('!', &self.mask.text(&error.to_string()));
    }

    fn no_answer<T>(&mut self, end: &End<T>) {
        match end {
            End::Failed(Failed::Call(error)) => self.error(error),
            End::Failed(Failed::Input(why)) => {
                self.line('!', &format!("no such request: {}", self.mask.text(why)));
            }
            End::Failed(Failed::UnknownName(name)) => {
                self.line('!', &format!("there is no `{name}`"));
            }
            End::Panicked(said) => {
                self.line('!', &format!("a panic: {}", self.mask.text(said)));
            }
            End::Hung => self.line('!', "the client does not come back"),
            End::Done(_) => {}
        }
    }

    /// How a play of one code of a table ended, in one line.
    fn end_line<T>(&self, end: &End<T>, done: impl Fn(&T) -> String) -> String {
        match end {
            End::Done(it) => format!("= {}", done(it)),
            End::Failed(Failed::Call(error)) => format!("! {}", told(error)),
            End::Failed(failed) => format!("! {}", self.mask.text(&failed.to_string())),
            End::Panicked(said) => format!("! a panic: {}", self.mask.text(said)),
            End::Hung => "! the client does not come back".to_owned(),
        }
    }

    fn row_line(&mut self, name: &str, line: &str) {
        self.text.push_str(&shown(&format!("{name} {line}")));
        self.text.push('\n');
    }

    fn part(&mut self, mark: char, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(mark, &format!("{name}: {}", self.mask.text(value)));
        }
    }

    fn headers(&mut self, mark: char, headers: &[(String, String)]) {
        for (name, value) in headers {
            if self.mask.counts(name) {
                let (name, value) = (name.to_ascii_lowercase(), self.mask.header(name, value));
                self.line(mark, &format!("{name}: {value}"));
            }
        }
    }

    fn body(&mut self, mark: char, side: Side, body: &str) {
        if !body.is_empty() {
            self.line(mark, "");
            self.line(mark, self.mask.body(side, body).trim_end_matches('\n'));
        }
    }

    /// One line, or several, each with its mark.
    fn line(&mut self, mark: char, text: &str) {
        for line in text.split('\n') {
            self.text.push(mark);
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(&shown(line));
            }
            self.text.push('\n');
        }
    }
}

/// `unclear, outcome unknown, certainty unknown`; the outcome where the kind does not say it.
fn told(error: &Error) -> String {
    let (kind, certainty) = (error.kind(), error.certainty());
    let outcome = error.outcome().map(|it| it.to_string());
    match outcome.filter(|it| *it != kind.to_string()) {
        Some(outcome) => format!("{kind}, outcome {outcome}, certainty {certainty}"),
        None => format!("{kind}, certainty {certainty}"),
    }
}

/// A line with its control characters, and a blank at its end, spelled out: nobody's editor can
/// take them away.
fn shown(line: &str) -> String {
    let mut res = String::with_capacity(line.len());
    for it in line.chars() {
        if it.is_control() || matches!(it, '\u{feff}' | '\u{200b}'..='\u{200f}') {
            res.extend(it.escape_default());
        } else {
            res.push(it);
        }
    }
    if res.ends_with(' ') {
        res.pop();
        res.push_str("\\u{20}");
    }
    res
}
