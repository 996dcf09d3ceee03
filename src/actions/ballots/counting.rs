//! Counting: the box is opened in memory, every record is read or rejected, and the files are made.
//!
//! A count that ends in a tie stops and says which options are tied; it goes on when an officer has typed
//! the public value that the rule sheet names. Nothing is written before the count is whole.

use super::papers::{self, Checked};
use super::twice::Step;
use super::{heads, keys, rules, to_run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::ballot_list::{BallotLine, BallotList, read_choices, to_csv};
use crate::domain::ballots::count::{Contest, Count, count as count_by};
use crate::domain::ballots::count_events::CountEvent;
use crate::domain::ballots::merkle::file_digest;
use crate::domain::ballots::publication::{
    BALLOTS, LotDrawn, PaperTotals, Publication, RESULT, RegisterTotals,
};
use crate::domain::ballots::receipt::Record;
use crate::domain::ballots::result::Counted;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::{RuleSheet, WayToVote};
use crate::domain::ballots::telling::lot_of;
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::ports::sealing::{KeyRing, wipe};
use crate::store::StoreError;
use crate::store::ballots::outcome::{self, File, Outcome, Registered};
use crate::store::ballots::{Round, ending};

/// What decides a tie, where the count ends in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Decided {
    /// Nothing yet: a count that ends in a tie stops.
    #[default]
    Nothing,
    /// The public value that the rules name, as an officer typed it.
    Value(String),
    /// The source of the value failed: a lot drawn in public before two people.
    Drawn {
        /// The ids of the options, the highest first.
        order: Vec<String>,
        /// The names of the two.
        witnesses: [String; 2],
    },
}

impl Decided {
    fn lot(&self, sheet: &RuleSheet) -> Result<LotDrawn, Refusal> {
        Ok(match self {
            Decided::Nothing => LotDrawn::NotNeeded,
            Decided::Value(value) => LotDrawn::Value(value.clone()),
            Decided::Drawn { order, witnesses } => {
                let places = order.iter().map(|id| sheet.option(id));
                let order: Option<Vec<u16>> = places.collect();
                let unknown =
                    || Refusal::mistake("lot", "The lot names a place that is not on the paper");
                LotDrawn::ByHand {
                    order: order.ok_or_else(unknown)?,
                    witnesses: witnesses.clone(),
                }
            }
        })
    }
}

/// What came of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counting {
    /// It is counted and waits for a second officer.
    Whole,
    /// It stopped at a tie between these options, by id.
    Tied(Vec<String>),
}

/// What officers bring to a count. Nothing of the keys outlives it.
#[derive(Clone, Default)]
pub struct Brought {
    /// What decides a tie. Where the count has none, it is not used and not kept.
    pub decided: Decided,
    /// The private keys of a sealed box as they were typed or read from files, one a field.
    pub keys: Vec<String>,
}

impl Drop for Brought {
    fn drop(&mut self) {
        wipe(&mut self.keys);
    }
}

/// Counts a closed round as it stood at a version.
///
/// A box that no longer holds what it held at its last head is not counted. Whatever goes wrong, nothing
/// is lost: the count can be asked for again.
pub async fn count(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    brought: Brought,
) -> Result<Counting, Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::DeclareResults).await?;
    if Step::Count.was_done(&round, version, person.account()) {
        return Ok(Counting::Whole);
    }
    if !round.state.is(Stage::Closed) {
        let now = round.state.code();
        return Err(Refusal::TooLate(format!(
            "The vote is {now}, and only a closed vote can be counted."
        )));
    }
    let sheet = rules(&round)?;
    let ring = keys::ring(desk, &conn, &round, &sheet, &brought.keys).await?;
    let checked = papers::for_count(&conn, &round).await?;
    let sealed = outcome::sealed(&conn, round.id).await?;
    heads::check(&conn, &round, &sealed).await?;
    let register = outcome::registered(&conn, round.id).await?;
    let for_task = sheet.clone();
    let opened = tokio::task::spawn_blocking(move || open_box(&ring, &for_task, &sealed));
    let mut opened = opened
        .await
        .map_err(|broken| StoreError::Failed(broken.to_string()))?;
    let totals = totals(&sheet, &register, &checked);
    opened.lines.extend(checked.lines);
    match worked_out(&sheet, &opened, &totals, &brought.decided)? {
        Worked::Tied(tied) => {
            note_tie(desk, person, round, &sheet, &tied).await?;
            Ok(Counting::Tied(tied))
        }
        Worked::Whole(whole) => {
            keep(desk, person, round, version, *whole).await?;
            Ok(Counting::Whole)
        }
    }
}

