//! A client that is given a spoiled reply, and what of its answer is not as the rule says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use verbatim_clients::dispatch::Generated;
use verbatim_codegen::model::{CodePlace, Effect};
use verbatim_conformance::negatives::{Step, Tree, json_path, pointer};
use verbatim_runtime::dispatch::{Answer, Clients, Failed, Setup};
use verbatim_runtime::{
    BoxFuture, Certainty, Error, HttpReply, HttpRequest, Kind, Limits, Outcome, Transport,
    TransportError,
};

use crate::rule::Fate;
use crate::subjects::Subject;

/// A reply with one place that is not as it should be.
pub(crate) struct Spoiled {
    /// What is wrong there.
    pub(crate) how: String,
    pub(crate) body: Tree,
    pub(crate) read: Vec<Step>,
    pub(crate) written: Vec<Step>,
    pub(crate) in_list: bool,
    /// What must become of it.
    pub(crate) fate: Fate,
    /// The text that must be written there, where it is kept.
    pub(crate) text: Option<String>,
    /// Whether it may change what the reply means.
    pub(crate) decides: bool,
}

/// A client, and what it makes of the reply before it is spoiled.
pub(crate) struct Asked<'a> {
    subject: &'a Subject<'a>,
    runtime: Runtime,
    answer: Answer,
    body: Tree,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(subject: &'a Subject<'a>, base: &Tree) -> Asked<'a> {
        let runtime = Builder::new_current_thread().enable_time().build();
        let runtime = runtime.expect("a runtime");
        let answer = ask(&runtime, subject, base.to_string().into_bytes());
        let answer = answer.unwrap_or_else(|it| panic!("{subject}: {it}: {base}"));
        let body = Tree::read(&answer.body).expect("JSON is written");
        Asked {
            subject,
            runtime,
            answer,
            body,
        }
    }

    /// What does not hold.
    pub(crate) fn fault(&self, it: &Spoiled) -> Option<String> {
        let bytes = it.body.to_string().into_bytes();
        let ended = catch_unwind(AssertUnwindSafe(|| self.ask(bytes)));
        let fault = match ended {
            Err(_) => Err("it panics".to_owned()),
            Ok(Err(Failed::Call(error))) => self.refused(it, &error),
            Ok(Err(failed)) => Err(format!("no call was made: {failed}")),
            Ok(Ok(answer)) => self.survived(it, &answer),
        };
        let what = fault.err()?;
        let (subject, path, how) = (self.subject, json_path(&it.read), &it.how);
        Some(format!("{subject}: {how} at {path}: {what}\n  {}", it.body))
    }

    /// Whether these bytes make it panic.
    pub(crate) fn panicked(&self, bytes: Vec<u8>) -> Option<String> {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let ended = catch_unwind(AssertUnwindSafe(|| self.ask(bytes)));
        let panicked = ended.is_err();
        panicked.then(|| format!("{}: it panics: {shown}", self.subject))
    }

    fn ask(&self, bytes: Vec<u8>) -> Result<Answer, Failed> {
        ask(&self.runtime, self.subject, bytes)
    }

    fn refused(&self, it: &Spoiled, error: &Error) -> Result<(), String> {
        let told = || format!("{error}, which is {:?}", error.certainty());
        let path = json_path(&it.read);
        if error.kind() == Kind::Unreadable
            && it.fate == Fate::Refused
            && error.path() == Some(&path)
        {
            let (expected, found) = (self.certainty(), error.certainty());
            return match it.decides || found == expected {
                true => Ok(()),
                false => Err(format!("{}, and not {expected:?}", told())),
            };
        }
        // A code that says something else, or is not there, is no fault of the reading.
        match it.decides && matches!(error.kind(), Kind::Unclear | Kind::Rejected) {
            true => Ok(()),
            false => Err(told()),
        }
    }

    /// What is known when the reply is refused, and its code is what it was.
    fn certainty(&self) -> Certainty {
        let Answer { outcome, code, .. } = &self.answer;
        match self.subject.operation.effect {
            Effect::Reads => Certainty::NotApplied,
            Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
                match (outcome, code) {
                    (Outcome::Succeeded, Some(_)) => Certainty::Applied,
                    (_, _) => Certainty::Unknown,
                }
            }
        }
    }

    fn survived(&self, it: &Spoiled, answer: &Answer) -> Result<(), String> {
        let body = Tree::read(&answer.body).ok_or("no JSON is written")?;
        let found = body.at(&it.written);
        let first = self.subject.operation.reply.codes.first();
        let is_code = first == Some(&CodePlace::Pointer(pointer(&it.read)));
        if is_code && it.text.as_deref() == Some("unlisted") {
            return Err("a code that nobody knows is an answer".to_owned());
        }
        if !it.decides && (answer.outcome, &answer.code) != (self.answer.outcome, &self.answer.code)
        {
            return Err(format!("the outcome is {:?}", answer.outcome));
        }
        let holds = match it.fate {
            Fate::Refused => return Err("it is no fault".to_owned()),
            Fate::Kept => match &it.text {
                Some(text) => found.is_some_and(|it| it.plain() == *text),
                None => found.is_some_and(|it| !it.is_null()),
            },
            Fate::Gone => it.in_list || found.is_none_or(Tree::is_null),
        };
        if !holds {
            let found = found.map(ToString::to_string).unwrap_or_default();
            return Err(format!("`{found}` is written"));
        }
        // Nothing else is another than before; an item that is gone leaves no hole.
        let rest = match (it.in_list, it.fate) {
            (true, Fate::Gone) => body,
            (_, _) => body.without(&it.written),
        };
        match rest == self.body.without(&it.written) {
            true => Ok(()),
            false => Err(format!("something else changed: {rest}")),
        }
    }
}

fn ask(runtime: &Runtime, subject: &Subject<'_>, body: Vec<u8>) -> Result<Answer, Failed> {
    let setup = Setup {
        environment: subject.setup.environment.clone(),
        servers: subject.setup.servers.clone(),
        credentials: subject.setup.credentials.clone(),
        way: subject.way.clone(),
        settings: subject.setup.settings.clone(),
        pages: None,
        limits: Limits::default(),
        transport: Arc::new(Canned(HttpReply {
            status: subject.status,
            headers: Vec::new(),
            body,
        })),
        clock: None,
        nonces: None,
    };
    let (provider, operation) = (&subject.provider.name, &subject.operation.name);
    runtime.block_on(Generated.call(provider, setup, operation, subject.input))
}

/// Answers every request with the same reply.
struct Canned(HttpReply);

impl Transport for Canned {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let reply = self.0.clone();
        Box::pin(async move { Ok(reply) })
    }
}
