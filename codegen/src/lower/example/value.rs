//! Made-up values, by type and by rule.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Field, Provider, RuleKind, Type};
use crate::names::pascal;

/// The value of a field, as Rust that becomes its type.
pub(super) fn of(provider: &Provider, field: &Field) -> TokenStream {
    typed(provider, field, &field.ty)
}

fn typed(provider: &Provider, field: &Field, ty: &Type) -> TokenStream {
    match ty {
        Type::Enum(name) => {
            let enumeration = provider.enumeration(name);
            let value = enumeration.and_then(|it| it.values.first());
            let (ty, variant) = (pascal(name), value.map(|it| pascal(&it.name)));
            quote!(types::#ty::#variant)
        }
        Type::Reference(name) => {
            let ty = pascal(name);
            quote!(types::#ty::make())
        }
        Type::Integer => {
            let text = scalar(provider, field, ty);
            let number = text.parse().map(Literal::i64_unsuffixed);
            let number = number.unwrap_or_else(|_| Literal::i64_unsuffixed(1));
            quote!(#number)
        }
        Type::Boolean => quote!(true),
        Type::Money(_) => {
            let text = scalar(provider, field, ty);
            let whole = text.parse::<u32>().ok();
            match whole.and_then(|it| format!("{it}_u32").parse::<Literal>().ok()) {
                Some(whole) => quote!(#whole.into()),
                // No whole number is within the limits.
                None => quote!(#text.parse().expect("an amount")),
            }
        }
        Type::List(item) => {
            let item = typed(provider, field, item);
            quote!([#item].into())
        }
        Type::Map | Type::Object => quote!([("name", "value")].into_iter().collect()),
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Url
        | Type::Timestamp { .. }
        | Type::Decimal
        | Type::Code
        | Type::Record(_)
        | Type::TextOr(_)
        | Type::Joined(..) => {
            let text = scalar(provider, field, ty);
            quote!(#text.into())
        }
    }
}

/// Whether the value is named by its path in the crate.
pub(super) fn is_of_the_crate(ty: &Type) -> bool {
    matches!(ty.innermost(), Type::Enum(_) | Type::Reference(_))
}

/// The value as on the wire, where it is one text.
pub(super) fn text(provider: &Provider, field: &Field) -> String {
    if let Type::Enum(name) = &field.ty {
        let enumeration = provider.enumeration(name);
        let value = enumeration.and_then(|it| it.values.first());
        return value.map(|it| it.wire.clone()).unwrap_or_default();
    }
    scalar(provider, field, &field.ty)
}

fn scalar(provider: &Provider, field: &Field, ty: &Type) -> String {
    if let Some(magic) = super::magic(provider, field) {
        return magic.to_owned();
    }
    let base = match ty {
        Type::Phone => "+12025550123".to_owned(),
        Type::PhoneNumber => "12025550123".to_owned(),
        Type::Identifier => DIGITS.to_owned(),
        Type::Url => "https://shop.example.com/paid".to_owned(),
        Type::Timestamp { format } => timestamp(format),
        Type::Money(_) => "1500".to_owned(),
        Type::Integer => "1".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Text
        | Type::Decimal
        | Type::Reference(_)
        | Type::Enum(_)
        | Type::Code
        | Type::Record(_)
        | Type::TextOr(_)
        | Type::List(_)
        | Type::Joined(..)
        | Type::Map
        | Type::Object => "Example".to_owned(),
    };
    fitted(base, field)
}

const DIGITS: &str = "1234567890";

/// The text, changed so that the rules let it pass.
fn fitted(base: String, field: &Field) -> String {
    let rules = field.rules.iter().filter(|it| it.enforced);
    let rules: Vec<&RuleKind> = rules.map(|it| &it.kind).collect();
    let mut res = base;
    for rule in &rules {
        if let RuleKind::Range(least, most) = rule {
            let number = |it: &Option<String>| it.as_ref().and_then(|it| it.parse::<f64>().ok());
            let (low, high) = (number(least), number(most));
            let here = res.parse::<f64>().ok();
            let within = |it: f64| low.is_none_or(|low| low <= it) && high.is_none_or(|h| it <= h);
            if !here.is_some_and(within) {
                let end = least.as_ref().or(most.as_ref());
                res = end.cloned().unwrap_or(res);
            }
        }
        if let RuleKind::Digits(count) = rule {
            res = cycled("", *count as usize);
        }
    }
    for rule in &rules {
        if let RuleKind::Starts(start) = rule
            && !res.starts_with(start.as_str())
        {
            let length = res.chars().count().max(start.chars().count());
            res = cycled(start, length);
        }
    }
    for rule in &rules {
        if let RuleKind::Length(least, most) = rule {
            let length = res.chars().count();
            if length < *least as usize {
                res = cycled(&res, *least as usize);
            }
            res = res.chars().take(*most as usize).collect();
        }
    }
    res
}

/// The beginning, and digits behind it up to that length.
fn cycled(start: &str, length: usize) -> String {
    let digits = DIGITS.chars().cycle();
    start.chars().chain(digits).take(length).collect()
}

/// Some time in that format. Minutes stand behind hours, months do not.
fn timestamp(format: &str) -> String {
    let mut res = format.to_owned();
    for (word, text) in [("yyyy", "2026"), ("yy", "26"), ("dd", "02"), ("ss", "05")] {
        res = res.replace(word, text).replace(&word.to_uppercase(), text);
    }
    let hours = res.find("hh").or_else(|| res.find("HH"));
    let (before, behind) = res.split_at(hours.unwrap_or(res.len()));
    let month = |it: &str| it.replace("mm", "01").replace("MM", "01");
    let minute = |it: &str| {
        let it = it.replace("hh", "03").replace("HH", "03");
        it.replacen("mm", "04", 1).replace("MM", "01")
    };
    month(before) + &minute(behind)
}

#[cfg(test)]
mod tests {
    use super::{cycled, timestamp};

    #[test]
    fn a_time_is_written_in_its_format() {
        for (format, time) in [
            ("YYYY-MM-DD HH:mm:ss", "2026-01-02 03:04:05"),
            ("dd-mm-yyyy hh.mmam", "02-01-2026 03.04am"),
            ("YYYY-MM-DD", "2026-01-02"),
        ] {
            assert_eq!(timestamp(format), time);
        }
    }

    #[test]
    fn digits_go_round() {
        assert_eq!(cycled("07", 13), "0712345678901");
    }
}
