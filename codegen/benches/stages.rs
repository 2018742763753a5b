//! Time of each stage beside the floor: reading and parsing the YAML, and writing the pages.
//!
//! Prints ratios against what is measured in the same run; asserts nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize as _;
use verbatim_codegen::{Source, stages};

const RUNS: usize = 31;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace is above");
    for provider in providers(root) {
        bench(&provider);
    }
    whole_command(root);
}

fn bench(folder: &Path) {
    let source = Source::read(folder).expect("the spec can be read");
    let out = std::env::temp_dir().join(format!("verbatim-bench-{}", std::process::id()));
    let mut rows: Vec<(&str, Vec<Duration>)> = [
        "read files",
        "parse YAML alone",
        "write pages",
        "parse",
        "check",
        "lower",
        "emit",
        "format, nothing kept",
        "format, all kept",
    ]
    .map(|name| (name, Vec::new()))
    .into();
    let texts = texts(folder);
    let mut operations = 0;
    for _ in 0..RUNS {
        let took = |start: Instant| start.elapsed();
        let start = Instant::now();
        Source::read(folder).expect("the spec can be read");
        rows[0].1.push(took(start));

        let start = Instant::now();
        for text in &texts {
            let parser = serde_yaml::Deserializer::from_str(text);
            serde_yaml::Value::deserialize(parser).expect("the spec is YAML");
        }
        rows[1].1.push(took(start));

        let stages = stages::run(&source).expect("the spec has no fault");
        let start = Instant::now();
        for page in &stages.pages {
            let path = out.join(&page.path);
            fs::create_dir_all(path.parent().expect("a page has a folder"))
                .expect("temp is writable");
            fs::write(path, &page.text).expect("temp is writable");
        }
        rows[2].1.push(took(start));
        for (row, time) in
            rows[3..]
                .iter_mut()
                .zip([stages.parse, stages.check, stages.lower, stages.emit])
        {
            row.1.push(time);
        }
        operations = stages
            .pages
            .iter()
            .map(|it| it.text.matches("rt::Operation::new(").count())
            .sum();
        // Formatted pages are kept below the root that is given here.
        let kept = out.join("target");
        let _ = fs::remove_dir_all(&kept);
        for row in &mut rows[7..] {
            let mut pages = stages.pages.clone();
            let start = Instant::now();
            stages::format(&mut pages, &out).expect("rustfmt is part of the toolchain");
            row.1.push(took(start));
        }
    }
    fs::remove_dir_all(&out).expect("what was written can be removed");

    let medians: Vec<Duration> = rows.iter_mut().map(|it| median(&mut it.1)).collect();
    let floor: Duration = medians[..3].iter().sum();
    println!(
        "{} ({operations} operations), median of {RUNS} runs",
        folder.display()
    );
    let line = |name: &str, time: Duration| {
        let ratio = time.as_secs_f64() / floor.as_secs_f64();
        println!(
            "  {name:<24} {:>9.3} ms  {ratio:>6.2} x floor",
            time.as_secs_f64() * 1e3
        );
    };
    for ((name, _), time) in rows.iter().zip(&medians) {
        line(name, *time);
    }
    line("floor (first three)", floor);
    line("check through emit", medians[4..7].iter().sum());
    line(
        "all but formatting",
        medians[0] + medians[2] + medians[3..7].iter().sum::<Duration>(),
    );
}

/// The command as people run it: nothing to do; everything to write; and that with nothing kept.
fn whole_command(root: &Path) {
    let out = std::env::temp_dir().join(format!("verbatim-bench-out-{}", std::process::id()));
    println!("whole command, process start to end, median of {RUNS} runs");
    for (name, cold, empty) in [
        ("everything, nothing kept", true, true),
        ("everything to write", false, true),
        ("nothing to write", false, false),
    ] {
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| command(root, &out, cold, empty))
            .collect();
        println!(
            "  {name:<24} {:>9.3} ms",
            median(&mut times).as_secs_f64() * 1e3
        );
    }
    fs::remove_dir_all(&out).expect("what was written can be removed");
}

fn command(root: &Path, out: &Path, cold: bool, empty: bool) -> Duration {
    let (crates, target) = (out.join("generated"), out.join("target"));
    for (folder, remove) in [(&crates, empty), (&target, cold)] {
        if remove {
            let _ = fs::remove_dir_all(folder);
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
    command
        .current_dir(root)
        .env("CARGO_TARGET_DIR", &target)
        .arg("--out")
        .arg(&crates);
    let start = Instant::now();
    let output = command.output();
    let took = start.elapsed();
    assert!(
        output.is_ok_and(|it| it.status.success()),
        "the command runs"
    );
    took
}

fn providers(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.join("specs")).expect("the workspace has specs");
    let mut res: Vec<PathBuf> = entries
        .flatten()
        .map(|it| it.path())
        .filter(|it| it.is_dir())
        .collect();
    res.sort();
    res
}

fn texts(folder: &Path) -> Vec<String> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)
        .expect("the spec is a folder")
        .flatten()
    {
        let path = entry.path();
        match path.is_dir() {
            true => res.extend(texts(&path)),
            false => res.extend(fs::read_to_string(path)),
        }
    }
    res
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
