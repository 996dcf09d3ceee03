//! What the build says where it cannot make the stylesheet, and that a folder made elsewhere does instead.
//!
//! Runs the build script with a search path that holds only what each test puts there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The build script as cargo compiled it last, which it keeps beside the programs it builds.
fn script() -> PathBuf {
    let own = env::current_exe().expect("this test is a file");
    let built = own
        .ancestors()
        .nth(2)
        .expect("the profile's folder")
        .join("build");
    let folders = fs::read_dir(built).expect("what build scripts made");
    let scripts = folders
        .filter_map(Result::ok)
        .filter(|folder| {
            folder
                .file_name()
                .to_string_lossy()
                .starts_with("payback-panel-")
        })
        .map(|folder| folder.path().join("build-script-build"))
        .filter(|script| script.is_file());
    let compiled = |script: &PathBuf| fs::metadata(script).and_then(|file| file.modified()).ok();
    scripts
        .max_by_key(compiled)
        .expect("the build script is compiled")
}

/// A machine on which the build runs: the programs on its search path are those of `bin`.
struct Machine {
    folder: PathBuf,
}

impl Machine {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("payback-panel-assets-{}-{count}", process::id());
        let folder = env::temp_dir().join(name);
        for name in ["bin", "out"] {
            fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        Machine { folder }
    }

    /// Puts a program there that says `words` and ends with `status`.
    fn with(self, program: &str, words: &str, status: i32) -> Self {
        let path = self.folder.join("bin").join(program);
        let text = format!(
            "#!/bin/sh\necho '{words}' >&{}\nexit {status}\n",
            if status == 0 { 1 } else { 2 }
        );
        fs::write(&path, text).expect("a program");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be run");
        }
        self
    }

    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    /// Runs the build script: whether it ends well, and all it says.
    fn builds(&self, prebuilt: Option<&Path>) -> (bool, String) {
        let mut script = Command::new(script());
        script
            .env_clear()
            .env("PATH", self.folder.join("bin"))
            .env("OUT_DIR", self.out())
            .env("CARGO_MANIFEST_DIR", root());
        if let Some(prebuilt) = prebuilt {
            script.env("PAYBACK_ASSETS_DIR", prebuilt);
        }
        let output = script.output().expect("the script runs");
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }

    fn fails_with(&self, prebuilt: Option<&Path>, words: &str) {
        let (well, said) = self.builds(prebuilt);
        assert!(!well, "{said}");
        let error = said.lines().find(|line| line.starts_with("cargo::error="));
        let error = error.unwrap_or_else(|| panic!("no error is said: {said}"));
        assert!(error.contains(words), "{error}");
        assert!(
            error.contains("PAYBACK_ASSETS_DIR"),
            "no way out is named: {error}"
        );
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn without_node_the_build_says_so_and_what_to_do() {
    Machine::new().fails_with(
        None,
        "Node 20 or newer is needed to build the stylesheet: install it",
    );
}

#[test]
fn an_old_node_is_named() {
    let machine = Machine::new().with("node", "v18.19.0", 0);
    machine.fails_with(None, "and this is Node 18");
}

#[test]
fn without_npm_or_its_registry_the_build_says_which() {
    let machine = Machine::new().with("node", "v20.11.0", 0);
    machine.fails_with(None, "npm, which comes with Node 20, is needed");
    let machine = machine.with("npm", "npm error code EAI_AGAIN", 1);
    machine.fails_with(None, "npm could not reach its registry");
}

#[test]
fn a_folder_built_elsewhere_does_without_node() {
    let machine = Machine::new();
    let prebuilt = Path::new(env!("GOVUK_FIXTURES"))
        .parent()
        .expect("the folder of assets");
    let (well, said) = machine.builds(Some(prebuilt));
    assert!(well, "{said}");
    let table = fs::read_to_string(machine.out().join("assets.rs")).expect("the table");
    assert!(table.contains(".css"), "{table}");
    machine.fails_with(Some(&machine.out().join("elsewhere")), "which is not there");
}
