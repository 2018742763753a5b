//! The folder that recorded fixtures are put in; nothing in it is ever written over.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::Made;
use crate::snapshot;

/// More recordings of one operation and day are more than anybody reads.
const MOST: usize = 9999;

/// One provider's folder of fixtures.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    date: Date,
}

/// What became of a fixture.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is written to this file.
    Written(PathBuf),
    /// This file says the same.
    Same(PathBuf),
}

impl Shelf {
    /// The folder of a provider, with its setup: `setup` is copied where there is none.
    ///
    /// # Errors
    ///
    /// The folder cannot be made or written, or its setup is another one.
    pub(crate) fn open(out: &Path, provider: &str, setup: &Path, date: Date) -> io::Result<Shelf> {
        let folder = out.join(provider);
        fs::create_dir_all(&folder)?;
        let text = fs::read(setup)?;
        let own = folder.join("setup.yaml");
        match File::create_new(&own) {
            Ok(mut file) => file.write_all(&text)?,
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&own)? != text {
                    let why = format!(
                        "{} is not the setup that is recorded for, {}",
                        own.display(),
                        setup.display()
                    );
                    return Err(io::Error::other(why));
                }
            }
            Err(why) => return Err(why),
        }
        Ok(Shelf { folder, date })
    }

    /// Writes a fixture and its transcript under the next free name, unless one of the day says the
    /// same.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn put(&self, made: &Made) -> io::Result<Put> {
        let day = self.date.to_string().replace('-', "_");
        for number in 1..=MOST {
            let stem = format!("{}-recorded_{day}_{number}", made.operation);
            let path = self.folder.join(format!("{stem}.yaml"));
            match File::create_new(&path) {
                Ok(mut file) => {
                    file.write_all(made.text.as_bytes())?;
                    fs::write(
                        path.with_extension("snap"),
                        snapshot::file(&made.transcript),
                    )?;
                    return Ok(Put::Written(path));
                }
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                    if fs::read(&path)? == made.text.as_bytes() {
                        return Ok(Put::Same(path));
                    }
                }
                Err(why) => return Err(why),
            }
        }
        Err(io::Error::other("no name is free"))
    }
}
