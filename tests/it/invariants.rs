//! The architecture as the design draws it (section 5), by reading `src/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its tests, comments and texts.
struct Source {
    /// As `organization/graph`; a `mod.rs` goes by its folder, `lib.rs` by nothing.
    module: String,
    code: String,
    /// Without its tests.
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_code = path.extension().is_some_and(|extension| extension == "rs");
            if path.is_dir() {
                folders.push(path);
            } else if is_code {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let module = file.strip_prefix(&root).unwrap().with_extension("");
            let module = module.to_str().unwrap().replace('\\', "/");
            let module = module.strip_suffix("/mod").unwrap_or(&module).to_owned();
            let module = if module == "lib" {
                String::new()
            } else {
                module
            };
            Source {
                module,
                code: flattened(&code_of(text)),
                lines: text.lines().count(),
            }
        })
        .collect()
}

/// The text with comments and the contents of literals blanked out.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].char_indices().find(|&(_, c)| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(end, _)| end + 2)
        } else if rest.starts_with("'\"'") || rest.starts_with("'/'") {
            3
        } else if let Some(escaped) = rest.strip_prefix("'\\") {
            escaped.find('\'').map_or(rest.len(), |end| end + 3)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[length..];
    }
    code
}

// ------------------------------------------------------------------------------------------------- imports

/// The code with `super` of a module within the file written as `self`: the file is the module here.
fn flattened(code: &str) -> String {
    let mut flat = code.to_owned();
    for (index, _) in code.match_indices("mod ") {
        let Some(open) = code[index..].find(['{', ';']).map(|open| index + open) else {
            continue;
        };
        let line = code[..index].rsplit('\n').next().unwrap_or_default();
        let starts_line = line.trim_start_matches("pub(crate)").trim().is_empty();
        if code[open..].starts_with(';') || !starts_line {
            continue;
        }
        let mut depth = 0;
        let ends = |c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0
        };
        let close = code[open..]
            .find(ends)
            .map_or(code.len(), |close| open + close);
        // As long as it was, so that what follows stays in place.
        flat.replace_range(
            open..close,
            &code[open..close].replace("super::", "self:: "),
        );
    }
    flat.replace("self:: ", "self::")
}

/// The paths that a piece of code names, `use` trees written out: `crate::id::Key`, `super::Node`.
fn paths(code: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for statement in statements(code, "use ") {
        expand("", &statement, &mut paths);
    }
    for start in ["crate::", "super::", "self::"] {
        for (index, _) in code.match_indices(start) {
            let before = code[..index].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') {
                let path = &code[index..];
                let end = path
                    .find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                    .unwrap_or(path.len());
                paths.insert(path[..end].trim_end_matches(':').to_owned());
            }
        }
    }
    paths
}

