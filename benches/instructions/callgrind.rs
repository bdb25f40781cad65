//! Runs this program under callgrind and reads what it counted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::loops::{LOOK_UPS, PREFIX};

/// Instructions a look-up, by loop.
pub type Counts = BTreeMap<String, f64>;

/// Counts them.
///
/// # Errors
///
/// A message: valgrind is not there, or did not count every loop.
pub fn counts() -> Result<Counts, String> {
    let folder = target().join("instructions");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let out = folder.join("callgrind.out");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        // Of two options with the same pattern, callgrind minds one.
        .arg(format!("--toggle-collect=*{PREFIX}*"))
        .arg(format!("--dump-after={PREFIX}*"))
        .arg(own)
        .arg("--loops")
        .stderr(Stdio::inherit())
        .status()
        .map_err(|error| format!("`valgrind` does not run ({error}); install it"))?;
    if !status.success() {
        return Err(format!("valgrind ended with {status}"));
    }
    let mut totals = read(&folder)?;
    let price = totals
        .remove("nothing")
        .ok_or("valgrind did not count the empty loop")?;
    Ok(totals
        .into_iter()
        .map(|(name, total)| (name, (total - price) / LOOK_UPS as f64))
        .collect())
}

/// The target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
        PathBuf::from,
    )
}

/// What each dump says: which loop had just ended, and how many instructions were counted.
fn read(folder: &Path) -> Result<BTreeMap<String, f64>, String> {
    let mut totals = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let dump = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let value = |start: &str| dump.lines().find_map(|line| line.strip_prefix(start));
        let trigger = value("desc: Trigger: --dump-after=");
        let name = trigger.and_then(|name| name.strip_prefix(PREFIX));
        let total = value("totals: ").or_else(|| value("summary: "));
        if let (Some(name), Some(Ok(total))) = (name, total.map(str::parse)) {
            totals.insert(name.replace('_', " "), total);
        }
    }
    Ok(totals)
}
