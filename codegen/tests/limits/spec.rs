//! A spec in a folder of its own, and how its report is asked for.

use std::fs;
use std::time::Duration;

use verbatim_codegen::{Code, Report, load};

use crate::stopwatch::Stopwatch;

/// No attack takes longer, in a debug build too; `Stopwatch` says what is counted.
pub(crate) const LONGEST: Duration = Duration::from_secs(1);
/// Nor do thousands of honest faults.
const PATIENCE: Duration = Duration::from_secs(10);

/// A spec without a fault.
pub(crate) const ACME: &str = r#"provider: acme
title: Acme
about: Takes the bills of a made-up town.
version: "0.1.0"
documents: [{ name: acme.txt, title: Acme API }]
environments:
  live: { about: The real one., servers: { main: { url: "https://acme.test", cite: 1 } } }
unsaid: { fields: demanded, cite: 3 }
records:
  payment: { about: What was paid., members: [{ wire: amount, type: money KES, cite: 22 }] }
callbacks:
  paid:
    about: Tells that a bill is paid.
    lines: 20-29
    method: POST
    method_cite: 20
    shapes: [{ name: all, record: payment }]
    answer: { status: "200", content_type: text/plain, body: OK, cite: 29 }
"#;

/// A spec in a folder of its own.
pub(crate) struct Spec(tempfile::TempDir);

impl Spec {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Spec {
        let spec = Spec(tempfile::tempdir().expect("a folder for the spec"));
        fs::create_dir_all(spec.folder()).expect("a folder for the spec");
        for (name, text) in files {
            let path = spec.folder().join(name);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
            fs::write(path, text).expect("a file of the spec");
        }
        spec
    }

    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.0.path().join("acme")
    }

    /// The report, told and printed in time.
    #[track_caller]
    pub(crate) fn report(&self, longest: Duration) -> Report {
        let watch = Stopwatch::start();
        let report = load(&self.folder()).expect_err("the spec has a fault");
        let text = report.to_string();
        let took = watch.read();
        assert!(took < longest, "{took:?}");
        assert!(text.starts_with("error["), "{text}");
        report
    }

    #[track_caller]
    pub(crate) fn refused(&self, code: Code) -> Report {
        let report = self.report(LONGEST);
        let codes: Vec<Code> = report.faults().iter().map(|it| it.code).collect();
        assert_eq!(codes, [code]);
        report
    }
}

#[track_caller]
pub(crate) fn report(files: &[(&str, &[u8])]) -> Report {
    Spec::new(files).report(PATIENCE)
}

#[track_caller]
pub(crate) fn refused(files: &[(&str, &[u8])], code: Code) -> Report {
    Spec::new(files).refused(code)
}

#[track_caller]
pub(crate) fn refused_text(text: &str, code: Code) -> Report {
    refused(&[("provider.yaml", text.as_bytes())], code)
}
