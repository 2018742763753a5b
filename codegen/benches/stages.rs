//! Time of each stage of every spec beside the floor: reading and parsing the YAML, and writing
//! the pages; time of the whole command; and how the time grows with the number of operations.
//!
//! Prints ratios against what is measured in the same run; asserts nothing. Pages come out laid
//! out, so formatting is a part of the row `emit`; what it takes has a row below.

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
    let all = providers(root);
    for provider in &all {
        whole_command(std::slice::from_ref(provider));
    }
    whole_command(&all);
    growth();
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
        "  of it formatting",
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
        let times = [
            stages.parse,
            stages.check,
            stages.lower,
            stages.emit,
            stages.formatting,
        ];
        for (row, time) in rows[3..].iter_mut().zip(times) {
            row.1.push(time);
        }
        operations = stages
            .pages
            .iter()
            .map(|it| it.text.matches("rt::Operation::new(").count())
            .sum();
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
        "all in one process",
        medians[0] + medians[2] + medians[3..].iter().sum::<Duration>(),
    );
}

/// The command as people run it, over these specs: with nothing there, after an edit of one spec,
/// and with nothing to do.
fn whole_command(folders: &[PathBuf]) {
    let bench = std::env::temp_dir().join(format!("verbatim-bench-{}", std::process::id()));
    let (specs, out) = (bench.join("specs"), bench.join("generated"));
    for folder in folders {
        let name = folder.file_name().expect("a provider has a name");
        copy(folder, &specs.join(name));
    }
    let names = providers(&bench);
    let told = match names.as_slice() {
        [one] => one.file_name().unwrap_or_default().display().to_string(),
        all => format!("{} specs", all.len()),
    };
    println!("whole command over {told}, process start to end, median of {RUNS} runs");
    let mut rows: Vec<(&str, Vec<Duration>)> = [
        "nothing to write",
        "after an edit of a spec",
        "nothing there",
    ]
    .map(|name| (name, Vec::new()))
    .into();
    command(&specs, &out);
    for turn in 0..RUNS {
        rows[0].1.push(command(&specs, &out));
        edit(&names[turn % names.len()], turn);
        rows[1].1.push(command(&specs, &out));
        fs::remove_dir_all(&out).expect("it was just written");
        rows[2].1.push(command(&specs, &out));
    }
    fs::remove_dir_all(&bench).expect("what was written can be removed");
    let medians: Vec<Duration> = rows.iter_mut().map(|it| median(&mut it.1)).collect();
    for ((name, _), time) in rows.iter().zip(&medians) {
        let ratio = time.as_secs_f64() / medians[0].as_secs_f64();
        println!(
            "  {name:<24} {:>9.3} ms  {ratio:>6.2} x nothing to write",
            time.as_secs_f64() * 1e3
        );
    }
}

fn command(specs: &Path, out: &Path) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
    command.arg("--specs").arg(specs).arg("--out").arg(out);
    let start = Instant::now();
    let output = command.output();
    let took = start.elapsed();
    assert!(
        output.is_ok_and(|it| it.status.success()),
        "the command runs"
    );
    took
}

/// Gives the provider another text, which stands in its manifest, README and front page.
fn edit(folder: &Path, turn: usize) {
    let path = folder.join("provider.yaml");
    let text = fs::read_to_string(&path).expect("the spec was copied");
    let line = text.lines().find(|it| it.starts_with("about: "));
    let line = line.expect("a provider says what it is");
    let other = format!("about: Edited {turn} times.");
    fs::write(&path, text.replacen(line, &other, 1)).expect("temp is writable");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("temp is writable");
    for entry in fs::read_dir(from).expect("the spec is a folder").flatten() {
        let (path, below) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &below),
            false => {
                fs::copy(&path, &below).expect("temp is writable");
            }
        }
    }
}

