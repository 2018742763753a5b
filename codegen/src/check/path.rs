//! Where an operation is: its path, and the fields that stand in it.

use super::at::At;
use super::ctx::{Ctx, listed};
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{Citation, Field, Lines, Location, Path, Provider};
use crate::spec::OperationEntry;

/// The path of an operation, and where it stands.
pub(super) fn path(
    ctx: &Ctx,
    entry: &OperationEntry,
    at: At<'_>,
    provider: &Provider,
    lines: &Lines,
) -> (Path, Citation) {
    let citation = ctx.cite(&entry.path_cite, at, "path_cite");
    cited_inside(ctx, &citation, lines, at.key("path_cite"));
    if entry.path.is_some() && entry.path_setting.is_some() {
        let message = "`path` and `path_setting` both say where to call".to_owned();
        ctx.fault(Code::PathChoice, at.name("path_setting"), message);
    }
    let path = match (&entry.path, &entry.path_setting) {
        (_, Some(name)) => {
            let settings = provider.settings.iter().map(|it| it.name.as_str());
            let index = ctx.refer(name, at.key("path_setting"), "setting", settings);
            Path::Setting(index.unwrap_or(0))
        }
        (Some(path), None) => Path::Fixed(legal_path(ctx, path, at.key("path"))),
        (None, None) => {
            let message = "neither `path` nor `path_setting` says where to call".to_owned();
            ctx.fault(Code::PathChoice, at.name("path"), message);
            Path::Fixed(String::new())
        }
    };
    (path, citation)
}

/// Faults what is no path from the host on. `{name}` is the place of a field.
pub(super) fn legal_path(ctx: &Ctx, path: &str, at: At<'_>) -> String {
    let literal = |it: &str| {
        it.chars()
            .all(|it| it.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(it))
            && it
                .split('%')
                .skip(1)
                .all(|it| it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit()))
    };
    let mut pieces = path.split('{');
    let good = path.starts_with('/')
        && pieces.next().is_some_and(literal)
        && pieces.all(|it| {
            it.split_once('}')
                .is_some_and(|(name, rest)| is_place(name) && literal(rest))
        });
    if !good {
        let message = format!("`{path}` is no absolute path");
        ctx.fault(Code::BadPath, at, message);
    }
    ctx.wire(path, at)
}

/// Every place of the path has one field, and every field of the path has one place.
pub(super) fn path_fields(ctx: &Ctx, path: &Path, fields: &[Field], first: usize, at: At<'_>) {
    let text = match path {
        Path::Fixed(text) => text,
        Path::Setting(_) => "",
    };
    let places: Vec<&str> = places(text).collect();
    let said = at.key("fields");
    for (index, it) in fields.iter().enumerate().skip(first) {
        let there = places.iter().filter(|place| **place == it.wire).count();
        if it.location == Location::Path && there != 1 && !it.wire.is_empty() {
            let message = format!(
                "`{{{}}}` stands {there} times in the path, not once",
                it.wire
            );
            ctx.fault(
                Code::PathField,
                said.index(index - first).key("wire"),
                message,
            );
        }
    }
    let named = |place: &str| {
        let mut named = fields.iter().filter(|it| it.location == Location::Path);
        named.any(|it| it.wire == place)
    };
    let without: Vec<&str> = places.iter().copied().filter(|it| !named(it)).collect();
    if !without.is_empty() {
        let message = format!(
            "no field `in: path` is called {}",
            listed(without.into_iter())
        );
        ctx.fault(Code::PathField, at.key("path"), message);
    }
}

/// What may stand in braces: a name that no part of a URL is made of.
fn is_place(name: &str) -> bool {
    let legal = |it: char| it.is_ascii_alphanumeric() || "_-.".contains(it);
    !name.is_empty() && name.chars().all(legal)
}

/// The names in braces.
fn places(path: &str) -> impl Iterator<Item = &str> {
    let pieces = path.split('{').skip(1);
    pieces.filter_map(|it| it.split_once('}').map(|(name, _)| name))
}
