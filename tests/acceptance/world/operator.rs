//! Somebody at the command line, with a database and files of their own.

use super::Place;
use std::path::PathBuf;
use std::process::{Command, Output};

/// What an operator does at the command line, on both databases.
#[macro_export]
macro_rules! commands {
    ($name:ident, |$operator:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn walk($operator: &Operator) $body

            #[tokio::test]
            async fn on_sqlite() {
                let operator = Operator::new();
                walk(&operator).await;
                operator.clears_up().await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let Some(operator) = Operator::on_postgres().await else { return };
                walk(&operator).await;
                operator.clears_up().await;
            }
        }
    };
}

/// A folder with a database and files of its own.
pub struct Operator {
    place: Place,
}

impl Operator {
    /// An operator in an empty folder, with an embedded database.
    pub fn new() -> Operator {
        Operator {
            place: Place::sqlite(),
        }
    }

    /// An operator in an empty folder, with a database of their own on the server that
    /// `TEST_POSTGRES_URL` names, if it names one.
    pub async fn on_postgres() -> Option<Operator> {
        let place = Place::postgres().await?;
        Some(Operator { place })
    }

    /// The database, for what no command shows.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A file of the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.place.folder().join(name)
    }

    /// Writes a file.
    pub fn writes(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).expect("a file");
    }

    /// Runs the program in the folder; words are parted by spaces.
    pub fn runs(&self, words: &str) -> Output {
        self.would_run(words)
            .env("DATABASE_URL", self.place.url())
            .output()
            .expect("the program runs")
    }

    /// The same where nobody says which database to use.
    pub fn runs_without_database_url(&self, words: &str) -> Output {
        self.would_run(words).output().expect("the program runs")
    }

    fn would_run(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_payback-panel"));
        command
            .args(words.split_whitespace())
            .current_dir(self.path("."))
            .env_remove("DATABASE_URL");
        command
    }

    /// Runs it and gives standard output; it has to succeed.
    pub fn gets(&self, words: &str) -> String {
        let output = self.runs(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words}: {error}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs it and gives standard error; it has to fail.
    pub fn fails(&self, words: &str, code: i32) -> String {
        let output = self.runs(words);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words}: {error}");
        assert!(output.stdout.is_empty(), "{words} printed something");
        error
    }

    /// Takes the folder away.
    pub async fn clears_up(self) {
        self.place.clear().await;
    }
}
