//! Fetches the stylesheet and scripts of the Design System, builds the asset folder and writes the
//! table that `src/web/assets.rs` includes.
//!
//! Needs Node 20 with npm, and the network the first time. Where there is neither, build the folder
//! elsewhere (`assets/build.mjs` says how) and name it in `PAYBACK_ASSETS_DIR`. Writes only to the
//! build directory.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script has no config.rs to read the environment for it"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::{env, fs};

const OVERRIDE: &str = "PAYBACK_ASSETS_DIR";
const NPM_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

fn main() {
    println!("cargo::rerun-if-env-changed={OVERRIDE}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(required("OUT_DIR"));
    let folder = match env::var_os(OVERRIDE) {
        Some(prebuilt) => {
            let prebuilt = PathBuf::from(prebuilt);
            println!(
                "cargo::rerun-if-changed={}",
                prebuilt.join("manifest.json").display()
            );
            fs::canonicalize(&prebuilt).unwrap_or_else(|_| {
                fail(&format!(
                    "{OVERRIDE} names {}, which is not there.",
                    prebuilt.display()
                ))
            })
        }
        None => build(
            &PathBuf::from(required("CARGO_MANIFEST_DIR")).join("assets"),
            &out,
        ),
    };
    write_table(&folder, &out.join("assets.rs"));
    println!(
        "cargo::rustc-env=GOVUK_FIXTURES={}",
        folder.join("fixtures").display()
    );
}

/// Installs what the lock file names and builds the folder of assets from it.
fn build(source: &Path, out: &Path) -> PathBuf {
    for name in NPM_FILES.iter().chain(&["build.mjs", "own"]) {
        println!("cargo::rerun-if-changed={}", source.join(name).display());
    }
    require_node();
    let npm = out.join("npm");
    let folder = out.join("assets");
    install(source, &npm);
    let built = Command::new("node")
        .arg(source.join("build.mjs"))
        .arg(&folder)
        .arg(npm.join("node_modules"))
        .output();
    match built {
        Ok(output) if output.status.success() => folder,
        Ok(output) => fail(&last_line(&output.stderr)),
        Err(error) => fail(&format!("assets/build.mjs could not be run: {error}.")),
    }
}

fn require_node() {
    let version = Command::new("node").arg("--version").output();
    let major = version.ok().and_then(|output| {
        let text = String::from_utf8(output.stdout).ok()?;
        text.trim()
            .trim_start_matches('v')
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    match major {
        Some(20..) => {}
        Some(old) => fail(&format!(
            "Node 20 or newer is needed to build the stylesheet, and this is Node {old}: install it, or set {OVERRIDE} to a prebuilt folder (see assets/build.mjs)."
        )),
        None => fail(&format!(
            "Node 20 or newer is needed to build the stylesheet: install it with npm, or set {OVERRIDE} to a prebuilt folder (see assets/build.mjs)."
        )),
    }
}

/// Runs `npm ci` in the build directory, unless the same lock file was installed there before.
fn install(source: &Path, npm: &Path) {
    let lock = read(&source.join("package-lock.json"));
    let mark = npm.join("installed-lock.json");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == lock) {
        return;
    }
    if let Err(error) = fs::create_dir_all(npm) {
        fail(&format!("{} could not be made: {error}.", npm.display()));
    }
    for name in NPM_FILES {
        write(&npm.join(name), &read(&source.join(name)));
    }
    let installed = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .args([
            "ci",
            "--omit=dev",
            "--omit=peer",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ])
        .args(["--prefer-offline", "--loglevel=error"])
        .current_dir(npm)
        .output();
    match installed {
        Ok(output) if output.status.success() => write(&mark, &lock),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if unreachable(&said) {
                fail(&format!(
                    "The packages of the Design System could not be fetched because npm could not reach its registry: go online once, or set {OVERRIDE} to a prebuilt folder (see assets/build.mjs)."
                ));
            }
            eprintln!("{said}");
            fail("npm ci failed for assets/package-lock.json; what it said stands above.");
        }
        Err(_) => fail(&format!(
            "npm, which comes with Node 20, is needed to build the stylesheet: install it, or set {OVERRIDE} to a prebuilt folder (see assets/build.mjs)."
        )),
    }
}

fn unreachable(said: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "ETIMEDOUT",
        "ENETUNREACH",
        "ENOTCACHED",
    ];
    SIGNS.iter().any(|sign| said.contains(sign))
}

/// Writes one row a file, and one constant a file with the address it is served at.
fn write_table(folder: &Path, table: &Path) {
    let manifest = read(&folder.join("manifest.json"));
    let entries: Vec<serde_json::Value> = serde_json::from_str(&manifest).unwrap_or_else(|error| {
        fail(&format!(
            "{}/manifest.json cannot be read: {error}.",
            folder.display()
        ))
    });
    let mut rows = String::new();
    let mut constants = String::new();
    for entry in &entries {
        let [logical, file, kind, hash] = ["logical", "file", "type", "hash"].map(|key| {
            entry[key]
                .as_str()
                .unwrap_or_else(|| fail(&format!("manifest.json has a file without {key}.")))
        });
        let path = folder.join(file).display().to_string();
        let form = |key: &str, suffix: &str| match entry[key].as_bool() {
            Some(true) => format!("Some(include_bytes!({:?}))", format!("{path}.{suffix}")),
            _ => "None".to_owned(),
        };
        let _ = writeln!(
            rows,
            "    Asset {{ name: {file:?}, content_type: {kind:?}, hash: {hash:?}, identity: include_bytes!({path:?}), gzip: {}, brotli: {} }},",
            form("gzip", "gz"),
            form("brotli", "br"),
        );
        let constant = logical.replace(['.', '-'], "_").to_uppercase();
        let _ = writeln!(
            constants,
            "/// Where `{logical}` is served.\npub const {constant}: &str = \"/assets/{file}\";"
        );
    }
    write(
        table,
        &format!(
            "/// Every file served under `/assets/`.\npub static ASSETS: &[Asset] = &[\n{rows}];\n\n{constants}"
        ),
    );
}

fn required(name: &str) -> String {
    env::var(name)
        .unwrap_or_else(|_| fail(&format!("{name} is not set: this script is run by cargo.")))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| fail(&format!("{} cannot be read: {error}.", path.display())))
}

fn write(path: &Path, text: &str) {
    if let Err(error) = fs::write(path, text) {
        fail(&format!("{} cannot be written: {error}.", path.display()));
    }
}

fn last_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim()
        .lines()
        .last()
        .unwrap_or("assets/build.mjs failed.")
        .to_owned()
}

/// Ends the build with one sentence.
fn fail(sentence: &str) -> ! {
    println!("cargo::error={sentence}");
    exit(1)
}
