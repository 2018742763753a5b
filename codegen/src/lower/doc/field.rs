//! What rustdoc says of a field of a request and of a member of a reply.

use super::{code, escape, sentence, source};
use crate::model::{
    Currency, Field, Member, Money, Operation, Required, Rule, RuleKind, Scale, Type,
};

/// The documentation of a request's field.
pub(in crate::lower) fn field(operation: &Operation, field: &Field) -> String {
    let mut res = sentence(&field.about, &field.wire);
    let pointer = if field.pointer.is_empty() {
        &field.wire
    } else {
        &field.pointer
    };
    res.push_str(&format!("\n\nWire: {}, {}", code(pointer), ty(&field.ty)));
    let required = match &field.required {
        Required::Yes => "; required".to_owned(),
        Required::No => "; may be left out".to_owned(),
        Required::When(it) => format!(
            "; required when {} is {}",
            code(&operation.fields[it.field].wire),
            code(&it.is)
        ),
        Required::Unsaid if field.demanded => {
            "; the document does not say whether it is required, this client demands it".to_owned()
        }
        Required::Unsaid => "; the document does not say whether it is required".to_owned(),
    };
    res.push_str(&format!("{required}."));
    for it in &field.rules {
        res.push_str(&format!(" {}", rule(it)));
    }
    if let Some(it) = &field.default {
        let (text, source) = (code(&it.text), source(&it.citation));
        res.push_str(&format!(
            " When it is left out, the provider takes {text} ({source})."
        ));
    }
    res.push_str(&format!("\n\nSource: {}", source(&field.citation)));
    if !field.described.0.is_empty() {
        res.push_str(&format!(", described at {}", field.described.prose()));
    }
    if let Some(values) = &field.values_citation {
        res.push_str(&format!("; values: {}", source(values)));
    }
    res.push('.');
    res
}

/// The documentation of a record's member.
pub(in crate::lower) fn member(member: &Member, positional: Option<usize>) -> String {
    let place = match positional {
        Some(index) => format!("place {index}"),
        None => code(&member.wire),
    };
    let mut res = format!(
        "{}\n\nWire: {place}, {}",
        sentence(&member.about, &member.wire),
        ty(&member.ty)
    );
    for it in &member.also {
        res.push_str(&format!(", also read from {}", code(it)));
    }
    res.push_str(&format!(".\n\nSource: {}.", source(&member.citation)));
    res
}

fn rule(rule: &Rule) -> String {
    let says = match &rule.kind {
        RuleKind::Digits(count) => format!("exactly {count} digits"),
        RuleKind::Length(0, most) => format!("at most {most} characters"),
        RuleKind::Length(least, most) => format!("{least} to {most} characters"),
        RuleKind::Starts(start) => format!("begins with {}", code(start)),
        RuleKind::Range(Some(least), None) => format!("at least {}", code(least)),
        RuleKind::Range(None, Some(most)) => format!("at most {}", code(most)),
        RuleKind::Range(least, most) => {
            let side = |it: &Option<String>| code(it.as_deref().unwrap_or_default());
            format!("{} to {}", side(least), side(most))
        }
    };
    match rule.enforced {
        true => format!("Must be so: {says}."),
        false => format!(
            "Said to be so and not enforced ({}): {says}.",
            escape(&rule.because)
        ),
    }
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Money(it) => money(it),
        Type::Decimal => "a number, kept by its spelling".to_owned(),
        Type::Reference(_) => {
            "made by the caller, and known to the provider from then on".to_owned()
        }
        Type::Timestamp { format } => format!("a time printed as {}, kept as text", code(format)),
        Type::Identifier => "an identifier, leading zeros kept".to_owned(),
        Type::Phone => "a phone number, as text".to_owned(),
        Type::PhoneNumber => "a phone number in digits alone, a number on the wire".to_owned(),
        Type::Map => "a map of texts, in the given order".to_owned(),
        Type::Enum(_) => "one of the listed values".to_owned(),
        Type::Code => "a code".to_owned(),
        Type::TextOr(_) => "a text, or an object".to_owned(),
        Type::Joined('\n', item) => format!("a text, each line {}", self::ty(item)),
        Type::Joined(between, item) => {
            let between = code(&between.to_string());
            format!(
                "a text with {between} between two items, each {}",
                self::ty(item)
            )
        }
        Type::Text
        | Type::Integer
        | Type::Boolean
        | Type::Url
        | Type::Record(_)
        | Type::List(_)
        | Type::Object => escape(&ty.word()),
    }
}

fn money(money: &Money) -> String {
    let currency = match &money.currency {
        Currency::Fixed(currency) => currency.clone(),
        Currency::By(field) => format!("the currency that {} says", code(field)),
    };
    let mut res = match money.minor {
        true => format!("a whole count of the minor unit of {currency}"),
        false => format!("an amount in whole and decimal {currency}"),
    };
    match money.scale {
        Scale::AsGiven => {}
        Scale::Fixed(1) => res.push_str(" with one decimal"),
        Scale::Fixed(digits) => res.push_str(&format!(" with {digits} decimals")),
        Scale::Trimmed => res.push_str(" without zeros at the end"),
    }
    res.push_str(match money.number {
        true => ", as a number",
        false => ", as text",
    });
    res
}
