//! `conformance explain CODE`: what a failure or a fault means.

use std::io::{self, Write};

use serde::Serialize;

use super::arguments::Format;
use super::{Stop, USAGE};
use crate::code::Code;

#[derive(Serialize)]
struct Row {
    code: &'static str,
    advice: &'static str,
    explanation: &'static str,
}

impl Row {
    fn of(code: Code) -> Row {
        Row {
            code: code.name(),
            advice: code.advice(),
            explanation: code.explain(),
        }
    }
}

/// Explains one code, or all.
pub(super) fn explain(name: Option<&str>, format: Format) -> Result<u8, Stop> {
    let Some(name) = name else {
        return all(format);
    };
    let Some(code) = Code::parse(name) else {
        let known: Vec<_> = Code::ALL.iter().map(|it| it.name()).collect();
        return Err(Stop {
            code: USAGE,
            why: format!("there is no code `{name}`; there is {}", known.join(", ")),
        });
    };
    let mut out = io::stdout().lock();
    match format {
        Format::Text => {
            writeln!(out, "{}", text(code))?;
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &Row::of(code)).map_err(io::Error::other)?;
            writeln!(out)?;
        }
    }
    Ok(0)
}

fn all(format: Format) -> Result<u8, Stop> {
    let codes = Code::ALL.iter().copied();
    let told = match format {
        Format::Text => codes.map(text).collect::<Vec<_>>().join("\n\n"),
        Format::Json => {
            let rows: Vec<Row> = codes.map(Row::of).collect();
            let rows = serde_json::json!({ "codes": rows });
            format!("{rows:#}")
        }
    };
    // A closed pipe ends the command quietly.
    let _ = writeln!(io::stdout(), "{told}");
    Ok(0)
}

fn text(code: Code) -> String {
    let (name, meaning, advice) = (code.name(), code.explain(), code.advice());
    format!("{name}: {meaning}\nWhat to do: {advice}.")
}
