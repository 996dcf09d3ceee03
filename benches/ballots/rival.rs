//! votelib on the same papers, in a process of its own that tells how long each count alone took.

use crate::OPTIONS;
use std::io::Write;
use std::process::{Command, Stdio};

/// What one count took and gave.
pub struct Taken {
    pub micros: u128,
    pub winners: Vec<u16>,
}

/// Both counts.
pub struct Rival {
    pub run_off: Taken,
    pub several: Taken,
}

/// Measures it where the command names a Python that has it.
pub fn measured(papers: &[[u16; OPTIONS]], seats: usize) -> Option<Rival> {
    let python =
        std::env::args().find_map(|word| Some(word.strip_prefix("--votelib=")?.to_string()))?;
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/ballots/votelib_count.py"
    );
    let mut child = Command::new(python)
        .args([script, &seats.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut lines = Vec::with_capacity(papers.len() * (OPTIONS + 1));
    for paper in papers {
        lines.extend(
            paper
                .iter()
                .map(|option| b'0' + u8::try_from(*option).unwrap_or(0)),
        );
        lines.push(b'\n');
    }
    let mut papers = child.stdin.take().expect("its input");
    papers.write_all(&lines).expect("it reads");
    drop(papers);
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success(), "votelib failed");
    let told = String::from_utf8(done.stdout).expect("text");
    let mut lines = told.lines().map(taken);
    Some(Rival {
        run_off: lines.next()?,
        several: lines.next()?,
    })
}

/// A line of microseconds and winners.
fn taken(line: &str) -> Taken {
    let mut words = line.split_whitespace();
    let micros = words.next().and_then(|word| word.parse().ok());
    Taken {
        micros: micros.expect("microseconds"),
        winners: words.map(|word| word.parse().expect("an option")).collect(),
    }
}
