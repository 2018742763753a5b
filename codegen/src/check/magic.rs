//! Values that mean something in one environment alone.

use super::at::At;
use super::ctx::{Ctx, one_item};
use crate::diagnostic::Code;
use crate::model::{Magic, Provider};
use crate::spec::{MagicEntry, ProviderFile};

/// Reads the magic values of every environment; their fields are those of the operations.
pub(super) fn magic(ctx: &Ctx, file: &ProviderFile, at: At<'_>, provider: &mut Provider) {
    let fields = provider.operations.iter().flat_map(|it| &it.fields);
    let mut wires: Vec<String> = fields.map(|it| it.wire.clone()).collect();
    wires.sort();
    wires.dedup();
    let here = at.key("environments");
    for ((name, entry), environment) in file.environments.iter().zip(&mut provider.environments) {
        let this = here.key(name);
        if name == "rt" && !entry.magic.is_empty() {
            let message = "`rt` is a name that generated code needs itself".to_owned();
            ctx.fault(Code::NameCollision, here.name(name), message);
        }
        let list = this.key("magic");
        for (index, it) in entry.magic.iter().enumerate() {
            let value = one(ctx, it, list.index(index), &wires);
            let before = (environment.magic.iter())
                .find(|it| it.name == value.name || one_item(&it.name, &value.name));
            if let Some(before) = before.filter(|it| !it.name.is_empty()) {
                let message = format!("`{}` and `{}` would be one name", before.name, value.name);
                ctx.fault(Code::NameCollision, list.index(index).key("name"), message);
            }
            environment.magic.push(value);
        }
    }
}

fn one(ctx: &Ctx, entry: &MagicEntry, at: At<'_>, wires: &[String]) -> Magic {
    let fields = wires.iter().map(String::as_str);
    ctx.need_reference(&entry.field, at, "field", "field", fields);
    Magic {
        name: ctx.need_name(&entry.name, at, "name"),
        value: ctx.wire(ctx.need(&entry.is, at, "is"), at.key("is")),
        field: entry.field.clone().unwrap_or_default(),
        about: ctx.prose(&entry.about, at, "about"),
        citation: ctx.cite(&entry.cite, at, "cite"),
    }
}
