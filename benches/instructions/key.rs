//! Under what the counts hold: they depend on the target, on the compiler, and, as libraries choose their code by the
//! processor, on that.

use std::process::Command;
use std::{env, fs};

/// `x86_64-unknown-linux-gnu, rustc 1.95.0 (59807616e 2026-04-14), AMD EPYC (25/17)`.
pub fn key() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output();
    let version = version.map_or_else(|_| String::new(), |output| text(&output.stdout));
    let target = value(&version, "host: ").unwrap_or("unknown target");
    let compiler = version.lines().next().unwrap_or("unknown compiler");
    format!("{target}, {compiler}, {}", processor())
}

/// Its name, family and model.
fn processor() -> String {
    let Ok(info) = fs::read_to_string("/proc/cpuinfo") else {
        return "unknown processor".to_owned();
    };
    let field = |name: &str| {
        let mut lines = info.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(key, _)| key.trim() == name);
        found.map_or("?", |(_, value)| value.trim())
    };
    let (name, family, model) = (field("model name"), field("cpu family"), field("model"));
    format!("{name} ({family}/{model})")
}

fn value<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(start))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
