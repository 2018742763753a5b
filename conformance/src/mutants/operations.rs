//! The facts of one outbound call.

use verbatim_codegen::model::{
    BodyForm, CodePlace, Effect, Operation, Outcome, PagingWay, Path, Resolution, Type,
};

use super::parts::{Place, change_method, senders};
use super::{Class, Fact, Making, Pointers, other_case};

impl Making<'_> {
    pub(super) fn operations(&mut self) {
        let provider = self.provider;
        for (at, field) in provider.shared.iter().enumerate() {
            let place = Place::Shared(Box::new(field.clone()));
            let subjects = senders(provider, field);
            let name = format!("shared/{at}/{}", field.wire);
            self.field(name, field, &place, &subjects);
        }
        for (at, operation) in provider.operations.iter().enumerate() {
            let subjects = self.of(operation);
            let above = format!("operations/{}", operation.name);
            for (index, field) in operation.fields.iter().enumerate().skip(operation.shared) {
                let name = match field.pointer.as_str() {
                    "" => format!("{above}/{}/{}", field.location.word(), field.wire),
                    pointer => format!("{above}{pointer}"),
                };
                self.field(name, field, &Place::Own(at, index), &subjects);
            }
            self.head(at, operation, &subjects);
            self.reply(at, operation, &subjects);
            self.fate(at, operation);
            self.open(at, operation, &subjects);
            self.paging(at, operation, &subjects);
            self.signature(at, operation, &subjects);
        }
    }

    /// Whose fixtures see the facts of an operation.
    pub(super) fn of(&self, operation: &Operation) -> Vec<String> {
        let fetches = |it: &verbatim_codegen::model::Token| it.operation == operation.name;
        match self.provider.tokens.iter().any(fetches) {
            true => Vec::new(),
            false => vec![operation.name.clone()],
        }
    }

    fn head(&mut self, at: usize, operation: &Operation, subjects: &[String]) {
        let named = |part: &str| format!("operations/{}/{part}", operation.name);
        let fact = Fact::new(named("method"), &operation.method_citation, subjects);
        let to = match operation.method.as_str() {
            "POST" => "PUT",
            _ => "POST",
        };
        let change = format!("{} becomes {to}", operation.method);
        self.add(Class::Method, &fact, change, move |it| {
            change_method(it, at, to);
        });
        let fact = Fact::new(named("path"), &operation.path_citation, subjects);
        match &operation.path {
            Path::Fixed(path) => {
                let cased = path
                    .rsplit_once('/')
                    .and_then(|(above, last)| Some(format!("{above}/{}", other_case(last)?)));
                let shorter = path.rsplit_once('/').map(|it| it.0.to_owned());
                let others = [
                    Some(format!("{path}x")),
                    Some(format!("{path}/")),
                    cased.filter(|_| !path.contains('{')),
                    shorter,
                ];
                for to in others.into_iter().flatten() {
                    let change = format!("`{path}` becomes `{to}`");
                    self.add(Class::Path, &fact, change, move |it| {
                        it.operations[at].path = Path::Fixed(to.clone());
                    });
                }
            }
            Path::Setting(_) => {
                let change = "it is `/`".to_owned();
                self.add(Class::Path, &fact, change, move |it| {
                    it.operations[at].path = Path::Fixed("/".to_owned());
                });
            }
        }
        let cite = operation.other_paths_citation.as_ref();
        let fact = Fact::new(
            named("other_paths"),
            cite.unwrap_or(&operation.path_citation),
            subjects,
        );
        for (index, path) in operation.other_paths.iter().enumerate() {
            let change = format!("`{path}x` is printed, too");
            self.add(Class::OtherPath, &fact, change, move |it| {
                it.operations[at].other_paths[index].push('x');
            });
        }
        let server = operation.server;
        for other in (0..self.provider.servers.len()).filter(|it| *it != server) {
            let change = format!("it is at `{}`", self.provider.servers[other]);
            self.add(Class::Server, &fact, change, move |it| {
                it.operations[at].server = other
            });
        }
        let whole = Fact::new(named("body"), &operation.citation, subjects);
        let body = operation.fields.iter();
        if body.filter(|it| !it.pointer.is_empty()).count() != 0 {
            let forms = [BodyForm::Json, BodyForm::Form, BodyForm::Multipart];
            for form in forms.into_iter().filter(|it| *it != operation.body) {
                let change = format!("it is written as {}", form.word());
                self.add(Class::BodyForm, &whole, change, move |it| {
                    it.operations[at].body = form
                });
            }
        }
        let fact = Fact::new(named("effect"), &operation.effect_citation, subjects);
        let to = match operation.effect {
            Effect::Reads => Effect::Spends,
            _ => Effect::Reads,
        };
        let change = format!("it {}", to.word());
        self.add(Class::Effect, &fact, change, move |it| {
            it.operations[at].effect = to
        });
    }

    fn reply(&mut self, at: usize, operation: &Operation, subjects: &[String]) {
        let rule = &operation.reply;
        let fact = |part: &str| {
            let name = format!("operations/{}/reply/{part}", operation.name);
            Fact::new(name, &rule.citation, subjects)
        };
        for outcome in Outcome::ALL.iter().filter(|it| **it != rule.without_code) {
            let change = format!("without a code it is {}", outcome.word());
            self.add(
                Class::WithoutCode,
                &fact("without_code"),
                change,
                move |it| {
                    it.operations[at].reply.without_code = *outcome;
                },
            );
        }
        let to = match &rule.ty {
            Type::List(item) => (**item).clone(),
            it => Type::List(Box::new(it.clone())),
        };
        let change = format!("{} becomes {}", rule.ty.word(), to.word());
        self.add(Class::ReplyType, &fact("type"), change, move |it| {
            it.operations[at].reply.ty = to.clone();
        });
        for (index, place) in rule.codes.iter().enumerate() {
            let word = place.word();
            let class = match place {
                CodePlace::Pointer(_) => Class::ReplyPointer,
                CodePlace::Http => Class::StatusMapping,
            };
            self.add(
                class,
                &fact("code"),
                format!("`{word}` is not tried"),
                move |it| {
                    it.operations[at].reply.codes.remove(index);
                },
            );
            if let CodePlace::Pointer(pointer) = place {
                let to = format!("{pointer}x");
                let change = format!("`{pointer}` becomes `{to}`");
                self.add(Class::ReplyPointer, &fact("code"), change, move |it| {
                    it.operations[at].reply.codes[index] = CodePlace::Pointer(to.clone());
                });
            }
        }
        let is_status = |it: &str| it.len() == 3 && ("100".."600").contains(&it);
        let mut here = self.provider.codes_of(&operation.name);
        // Where no code is a status, none would be found there.
        if !rule.codes.contains(&CodePlace::Http) && here.any(|it| is_status(&it.code)) {
            let change = "the HTTP status is the code before all".to_owned();
            self.add(Class::StatusMapping, &fact("code"), change, move |it| {
                it.operations[at].reply.codes.insert(0, CodePlace::Http);
            });
        }
        let lists: [Pointers<'_, Operation>; 3] = [
            ("detail", &rule.details, |it| &mut it.reply.details),
            ("message", &rule.messages, |it| &mut it.reply.messages),
            ("reference", &rule.references, |it| &mut it.reply.references),
        ];
        for (part, pointers, of) in lists {
            for (index, pointer) in pointers.iter().enumerate() {
                let change = format!("`{pointer}` is not tried");
                self.add(Class::ReplyPointer, &fact(part), change, move |it| {
                    of(&mut it.operations[at]).remove(index);
                });
                let change = format!("`{pointer}` becomes `{pointer}x`");
                self.add(Class::ReplyPointer, &fact(part), change, move |it| {
                    of(&mut it.operations[at])[index].push('x');
                });
            }
        }
    }

    fn open(&mut self, at: usize, operation: &Operation, subjects: &[String]) {
        let named = |part: &str| format!("operations/{}/{part}", operation.name);
        let resolutions = [
            ("pending", &operation.pending),
            ("unknown", &operation.unknown),
        ];
        for (part, it) in resolutions {
            let fact = Fact::new(named(part), &operation.citation, subjects);
            let other = match it {
                Resolution::ByHand => Resolution::CreateAgain,
                // The spec says nothing, so there is nothing to change.
                Resolution::Nothing => continue,
                _ => Resolution::ByHand,
            };
            let change = format!("what settles it is {other:?}");
            let pending = part == "pending";
            self.add(Class::Resolution, &fact, change, move |it| {
                let it = &mut it.operations[at];
                match pending {
                    true => it.pending = other.clone(),
                    false => it.unknown = other.clone(),
                }
            });
        }
        if operation.ours.is_some() {
            let fact = Fact::new(named("ours"), &operation.citation, subjects);
            let change = "no reference of ours names it".to_owned();
            self.add(Class::OurReference, &fact, change, move |it| {
                it.operations[at].ours = None
            });
        }
    }

    fn paging(&mut self, at: usize, operation: &Operation, subjects: &[String]) {
        let Some(paging) = &operation.paging else {
            return;
        };
        let name = format!("operations/{}/paging", operation.name);
        let fact = Fact::new(name, &paging.citation, subjects);
        let change = format!("the items are at `{}x`", paging.items);
        self.add(Class::Paging, &fact, change, move |it| {
            if let Some(it) = &mut it.operations[at].paging {
                it.items.push('x');
            }
        });
        let change = "the way to the next page is another one".to_owned();
        self.add(Class::Paging, &fact, change, move |it| {
            if let Some(it) = &mut it.operations[at].paging {
                match &mut it.way {
                    PagingWay::Page { first, .. } => *first += 1,
                    PagingWay::Cursor { next } => next.push('x'),
                }
            }
        });
        if let PagingWay::Page { more: Some(_), .. } = &paging.way {
            let change = "nothing says which page is the last".to_owned();
            self.add(Class::Paging, &fact, change, move |it| {
                if let Some(it) = &mut it.operations[at].paging
                    && let PagingWay::Page { more, .. } = &mut it.way
                {
                    *more = None;
                }
            });
        }
    }
}
