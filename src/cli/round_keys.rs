//! `round keygen` and `round open-test`: the keys of a sealed vote, made and tried off the server.
//!
//! Neither command opens a database or a connection. A private key goes into a file that only its
//! owner can read, and nowhere else.

use crate::cli::{Failure, Outcome};
use crate::domain::ballots::box_key::{private_line, public_line, read_private};
use crate::domain::ballots::test_ballot::{TestBallot, from_file};
use crate::ports::dice::Dice;
use crate::ports::sealing::KeyPair;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// A key file is far shorter; what is longer is something else.
const LONGEST: u64 = 64 * 1024;

/// A new pair of keys for one sealed vote. The file is made so that only you can read it; a file
/// that is there already is never overwritten. The public key is printed: give it to the officer
/// who drafts the vote. Use a computer that is not the server.
#[derive(Debug, clap::Args)]
pub struct Keygen {
    /// The new file for both keys
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Reads the four words in a test ballot, to show that your key is there and works. Type them on
/// the page of the vote. The key stays on this computer.
#[derive(Debug, clap::Args)]
pub struct OpenTest {
    /// The test ballot, as the page of the vote gives it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file that `round keygen` made
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// Makes a pair.
pub fn keygen(args: &Keygen) -> Outcome {
    let pair = KeyPair::drawn(&Dice::Fair);
    write_new(&args.out, &key_file(&pair))?;
    println!("{}", public_line(&pair.public));
    eprintln!(
        "Both keys are in {}. Keep that file to yourself, with a copy in another safe place: without \
         it the votes cannot be counted. The line above is the public key; give it to the officer \
         who drafts the vote.",
        args.out.display()
    );
    Ok(())
}

/// Opens a test ballot.
pub fn open_test(args: &OpenTest) -> Outcome {
    let wrong = |file: &Path, why: &dyn std::fmt::Display| {
        Failure::new(format!("{}: {why}", file.display()))
    };
    let private = read_private(&read(&args.key)?).map_err(|why| wrong(&args.key, &why))?;
    let sealed = from_file(&read(&args.file)?).map_err(|why| wrong(&args.file, &why))?;
    let opened = KeyPair::of_private(private).open(&sealed).map_err(|_| {
        let why = format!(
            "it was sealed to another key than the one in {}",
            args.key.display()
        );
        wrong(&args.file, &why)
    })?;
    let ballot = TestBallot::read(&opened).map_err(|why| wrong(&args.file, &why))?;
    println!("{}", ballot.words);
    eprintln!("Type these four words on the page of the vote.");
    Ok(())
}

/// The file, with what each key is for and what to do with it.
fn key_file(pair: &KeyPair) -> String {
    format!(
        "Keys of a ballot box. Made by payback-panel round keygen.\n\
         \n\
         PUBLIC KEY. No secret. Give this line to the officer who drafts the vote.\n\
         {}\n\
         \n\
         PRIVATE KEY. This opens the ballot box. Show it to nobody and send it to nobody.\n\
         {}\n\
         \n\
         What to do with this file:\n\
         1. Keep it off the server, where only you can read it. Keep a copy in another safe place.\n\
         2. Before the vote opens, open the test ballot with it, as the page of the vote says.\n\
         3. After the vote has closed, choose this file on the page that counts the votes.\n\
         4. When the time to object to the result is over, destroy every copy.\n\
         If the file is lost before the count, nobody can open the votes.\n",
        public_line(&pair.public),
        private_line(&pair.private)
    )
}

/// Writes a file that is not there yet and that only its owner can read. Nothing is left behind
/// where that fails.
fn write_new(path: &Path, text: &str) -> Outcome {
    let told = |why: &dyn std::fmt::Display| Failure::new(format!("{}: {why}", path.display()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            told(&"it is there already, and a key is never overwritten. Choose another name")
        }
        _ => told(&error),
    })?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    written.map_err(|error| {
        let _ = std::fs::remove_file(path);
        told(&error)
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    let told = |why: &dyn std::fmt::Display| Failure::new(format!("{}: {why}", path.display()));
    let mut bytes = vec![];
    let file = File::open(path).map_err(|error| told(&error))?;
    file.take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| told(&error))?;
    String::from_utf8(bytes).map_err(|_| told(&"it is not text"))
}
