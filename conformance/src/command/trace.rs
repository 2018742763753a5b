//! `conformance trace`: specs against the documents that they were read from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use verbatim_codegen::Source as Spec;
use verbatim_codegen::facts::facts;
use verbatim_codegen::lock::{DOCUMENT_LOCK, Lock};
use verbatim_codegen::model::{Provider, Source};

use super::arguments::{Format, TraceArguments};
use super::{COULD_NOT_RUN, DOES_NOT_HOLD, Stop, USAGE, unlisted};
use crate::code::Code;
use crate::house;
use crate::suite::shown;
use crate::trace::{Document, Fault, Mutant, Mutants, Seal, TRACE_LOCK, Traced, mutate, trace};

pub(super) fn run(arguments: &TraceArguments) -> Result<u8, Stop> {
    let specs = match (&arguments.specs, house::root()) {
        (Some(given), _) => given.clone(),
        (None, Some(root)) => root.join("specs"),
        (None, None) => {
            let why = "no folder above holds `specs` and `generated`; give --specs";
            return Err(Stop::could_not_run(why.to_owned()));
        }
    };
    let mut looked = Vec::new();
    for folder in folders(&specs, &arguments.providers)? {
        looked.push(one(&folder, arguments)?);
    }
    if looked.is_empty() {
        let why = format!("there is no spec in {}", shown(&specs));
        return Err(Stop::could_not_run(why));
    }
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Text => {
            for it in &looked {
                it.tell(&mut out)?;
            }
        }
        Format::Json => {
            let rows: Vec<Value> = looked.iter().map(Looked::json).collect();
            writeln!(out, "{:#}", json!({ "documents": rows }))?;
        }
    }
    Ok(if looked.iter().any(|it| !it.holds()) {
        DOES_NOT_HOLD
    } else if looked.iter().any(|it| matches!(it.end, End::Unchecked(_))) {
        COULD_NOT_RUN
    } else {
        0
    })
}

/// The folders of the specs that are meant.
fn folders(specs: &Path, wanted: &[String]) -> Result<Vec<PathBuf>, Stop> {
    let mut res = Vec::new();
    for entry in fs::read_dir(specs).map_err(|it| unlisted(specs, &it))? {
        let path = entry?.path();
        if path.join("provider.yaml").is_file() {
            res.push(path);
        }
    }
    res.sort();
    let name = |it: &Path| it.file_name().map(|it| it.to_string_lossy().into_owned());
    let known: Vec<String> = res.iter().filter_map(|it| name(it)).collect();
    if let Some(other) = wanted.iter().find(|it| !known.contains(it)) {
        return Err(Stop {
            code: USAGE,
            why: format!(
                "no spec is called `{other}`; there are {}",
                known.join(", ")
            ),
        });
    }
    res.retain(|it| wanted.is_empty() || name(it).is_some_and(|it| wanted.contains(&it)));
    Ok(res)
}

/// What came of one spec.
struct Looked {
    provider: String,
    document: String,
    end: End,
}

enum End {
    /// The spec has faults of its own.
    Faulty(String),
    /// The document is not at hand; so many facts are unchecked, and why.
    Unchecked((usize, String)),
    Traced(Box<(Traced, Option<Mutants>)>),
}

fn one(folder: &Path, arguments: &TraceArguments) -> Result<Looked, Stop> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let faulty = |why: String| Looked {
        provider: name.clone().into_owned(),
        document: String::new(),
        end: End::Faulty(why),
    };
    let spec = match Spec::read(folder) {
        Ok(spec) => spec,
        Err(report) => return Ok(faulty(report.to_string())),
    };
    let provider = match verbatim_codegen::check(&spec) {
        Ok(provider) => provider,
        Err(report) => return Ok(faulty(report.to_string())),
    };
    let document = provider.documents.first().map_or("", |it| &it.name);
    let looked = |end: End| Looked {
        provider: provider.name.clone(),
        document: document.to_owned(),
        end,
    };
    let unchecked = |why: String| looked(End::Unchecked((stated(&provider), why)));
    let Some(documents) = &arguments.documents else {
        return Ok(unchecked("give its folder with --documents".to_owned()));
    };
    let text = match Document::read(documents, document) {
        Ok(text) => text,
        Err(why) => {
            return Ok(unchecked(format!(
                "{}: {why}",
                shown(&documents.join(document))
            )));
        }
    };
    let lock = folder.join(DOCUMENT_LOCK);
    let locked = fs::read_to_string(&lock)
        .map_err(|it| it.to_string())
        .and_then(|it| Lock::parse(&it));
    let (lock, unlocked) = match locked {
        Ok(locked) => (locked, None),
        Err(why) => (text.lock.clone(), Some(format!("{}: {why}", shown(&lock)))),
    };
    let mut traced = trace(&spec, &provider, &lock, &text);
    traced.faults.extend(unlocked.map(|message| Fault {
        place: None,
        line: None,
        code: Code::WrongDocument,
        message,
    }));
    let mutants = arguments
        .mutate
        .then(|| mutate(&provider, &text, arguments.seed));
    if traced.faults.is_empty() {
        seal(folder, &Seal::of(&provider, &lock))?;
    }
    Ok(looked(End::Traced(Box::new((traced, mutants)))))
}

