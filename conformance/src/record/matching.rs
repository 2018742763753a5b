//! From the method and the path of a request to the operation that it is.

use verbatim_codegen::model::{FieldSource, Location, Operation, Path, Provider, Type};

use crate::sent::Sent;
use crate::wire::Arrived;

/// What the spec leaves open of addresses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Addresses {
    /// The paths that the service uses where the document prints none, by the setting.
    pub(crate) settings: Vec<(String, String)>,
    /// The operations that are meant where several have one address.
    pub(crate) meant: Vec<String>,
}

/// What a request is.
pub(crate) enum Match<'p> {
    /// A request of this operation.
    One(&'p Operation),
    /// None of the spec's.
    None,
    /// It could be one of several.
    Several(Vec<&'p str>),
}

/// The operation that a request is. Its path may begin where the operation's begins, or where the
/// server's base path does; `paths` are the ways to see it.
pub(crate) fn operation<'p>(
    provider: &'p Provider,
    addresses: &Addresses,
    paths: &[&str],
    request: &Arrived,
) -> Match<'p> {
    let here = |it: &&Operation| {
        let template = match &it.path {
            Path::Fixed(path) => path.as_str(),
            Path::Setting(index) => {
                let name = &provider.settings[*index].name;
                let setting = addresses.settings.iter().find(|it| it.0 == *name);
                match setting {
                    Some((_, path)) => path.as_str(),
                    None => return false,
                }
            }
        };
        let whole = format!("{}{template}", provider.base_path(it.server));
        let fits = |path: &&str| fits(template, path) || fits(&whole, path);
        it.method == request.method && paths.iter().any(fits)
    };
    let mut found: Vec<&Operation> = provider.operations.iter().filter(here).collect();
    let sent = Sent::new(&request.target, &request.headers, &request.body);
    if 1 < found.len() {
        found.retain(|it| says_constants(it, &sent) && says_listed(provider, it, &sent));
    }
    if 1 < found.len() {
        let filled = |it: &Operation| {
            let fields = it.fields.iter();
            fields
                .filter(|field| !sent.texts(it, field).is_empty())
                .count()
        };
        let lacks = |it: &Operation| {
            let mut inputs = it.inputs().filter(|it| it.demanded);
            inputs.any(|field| sent.texts(it, field).is_empty())
        };
        found.retain(|it| !lacks(it));
        let most = found.iter().map(|it| filled(it)).max();
        found.retain(|it| Some(filled(it)) == most);
    }
    if 1 < found.len() && found.iter().any(|it| addresses.meant.contains(&it.name)) {
        found.retain(|it| addresses.meant.contains(&it.name));
    }
    match found.as_slice() {
        [] => Match::None,
        [one] => Match::One(one),
        several => Match::Several(several.iter().map(|it| it.name.as_str()).collect()),
    }
}

/// Two operations at one address differ by what they always say.
fn says_constants(operation: &Operation, sent: &Sent<'_>) -> bool {
    let mut fields = operation
        .fields
        .iter()
        .filter(|it| it.location != Location::Header);
    fields.all(|it| {
        let FieldSource::Constant(text) = &it.source else {
            return true;
        };
        sent.texts(operation, it) == [format!("{}{text}", it.prefix)]
    })
}

/// Or by what they list.
fn says_listed(provider: &Provider, operation: &Operation, sent: &Sent<'_>) -> bool {
    operation.inputs().all(|field| {
        let Type::Enum(name) = &field.ty else {
            return true;
        };
        let set = provider.enumeration(name).filter(|it| !it.open);
        let listed =
            |text: &String| set.is_none_or(|it| it.values.iter().any(|it| it.wire == *text));
        sent.texts(operation, field).iter().all(listed)
    })
}

/// Whether a path is that of a template, segment by segment.
fn fits(template: &str, path: &str) -> bool {
    let (mut segments, mut found) = (template.split('/'), path.split('/'));
    loop {
        match (segments.next(), found.next()) {
            (None, None) => return true,
            (Some(segment), Some(found)) => {
                let same = match (segment.split_once('{'), segment.rsplit_once('}')) {
                    (Some((before, _)), Some((_, after))) => {
                        let rest = found.strip_prefix(before);
                        let value = rest.and_then(|it| it.strip_suffix(after));
                        value.is_some_and(|it| !it.is_empty())
                    }
                    (_, _) => segment == found,
                };
                if !same {
                    return false;
                }
            }
            (_, _) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_place_of_a_template_is_one_segment_or_a_part_of_one() {
        for (template, path, res) in [
            ("/pay", "/pay", true),
            ("/pay", "/pay/", false),
            ("/pay/{id}", "/pay/7", true),
            ("/pay/{id}", "/pay/", false),
            ("/pay/{id}", "/pay/7/8", false),
            ("/pay/{id}.json", "/pay/7.json", true),
            ("/pay/{id}.json", "/pay/7.xml", false),
        ] {
            assert_eq!(fits(template, path), res, "{template} {path}");
        }
    }
}
