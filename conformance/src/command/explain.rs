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

pub(super) fn explain(name: &str, format: Format) -> Result<u8, Stop> {
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
            writeln!(
                out,
                "{}: {}\nWhat to do: {}.",
                code.name(),
                code.explain(),
                code.advice()
            )?;
        }
        Format::Json => {
            let row = Row {
                code: code.name(),
                advice: code.advice(),
                explanation: code.explain(),
            };
            serde_json::to_writer_pretty(&mut out, &row).map_err(io::Error::other)?;
            writeln!(out)?;
        }
    }
    Ok(0)
}
