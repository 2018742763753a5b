//! Lines of the document that state no fact. Whether that is so is seen beside the document, by
//! `conformance trace`; here only what needs no document.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Lines, SetAside, SetAsideReason};
use crate::spec::{ProviderFile, SetAsideEntry};
use crate::words::SET_ASIDE;

pub(super) fn set_aside(ctx: &Ctx, file: &ProviderFile, at: At<'_>) -> Vec<SetAside> {
    let here = at.key("set_aside");
    let mut res: Vec<SetAside> = Vec::new();
    for (index, entry) in file.set_aside.iter().enumerate() {
        let this = here.index(index);
        let lines = ctx.need_lines(&entry.lines, this, "lines");
        for (first, last) in &lines.0 {
            let before = res.iter().flat_map(|it| &it.lines.0);
            let twice = before
                .filter(|it| it.0 <= *last && *first <= it.1)
                .map(|it| it.0.max(*first))
                .min();
            if let Some(line) = twice {
                let message = format!("line {line} is set aside twice");
                ctx.fault(Code::SetAside, this.key("lines"), message);
            }
        }
        if let Some(reason) = reason(ctx, entry, &lines, this) {
            res.push(SetAside { lines, reason });
        }
    }
    let repeats = |line: u32| {
        res.iter()
            .any(|it| matches!(it.reason, SetAsideReason::Repeats(_)) && it.lines.holds(line))
    };
    for (index, entry) in file.set_aside.iter().enumerate() {
        let of = entry.of.as_deref().and_then(|it| it.trim().parse().ok());
        let itself = |of: u32| res.get(index).is_some_and(|it| it.lines.holds(of));
        if let Some(of) = of.filter(|it| repeats(*it) && !itself(*it)) {
            let message = format!("line {of} is a repeat itself");
            ctx.fault(Code::SetAside, here.index(index).key("of"), message);
        }
    }
    res
}

fn reason(ctx: &Ctx, entry: &SetAsideEntry, lines: &Lines, at: At<'_>) -> Option<SetAsideReason> {
    let plain = ctx.need_word(&entry.reason, at, "reason", SET_ASIDE)?;
    if let SetAsideReason::Repeats(_) = plain {
        return repeats(ctx, entry, lines, at);
    }
    if entry.of.is_some() {
        let message = format!("`{}` repeats nothing", plain.word());
        ctx.fault(Code::SetAside, at.name("of"), message);
    }
    Some(plain)
}

fn repeats(ctx: &Ctx, entry: &SetAsideEntry, lines: &Lines, at: At<'_>) -> Option<SetAsideReason> {
    let text = ctx.wanted(&entry.of, at, "of")?;
    let here = at.key("of");
    let of = match text.trim().parse::<u32>() {
        Ok(of) if 0 < of => of,
        Ok(_) | Err(_) => {
            let message = format!("`{text}` is no line");
            ctx.fault(Code::BadLines, here, message);
            return None;
        }
    };
    for (first, last) in &lines.0 {
        if *first <= of.saturating_add(last - first) && of <= *last {
            let message = format!(
                "{} cannot repeat itself",
                Lines(vec![(*first, *last)]).prose()
            );
            ctx.fault(Code::SetAside, here, message);
        }
    }
    Some(SetAsideReason::Repeats(of))
}
