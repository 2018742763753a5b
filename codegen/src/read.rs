//! From text to what the YAML says; every key that nobody reads is told.

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Fault, Report};
use crate::entries::Entries;
use crate::locate::Step;
use crate::source::{FileKind, Source};
use crate::spec::{CallbackEntry, OperationEntry, ProviderFile, Spec, Standing};

/// Reads every file; one run tells the first fault of form of each, and every unknown key.
pub(crate) fn read(source: &Source) -> Result<Spec, Report> {
    let (mut operations, mut callbacks, mut provider) = (Vec::new(), Vec::new(), None);
    let (mut unknown, mut broken) = (Vec::new(), Vec::new());
    for (file, it) in source.files.iter().enumerate() {
        let mut seen = Unknown {
            file,
            faults: &mut unknown,
        };
        let res = match it.kind {
            FileKind::Provider => parse::<ProviderFile>(&it.text, &mut seen).map(|mut head| {
                stand(
                    &mut operations,
                    file,
                    Some("operations"),
                    std::mem::take(&mut head.operations),
                );
                stand(
                    &mut callbacks,
                    file,
                    Some("callbacks"),
                    std::mem::take(&mut head.callbacks),
                );
                provider = Some(head);
            }),
            FileKind::Operations => parse::<Entries<OperationEntry>>(&it.text, &mut seen)
                .map(|it| stand(&mut operations, file, None, it)),
            FileKind::Callbacks => parse::<Entries<CallbackEntry>>(&it.text, &mut seen)
                .map(|it| stand(&mut callbacks, file, None, it)),
        };
        if let Err(error) = res {
            broken.push(diagnostic(&error, &it.shown));
        }
    }
    if let (Some(provider), true, true) = (provider, unknown.is_empty(), broken.is_empty()) {
        return Ok(Spec {
            provider,
            operations,
            callbacks,
        });
    }
    let unknown = Report::located(source.clone(), unknown);
    broken.extend_from_slice(unknown.faults());
    Err(Report::new(source.clone(), broken))
}

/// Unknown keys, met on the way.
struct Unknown<'a> {
    file: usize,
    faults: &'a mut Vec<Fault>,
}

fn parse<T: DeserializeOwned>(
    text: &str,
    unknown: &mut Unknown<'_>,
) -> Result<T, serde_yaml::Error> {
    let deserializer = serde_yaml::Deserializer::from_str(text);
    serde_ignored::deserialize(deserializer, |path| {
        let steps = steps(&path);
        if let Some(Step::Name(key)) = steps.last() {
            unknown.faults.push(Fault {
                code: Code::UnknownKey,
                file: unknown.file,
                message: format!("no key is called `{}` here", key.escape_default()),
                steps,
            });
        }
    })
}

fn steps(path: &serde_ignored::Path<'_>) -> Vec<Step> {
    fn walk(path: &serde_ignored::Path<'_>, res: &mut Vec<Step>) {
        use serde_ignored::Path;
        match path {
            Path::Root => {}
            Path::Seq { parent, index } => {
                walk(parent, res);
                res.push(Step::Index(*index));
            }
            Path::Map { parent, key } => {
                walk(parent, res);
                res.push(Step::Key(key.clone()));
            }
            Path::Some { parent }
            | Path::NewtypeStruct { parent }
            | Path::NewtypeVariant { parent } => {
                walk(parent, res);
            }
        }
    }
    let mut res = Vec::new();
    walk(path, &mut res);
    if let Some(Step::Key(key)) = res.pop() {
        res.push(Step::Name(key));
    }
    res
}

fn stand<T>(
    to: &mut Vec<Standing<T>>,
    file: usize,
    under: Option<&'static str>,
    entries: Entries<T>,
) {
    to.extend(entries.0.into_iter().map(|(name, entry)| Standing {
        file,
        under,
        name,
        entry,
    }));
}

/// What serde says, sorted into our codes; its place is kept, its name of the place is cut off.
fn diagnostic(error: &serde_yaml::Error, file: &str) -> Diagnostic {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let place = error.location().map(|it| (it.line(), it.column()));
    let said = |part: &str| text.contains(part);
    let code = if said("duplicate field") || said("duplicate entry") {
        Code::DuplicateKey
    } else if said("recursion limit") || said("repetition limit") {
        Code::TooDeep
    } else if said("invalid type") || said("invalid length") || said("invalid value") {
        Code::WrongShape
    } else {
        Code::NotYaml
    };
    let shown: String = text.chars().flat_map(plain).take(300).collect();
    Diagnostic::in_file(code, file, place, shown)
}

fn plain(it: char) -> Vec<char> {
    match it.is_control() {
        true => it.escape_default().collect(),
        false => vec![it],
    }
}
