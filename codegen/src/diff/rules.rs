//! How breaking a change is. What no rule knows is breaking.

use super::Callers::{self, Breaking, Compatible, Unaffected};
use super::Wire::{self, Adds, Changes, Same};
use crate::surface::{ORDER, STEP, Surface};

/// A thing that came or went.
pub(super) fn thing(thing: &str, added: bool, surface: &Surface, old: &Surface) -> (Callers, Wire) {
    let steps: Vec<&str> = thing.split(STEP).collect();
    let said = |key: &str| surface.0.contains_key(&[thing, key].join(STEP));
    match steps.as_slice() {
        ["operations", _, "fields", _] => {
            let made = [
                "constant",
                "credential",
                "basic",
                "token",
                "made",
                "signature",
            ];
            let given = !made.iter().any(|it| said(it));
            match (added, given, said("demanded")) {
                (true, true, false) => (Compatible, Adds),
                (true, false, _) | (false, false, _) => (Compatible, Changes),
                (true, true, true) | (false, true, _) => (Breaking, Changes),
            }
        }
        ["operations" | "callbacks", _] if added => (Compatible, Adds),
        ["credentials", _] if added && said("optional") => (Compatible, Adds),
        ["credentials" | "settings", _] => (Breaking, Same),
        ["ways", _] if added => {
            let known = old.0.keys().any(|it| it.starts_with("ways"));
            (if known { Compatible } else { Breaking }, Adds)
        }
        ["enums", _, "values", _] if added => (Compatible, Adds),
        [
            "enums" | "records" | "references" | "tables" | "environments",
            ..,
        ] if added => (Compatible, Same),
        ["codes", ..] if added => (Compatible, Same),
        ["callbacks", _, "shapes", _] => (Breaking, Same),
        ["tokens", _] => (Breaking, Changes),
        _ => (Breaking, Same),
    }
}

/// A value of a thing that is there before and after.
pub(super) fn value(
    thing: &str,
    said: &str,
    from: Option<&String>,
    to: Option<&String>,
) -> (Callers, Wire) {
    let steps: Vec<&str> = thing.split(STEP).collect();
    let added = from.is_none();
    let key = said.split(STEP).next().unwrap_or_default();
    match (steps.as_slice(), key) {
        (["operations", _, "fields", _], key) => field(key, added, to.is_some()),
        (["operations", _], "method" | "path" | "server" | "body" | "signature") => {
            (Unaffected, Changes)
        }
        (["operations", _], "fields") if said.ends_with(ORDER) => (Unaffected, Changes),
        (["operations", _], "other_paths") => (Unaffected, Same),
        (["operations", _], "group") => (Compatible, Same),
        (["operations", _], "replies") if !said.ends_with("type") => (Compatible, Same),
        (["operations", _], "pending" | "unknown" | "our_reference" | "paging" | "fate")
            if added =>
        {
            (Compatible, Same)
        }
        (["codes", ..], "name") => (Breaking, Same),
        (["enums", _, "values", _], "value") => (Unaffected, Changes),
        (["enums", _], "open") if added => (Compatible, Same),
        (["records", _, "members", _], "wire" | "also") => (Compatible, Same),
        (["records", _], "members") if said.ends_with(ORDER) => (Unaffected, Same),
        (["records", _, "members", _], "personal" | "secret") => (Compatible, Same),
        (["records", _, "members", _], "harmless") => (Unaffected, Same),
        (["callbacks", _], "answer" | "method" | "values") => (Compatible, Changes),
        (["callbacks", _], "code" | "detail" | "reference" | "confirm") => (Compatible, Same),
        (["callbacks", _], "shapes") if said.ends_with(ORDER) => (Unaffected, Same),
        (["environments", _, "servers", _], "url") => match to {
            Some(_) => (Unaffected, Changes),
            None => (Breaking, Same),
        },
        (["environments", _, "servers", _], "cleartext") if added => (Compatible, Same),
        (["environments", _, "magic", _], "value" | "field") => (Compatible, Same),
        (["credentials", _], "optional") if added => (Compatible, Same),
        (["references", _], _) => (Compatible, Changes),
        (["tokens", _], _) => (Compatible, Changes),
        (["tables", _], _) => (Compatible, Same),
        (_, _) => (Breaking, Same),
    }
}

/// A value of a field of a request.
fn field(key: &str, added: bool, there: bool) -> (Callers, Wire) {
    match key {
        "wire" | "in" | "pointer" | "prefix" | "constant" | "methods" | "joined" | "made" => {
            (Unaffected, Changes)
        }
        "default" | "harmless" => (Unaffected, Same),
        "type" => (Breaking, Changes),
        "credential" | "basic" | "token" | "signature" => (Breaking, Changes),
        "secret" | "personal" => (Compatible, Same),
        // What was refused before it was sent is sent, or the other way round.
        "rules" | "required_when" => match added || there {
            true => (Breaking, Same),
            false => (Compatible, Adds),
        },
        "demanded" => (Breaking, Adds),
        _ => (Breaking, Changes),
    }
}
