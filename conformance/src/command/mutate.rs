//! `conformance mutate`: every fact of the specs changed, one at a time, against the fixtures.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use verbatim_runtime::dispatch::Clients;

use super::arguments::{Format, MutateArguments};
use super::ground::{Given, Ground};
use super::{DOES_NOT_HOLD, Stop};
use crate::mutants::{self, Fate, Run};

/// How many mutants of each class became what.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    mutants: usize,
    killed: usize,
    survived: usize,
    equivalent: usize,
}

pub(super) fn run(clients: &dyn Clients, arguments: &MutateArguments) -> Result<u8, Stop> {
    let ground = Ground::read(&Given {
        specs: &arguments.specs,
        fixtures: &arguments.fixtures,
        reasons: &arguments.reasons,
        providers: &arguments.providers,
    })?;
    strange(clients, &ground, arguments)?;
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let wanted = |name: &str| ground.wants(name);
    let run = mutants::run(&ground.suite, clients, &ground.reasons, &wanted, threads)
        .map_err(Stop::could_not_run)?;
    let out = io::stdout().lock();
    match arguments.format {
        Format::Text => text(&run, arguments.redundant, out)?,
        Format::Json => writeln!(io::stdout().lock(), "{}", machine(&run))?,
    }
    Ok(if holds(&run) { 0 } else { DOES_NOT_HOLD })
}

/// What leaks is looked for in what compiled clients do: those of other specs would show nothing.
fn strange(
    clients: &dyn Clients,
    ground: &Ground,
    arguments: &MutateArguments,
) -> Result<(), Stop> {
    let known = clients.providers();
    let mut meant = ground.suite.setups.iter().map(|it| it.0.as_str());
    let Some(name) = meant.find(|it| ground.wants(it) && !known.contains(it)) else {
        return Ok(());
    };
    let advice = match arguments.out {
        None => "say by `--out DIR` where `cargo codegen --out DIR` wrote it",
        Some(_) => "run `cargo codegen` with the same --specs and --out",
    };
    Err(Stop::could_not_run(format!(
        "there is no compiled client of `{name}`: {advice}"
    )))
}

fn holds(run: &Run) -> bool {
    let bad = |it: &mutants::Result| matches!(it.fate, Fate::Survived | Fate::NotEquivalent(_));
    !run.results.is_empty()
        && !run.results.iter().any(bad)
        && run.idle_reasons.is_empty()
        && run.contradicted.is_empty()
        && run.unproven_orders.is_empty()
}

fn tallies<'a>(
    run: &'a Run,
    key: impl Fn(&'a mutants::Result) -> &'a str,
) -> BTreeMap<&'a str, Tally> {
    let mut res: BTreeMap<&str, Tally> = BTreeMap::new();
    for it in &run.results {
        let tally = res.entry(key(it)).or_default();
        tally.mutants += 1;
        match it.fate {
            Fate::Killed(_) | Fate::NotEquivalent(_) => tally.killed += 1,
            Fate::Survived => tally.survived += 1,
            Fate::Equivalent(_) => tally.equivalent += 1,
        }
    }
    res
}

fn total(run: &Run) -> Tally {
    let all = tallies(run, |_| "");
    all.get("").copied().unwrap_or_default()
}

fn per_second(run: &Run) -> f64 {
    let seconds = run.elapsed.as_secs_f64().max(0.001);
    #[expect(clippy::cast_precision_loss, reason = "it is rounded for people")]
    let mutants = run.results.len() as f64;
    mutants / seconds
}

/// How many mutants each observer was the first to notice.
fn observers(run: &Run) -> BTreeMap<&'static str, usize> {
    let mut res = BTreeMap::new();
    for it in &run.results {
        if let Fate::Killed(killers) = &it.fate
            && let Some(first) = killers.first()
        {
            *res.entry(first.observer).or_default() += 1;
        }
    }
    res
}