/// Made-up specs of more and more operations: the time of one should stay what it is.
fn growth() {
    println!("check through emit of made-up specs, lowest of {GROWTH_RUNS} runs");
    let folder = std::env::temp_dir().join(format!("verbatim_growth_{}", std::process::id()));
    let mut first = None;
    for operations in [50, 500, 5_000] {
        made_up(&folder, operations);
        let source = Source::read(&folder).expect("the spec can be read");
        let times = (0..GROWTH_RUNS).map(|_| {
            let it = stages::run(&source).unwrap_or_else(|report| panic!("{report}"));
            let each = [it.check, it.lower, it.emit];
            (each.iter().sum::<Duration>(), each)
        });
        let (whole, each) = times.min().expect("there are runs");
        let per = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(operations);
        let base = *first.get_or_insert(per(whole));
        println!(
            "  {operations:>5} operations {:>9.3} ms {:>8.1} us each  {:>6.2} x the first  (check {:.1}, lower {:.1}, emit {:.1})",
            whole.as_secs_f64() * 1e3,
            per(whole),
            per(whole) / base,
            per(each[0]),
            per(each[1]),
            per(each[2]),
        );
        fs::remove_dir_all(&folder).expect("what was written can be removed");
    }
}

const GROWTH_RUNS: usize = 5;
/// A file may have so many operations without being too large.
const PER_FILE: u32 = 500;

fn made_up(folder: &Path, operations: u32) {
    fs::create_dir_all(folder.join("operations")).expect("temp is writable");
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let head = HEAD.replace("NAME", &name);
    fs::write(folder.join("provider.yaml"), head).expect("temp is writable");
    for start in (0..operations).step_by(PER_FILE as usize) {
        let end = operations.min(start + PER_FILE);
        let text: String = (start..end)
            .map(|it| OPERATION.replace("INDEX", &it.to_string()))
            .collect();
        let path = folder.join(format!("operations/from_{start}.yaml"));
        fs::write(path, text).expect("temp is writable");
    }
}

const HEAD: &str = "\
provider: NAME
title: Made up
about: As many operations as are asked for.
version: \"1.0.0\"
documents: [{ name: made_up.txt, title: Made up }]
environments:
  live:
    about: Nowhere.
    servers: { gateway: { url: \"https://api.example\", cite: 1 } }
credentials:
  merchant: { about: The merchant's number., cite: 2 }
  signing_key: { about: Key with which the merchant signs., secret: \"yes\", cite: 3 }
headers: [{ wire: Content-Type, in: header, constant: application/json, cite: 4 }]
signatures:
  keyed:
    algorithm: hmac-sha256
    cite: 5
    key: signing_key
    key_cite: 5
    encoding: hex-lower
    encoding_cite: 5
    joiner: \"|\"
    joiner_cite: 5
groups: { all: Everything. }
unsaid:
  fields: demanded
  cite: 4
records:
  accepted:
    about: What the gateway answers.
    members:
      - { wire: status_code, type: code, cite: 6 }
      - { wire: reference, type: identifier, cite: 7 }
codes:
  - { code: \"0\", name: done, meaning: Done., outcome: succeeded, scope: all, cite: 8 }
  - { code: \"1\", name: refused, meaning: Refused., outcome: rejected, scope: all, cite: 9 }
";

const OPERATION: &str = "\
pay_INDEX:
  about: Pays in way INDEX.
  group: all
  lines: 10-19
  effect: spends
  effect_cite: 10
  method: POST
  method_cite: 10
  server: gateway
  path: /pay/INDEX
  path_cite: 10
  fields:
    - { wire: merchant, credential: merchant, cite: 11 }
    - { wire: amount, type: money KES, type_cite: 12, required: \"yes\", required_cite: 12, cite: 12 }
    - { wire: note, type: text, required: \"no\", cite: 13 }
    - { wire: signature, signature: \"yes\", cite: 14 }
  signature: { scheme: keyed, order: [merchant, amount], printed: merchant|amount, cite: 15 }
  reply: { type: record accepted, code: [/status_code], reference: [/reference], without_code: unknown, cite: 16 }
  unknown: by hand
";

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
