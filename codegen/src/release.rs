//! The last released state of a spec: what its crate's version and changelog follow from.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Fault, Report, Spot};
use crate::diff::{Callers, Change, Wire, diff, most, row};
use crate::locate::Step;
use crate::model::Provider;
use crate::source::Source;
use crate::surface::Surface;

/// Name of the file beside `provider.yaml`.
pub(crate) const RELEASE_LOCK: &str = "release.lock";

/// What was released last, and what every release changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    pub(crate) version: String,
    /// In the order of releases.
    notes: Vec<Note>,
    surface: Surface,
}

/// One row of the changelog of a released version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    version: String,
    heading: Heading,
    text: String,
}

/// A chapter of the changelog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    First,
    Breaking,
    Compatible,
    Wire,
}

impl Heading {
    const ALL: [(Heading, &'static str, &'static str); 4] = [
        (Heading::First, "first", "Added"),
        (Heading::Breaking, "breaking", "Breaking"),
        (
            Heading::Compatible,
            "compatible",
            "Added or otherwise, and compatible",
        ),
        (Heading::Wire, "wire", "On the wire alone"),
    ];

    fn word(self) -> &'static str {
        let mut all = Heading::ALL.iter();
        all.find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// Nothing for what nobody can see.
    fn of(change: &Change) -> Option<Heading> {
        match (change.callers, change.wire) {
            (Callers::Breaking, _) => Some(Heading::Breaking),
            (Callers::Compatible, _) => Some(Heading::Compatible),
            (Callers::Unaffected, Wire::Same) => None,
            (Callers::Unaffected, Wire::Adds | Wire::Changes) => Some(Heading::Wire),
        }
    }
}

/// A version of a changelog: its heading, and chapters of rows.
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) says: String,
    pub(crate) chapters: Vec<(&'static str, Vec<String>)>,
}

impl Release {
    /// The state of a model as a release, after an earlier one.
    pub(crate) fn of(provider: &Provider, before: Option<&Release>) -> Release {
        let surface = Surface::of(provider);
        let version = provider.version.clone();
        let mut notes = before.map(|it| it.notes.clone()).unwrap_or_default();
        match before {
            None => notes.push(Note {
                version: version.clone(),
                heading: Heading::First,
                text: first(provider),
            }),
            Some(before) => notes.extend(noted(&version, &diff(&before.surface, &surface))),
        }
        Release {
            version,
            notes,
            surface,
        }
    }

    /// What changed since then.
    pub(crate) fn changes(&self, provider: &Provider) -> Vec<Change> {
        diff(&self.surface, &Surface::of(provider))
    }

    /// Reads a lock as it is written.
    pub(crate) fn parse(text: &str) -> Result<Release, String> {
        let mut res = Release {
            version: String::new(),
            notes: Vec::new(),
            surface: Surface::default(),
        };
        for (row, line) in text.lines().zip(1_usize..) {
            let wrong = || format!("line {line} is no line of a `{RELEASE_LOCK}`");
            let (kind, rest) = row.split_once(' ').ok_or_else(wrong)?;
            match kind {
                "#" => {}
                "version" => res.version = rest.to_owned(),
                "note" => {
                    let mut words = rest.splitn(3, ' ');
                    let (Some(version), Some(word), Some(text)) =
                        (words.next(), words.next(), words.next())
                    else {
                        return Err(wrong());
                    };
                    let mut headings = Heading::ALL.iter();
                    let heading = headings.find(|it| it.1 == word).ok_or_else(wrong)?;
                    res.notes.push(Note {
                        version: version.to_owned(),
                        heading: heading.0,
                        text: text.to_owned(),
                    });
                }
                "row" => {
                    let (key, value) = rest.split_once(" = ").ok_or_else(wrong)?;
                    res.surface.0.insert(key.to_owned(), value.to_owned());
                }
                _ => return Err(wrong()),
            }
        }
        match triple(&res.version) {
            Some(_) => Ok(res),
            None => Err(format!("`{}` is no version", res.version)),
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Written by `cargo codegen release`; the version and the changelog follow from it."
        )?;
        writeln!(f, "version {}", self.version)?;
        for it in &self.notes {
            writeln!(f, "note {} {} {}", it.version, it.heading.word(), it.text)?;
        }
        for (key, value) in &self.surface.0 {
            writeln!(f, "row {key} = {value}")?;
        }
        Ok(())
    }
}

