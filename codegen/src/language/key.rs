//! What is said of a key, from its documentation in the source.

/// The parts of a description.
#[derive(Debug)]
pub(crate) struct Description {
    /// What the key means, in paragraphs.
    pub(crate) about: String,
    /// Whether it must be there.
    pub(crate) needed: bool,
    /// What holds where it is left out; empty when it is needed.
    pub(crate) default: String,
    /// The key with a value, as a spec says it; empty when there is none.
    pub(crate) example: String,
}

impl Description {
    pub(crate) fn of(docs: &str) -> Description {
        let mut paragraphs = paragraphs(docs);
        let last = paragraphs.pop().unwrap_or_default();
        let (use_, example) = match last.split_once(" Example: `") {
            Some((use_, example)) => (use_, example.trim_end_matches('.').trim_end_matches('`')),
            None => (last.as_str(), ""),
        };
        let default = use_
            .strip_prefix("Default: ")
            .map(|it| it.trim_end_matches('.'));
        let needed = use_ == "Needed.";
        if !needed && default.is_none() {
            paragraphs.push(last.clone());
        }
        Description {
            about: paragraphs.join("\n\n"),
            needed,
            default: default.unwrap_or_default().to_owned(),
            example: example.to_owned(),
        }
    }

    /// The default where it is a value and not a description of one.
    pub(crate) fn default_value(&self) -> Option<&str> {
        let inner = self.default.strip_prefix('`')?.strip_suffix('`')?;
        (!inner.contains('`')).then_some(inner)
    }
}

/// Lines that stand together, as one text each.
pub(crate) fn paragraphs(docs: &str) -> Vec<String> {
    let parts = docs.split("\n\n").map(|it| it.trim().replace('\n', " "));
    parts.filter(|it| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::Description;

    #[test]
    fn a_description_is_taken_apart() {
        let docs = "Where it\ntravels.\n\nDefault: `body`. Example: `in: header`.\n";
        let it = Description::of(docs);
        assert_eq!((&*it.about, it.needed), ("Where it travels.", false));
        assert_eq!((&*it.default, &*it.example), ("`body`", "in: header"));
        assert_eq!(it.default_value(), Some("body"));
    }

    #[test]
    fn a_description_without_its_last_paragraph_has_neither_default_nor_example() {
        let it = Description::of("Where it travels.\n");
        assert_eq!((&*it.about, it.needed), ("Where it travels.", false));
        assert_eq!((&*it.default, &*it.example), ("", ""));
    }
}
