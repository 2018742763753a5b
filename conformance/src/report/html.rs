//! From results to one page: the document's lines, and beside each its facts, fixtures and mutants.
//!
//! The page needs nothing but itself: its style and its script are named by digest in a policy that
//! allows nothing else, and every text is escaped by the template.

mod veil;

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use verbatim_codegen::facts::{Fact, facts};
use verbatim_codegen::model::{Lines, Provider};

use super::mutants::Mutants;
use super::results::{Case, End, Results, provider_of};
use crate::run::{Ran, Tally};
use crate::trace::Document;
use veil::Veil;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
const PAGE: &str = include_str!("html/page.html");

/// What the page shows.
#[derive(Debug)]
pub struct Seen<'a> {
    /// Every case.
    pub results: &'a Results,
    /// The run.
    pub ran: &'a Ran,
    /// The specs.
    pub providers: &'a [Provider],
    /// The folder of the documents, where they are at hand.
    pub documents: Option<&'a Path>,
    /// Mutants, where they were run.
    pub mutants: &'a Mutants,
}

/// The page.
pub fn html(seen: &Seen<'_>) -> String {
    let sections: Vec<_> = (seen.providers.iter())
        .filter(|it| {
            seen.results
                .cases
                .iter()
                .any(|case| provider_of(&case.name) == it.name)
        })
        .map(|it| section(seen, it))
        .collect();
    let cases: Vec<_> = seen.results.cases.iter().enumerate().map(case).collect();
    let total = seen.ran.total();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let rendered = environment.add_template("page.html", PAGE).and_then(|()| {
        environment.get_template("page.html")?.render(context! {
            style => STYLE,
            script => SCRIPT,
            style_digest => digest(STYLE),
            script_digest => digest(SCRIPT),
            version => env!("CARGO_PKG_VERSION"),
            sections => Serde(sections),
            cases => Serde(cases),
            faults => seen.results.faults.iter().map(|it| it.1.to_string()).collect::<Vec<_>>(),
            count => total.cases,
            passed => total.passed,
            failed => total.failed,
            known => total.known_failures,
            could_not_run => total.could_not_run,
            mutants => seen.mutants.known(),
        })
    });
    rendered.expect("the template is ours, and every value of it is given")
}

/// As a policy names what may stand in a page.
fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[derive(Serialize)]
struct Section {
    name: String,
    document: String,
    at_hand: bool,
    coverage: Vec<(String, usize, usize)>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    line: u32,
    text: String,
    /// `executed`, `uncovered`, or `plain` where nothing is said of it.
    state: &'static str,
    facts: Vec<FactRow>,
    discrepancies: Vec<String>,
    /// By index among the cases, with name and whether it holds.
    fixtures: Vec<(usize, String, bool)>,
    failing: bool,
    killed: usize,
    survivors: Vec<String>,
}

#[derive(Serialize, Clone)]
struct FactRow {
    name: String,
    /// `executed`, `uncovered`, or `unknown` where fixtures alone can tell.
    state: &'static str,
}

#[derive(Serialize)]
struct CaseRow {
    index: usize,
    name: String,
    provider: String,
    about: String,
    file: String,
    origin: &'static str,
    verdict: &'static str,
    milliseconds: u128,
    lines: Vec<(u32, String)>,
    told: Vec<String>,
}

fn case((index, case): (usize, &Case)) -> CaseRow {
    let (verdict, told) = match &case.end {
        End::Passed => ("passed", Vec::new()),
        End::Failed(all) => ("failed", all.iter().map(ToString::to_string).collect()),
        End::Known(known, all) => {
            let why = format!("until {}: {}", known.gone_by, known.reason);
            let all = all.iter().map(ToString::to_string);
            ("known failure", std::iter::once(why).chain(all).collect())
        }
        End::CouldNotRun(why) => ("could not run", vec![why.clone()]),
        End::Broken(all) => (
            "cannot be read",
            all.iter().map(ToString::to_string).collect(),
        ),
    };
    let range = |it: &(u32, u32)| (it.0, Lines(vec![*it]).prose());
    CaseRow {
        index,
        name: case.name.clone(),
        provider: provider_of(&case.name).to_owned(),
        about: case.about.clone(),
        file: case.file.clone(),
        origin: case.origin,
        verdict,
        milliseconds: case.took.as_millis(),
        lines: case.lines.0.iter().map(range).collect(),
        told,
    }
}

