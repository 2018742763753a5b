//! What the value of a field must satisfy.

use rust_decimal::Decimal;

use super::at::At;
use super::ctx::Ctx;
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{Lines, Money, Rule, RuleKind, Type};
use crate::spec::RuleEntry;
use crate::words::{RULES, begins};

/// Whether a value of this type has a text that a rule can look at.
pub(super) fn has_text(ty: &Type) -> bool {
    match ty {
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Money(_)
        | Type::Reference(_)
        | Type::Integer
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_) => true,
        Type::Boolean
        | Type::Decimal
        | Type::Code
        | Type::Record(_)
        | Type::TextOr(_)
        | Type::List(_)
        | Type::Joined(..)
        | Type::Map
        | Type::Object => false,
    }
}

/// One rule of a field of this type; of a type that is at fault itself nothing is known.
pub(super) fn rule(
    ctx: &Ctx,
    entry: &RuleEntry,
    ty: Option<&Type>,
    at: At<'_>,
    lines: Option<&Lines>,
) -> Rule {
    let here = at.key("rule");
    let text = ctx.need(&entry.rule, at, "rule");
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let kind = match word {
        _ if !begins(RULES, word) => None,
        "digits" => rest.parse().ok().filter(|it| *it > 0).map(RuleKind::Digits),
        "length" => length(rest),
        "range" => match ty {
            Some(ty) => range(rest, ty.item()),
            None => Some(RuleKind::Range(None, None)),
        },
        "starts" if !rest.is_empty() => Some(RuleKind::Starts(ctx.wire(rest, here))),
        _ => None,
    };
    if kind.is_none() && entry.rule.is_some() {
        let (least, most) = rest.split_once("..").unwrap_or_default();
        let turned = match word {
            "range" => ty.is_some_and(|it| range(&format!("{most}..{least}"), it.item()).is_some()),
            "length" => length(&format!("{most}..{least}")).is_some(),
            _ => false,
        };
        let message = match (word, ty) {
            ("range" | "length", _) if turned && !least.is_empty() && !most.is_empty() => {
                format!("`{text}` is reversed: say `{word} {most}..{least}`")
            }
            ("length", _) if turned => {
                format!("`{text}` does not say how many characters it has at most")
            }
            ("range", Some(ty)) => format!("`{text}` is no range of `{}`", ty.word()),
            (_, _) => format!("`{text}` is no rule"),
        };
        ctx.fault(Code::BadRule, here, message);
    }
    let citation = ctx.cite(&entry.cite, at, "cite");
    if let Some(lines) = lines {
        cited_inside(ctx, &citation, lines, at.key("cite"));
    }
    Rule {
        kind: kind.unwrap_or(RuleKind::Digits(1)),
        enforced: entry.contradicted.is_none(),
        because: ctx.prose_or(&entry.contradicted, at, "contradicted"),
        citation,
    }
}

/// `A..B` characters; what has no least number of them begins with `..`.
fn length(text: &str) -> Option<RuleKind> {
    let (least, most) = text.split_once("..")?;
    let least = match least {
        "" => 0,
        it => it.parse().ok()?,
    };
    let most = most.parse().ok()?;
    (least <= most && 0 < most).then_some(RuleKind::Length(least, most))
}

/// `A..B` of an amount or an integer, either side of which may be empty.
fn range(text: &str, ty: &Type) -> Option<RuleKind> {
    let whole = matches!(ty, Type::Integer | Type::Money(Money { minor: true, .. }));
    if !whole && !matches!(ty, Type::Money(_)) {
        return None;
    }
    let (least, most) = text.split_once("..")?;
    let side = |text: &str| {
        let plain = text.starts_with(|it: char| it.is_ascii_digit() || it == '-');
        let decimal = Decimal::from_str_exact(text).ok().filter(|_| plain)?;
        (!whole || !text.contains('.')).then_some(decimal)
    };
    let bounds = match (least, most) {
        ("", "") => return None,
        ("", most) => (None, Some(side(most)?)),
        (least, "") => (Some(side(least)?), None),
        (least, most) => (Some(side(least)?), Some(side(most)?)),
    };
    if let (Some(least), Some(most)) = bounds
        && most < least
    {
        return None;
    }
    let said = |it: Option<Decimal>| it.map(|it| it.to_string());
    Some(RuleKind::Range(said(bounds.0), said(bounds.1)))
}
