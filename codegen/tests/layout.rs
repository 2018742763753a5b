//! That a generated page is as the pinned rustfmt leaves it, however long its names and texts are.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use verbatim_codegen::{Page, Source, Tree, check, generate, load};

/// The specs of the workspace, and the made-up ones with the worst names and texts.
#[test]
fn rustfmt_changes_no_page_of_any_spec() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for below in ["../specs", "../conformance/made-up/specs"] {
        let mut tree = Tree::of(root);
        tree.specs = root.join(below);
        for name in tree.names().expect("there are specs") {
            let provider = load(&tree.specs.join(name)).expect("the spec has no fault");
            unchanged(&generate(&provider));
        }
    }
}

/// Each name grows by a length of its own, so that the lines of each shape end in many columns.
#[test]
fn rustfmt_changes_no_page_whatever_the_lengths() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let acme = root.join("../conformance/made-up/specs/acme/provider.yaml");
    let acme = fs::read_to_string(acme).expect("the made-up spec is there");
    let mut turn = 1;
    for round in 0..ROUNDS {
        // Names of about the usual length come in every other round.
        let most = if round % 2 == 0 { 24 } else { LONGEST };
        let mut text = acme.clone();
        for name in NAMES {
            let longer = most.min(LONGEST - name.len());
            let grown = format!("{name}{}", "x".repeat(next(&mut turn) % (longer + 1)));
            text = rename(&text, name, &grown);
        }
        match check(&Source::single("acme", "provider.yaml", &text)) {
            Ok(provider) => unchanged(&generate(&provider)),
            Err(report) => panic!("{report}"),
        }
    }
}

/// Each round asks rustfmt about every page.
const ROUNDS: usize = 12;
/// Of a name: the longest that `check` lets pass.
const LONGEST: usize = 44;
/// Names of the made-up spec that end up in code.
const NAMES: &[&str] = &[
    "payout",
    "refund",
    "balance",
    "statement",
    "merchant_id",
    "api_key",
    "signing_key",
    "till_token",
    "refund_path",
    "keyed",
    "sealed",
    "wallet",
    "bank_code",
    "bank",
    "house",
    "accepted",
    "entry",
    "part",
    "page",
    "paid",
    "failed",
    "step",
    "notice",
    "menu",
    "paid_out",
    "not_paid",
    "merchantId",
    "amount",
    "channel",
    "till_pin",
    "account",
    "urgent",
    "PaidAt",
    "payout_ref",
    "status_code",
    "waiting",
];

/// Some number; always the same ones.
fn next(turn: &mut usize) -> usize {
    *turn = turn
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *turn >> 33
}

/// Replaces a name where it stands as a whole word.
fn rename(text: &str, from: &str, to: &str) -> String {
    let word = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let (mut res, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        res.push_str(before);
        let inside = word(before.chars().next_back()) || word(after.chars().next());
        res.push_str(if inside { from } else { to });
        rest = after;
    }
    res + rest
}

#[track_caller]
fn unchanged(pages: &[Page]) {
    for page in pages.iter().filter(|it| it.path.ends_with(".rs")) {
        let laid_out = rustfmt(&page.text);
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (page.text.lines().collect(), laid_out.lines().collect());
        if let Some(at) = (0..ours.len()).find(|at| ours.get(*at) != theirs.get(*at)) {
            let near = |lines: &[&str]| {
                let end = (at + 6).min(lines.len());
                lines[at.saturating_sub(3).min(end)..end].join("\n")
            };
            let (path, ours, theirs) = (&page.path, near(&ours), near(&theirs));
            panic!("{path}:{}\n{ours}\nrustfmt makes of it\n{theirs}", at + 1);
        }
        assert_eq!(page.text, laid_out, "{}", page.path);
    }
}

fn rustfmt(text: &str) -> String {
    let cargo = std::env::var_os("CARGO").expect("cargo runs tests");
    let rustfmt =
        Path::new(&cargo).with_file_name(format!("rustfmt{}", std::env::consts::EXE_SUFFIX));
    let mut child = Command::new(rustfmt)
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the pinned toolchain");
    let mut input = child.stdin.take().expect("it was asked for");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(text.as_bytes()).expect("rustfmt reads"));
        child.wait_with_output().expect("rustfmt ends")
    });
    assert!(output.status.success(), "rustfmt refuses the page");
    String::from_utf8(output.stdout).expect("rustfmt writes text")
}
