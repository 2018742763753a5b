//! A folder with one fixture in it, to be run with clients that err.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use verbatim_codegen::Source;
use verbatim_codegen::model::Provider;
use verbatim_conformance::run::{Event, Plan, Ran, Snapshots, Verdict, run};
use verbatim_conformance::select::Filters;
use verbatim_conformance::suite::Suite;

use crate::stand_in::{Errs, StandIn};
use crate::with;

/// A payment that is done.
pub(crate) const PAY: &str = r#"about: a payment is done
origin: document
lines: "20-34"
samples: ["26-29", "30-34"]
operation: pay
input: { phone: "0722000001", amount: "100.00", channel: MPESA }
request:
  method: POST
  url: http://acme.invalid:3030/v1/pay
  headers: { Content-Type: application/json, apiKey: "{{test-api_key}}" }
  body: |
    {
      "phone": "0722000001",
      "amount": "100.00",
      "channel": "MPESA"
    }
reply:
  status: 200
  headers: { Content-Type: application/json }
  body: |
    { "code": "0", "text": "Done.", "id": "R1", "payer": "Ada Lovelace" }
expect:
  outcome: succeeded
  code: "0"
  message: Done.
  reference: R1
  body: |
    { "code": "0", "text": "Done.", "id": "R1", "payer": "Ada Lovelace" }
"#;

/// The fixture as a variation of what is printed, which replays none of it.
#[track_caller]
pub(crate) fn replaying_none(fixture: &str) -> String {
    let fixture = with(fixture, "[\"26-29\", \"30-34\"]", "[]");
    with(&fixture, "origin: document", "origin: derived")
}

/// A payment that is refused.
pub(crate) fn refused() -> String {
    let (head, _) = PAY.split_once("reply:\n").unwrap();
    replaying_none(&format!(
        "{head}reply: {{ status: 400, body: '{{\"code\":\"9\",\"text\":\"No.\"}}' }}\n\
         expect: {{ outcome: rejected, kind: rejected, certainty: not_applied, code: \"9\", message: No. }}\n"
    ))
}

/// A table of every code.
pub(crate) fn table() -> String {
    let (head, _) = PAY.split_once("reply:\n").unwrap();
    replaying_none(&format!(
        "{head}reply: {{ status: 200, body: '{{\"code\":\"{{{{code}}}}\"}}' }}\n\
         codes:\n  \"0\": succeeded\n  \"1\": pending\n  \"5\": unknown\n  \"9\": rejected\n"
    ))
}

/// A callback.
pub(crate) const TOLD: &str = r#"about: a notice is read and acknowledged
origin: document
lines: "40-45"
samples: ["40-44"]
callback: told
deliver:
  method: POST
  body: '{"code":"0","id":"R1","payer":"Ada Lovelace"}'
answer: nothing
expect:
  shape: notice
  outcome: succeeded
  code: "0"
  reference: R1
  body: '{"code":"0","id":"R1","payer":"Ada Lovelace"}'
  answer: { status: 200, content_type: text/plain, body: OK }
"#;

/// A folder of fixtures.
pub(crate) struct Bench(TempDir);

impl Bench {
    pub(crate) fn new() -> Bench {
        let res = Bench(tempfile::tempdir().unwrap());
        res.put(
            "setup.yaml",
            "environment: sandbox\ncredentials: { api_key: test-api-key }\n",
        );
        res
    }

    /// A folder with one fixture of `pay`.
    pub(crate) fn with(fixture: &str) -> Bench {
        let res = Bench::new();
        res.put("pay-case.yaml", fixture);
        res
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        self.put_bytes(name, text.as_bytes());
    }

    pub(crate) fn put_bytes(&self, name: &str, bytes: &[u8]) {
        let folder = self.0.path().join("acme");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn suite(&self) -> Suite {
        Suite::read(self.0.path(), vec![acme()]).unwrap()
    }

    /// Everything that a run of the fixtures tells, without the folder in it.
    pub(crate) fn run(&self, errs: Errs, snapshots: Snapshots) -> Told {
        let plan = Plan {
            threads: 4,
            snapshots,
            ..Plan::default()
        };
        self.run_by(&plan, errs)
    }

    /// The same, by another plan.
    pub(crate) fn run_by(&self, plan: &Plan, errs: Errs) -> Told {
        let suite = Suite {
            negatives: Vec::new(),
            ..self.suite()
        };
        self.told(&suite, plan, errs)
    }

    /// What a run tells of all that is made of the fixtures.
    pub(crate) fn spoil(&self, errs: Errs) -> Told {
        let suite = self.suite();
        let names = suite.negatives.iter().map(|it| it.name.clone());
        let plan = Plan {
            filters: Filters::default().only(names.collect()),
            ..Plan::default()
        };
        self.told(&suite, &plan, errs)
    }

    fn told(&self, suite: &Suite, plan: &Plan, errs: Errs) -> Told {
        let mut told = Vec::new();
        let mut order = Vec::new();
        let ran = run(suite, &StandIn(errs), plan, &mut |event| {
            let (name, verdict) = match event {
                Event::Began { .. } | Event::Accepted { .. } => return,
                Event::Fault(fault) => return told.push(fault.fault.to_string()),
                Event::Broken(broken) => {
                    return told.extend(broken.faults.iter().map(ToString::to_string));
                }
                Event::Played {
                    fixture, verdict, ..
                } => (&fixture.name, verdict),
                Event::Spoiled {
                    negatives, verdict, ..
                } => (&negatives.name, verdict),
            };
            order.push(name.clone());
            match verdict {
                Verdict::Passed | Verdict::KnownFailure(_) => {}
                Verdict::Failed(failures) => {
                    told.extend(failures.iter().map(ToString::to_string));
                }
                Verdict::CouldNotRun(why) => told.push(why.clone()),
            }
        });
        let folder = self.0.path().to_string_lossy().into_owned();
        let told = told.into_iter().map(|it| it.replace(&folder, "")).collect();
        Told { told, order, ran }
    }
}

/// What a run told.
pub(crate) struct Told {
    pub(crate) told: Vec<String>,
    pub(crate) order: Vec<String>,
    pub(crate) ran: Ran,
}

/// The provider.
pub(crate) fn acme() -> Provider {
    let source = Source::single("acme", "acme.yaml", include_str!("acme.yaml"));
    verbatim_codegen::check(&source).unwrap_or_else(|it| panic!("{it}"))
}