fn text(run: &Run, redundant: bool, mut out: impl Write) -> io::Result<()> {
    for it in &run.results {
        let name = it.mutant.name();
        match &it.fate {
            Fate::Killed(_) | Fate::Equivalent(_) => {}
            Fate::Survived => {
                writeln!(out, "survived: {}: {name}", it.provider)?;
                writeln!(out, "  said in   {}", it.mutant.cite)?;
                writeln!(out, "  = {}", missing(&it.mutant.subjects))?;
            }
            Fate::NotEquivalent(killer) => {
                writeln!(out, "not equivalent: {}: {name}", it.provider)?;
                let by = killer
                    .fixture
                    .as_deref()
                    .unwrap_or("the checks of the spec");
                writeln!(
                    out,
                    "  = {by} notices by {}; take the reason away",
                    killer.observer
                )?;
            }
        }
    }
    for it in &run.idle_reasons {
        writeln!(out, "a reason for no mutant, or a second one: {it}")?;
    }
    for it in &run.contradicted {
        writeln!(
            out,
            "the oracle contradicts {it}; run `cargo conformance` first"
        )?;
    }
    for it in &run.unproven_orders {
        writeln!(
            out,
            "no fixture tells the order of what {it} signs: write one whose values all differ"
        )?;
    }
    for it in &run.without_fixtures {
        writeln!(out, "{it} has no fixtures: none of its facts was changed")?;
    }
    let row = |name: &str, it: &Tally| {
        format!(
            "{name:<24}{:>8}{:>8}{:>10}{:>12}",
            it.mutants, it.killed, it.survived, it.equivalent
        )
    };
    writeln!(
        out,
        "{:<24}{:>8}{:>8}{:>10}{:>12}",
        "class", "mutants", "killed", "survived", "equivalent"
    )?;
    for (name, tally) in tallies(run, |it| it.mutant.class) {
        writeln!(out, "{}", row(name, &tally))?;
    }
    for (name, tally) in tallies(run, |it| &it.provider) {
        writeln!(out, "{}", row(name, &tally))?;
    }
    writeln!(out, "{}", row("together", &total(run)))?;
    let seen: Vec<String> = (observers(run).iter())
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    writeln!(out, "first noticed by: {}", seen.join(", "))?;
    if redundant {
        for it in &run.redundant {
            writeln!(out, "{it} kills nothing that no other one kills")?;
        }
    }
    let hint = if redundant {
        ""
    } else {
        "; --redundant lists them"
    };
    writeln!(
        out,
        "{} fixtures kill nothing that no other one kills{hint}",
        run.redundant.len()
    )?;
    writeln!(
        out,
        "{} mutants in {:.2} s, {:.0} per second; {} plays",
        run.results.len(),
        run.elapsed.as_secs_f64(),
        per_second(run),
        run.plays
    )
}

/// The fixture that a survivor asks for.
fn missing(subjects: &[String]) -> String {
    match subjects {
        [] => "write a fixture that fails when this is so".to_owned(),
        [one] => format!("write a fixture of `{one}` that fails when this is so"),
        [first, ..] => format!("write a fixture, of `{first}` say, that fails when this is so"),
    }
}

fn machine(run: &Run) -> Value {
    let counted = |it: &Tally| {
        json!({
            "mutants": it.mutants,
            "killed": it.killed,
            "survived": it.survived,
            "equivalent": it.equivalent,
        })
    };
    let by = |all: BTreeMap<&str, Tally>| -> Value {
        let rows = all
            .iter()
            .map(|(name, it)| ((*name).to_owned(), counted(it)));
        Value::Object(rows.collect())
    };
    let told = |it: &mutants::Result| {
        let killed: Vec<&str> = match &it.fate {
            Fate::Killed(killers) => killers
                .iter()
                .filter_map(|it| it.fixture.as_deref())
                .collect(),
            Fate::Survived | Fate::Equivalent(_) | Fate::NotEquivalent(_) => Vec::new(),
        };
        let observer = match &it.fate {
            Fate::Killed(killers) => killers.first().map(|it| it.observer),
            Fate::NotEquivalent(killer) => Some(killer.observer),
            Fate::Survived | Fate::Equivalent(_) => None,
        };
        json!({
            "provider": it.provider,
            "class": it.mutant.class,
            "fact": it.mutant.fact,
            "change": it.mutant.change,
            "said_in": it.mutant.cite,
            "fate": match &it.fate {
                Fate::Killed(_) => "killed",
                Fate::Survived => "survived",
                Fate::Equivalent(_) => "equivalent",
                Fate::NotEquivalent(_) => "not_equivalent",
            },
            "observer": observer,
            "fixtures": killed,
        })
    };
    let all = total(run);
    json!({
        "mutants": all.mutants,
        "killed": all.killed,
        "survived": all.survived,
        "equivalent": all.equivalent,
        "by_class": by(tallies(run, |it| it.mutant.class)),
        "by_provider": by(tallies(run, |it| &it.provider)),
        "by_observer": observers(run),
        "results": run.results.iter().map(told).collect::<Vec<_>>(),
        "idle_reasons": run.idle_reasons,
        "contradicted": run.contradicted,
        "unproven_orders": run.unproven_orders,
        "without_fixtures": run.without_fixtures,
        "redundant_fixtures": run.redundant,
        "seconds": run.elapsed.as_secs_f64(),
        "per_second": per_second(run),
    })
}