/// The opened box: what read, and how many records did not.
pub(super) struct Opened {
    /// Ballots that count.
    pub lines: Vec<BallotLine>,
    /// Records that did not read.
    pub rejected: u64,
}

/// Opens every ballot. A record that does not open, does not read, names no paper of the round or brings
/// a code that was there before is rejected and counted.
fn open_box(ring: &KeyRing, sheet: &RuleSheet, sealed: &[Vec<u8>]) -> Opened {
    let round_id = sheet.round_id();
    let mut lines: Vec<BallotLine> = Vec::with_capacity(sealed.len());
    for one in sealed {
        let record = ring
            .open(one)
            .ok()
            .and_then(|text| Record::read(&text, &round_id).ok());
        let fits = |record: &Record| {
            record.method == sheet.method && read_choices(&record.choices, sheet).is_ok()
        };
        if let Some(record) = record.filter(fits) {
            lines.push(record.into());
        }
    }
    lines.sort_by_key(|line| line.code);
    lines.dedup_by_key(|line| line.code);
    let rejected = (sealed.len() - lines.len()) as u64;
    Opened { lines, rejected }
}

/// What a count came to before anything is kept.
pub(super) enum Worked {
    /// It stopped at a tie between these options, by id.
    Tied(Vec<String>),
    /// It is whole.
    Whole(Box<Whole>),
}

/// A whole count, ready to be kept.
pub(super) struct Whole {
    /// What the result page shows.
    pub outcome: Outcome,
    /// What is published.
    pub files: Vec<File>,
    /// The public value that decided a tie.
    pub tie_value: Option<String>,
}

/// Counts the lines, once more with the lot where they end in a tie and the value is known.
pub(super) fn worked_out(
    sheet: &RuleSheet,
    opened: &Opened,
    totals: &RegisterTotals,
    decided: &Decided,
) -> Result<Worked, Refusal> {
    let failed = |why: String| Refusal::Storage(StoreError::Failed(why));
    let text = to_csv(&opened.lines).map_err(|fault| failed(fault.to_string()))?;
    let list = BallotList::read(&text).map_err(|fault| failed(fault.to_string()))?;
    let tally = list
        .tally(sheet)
        .map_err(|fault| failed(fault.to_string()))?;
    let contest = Contest::of_round(sheet, tally);
    let run = |lot: &LotDrawn| {
        count_by(&contest, sheet.method, &lot.lots(sheet))
            .map_err(|fault| failed(fault.to_string()))
    };
    let mut lot = LotDrawn::NotNeeded;
    let mut counted = run(&lot)?;
    if counted.is_err() && *decided != Decided::Nothing {
        lot = decided.lot(sheet)?;
        counted = run(&lot)?;
    }
    if let Err(stopped) = &counted {
        let options = stopped.tie.options.iter();
        let ids = options.filter_map(|option| sheet.options.get(usize::from(*option)));
        return Ok(Worked::Tied(ids.map(|option| option.id.clone()).collect()));
    }
    let count = (&contest, &counted, &lot);
    let published = Publication::of(sheet, &list, &text, count, totals, opened.rejected);
    let mut outcome = outcome_of(opened, totals, &counted);
    outcome.winners = winners(sheet, &counted);
    outcome.stages = published.file(RESULT).unwrap_or_default().to_string();
    if published.file(BALLOTS).is_some() {
        outcome.root = super::hex_of(&list.root());
    }
    Ok(Worked::Whole(Box::new(Whole {
        outcome,
        files: files(&published),
        tie_value: match lot {
            LotDrawn::Value(value) => Some(value),
            LotDrawn::NotNeeded | LotDrawn::ByHand { .. } => None,
        },
    })))
}

