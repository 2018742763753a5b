//! Where the specs say what a failure is about: file, line and column.

use std::collections::HashMap;
use std::path::Path;

use verbatim_codegen::Source;
use verbatim_codegen::facts::{About, Finder, facts};
use verbatim_codegen::model::{Location, Provider};

use crate::place::Place;

/// The places of everything that fixtures are about.
#[derive(Debug, Default)]
pub struct SpecPlaces {
    /// By provider, and operation or callback.
    subjects: HashMap<(String, String), Place>,
    /// By provider, operation, and pointer of the body or name of a header in lower case.
    fields: HashMap<(String, String, String), Place>,
    /// By provider and code.
    codes: HashMap<(String, String), Place>,
}

impl SpecPlaces {
    /// Reads the specs of a folder once more, for their places.
    pub fn read(specs: &Path, providers: &[Provider]) -> SpecPlaces {
        let mut res = SpecPlaces::default();
        for provider in providers {
            // What cannot be read has been told, and has no place.
            if let Ok(source) = Source::read(&specs.join(&provider.name)) {
                res.take(provider, &source);
            }
        }
        res
    }

    fn take(&mut self, provider: &Provider, source: &Source) {
        let mut finder = Finder::new(source);
        let own = || provider.name.clone();
        for fact in facts(provider) {
            let Some(place) = finder.place(&fact.way) else {
                continue;
            };
            let place = Place {
                file: place.file,
                line: place.line,
                column: place.column,
            };
            match fact.about {
                About::Operation(name) | About::Callback(name) => {
                    // Its first word is where a reader begins.
                    let first = self.subjects.entry((own(), name)).or_insert(place.clone());
                    if place < *first {
                        *first = place;
                    }
                }
                About::Field(operation, name) => {
                    let model = provider.operation(&operation);
                    let fields = model.into_iter().flat_map(|it| &it.fields);
                    for field in fields.filter(|it| it.name == name) {
                        let key = match field.location {
                            Location::Body => field.pointer.clone(),
                            Location::Header | Location::Query | Location::Path => {
                                field.wire.to_lowercase()
                            }
                        };
                        let key = (own(), operation.clone(), key);
                        self.fields.entry(key).or_insert(place.clone());
                    }
                }
                About::Code(index) => {
                    if let Some(code) = provider.codes.get(index) {
                        let key = (own(), code.code.clone());
                        self.codes.entry(key).or_insert(place);
                    }
                }
                About::Provider
                | About::Server(..)
                | About::Credential(_)
                | About::Setting(_)
                | About::Scheme(_)
                | About::Header(_)
                | About::Way(_)
                | About::Token(_)
                | About::Enum(_)
                | About::Value(..)
                | About::Table(_)
                | About::Row(..)
                | About::Member(..)
                | About::Reference(_)
                | About::Magic(..) => {}
            }
        }
    }

    /// The nearest place: of the code that was played, of the field that differs or the one above
    /// it, or of the operation or callback.
    pub fn of(
        &self,
        provider: &str,
        subject: &str,
        field: Option<&str>,
        code: Option<&str>,
    ) -> Option<&Place> {
        let own = || provider.to_owned();
        let of_code = || self.codes.get(&(own(), code?.to_owned()));
        let of_field = || {
            let mut key = field?.to_lowercase();
            let exact = field?.to_owned();
            let find = |key: String| self.fields.get(&(own(), subject.to_owned(), key));
            if let Some(place) = find(exact.clone()).or_else(|| find(key.clone())) {
                return Some(place);
            }
            key = exact;
            while let Some((above, _)) = key.rsplit_once('/') {
                if let Some(place) = find(above.to_owned()) {
                    return Some(place);
                }
                key = above.to_owned();
            }
            None
        };
        let of_subject = || self.subjects.get(&(own(), subject.to_owned()));
        of_field().or_else(of_code).or_else(of_subject)
    }
}
