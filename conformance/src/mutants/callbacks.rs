//! What the provider sends, and what it is answered.

use verbatim_codegen::model::{Callback, CallbackAnswer, CallbackValues, SignedPart};

use super::signing::orders;
use super::sources::other_moments;
use super::{Class, Fact, Making, Pointers};

impl Making<'_> {
    pub(super) fn callbacks(&mut self) {
        let provider = self.provider;
        for (at, it) in provider.callbacks.iter().enumerate() {
            let subjects = [it.name.clone()];
            self.callback(at, it, &subjects);
            self.answer(at, it, &subjects);
            self.confirmed(at, it, &subjects);
            self.sealed(at, it, &subjects);
        }
    }

    fn callback(&mut self, at: usize, callback: &Callback, subjects: &[String]) {
        let named = |part: &str| format!("callbacks/{}/{part}", callback.name);
        let fact = Fact::new(named("method"), &callback.method_citation, subjects);
        let to = if callback.method == "POST" {
            "GET"
        } else {
            "POST"
        };
        let change = format!("{} becomes {to}", callback.method);
        self.add(Class::CallbackMethod, &fact, change, move |it| {
            it.callbacks[at].method = to.to_owned();
        });
        let whole = Fact::new(named("values"), &callback.citation, subjects);
        let places = [
            CallbackValues::Body,
            CallbackValues::Query,
            CallbackValues::Form,
        ];
        let near = |it: CallbackValues| it != callback.values;
        // A query and a form are told apart by the server that takes them.
        let others = places.into_iter().filter(|it| {
            near(*it) && (*it == CallbackValues::Body || callback.values == CallbackValues::Body)
        });
        for values in others {
            let change = format!("its values are in the {}", values.word());
            self.add(Class::CallbackValues, &whole, change, move |it| {
                it.callbacks[at].values = values;
            });
        }
        for (index, shape) in callback.shapes.iter().enumerate() {
            for (telling, name) in shape.when_present.iter().enumerate() {
                let told = &shape.name;
                // A shape that nothing tells is the last one.
                let alone = shape.when_present.len() == 1;
                let change = match alone {
                    true => format!("`{name}x` tells the shape `{told}`"),
                    false => format!("`{name}` does not tell the shape `{told}`"),
                };
                self.add(Class::CallbackShape, &whole, change, move |it| {
                    let telltales = &mut it.callbacks[at].shapes[index].when_present;
                    match alone {
                        true => telltales[telling].push('x'),
                        false => drop(telltales.remove(telling)),
                    }
                });
            }
        }
        let lists: [Pointers<'_, Callback>; 3] = [
            ("code", &callback.codes, |it| &mut it.codes),
            ("detail", &callback.details, |it| &mut it.details),
            ("reference", &callback.references, |it| &mut it.references),
        ];
        if let Some(event) = &callback.event {
            let fact = Fact::new(named("event"), &event.citation, subjects);
            for (index, pointer) in event.pointers.iter().enumerate() {
                let change = format!("`{pointer}` is no part of its name");
                self.add(Class::CallbackEvent, &fact, change, move |it| {
                    let event = &mut it.callbacks[at].event;
                    match event {
                        // No spec names an event by nothing.
                        Some(it) if it.pointers.len() == 1 => *event = None,
                        Some(it) => drop(it.pointers.remove(index)),
                        None => {}
                    }
                });
            }
        }
        for (part, pointers, of) in lists {
            let fact = Fact::new(named(part), &callback.citation, subjects);
            for (index, pointer) in pointers.iter().enumerate() {
                let change = format!("`{pointer}` is not tried");
                self.add(Class::CallbackPointer, &fact, change, move |it| {
                    of(&mut it.callbacks[at]).remove(index);
                });
                let change = format!("`{pointer}` becomes `{pointer}x`");
                self.add(Class::CallbackPointer, &fact, change, move |it| {
                    of(&mut it.callbacks[at])[index].push('x');
                });
            }
        }
    }

    /// Who is asked whether it is true, and what is compared.
    fn confirmed(&mut self, at: usize, callback: &Callback, subjects: &[String]) {
        let Some(query) = &callback.confirm else {
            return;
        };
        let name = format!("callbacks/{}/confirm", callback.name);
        let fact = Fact::new(name, &callback.citation, subjects);
        self.add(
            Class::CallbackConfirm,
            &fact,
            "nothing confirms it".to_owned(),
            move |it| {
                it.callbacks[at].confirm = None;
            },
        );
        let asked = self.provider.operations.iter();
        let others = asked.filter(|it| it.fate.is_some() && it.name != *query);
        for other in others.map(|it| it.name.clone()) {
            let change = format!("`{other}` confirms it");
            self.add(Class::CallbackConfirm, &fact, change, move |it| {
                it.callbacks[at].confirm = Some(other.clone());
            });
        }
        let name = format!("callbacks/{}/agrees", callback.name);
        let fact = Fact::new(name, &callback.citation, subjects);
        for (index, (here, there)) in callback.agrees.iter().enumerate() {
            let change = format!("`{here}` is not compared");
            self.add(Class::CallbackAgrees, &fact, change, move |it| {
                it.callbacks[at].agrees.remove(index);
            });
            let change = format!("`{here}x` is compared to `{there}`");
            self.add(Class::CallbackAgrees, &fact, change, move |it| {
                it.callbacks[at].agrees[index].0.push('x');
            });
            let change = format!("`{here}` is compared to `{there}x`");
            self.add(Class::CallbackAgrees, &fact, change, move |it| {
                it.callbacks[at].agrees[index].1.push('x');
            });
        }
    }

    fn answer(&mut self, at: usize, callback: &Callback, subjects: &[String]) {
        let name = format!("callbacks/{}/answer", callback.name);
        let fact = Fact::new(name, &callback.answer_citation, subjects);
        type Change = (Class, &'static str, fn(&mut CallbackAnswer));
        let changes: &[Change] = match &callback.answer {
            CallbackAnswer::Fixed { .. } => &[
                (Class::CallbackAnswer, "another status", |it| {
                    if let CallbackAnswer::Fixed { status, .. } = it {
                        *status += 1;
                    }
                }),
                (Class::CallbackAnswer, "another content type", |it| {
                    if let CallbackAnswer::Fixed { content_type, .. } = it {
                        content_type.push('x');
                    }
                }),
                (Class::CallbackAnswer, "another body", |it| {
                    if let CallbackAnswer::Fixed { body, .. } = it {
                        body.push('x');
                    }
                }),
            ],
            CallbackAnswer::Dialogue { .. } => &[
                (Class::CallbackAnswer, "another content type", |it| {
                    if let CallbackAnswer::Dialogue { content_type, .. } = it {
                        content_type.push('x');
                    }
                }),
                (
                    Class::CallbackAnswer,
                    "another word while it goes on",
                    |it| {
                        if let CallbackAnswer::Dialogue { goes_on, .. } = it {
                            goes_on.push('x');
                        }
                    },
                ),
                (Class::CallbackAnswer, "another word at its end", |it| {
                    if let CallbackAnswer::Dialogue { ends, .. } = it {
                        ends.push('x');
                    }
                }),
                (
                    Class::CallbackStep,
                    "another member that holds what was typed",
                    |it| {
                        if let CallbackAnswer::Dialogue { input, .. } = it {
                            input.push('x');
                        }
                    },
                ),
                (
                    Class::CallbackStep,
                    "another text between two inputs",
                    |it| {
                        if let CallbackAnswer::Dialogue { separator, .. } = it {
                            separator.push('x');
                        }
                    },
                ),
            ],
        };
        if let CallbackAnswer::Dialogue {
            session, longest, ..
        } = &callback.answer
        {
            if let Some(session) = session {
                let change = format!("`{session}x` names the session");
                self.add(Class::CallbackStep, &fact, change, move |it| {
                    if let CallbackAnswer::Dialogue { session, .. } = &mut it.callbacks[at].answer {
                        *session = session.take().map(|it| format!("{it}x"));
                    }
                });
            }
            let longest = longest.as_ref().map(|it| it.characters);
            for characters in longest.into_iter().flat_map(|it| [it - 1, it + 1]) {
                let change = format!("a text has at most {characters} characters");
                self.add(Class::CallbackAnswer, &fact, change, move |it| {
                    if let CallbackAnswer::Dialogue { longest, .. } = &mut it.callbacks[at].answer
                        && let Some(longest) = longest
                    {
                        longest.characters = characters;
                    }
                });
            }
        }
        for (class, change, patch) in changes {
            self.add(*class, &fact, (*change).to_owned(), move |it| {
                patch(&mut it.callbacks[at].answer);
            });
        }
    }

    fn sealed(&mut self, at: usize, callback: &Callback, subjects: &[String]) {
        let Some(signature) = &callback.signature else {
            return;
        };
        let name = format!("callbacks/{}/signature", callback.name);
        let fact = Fact::new(name, &signature.citation, subjects);
        for ((class, change), order) in orders(&signature.parts, &|it| format!("{it:?}")) {
            self.add(class, &fact, change, move |it| {
                if let Some(it) = &mut it.callbacks[at].signature {
                    it.parts.clone_from(&order);
                }
            });
        }
        for (index, part) in signature.parts.iter().enumerate() {
            if let SignedPart::Header(header) = part {
                let change = format!("`{header}x` is signed");
                self.add(Class::HeaderName, &fact, change, move |it| {
                    if let Some(it) = &mut it.callbacks[at].signature
                        && let SignedPart::Header(name) = &mut it.parts[index]
                    {
                        name.push('x');
                    }
                });
            }
        }
        let change = format!("`{}x` carries it", signature.header);
        self.add(Class::HeaderName, &fact, change, move |it| {
            if let Some(it) = &mut it.callbacks[at].signature {
                it.header.push('x');
            }
        });
        let change = "another text stands before it".to_owned();
        self.add(Class::Prefix, &fact, change, move |it| {
            if let Some(it) = &mut it.callbacks[at].signature {
                match it.prefix.is_empty() {
                    true => it.prefix.push('x'),
                    false => it.prefix.clear(),
                }
            }
        });
        let change = "it is not signed".to_owned();
        self.add(Class::SignatureDestination, &fact, change, move |it| {
            it.callbacks[at].signature = None;
        });
        let Some(sent) = &signature.sent else {
            return;
        };
        for by in [-1_i64, 1] {
            let tolerance = u32::try_from(i64::from(sent.tolerance) + by).unwrap_or_default();
            let change = format!("it may be {tolerance} seconds off");
            self.add(Class::Tolerance, &fact, change, move |it| {
                if let Some(it) = it.callbacks[at].signature.as_mut()
                    && let Some(it) = &mut it.sent
                {
                    it.tolerance = tolerance;
                }
            });
        }
        let change = format!("`{}x` says when it was sent", sent.header);
        self.add(Class::HeaderName, &fact, change, move |it| {
            if let Some(it) = it.callbacks[at].signature.as_mut()
                && let Some(it) = &mut it.sent
            {
                it.header.push('x');
            }
        });
        for format in other_moments(&sent.format) {
            let change = format!("the time is {format:?}");
            self.add(Class::TimestampFormat, &fact, change, move |it| {
                if let Some(it) = it.callbacks[at].signature.as_mut()
                    && let Some(it) = &mut it.sent
                {
                    it.format = format.clone();
                }
            });
        }
    }
}
