//! One case of each kind, with texts that a report must not take for its own.

use std::time::Duration;

use verbatim_codegen::model::Lines;
use verbatim_conformance::code::Code;
use verbatim_conformance::failure::Failure;
use verbatim_conformance::fault::Fault;
use verbatim_conformance::fixture::{KnownFailure, Version};
use verbatim_conformance::place::Place;
use verbatim_conformance::report::{Case, End, Results};

/// Ends elements, attributes, scripts, comments, CDATA, lines, commands, directives and blocks.
pub(crate) const HOSTILE: &str = "</script><script>alert(1)</script>]]>--><img src=x onerror=alert(1)>\"'`&amp;%0A::error::x\r\n::set-output name=a::b\n...\n---\nnot ok 1 # SKIP \\ {{7*7}} {%x%} \t\0\u{1b}[31m é 𝄞";

const FILE: &str = "conformance/fixtures/kemru/<script>%,:.yaml";

fn place() -> Place {
    Place {
        file: FILE.to_owned(),
        line: 7,
        column: 3,
    }
}

fn failure() -> Failure {
    Failure {
        code: Code::WrongBody,
        place: place(),
        field: Some("/destination/amount/deeper".to_owned()),
        message: HOSTILE.to_owned(),
        expected: Some(HOSTILE.to_owned()),
        actual: Some(HOSTILE.to_owned()),
        document: "document L473".to_owned(),
        table_code: None,
        row_value: Some(HOSTILE.to_owned()),
        oracle: None,
        made: None,
    }
}

fn fault() -> Fault {
    Fault {
        code: Code::BadYaml,
        place: place(),
        message: HOSTILE.to_owned(),
    }
}

fn case(name: &str, end: End) -> Case {
    Case {
        name: format!("kemru/{name}"),
        about: HOSTILE.to_owned(),
        file: FILE.to_owned(),
        subject: "mobile_payout".to_owned(),
        origin: "derived",
        lines: Lines(vec![(473, 475), (503, 503)]),
        took: Duration::from_millis(12_345),
        end,
    }
}

/// A case of each kind, and a fault of a folder.
pub(crate) fn results() -> Results {
    let known = KnownFailure {
        reason: HOSTILE.to_owned(),
        gone_by: Version::parse("9.0.0").unwrap(),
    };
    Results {
        cases: vec![
            case("mobile_payout-broken", End::Broken(vec![fault()])),
            case("mobile_payout-fails", End::Failed(vec![failure()])),
            case("mobile_payout-known", End::Known(known, vec![failure()])),
            case(
                "mobile_payout-nowhere",
                End::CouldNotRun(HOSTILE.to_owned()),
            ),
            case("mobile_payout-passes", End::Passed),
        ],
        faults: vec![("kemru/setup".to_owned(), fault())],
    }
}
