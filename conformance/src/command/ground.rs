//! What a run of mutants goes by: specs, fixtures and reasons, each from where the arguments or the
//! workspace say.

use std::path::{Path, PathBuf};

use super::{Stop, USAGE, unlisted};
use crate::house::{self, Specs};
use crate::suite::Suite;

/// Everything that is read before the first mutant is made.
pub(super) struct Ground {
    pub(super) suite: Suite,
    /// The folder of reasons why mutants are equivalent.
    pub(super) reasons: PathBuf,
    /// The providers that are meant; all when there are none.
    meant: Vec<String>,
}

/// Which folders were given.
pub(super) struct Given<'a> {
    pub(super) specs: &'a Option<PathBuf>,
    pub(super) fixtures: &'a Option<PathBuf>,
    pub(super) reasons: &'a Option<PathBuf>,
    /// Specs by name or folder.
    pub(super) providers: &'a [String],
}

impl Ground {
    pub(super) fn read(given: &Given<'_>) -> Result<Ground, Stop> {
        let folder = inside(given.specs, "specs")?;
        let fixtures = inside(given.fixtures, "conformance/fixtures")?;
        let reasons = inside(given.reasons, "conformance/equivalents")?;
        let specs = Specs::read(&folder).map_err(|it| unlisted(&folder, &it))?;
        if let [report, ..] = specs.reports.as_slice() {
            return Err(Stop::could_not_run(report.clone()));
        }
        let meant: Vec<String> = given.providers.iter().map(|it| name(it)).collect();
        for name in &meant {
            if !specs.providers.iter().any(|it| it.name == *name) {
                let why = format!("no spec is named `{name}`");
                return Err(Stop { code: USAGE, why });
            }
        }
        let suite = Suite::read(&fixtures, specs.providers)
            .map_err(|it| unlisted(&fixtures, &it))?
            .held_to(&folder);
        match suite.broken.first() {
            Some(broken) => Err(Stop::could_not_run(format!(
                "{} cannot be played; run `cargo conformance` first",
                broken.name
            ))),
            None => Ok(Ground {
                suite,
                reasons,
                meant,
            }),
        }
    }

    /// Whether the provider of that name is meant.
    pub(super) fn wants(&self, provider: &str) -> bool {
        self.meant.is_empty() || self.meant.iter().any(|it| it == provider)
    }
}

fn inside(given: &Option<PathBuf>, usual: &str) -> Result<PathBuf, Stop> {
    match (given, house::root()) {
        (Some(given), _) => Ok(given.clone()),
        (None, Some(root)) => Ok(root.join(usual)),
        (None, None) => Err(Stop::could_not_run(
            "no folder above holds `specs` and `generated`; give --specs, --fixtures and --reasons"
                .to_owned(),
        )),
    }
}

/// The name of a spec that is given by its folder.
fn name(spec: &str) -> String {
    let path = Path::new(spec.trim_end_matches('/'));
    let last = path.file_name().and_then(|it| it.to_str());
    last.unwrap_or_default().to_owned()
}