/// How many facts the document is said to say.
fn stated(provider: &Provider) -> usize {
    let mut all = facts(provider);
    all.retain(|it| matches!(it.citation.source, Source::Document(_)));
    all.len()
}

/// Writes `trace.lock` where it is not the same already.
fn seal(folder: &Path, seal: &Seal) -> Result<(), Stop> {
    let path = folder.join(TRACE_LOCK);
    let text = seal.to_string();
    if fs::read_to_string(&path).is_ok_and(|it| it == text) {
        return Ok(());
    }
    fs::write(&path, text)
        .map_err(|it| Stop::could_not_run(format!("{} cannot be written: {it}", shown(&path))))
}

impl Looked {
    fn holds(&self) -> bool {
        match &self.end {
            End::Faulty(_) => false,
            End::Unchecked(_) => true,
            End::Traced(it) => {
                it.0.faults.is_empty() && it.1.as_ref().is_none_or(|it| it.escaped.is_empty())
            }
        }
    }

    fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        let name = &self.provider;
        let (traced, mutants) = match &self.end {
            End::Faulty(report) => return writeln!(out, "{report}"),
            End::Unchecked((facts, why)) => {
                return writeln!(out, "{name}: {facts} facts unchecked; {why}");
            }
            End::Traced(it) => (&it.0, &it.1),
        };
        for it in &traced.faults {
            fault(out, it)?;
        }
        let (found, of) = traced.facts;
        let (linked, assumed) = traced.outside;
        let (accounted, lines) = traced.cover.count();
        writeln!(
            out,
            "{name}: {found} of {of} facts found, {accounted} of {lines} lines accounted for"
        )?;
        let reasons = traced.cover.by_reason();
        let reasons: Vec<_> = reasons
            .iter()
            .map(|it| format!("{} {}", it.0, it.1))
            .collect();
        writeln!(out, "  lines by reason: {}", reasons.join(", "))?;
        writeln!(
            out,
            "  not of the document: {linked} linked, {assumed} assumed"
        )?;
        if let Some(it) = mutants {
            for (fate, all) in [("same fact", &it.same), ("unnoticed", &it.escaped)] {
                for it in all {
                    writeln!(out, "  {fate}: {} {}: {}", it.fact, it.class, it.change)?;
                }
            }
            writeln!(
                out,
                "  {} citations changed: {} noticed, {} still show the same fact, {} unnoticed",
                it.made(),
                it.caught,
                it.same.len(),
                it.escaped.len()
            )?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let (provider, document) = (&self.provider, &self.document);
        match &self.end {
            End::Faulty(report) => json!({
                "provider": provider, "document": document, "facts": [0, 0], "lines": [0, 0],
                "report": report,
            }),
            End::Unchecked((facts, why)) => json!({
                "provider": provider, "document": document, "facts": [0, facts], "lines": [0, 0],
                "unchecked": why,
            }),
            End::Traced(it) => {
                let (traced, mutants) = (&it.0, &it.1);
                let reasons = traced.cover.by_reason();
                let reasons: serde_json::Map<_, _> = (reasons.iter())
                    .map(|it| (it.0.to_owned(), json!(it.1)))
                    .collect();
                let mut res = json!({
                    "provider": provider,
                    "document": document,
                    "facts": [traced.facts.0, traced.facts.1],
                    "lines": [traced.cover.count().0, traced.cover.count().1],
                    "linked": traced.outside.0,
                    "assumed": traced.outside.1,
                    "by_reason": reasons,
                    "faults": traced.faults.iter().map(fault_json).collect::<Vec<_>>(),
                });
                if let (Some(it), Some(res)) = (mutants, res.as_object_mut()) {
                    res.insert("mutants".to_owned(), mutants_json(it));
                }
                res
            }
        }
    }
}

fn fault(out: &mut impl Write, it: &Fault) -> io::Result<()> {
    writeln!(out, "error[{}]: {}", it.code.name(), it.message)?;
    if let Some(at) = &it.place {
        writeln!(out, "  --> {}:{}:{}", at.file, at.line, at.column)?;
    }
    if let Some(line) = it.line {
        writeln!(out, "  = document L{line}")?;
    }
    writeln!(out, "  = {}\n", it.code.advice())
}

fn fault_json(it: &Fault) -> Value {
    let place = it.place.as_ref();
    json!({
        "code": it.code.name(),
        "message": it.message,
        "advice": it.code.advice(),
        "file": place.map(|it| &it.file),
        "line": place.map(|it| it.line),
        "column": place.map(|it| it.column),
        "document_line": it.line,
    })
}

fn mutants_json(it: &Mutants) -> Value {
    let rows = |all: &[Mutant]| -> Vec<Value> {
        let row = |it: &Mutant| json!({ "fact": it.fact, "class": it.class, "change": it.change });
        all.iter().map(row).collect()
    };
    json!({
        "mutants": it.made(),
        "killed": it.caught,
        "same": rows(&it.same),
        "survived": rows(&it.escaped),
    })
}
