//! From text to what the YAML says; every key that nobody reads is told.

mod gate;
mod keys;

pub(crate) use keys::known;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Fault, Report, Spot, nearest};
use crate::entries::Entries;
use crate::locate::{Mark, Step};
use crate::source::{FileKind, Source};
use crate::spec::{ProviderFile, Spec, Standing};

/// Reads every file. Unknown and equal keys hinder no check: they come with what was read.
///
/// # Errors
///
/// The first fault of form of each file, and every unknown and equal key.
pub(crate) fn read(source: &Source) -> Result<(Spec, Vec<Fault>), Report> {
    let (mut operations, mut callbacks, mut provider) = (Vec::new(), Vec::new(), None);
    let mut reader = Reader::default();
    for (index, file) in source.files.iter().enumerate() {
        let text = &file.text;
        match file.kind {
            FileKind::Provider => {
                if let Some(mut head) = reader.read::<ProviderFile>(index, text) {
                    let said = std::mem::take(&mut head.operations);
                    stand(&mut operations, index, Some("operations"), said);
                    let said = std::mem::take(&mut head.callbacks);
                    stand(&mut callbacks, index, Some("callbacks"), said);
                    provider = Some(head);
                }
            }
            FileKind::Operations => {
                if let Some(said) = reader.read(index, text) {
                    stand(&mut operations, index, None, said);
                }
            }
            FileKind::Callbacks => {
                if let Some(said) = reader.read(index, text) {
                    stand(&mut callbacks, index, None, said);
                }
            }
        }
    }
    match (provider, reader.unreadable) {
        (Some(provider), false) => {
            let spec = Spec {
                provider,
                operations,
                callbacks,
            };
            Ok((spec, reader.faults))
        }
        // Half a spec is not checked: every reference into the other half would be a fault.
        (_, _) => Err(Report::located(source.clone(), reader.faults)),
    }
}

/// Reads one file after the other and keeps what is wrong.
#[derive(Default)]
struct Reader {
    faults: Vec<Fault>,
    unreadable: bool,
}

impl Reader {
    fn read<T: DeserializeOwned>(&mut self, file: usize, text: &str) -> Option<T> {
        let (equal_keys, flaw) = gate::gate(text);
        let (equal, closed) = (!equal_keys.is_empty(), flaw.is_some());
        for it in equal_keys.into_iter().chain(flaw) {
            self.faults.push(Fault {
                code: it.code,
                file,
                spot: it.mark.map_or(Spot::File, Spot::Mark),
                message: it.message,
            });
        }
        let said = match closed {
            true => None,
            false => match self.parse(file, text) {
                Ok(said) => Some(said),
                // serde takes no noun with two equal keys, and says less than is told already.
                Err(error) if equal && error.to_string().contains("duplicate field") => None,
                Err(error) => {
                    self.faults.push(fault(&error, file, text));
                    None
                }
            },
        };
        self.unreadable |= said.is_none();
        said
    }

    fn parse<T: DeserializeOwned>(
        &mut self,
        file: usize,
        text: &str,
    ) -> Result<T, serde_yaml::Error> {
        let deserializer = serde_yaml::Deserializer::from_str(text);
        serde_ignored::deserialize(deserializer, |path| {
            let mut steps = steps(&path);
            let Some(Step::Key(key)) = steps.pop() else {
                return;
            };
            let meant = nearest(&key, known::<T>(&steps).iter().copied());
            let message = match meant {
                Some(meant) => format!("no key is called `{key}` here; `{meant}` is one"),
                None if is_lines(&key) => format!(
                    "no key is called `{key}` here; in braces lines with a comma between them are \
                     quoted, like `cite: \"82, 236\"`"
                ),
                None => format!("no key is called `{key}` here"),
            };
            steps.push(Step::Name(key));
            self.faults.push(Fault {
                code: Code::UnknownKey,
                file,
                spot: match meant {
                    Some(meant) => Spot::Misspelt(steps, meant),
                    None => Spot::Steps(steps),
                },
                message,
            });
        })
    }
}

/// `236` and `236-240`, which follow a comma where nobody quoted the lines before it.
fn is_lines(key: &str) -> bool {
    key.starts_with(|it: char| it.is_ascii_digit())
        && key.chars().all(|it| it.is_ascii_digit() || it == '-')
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
    res
}

fn stand<T>(
    to: &mut Vec<Standing<T>>,
    file: usize,
    under: Option<&'static str>,
    entries: Entries<T>,
) {
    to.extend(
        entries
            .into_list()
            .into_iter()
            .map(|(name, entry)| Standing {
                file,
                under,
                name,
                entry,
            }),
    );
}

/// What serde says, sorted into our codes and said in our words.
fn fault(error: &serde_yaml::Error, file: usize, whole: &str) -> Fault {
    let text = error.to_string();
    let place = error.location().map(|it| (it.line(), it.column()));
    let text = match place {
        Some((line, column)) => {
            let place = format!(" at line {line} column {column}");
            text.rfind(&place).map_or(&text[..], |it| &text[..it])
        }
        None => &text,
    };
    let (code, message) = match text.split_once("invalid type: ") {
        Some((_, types)) => (Code::WrongShape, wrong_shape(types)),
        None => (Code::NotYaml, text.to_owned()),
    };
    let list_or_map = message.starts_with("a list ") || message.starts_with("a map ");
    Fault {
        code,
        file,
        spot: place.map_or(Spot::File, |(line, column)| {
            Spot::Mark(match list_or_map {
                true => Mark::point(line, column),
                false => Mark::at(whole, line, column),
            })
        }),
        message,
    }
}

/// `sequence, expected struct ReplyEntry` → `a list stands where a map belongs`.
fn wrong_shape(types: &str) -> String {
    let (found, wanted) = types
        .rsplit_once(", expected ")
        .unwrap_or((types, "another value"));
    let found = match found.split_once(' ').map_or(found, |it| it.0) {
        "sequence" => "a list",
        "map" => "a map",
        "unit" | "Option" => "nothing",
        _ => "a text",
    };
    let wanted = match wanted {
        "a sequence" => "a list",
        "a string" => "a text",
        it if it.starts_with("struct ") => "a map",
        it => it,
    };
    format!("{found} stands where {wanted} belongs")
}