/// What stands between a word and the next semicolon.
fn statements(code: &str, word: &str) -> Vec<String> {
    let starts = code.match_indices(word).filter(|(index, _)| {
        code[..*index]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || c == ')')
    });
    starts
        .map(|(index, _)| {
            code[index + word.len()..]
                .split(';')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

fn expand(prefix: &str, tree: &str, into: &mut BTreeSet<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        into.insert(format!("{prefix}{path}"));
        return;
    };
    let body = rest.rsplit_once('}').map_or(rest, |(body, _)| body);
    let mut depth = 0;
    let mut start = 0;
    for (index, c) in body.char_indices().chain([(body.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !body[start..index].trim().is_empty() {
                    expand(
                        &format!("{prefix}{}", head.trim()),
                        &body[start..index],
                        into,
                    );
                }
                start = index + 1;
            }
            _ => {}
        }
    }
}

/// Which modules each module names, re-exports followed to where the name is declared.
fn imports(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeSet<&str> = sources
        .iter()
        .map(|source| source.module.as_str())
        .collect();
    let reexports: BTreeMap<&str, Vec<String>> = sources
        .iter()
        .map(|source| {
            let mut paths = BTreeSet::new();
            for word in ["pub use ", "pub(crate) use ", "pub(super) use "] {
                for tree in statements(&source.code, word) {
                    expand("", &tree, &mut paths);
                }
            }
            (source.module.as_str(), paths.into_iter().collect())
        })
        .collect();
    let named = |source: &Source| {
        let own: BTreeSet<&String> = reexports[source.module.as_str()].iter().collect();
        let paths = paths(&source.code)
            .into_iter()
            .filter(|path| !own.contains(path));
        let modules =
            paths.filter_map(|path| declared_in(&source.module, &path, &modules, &reexports, 0));
        modules.filter(|module| *module != source.module).collect()
    };
    sources
        .iter()
        .map(|source| (source.module.clone(), named(source)))
        .collect()
}

/// The module in which a path, as written in a module, ends.
fn declared_in(
    from: &str,
    path: &str,
    modules: &BTreeSet<&str>,
    reexports: &BTreeMap<&str, Vec<String>>,
    depth: usize,
) -> Option<String> {
    let mut at: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let mut parts = path.split("::").peekable();
    let mut is_ours = false;
    while let Some(part) = parts.peek() {
        match *part {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" => {}
            part => {
                let below = [at.as_slice(), &[part]].concat().join("/");
                if !modules.contains(below.as_str()) {
                    break;
                }
                at.push(part);
            }
        }
        is_ours = true;
        parts.next();
    }
    if !is_ours {
        return None;
    }
    let module = at.join("/");
    let Some(name) = parts.next() else {
        return Some(module);
    };
    let again = reexports[module.as_str()]
        .iter()
        .find(|path| path.rsplit("::").next() == Some(name) || path.ends_with("::*"));
    let further = again
        .filter(|_| depth < 8)
        .and_then(|path| declared_in(&module, path, modules, reexports, depth + 1));
    Some(further.unwrap_or(module))
}

/// How far up a module stands: it imports what stands below, or beside it.
fn rank(module: &str) -> usize {
    let ranks: [&[&str]; 7] = [
        &["as_text", "id", "sorted", "text", "words"],
        &[
            "as_of",
            "attribute",
            "audience",
            "calendar",
            "contact",
            "excluded",
            "fingerprint",
            "label",
            "level",
            "topic",
        ],
        &["inquiry"],
        &["tables"],
        &["resolution"],
        &["organization"],
        &["router"],
    ];
    let top = module.split('/').next().unwrap_or_default();
    ranks
        .iter()
        .position(|modules| modules.contains(&top))
        .unwrap_or_else(|| panic!("`{top}` has no place in the design"))
}

#[test]
fn imports_point_down() {
    for (module, imported) in imports(&sources())
        .iter()
        .filter(|(module, _)| !module.is_empty())
    {
        for other in imported {
            assert!(
                !other.is_empty(),
                "`{module}` imports from the crate's root"
            );
            assert!(rank(other) <= rank(module), "`{module}` imports `{other}`");
        }
    }
}

/// In each folder: what stands beside each other, a folder with all that is in it, has an order. (A `mod.rs` and what
/// it is made of may know each other: they are one module.)
#[test]
fn no_module_imports_itself_by_way_of_others() {
    let imports = imports(&sources());
    let folders: BTreeSet<&str> = imports
        .keys()
        .filter_map(|module| module.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    for folder in folders.into_iter().chain([""]) {
        let beside = |module: &str| -> Option<String> {
            let inside = if folder.is_empty() {
                module
            } else {
                module.strip_prefix(folder)?.strip_prefix('/')?
            };
            let name = inside.split('/').next()?;
            (!name.is_empty()).then(|| name.to_owned())
        };
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (module, imported) in &imports {
            let Some(from) = beside(module) else { continue };
            let others = imported
                .iter()
                .filter_map(|other| beside(other))
                .filter(|other| *other != from);
            edges.entry(from.clone()).or_default().extend(others);
        }
        for start in edges.keys() {
            let mut seen = BTreeSet::new();
            let mut open: Vec<(&str, String)> = vec![(start, start.clone())];
            while let Some((module, way)) = open.pop() {
                for next in edges.get(module).into_iter().flatten() {
                    assert!(next != start, "in `{folder}`: {way} → {next}");
                    if seen.insert(next.as_str()) {
                        open.push((next, format!("{way} → {next}")));
                    }
                }
            }
        }
    }
}

#[test]
fn explain_and_the_reference_do_not_know_the_search() {
    let imports = imports(&sources());
    let apart = imports
        .iter()
        .filter(|(module, _)| module.contains("explain") || module.contains("reference"));
    let mut count = 0;
    for (module, imported) in apart {
        count += 1;
        assert!(
            !imported.iter().any(|other| other.contains("search")),
            "`{module}` imports {imported:?}"
        );
    }
    assert!(count >= 2);
}

// ------------------------------------------------------------------------------------------- dependencies

/// P1: points for notifying staff are asked of a contact, by its key; nothing that takes an inquiry or an audience, and
/// nothing that answers one, gives them.
#[test]
fn nothing_that_knows_an_inquiry_or_an_audience_gives_notification_points() {
    let mut giving = Vec::new();
    for Source { module, code, .. } in sources() {
        for function in code.split("fn ").skip(1) {
            let signature = function.split(['{', ';']).next().unwrap_or_default();
            let returned = signature.split("->").nth(1).unwrap_or_default();
            if returned.contains("NotificationPoints") {
                for taken in ["Inquiry", "Audience", "Query", "Visibility"] {
                    assert!(!signature.contains(taken), "{module}: {signature}");
                }
                giving.push(module.clone());
            }
        }
        if module.starts_with("router") || module.starts_with("resolution") {
            assert!(!code.contains("NotificationPoints"), "{module}");
        }
    }
    assert_eq!(giving, ["organization/views/people"]);
}

#[test]
fn petgraph_stays_in_one_module() {
    for source in sources() {
        assert!(
            source.module == "organization/graph" || !source.code.contains("petgraph"),
            "{}",
            source.module
        );
    }
}

#[test]
fn smallvec_is_in_no_public_signature() {
    for source in sources() {
        for (index, _) in source.code.match_indices("pub ") {
            let item = source.code[index..]
                .split(['{', ';', '='])
                .next()
                .unwrap_or_default();
            assert!(
                !item.contains("SmallVec") && !item.contains("smallvec"),
                "{}: {item}",
                source.module
            );
        }
    }
}

#[test]
fn the_library_does_no_io_and_knows_no_time_and_no_chance() {
    let never = [
        "std::",
        "Instant",
        "SystemTime",
        "::now(",
        "TimeZone::system",
        "TimeZone::get",
        "in_tz",
        "thread_rng",
        "getrandom",
        "RandomState",
        "HashMap",
        "HashSet",
        "static mut",
        "thread_local",
        "OnceLock",
        "println!",
        "dbg!",
    ];
    for source in sources() {
        for word in never {
            let found = source.code.match_indices(word).any(|(index, _)| {
                source.code[..index]
                    .chars()
                    .next_back()
                    .is_none_or(|c| !c.is_alphanumeric() && c != '_')
            });
            assert!(!found, "{}: {word}", source.module);
        }
    }
}

#[test]
fn the_crate_is_no_std_and_forbids_unsafe_code() {
    let sources = sources();
    let root = sources
        .iter()
        .find(|source| source.module.is_empty())
        .unwrap();
    assert!(root.code.contains("#![no_std]"));
    assert!(root.code.contains("#![forbid(unsafe_code)]"));
}

// ------------------------------------------------------------------------------------------------- habits

/// A name of a type or macro that allocates, a method that makes an owned value, or an index of anything but a `Table`.
#[test]
fn the_search_allocates_nothing() {
    let sources = sources();
    let search = sources
        .iter()
        .find(|source| source.module == "router/search")
        .expect("router/search.rs");
    let words: BTreeSet<&str> = search
        .code
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    for word in [
        "alloc",
        "Vec",
        "String",
        "Box",
        "Rc",
        "Arc",
        "Cow",
        "BTreeMap",
        "format",
        "vec",
        "collect",
        "to_owned",
        "to_string",
        "to_vec",
        "into_owned",
        "push_str",
        "concat",
        "join",
        "indexing_slicing",
    ] {
        assert!(!words.contains(word), "router/search uses `{word}`");
    }
}

/// With clippy's `indexing_slicing` denied, only a type with its own `Index` can be indexed, and only `Table` has one.
#[test]
fn only_tables_are_indexed() {
    for source in sources() {
        // The crate's root lets its own tests panic.
        if !["id", ""].contains(&source.module.as_str()) {
            assert!(
                !source.code.contains("indexing_slicing"),
                "{}",
                source.module
            );
            assert!(!source.code.contains(" Index<"), "{}", source.module);
        }
    }
}

#[test]
fn a_file_is_one_idea() {
    for source in sources() {
        assert!(
            source.lines <= 800,
            "{} has {} lines",
            source.module,
            source.lines
        );
    }
}

#[test]
fn exceptions_carry_their_reason() {
    for source in sources() {
        for start in ["#[allow(", "#[expect(", "#![allow(", "#![expect("] {
            for (index, _) in source.code.match_indices(start) {
                let attribute = source.code[index..].split(']').next().unwrap_or_default();
                assert!(
                    attribute.contains("reason ="),
                    "{}: {attribute}",
                    source.module
                );
            }
        }
    }
}