/// What stands beside one line, while it is collected.
#[derive(Default)]
struct Beside<'a> {
    facts: Vec<&'a Fact>,
    discrepancies: Vec<String>,
    fixtures: Vec<(usize, &'a Case)>,
}

fn section(seen: &Seen<'_>, provider: &Provider) -> Section {
    let none = Tally::default();
    let tally = seen.ran.providers.get(&provider.name).unwrap_or(&none);
    let facts = facts(provider);
    let name = provider.documents.first().map_or("", |it| &it.name);
    let document = seen.documents.and_then(|it| Document::read(it, name).ok());
    let mut beside: BTreeMap<u32, Beside<'_>> = BTreeMap::new();
    for line in document.iter().flat_map(|it| 1..=it.last()) {
        beside.entry(line).or_default();
    }
    for fact in &facts {
        for line in each(&fact.citation.lines()) {
            beside.entry(line).or_default().facts.push(fact);
        }
    }
    for it in &provider.discrepancies {
        for line in each(&it.lines) {
            beside
                .entry(line)
                .or_default()
                .discrepancies
                .push(it.name.clone());
        }
    }
    for (index, case) in seen.results.cases.iter().enumerate() {
        if provider_of(&case.name) == provider.name {
            for line in each(&case.lines) {
                beside.entry(line).or_default().fixtures.push((index, case));
            }
        }
    }
    let veil = document.as_ref().map(|it| Veil::of(provider, it));
    let rows = beside.into_iter().map(|(line, beside)| {
        let text = document.as_ref().map_or("", |it| it.line(line));
        let text = veil.as_ref().map_or(String::new(), |it| it.over(text));
        row(seen, provider, tally, line, text, &beside)
    });
    let parts = tally.coverage.parts().into_iter();
    Section {
        name: provider.name.clone(),
        document: name.to_owned(),
        at_hand: document.is_some(),
        coverage: parts
            .map(|(kind, part)| {
                let (touched, all) = part.count();
                (kind.replace('_', " "), touched, all)
            })
            .collect(),
        rows: rows.collect(),
    }
}

fn each(lines: &Lines) -> impl Iterator<Item = u32> + '_ {
    lines.0.iter().flat_map(|it| it.0..=it.1)
}

fn row(
    seen: &Seen<'_>,
    provider: &Provider,
    tally: &Tally,
    line: u32,
    text: String,
    beside: &Beside<'_>,
) -> Row {
    let prefix = format!("{}/", provider.name);
    let facts: Vec<_> = (beside.facts.iter())
        .map(|fact| FactRow {
            name: fact
                .name
                .strip_prefix(&prefix)
                .unwrap_or(&fact.name)
                .to_owned(),
            state: match tally.coverage.executed(provider, fact) {
                Some(true) => "executed",
                Some(false) => "uncovered",
                None => "unknown",
            },
        })
        .collect();
    let holds = |it: &Case| matches!(it.end, End::Passed);
    let executed = facts.iter().any(|it| it.state == "executed")
        || beside.fixtures.iter().any(|it| holds(it.1));
    let fate = seen.mutants.of(&provider.name, line);
    Row {
        line,
        text,
        state: match (executed, facts.is_empty()) {
            (true, _) => "executed",
            (false, false) => "uncovered",
            (false, true) => "plain",
        },
        facts,
        discrepancies: beside.discrepancies.clone(),
        fixtures: (beside.fixtures.iter())
            .map(|(index, it)| {
                let name = it.name.strip_prefix(&prefix).unwrap_or(&it.name);
                (*index, name.to_owned(), holds(it))
            })
            .collect(),
        failing: beside.fixtures.iter().any(|it| !holds(it.1)),
        killed: fate.map_or(0, |it| it.killed),
        survivors: fate.map_or(Vec::new(), |it| it.survivors.clone()),
    }
}
