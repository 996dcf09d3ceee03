//! A published list as a file: what it costs to read it, check it against its root and count it.

use crate::{OPTIONS, cost_row, quickest};
use chrono::{TimeZone, Utc};
use payback_panel::domain::ballots::ballot_list::BallotList;
use payback_panel::domain::ballots::irv::count_irv;
use payback_panel::domain::ballots::lots::Lots;
use payback_panel::domain::ballots::merkle::{Digest, file_digest};
use payback_panel::domain::ballots::method::Method;
use payback_panel::domain::ballots::receipt::ReceiptCode;
use payback_panel::domain::ballots::rule_sheet::{
    BallotBox, MOST_RANKS, RuleSheet, SheetArea, SheetOption, WayToVote,
};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The file, taken away when it is dropped.
struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Whether the check and the count cost no more than they may.
pub fn measured(papers: &[[u16; OPTIONS]]) -> bool {
    let sheet = sheet();
    let file = File(std::env::temp_dir().join(format!("ballots-{}.csv", std::process::id())));
    let text = list(&sheet, papers);
    let root = BallotList::read(&text).expect("a list").root();
    std::fs::write(&file.0, text).expect("the file is written");
    let (alone, _) = quickest(|| file_digest(&std::fs::read(&file.0).expect("the file")));
    let (whole, winner) = quickest(|| counted(&file.0, &sheet, &root));
    assert!(winner.is_some());
    cost_row(
        "a list read, checked against its root and counted / read and hashed",
        whole,
        alone,
    )
}

fn counted(path: &Path, sheet: &RuleSheet, root: &Digest) -> Option<u16> {
    let text = std::fs::read_to_string(path).expect("the file");
    let list = BallotList::read(&text).expect("a list");
    assert_eq!(list.root(), *root, "the root");
    let tally = list.tally(sheet).expect("a tally");
    count_irv(&tally, &Lots::none()).expect("no tie").winner
}

/// The list with as many ranks as a paper may have. Codes rise, as they do in every list.
fn list(sheet: &RuleSheet, papers: &[[u16; OPTIONS]]) -> String {
    let ids = sheet.ids();
    let mut text = String::from("code,words,choices\n");
    let step = (1_u128 << 80) / (papers.len() as u128 + 1);
    for (number, paper) in (1..).zip(papers) {
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&(step * number).to_be_bytes()[6..]);
        let ranks: Vec<&str> = paper[..MOST_RANKS]
            .iter()
            .map(|option| ids[usize::from(*option)])
            .collect();
        let code = ReceiptCode::from_bytes(bytes);
        writeln!(text, "{code},,{}", ranks.join(">")).expect("memory");
    }
    text
}

fn sheet() -> RuleSheet {
    let at = |day| Utc.with_ymd_and_hms(2027, 6, day, 8, 0, 0).single();
    RuleSheet {
        title: "Which place first?".into(),
        area: SheetArea {
            code: "E99000001".into(),
            name: "Example".into(),
        },
        method: Method::RunOff,
        options: (1..=OPTIONS)
            .map(|number| SheetOption {
                id: format!("lc-2027-{number:04}"),
                label: format!("Place {number}"),
                minutes: None,
            })
            .collect(),
        seats: 1,
        budget_minutes: None,
        ranks: u8::try_from(MOST_RANKS).ok(),
        opens_at: at(1).expect("a day"),
        closes_at: at(22).expect("a day"),
        may_vote: vec![WayToVote::VerifiedEmail],
        tie_source: "the first number of the lottery draw after closing".into(),
        smallest_poll: 20,
        ballot_box: BallotBox::Simple { key: [7; 32] },
    }
}