/// Refuses a version that is too low for what changed since the last release.
pub(crate) fn hold(source: &Source, provider: Provider) -> Result<Provider, Report> {
    let Some((shown, text)) = &source.release else {
        return Ok(provider);
    };
    let release = match Release::parse(text) {
        Ok(release) => release,
        Err(why) => {
            let fault = Diagnostic::in_file(Code::UnreadableFile, shown, None, &why);
            return Err(Report::new(source.clone(), vec![fault]));
        }
    };
    let changes = release.changes(&provider);
    let needed = needed(&release.version, &changes);
    if triple(&needed) <= triple(&provider.version) {
        return Ok(provider);
    }
    let says = match changes.first() {
        Some(worst) => format!(
            "`{}` is too low, {needed} is the least: since {} {}, which is {} for callers",
            provider.version,
            release.version,
            row(worst),
            worst.callers.word()
        ),
        None => format!("`{}` is lower than the released {needed}", provider.version),
    };
    let fault = Fault {
        code: Code::VersionTooLow,
        file: 0,
        spot: Spot::Steps(vec![Step::Key("version".to_owned())]),
        message: says,
    };
    Err(Report::located(source.clone(), vec![fault]))
}

/// The lowest version after a release with these changes. Below 1.0.0 the second number is raised
/// by what breaks callers, and the third by everything else.
pub(crate) fn needed(released: &str, changes: &[Change]) -> String {
    let (major, minor, patch) = triple(released).unwrap_or_default();
    let (callers, wire) = most(changes);
    let (major, minor, patch) = match (callers, wire, major) {
        (Callers::Breaking, _, 0) => (0, minor + 1, 0),
        (Callers::Breaking, _, _) => (major + 1, 0, 0),
        (Callers::Unaffected, Wire::Same, _) => (major, minor, patch),
        (_, _, 0) => (0, minor, patch + 1),
        (_, _, _) => (major, minor + 1, 0),
    };
    format!("{major}.{minor}.{patch}")
}

/// The changelog of a crate, the newest first.
pub(crate) fn changelog(provider: &Provider, release: Option<&Release>) -> Vec<Section> {
    let mut res = Vec::new();
    let will = format!("Will be {}.", provider.version);
    let Some(release) = release else {
        let notes = [Note {
            version: provider.version.clone(),
            heading: Heading::First,
            text: first(provider),
        }];
        return vec![section("Unreleased", &will, &notes)];
    };
    let unreleased = noted(&provider.version, &release.changes(provider));
    if !unreleased.is_empty() || release.version != provider.version {
        res.push(section("Unreleased", &will, &unreleased));
    }
    let mut versions: Vec<&str> = release.notes.iter().map(|it| it.version.as_str()).collect();
    versions.push(&release.version);
    versions.dedup();
    for version in versions.iter().rev() {
        let notes = release.notes.iter().filter(|it| it.version == **version);
        let notes: Vec<Note> = notes.cloned().collect();
        let says = match notes.is_empty() {
            true => "Nothing that a caller or the provider can see.",
            false => "",
        };
        res.push(section(version, says, &notes));
    }
    res
}

fn section(heading: &str, says: &str, notes: &[Note]) -> Section {
    let chapter = |(heading, _, title): &(Heading, &str, &'static str)| {
        let rows = notes.iter().filter(|it| it.heading == *heading);
        let rows: Vec<String> = rows.map(|it| it.text.clone()).collect();
        (!rows.is_empty()).then_some((*title, rows))
    };
    Section {
        heading: heading.to_owned(),
        says: says.to_owned(),
        chapters: Heading::ALL.iter().filter_map(chapter).collect(),
    }
}

fn noted(version: &str, changes: &[Change]) -> Vec<Note> {
    let note = |it: &Change| {
        Some(Note {
            version: version.to_owned(),
            heading: Heading::of(it)?,
            text: row(it),
        })
    };
    changes.iter().filter_map(note).collect()
}

fn first(provider: &Provider) -> String {
    let count = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    let mut said = vec![count(provider.operations.len(), "operation")];
    if !provider.callbacks.is_empty() {
        said.push(count(provider.callbacks.len(), "callback"));
    }
    format!("The first release, with {}.", said.join(" and "))
}

fn triple(version: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = version.split('.').map(|it| it.parse().ok());
    let res = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(res)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::What;

    #[test]
    fn the_version_follows_from_what_changed() {
        let change = |callers, wire| Change {
            about: String::new(),
            what: What::Added,
            callers,
            wire,
        };
        for (released, callers, wire, wanted) in [
            ("0.1.4", Callers::Breaking, Wire::Same, "0.2.0"),
            ("0.1.4", Callers::Compatible, Wire::Same, "0.1.5"),
            ("0.1.4", Callers::Unaffected, Wire::Changes, "0.1.5"),
            ("0.1.4", Callers::Unaffected, Wire::Same, "0.1.4"),
            ("1.2.3", Callers::Breaking, Wire::Changes, "2.0.0"),
            ("1.2.3", Callers::Compatible, Wire::Adds, "1.3.0"),
            ("1.2.3", Callers::Unaffected, Wire::Same, "1.2.3"),
        ] {
            assert_eq!(needed(released, &[change(callers, wire)]), wanted);
        }
        assert_eq!(needed("0.1.4", &[]), "0.1.4");
    }
}
