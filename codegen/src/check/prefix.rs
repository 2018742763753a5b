//! How credentials of one environment are told from those of another.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Environment, Prefix};
use crate::spec::PrefixEntry;

/// Reads the prefixes of one credential; together they tell some environment from another.
pub(super) fn prefixes(
    ctx: &Ctx,
    entries: &[PrefixEntry],
    up: At<'_>,
    environments: &[Environment],
) -> Vec<Prefix> {
    let list = up.key("prefixes");
    let mut res: Vec<Prefix> = Vec::new();
    let mut whole = true;
    for (index, it) in entries.iter().enumerate() {
        let at = list.index(index);
        let known = environments.iter().map(|it| it.name.as_str());
        let environment =
            ctx.need_reference(&it.environment, at, "environment", "environment", known);
        let text = ctx.wanted(&it.is, at, "is");
        let citation = ctx.cite(&it.cite, at, "cite");
        let (Some(environment), Some(text)) = (environment, text) else {
            whole = false;
            continue;
        };
        if text.is_empty() || text.contains(char::is_whitespace) {
            let message = match text.is_empty() {
                true => "every text begins with nothing".to_owned(),
                false => format!("`{text}` holds white space, which no credential has"),
            };
            ctx.fault(Code::BadPrefix, at.key("is"), message);
        }
        let same = |it: &&Prefix| it.environment == environment && it.text == text;
        if res.iter().any(|it| same(&it)) {
            let message = format!("`{text}` stands twice for one environment");
            ctx.fault(Code::BadPrefix, at.key("is"), message);
        }
        res.push(Prefix {
            environment,
            text: ctx.wire(text, at.key("is")),
            citation,
        });
    }
    // What is told by other faults already is not told again.
    if whole && !res.is_empty() && !tells(&res, environments.len()) {
        let message = "these tell no environment from another".to_owned();
        ctx.fault(Code::BadPrefix, up.name("prefixes"), message);
    }
    res
}

/// Whether a credential of one environment is refused in some other one.
fn tells(prefixes: &[Prefix], environments: usize) -> bool {
    let of = |index: usize| {
        let own = prefixes.iter().filter(|it| it.environment == index);
        let mut res: Vec<&str> = own.map(|it| it.text.as_str()).collect();
        res.sort_unstable();
        res.dedup();
        res
    };
    (1..environments).any(|it| of(it) != of(0))
}