fn outcome_of(opened: &Opened, totals: &RegisterTotals, counted: &Counted<Count>) -> Outcome {
    let (valid, blank) = counted.as_ref().map_or((0, 0), Count::ballots);
    Outcome {
        votes_cast: i64_of(opened.lines.len() as u64 + opened.rejected),
        valid: i64_of(valid),
        blank: i64_of(blank),
        malformed: i64_of(opened.rejected),
        registered: i64_of(totals.voted),
        checked_wards: i64_of(totals.wards_checked),
        declared_wards: i64_of(totals.wards_declared),
        winners: String::new(),
        stages: String::new(),
        root: String::new(),
    }
}

fn i64_of(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The ids of the winning options, one a line.
fn winners(sheet: &RuleSheet, counted: &Counted<Count>) -> String {
    let ids = sheet.ids();
    let winners = counted.iter().flat_map(|count| count.winners().to_vec());
    let named: Vec<&str> = winners
        .filter_map(|option| ids.get(usize::from(option)).copied())
        .collect();
    named.join("\n")
}

/// The files as the database keeps them.
fn files(publication: &Publication) -> Vec<File> {
    publication
        .files
        .iter()
        .map(|(name, text)| File {
            name: (*name).to_string(),
            content: text.clone(),
            sha256: file_digest(text.as_bytes()),
        })
        .collect()
}

/// How many people the register has, by each way that the rules allow.
fn totals(sheet: &RuleSheet, register: &[Registered], checked: &Checked) -> RegisterTotals {
    let sum = |wanted: &dyn Fn(&&Registered) -> bool| {
        let voters: i64 = register.iter().filter(wanted).map(|one| one.voters).sum();
        u64::try_from(voters).unwrap_or(0)
    };
    let by = |way: WayToVote| sum(&|one| one.channel == channel(way));
    let ways = sheet.may_vote.iter().map(|way| (*way, by(*way))).collect();
    let has_papers =
        sheet.may_vote.contains(&WayToVote::Desk) || sheet.may_vote.contains(&WayToVote::Paper);
    RegisterTotals {
        voted: sum(&|_| true),
        ways,
        wards_checked: sum(&|one| one.ward_checked && one.ward_code.is_some()),
        wards_declared: sum(&|one| !one.ward_checked),
        papers: has_papers.then(|| PaperTotals {
            counted: checked.lines.len() as u64,
            cancelled: checked.cancelled.clone(),
        }),
    }
}

/// The register's word for a way to vote.
fn channel(way: WayToVote) -> &'static str {
    match way {
        WayToVote::VerifiedEmail => "email",
        WayToVote::VotingCode => "code",
        WayToVote::Desk => "desk",
        WayToVote::Paper => "paper",
    }
}

/// Notes where a count has stopped, so that whoever comes back with the value sees between which options
/// it decides.
async fn note_tie(
    desk: &Desk,
    person: &Person,
    round: Round,
    sheet: &RuleSheet,
    tied: &[String],
) -> Result<(), Refusal> {
    if round.tied == *tied {
        return Ok(());
    }
    let options = sheet
        .options
        .iter()
        .filter(|option| tied.contains(&option.id));
    let labels = options.map(|option| option.label.clone()).collect();
    let tied = tied.to_vec();
    desk.work(person, move |work| async move {
        if ending::tied(&work, round.id, &tied).await? {
            let round = round.named();
            let happened = CountEvent::Tied { labels };
            work.commit(Event::OfCount { round, happened }).await?;
        }
        Ok(())
    })
    .await
}

async fn keep(
    desk: &Desk,
    person: &Person,
    round: Round,
    version: i64,
    whole: Whole,
) -> Result<(), Refusal> {
    desk.work(person, move |work| async move {
        if !ending::counted(&work, round.id, version, whole.tie_value.as_deref()).await? {
            return Step::Count.without_change(&work, round.id, version).await;
        }
        outcome::put(&work, round.id, &whole.outcome).await?;
        outcome::put_files(&work, round.id, &whole.files).await?;
        let happened = CountEvent::Whole {
            lot: lot_of(&whole.outcome.stages),
            root: whole.outcome.root,
        };
        let round = round.named();
        work.commit(Event::OfCount { round, happened }).await?;
        Ok(())
    })
    .await
}
