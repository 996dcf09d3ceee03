//! Verification: anybody's check of a published round, from its files alone.
//!
//! Each check says what it looked at and whether it holds; all are made, also where one fails.
//! Start at [`verify`].

use super::ballot_list::BallotList;
use super::canonical::Json;
use super::count::{Contest, count};
use super::merkle::{file_digest, to_hex};
use super::publication::{
    BALLOTS, LotDrawn, REGISTER_TOTALS, RESULT, RULE_SHEET, SUMS, UNCLEAR, result_text,
};
use super::rule_sheet::{RoundId, RuleSheet};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What, in words that can stand before 'holds' or a fault.
    pub about: &'static str,
    /// What was found, or what is wrong.
    pub found: Result<String, String>,
}

/// Checks the files of a published round.
///
/// `file` gives a file's bytes by its name, or says why it cannot. A file that is not there at all
/// is none; only `ballots.csv` may be missing, where the result says that it is withheld.
pub fn verify(file: impl Fn(&str) -> Result<Option<Vec<u8>>, String>) -> Vec<Check> {
    let mut checks = vec![Check::of("SHA256SUMS", check_sums(&file))];
    match read_round(&file) {
        Ok((sheet, result)) => checks.extend(check_round(&file, &sheet, &result)),
        Err(why) => checks.push(Check::of("the round's id", Err(why))),
    }
    checks
}

impl Check {
    fn of(about: &'static str, found: Result<String, String>) -> Check {
        Check { about, found }
    }
}

/// The text of a file that must be there.
fn text(
    file: &impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
    name: &str,
) -> Result<String, String> {
    let bytes = file(name)?.ok_or_else(|| format!("{name} is missing"))?;
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))
}

/// The rules and the result, or everything that keeps them from being read.
fn read_round(
    file: &impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
) -> Result<(RuleSheet, Json), String> {
    let sheet = text(file, RULE_SHEET)
        .and_then(|text| RuleSheet::read(&text).map_err(|fault| format!("{RULE_SHEET}: {fault}")));
    let result = text(file, RESULT).and_then(|text| {
        Json::parse(text.trim_end_matches('\n')).map_err(|fault| format!("{RESULT}: {fault}"))
    });
    match (sheet, result) {
        (Ok(sheet), Ok(result)) => Ok((sheet, result)),
        (sheet, result) => {
            let faults = [sheet.err(), result.err()].into_iter().flatten();
            Err(faults.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Everything that can be checked once the rules and the result are read.
fn check_round(
    file: &impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
    sheet: &RuleSheet,
    result: &Json,
) -> Vec<Check> {
    let mut checks = vec![Check::of("the round's id", check_round_id(sheet, result))];
    if result.get("withheld") == Some(&Json::Bool(true)) {
        let found = check_withheld(sheet, result, file(BALLOTS));
        checks.push(Check::of("the ballot list", found));
        let totals = small_poll(result).and_then(|ballots| {
            text(file, REGISTER_TOTALS).and_then(|totals| check_totals(&totals, ballots, result))
        });
        checks.push(Check::of("the register's totals", totals));
        return checks;
    }
    let list_text = match text(file, BALLOTS) {
        Ok(text) => text,
        Err(why) => {
            checks.push(Check::of("the ballot list", Err(why)));
            return checks;
        }
    };
    match BallotList::read(&list_text) {
        Ok(list) => checks.extend(check_list(file, sheet, result, &list)),
        Err(fault) => {
            let found = Err(format!("{BALLOTS}: {fault}"));
            checks.push(Check::of("one line a receipt", found));
        }
    }
    checks
}

/// The list against the root, the register and the result.
fn check_list(
    file: &impl Fn(&str) -> Result<Option<Vec<u8>>, String>,
    sheet: &RuleSheet,
    result: &Json,
    list: &BallotList<'_>,
) -> [Check; 4] {
    let lines = format!("{} lines, every receipt code once", list.lines().len());
    let totals = text(file, REGISTER_TOTALS);
    let lines_read = list.lines().len() as u64;
    let totals = totals.and_then(|totals| check_totals(&totals, lines_read, result));
    let read = |name: &str| text(file, name);
    [
        Check::of("one line a receipt", Ok(lines)),
        Check::of("the Merkle root", check_root(list, result)),
        Check::of("the register's totals", totals),
        Check::of("the count", check_count(sheet, list, result, &read)),
    ]
}

/// Whether every check holds.
pub fn holds(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.found.is_ok())
}

fn check_sums(file: &impl Fn(&str) -> Result<Option<Vec<u8>>, String>) -> Result<String, String> {
    let bytes = file(SUMS)?.ok_or_else(|| format!("{SUMS} is missing"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{SUMS} is not UTF-8 text"))?;
    let mut named = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let fault = |why: &str| format!("{SUMS}, line {number}: {why}");
        let (digest, name) = line
            .split_once("  ")
            .ok_or_else(|| fault("two fields are needed"))?;
        let known = [RULE_SHEET, BALLOTS, REGISTER_TOTALS, RESULT].contains(&name);
        if !known || named.contains(&name) {
            return Err(fault("the file name is unknown or stands twice"));
        }
        let bytes = file(name)?.ok_or_else(|| fault("the file is missing"))?;
        if file_digest(&bytes) != digest {
            return Err(fault(&format!("{name} has another digest")));
        }
        named.push(name);
    }
    for name in [RULE_SHEET, RESULT, REGISTER_TOTALS] {
        if !named.contains(&name) {
            return Err(format!("{SUMS} does not list {name}"));
        }
    }
    if !named.contains(&BALLOTS) && file(BALLOTS)?.is_some() {
        return Err(format!("{SUMS} does not list {BALLOTS}"));
    }
    Ok(format!("{} files have the digests listed", named.len()))
}

fn check_round_id(sheet: &RuleSheet, result: &Json) -> Result<String, String> {
    let own = sheet.round_id();
    let said = result
        .get("round_id")
        .and_then(Json::as_text)
        .and_then(RoundId::parse);
    match said {
        Some(said) if said == own => Ok(format!("{own}, as the rule sheet's digest gives it")),
        _ => Err(format!(
            "{RESULT} does not name the round {own}, which {RULE_SHEET} gives"
        )),
    }
}

fn check_withheld(
    sheet: &RuleSheet,
    result: &Json,
    list: Result<Option<Vec<u8>>, String>,
) -> Result<String, String> {
    if list?.is_some() {
        return Err(format!(
            "{RESULT} says it is withheld, and {BALLOTS} is there"
        ));
    }
    match small_poll(result) {
        Ok(ballots) if ballots < u64::from(sheet.smallest_poll) => Ok(format!(
            "withheld: {ballots} ballots are fewer than {}, so only totals are published",
            sheet.smallest_poll
        )),
        _ => Err("it is withheld, though the poll is large enough to publish".to_owned()),
    }
}

/// How many ballots read, by the result of a poll whose list is withheld.
fn small_poll(result: &Json) -> Result<u64, String> {
    let number = |key| result.get(key).and_then(Json::as_whole);
    let ballots = number("valid").zip(number("blank"));
    ballots
        .and_then(|(valid, blank)| valid.checked_add(blank))
        .ok_or_else(|| format!("{RESULT}: 'valid' and 'blank' cannot be read"))
}

fn check_root(list: &BallotList<'_>, result: &Json) -> Result<String, String> {
    let root = to_hex(&list.root());
    match result.get("merkle_root").and_then(Json::as_text) {
        Some(said) if said == root => Ok(root),
        _ => Err(format!(
            "the lines give {root}, and {RESULT} says otherwise"
        )),
    }
}

/// No more ballots than people: those that read, and those that were rejected.
fn check_totals(totals: &str, read: u64, result: &Json) -> Result<String, String> {
    let totals = Json::parse(totals.trim_end_matches('\n'))
        .map_err(|fault| format!("{REGISTER_TOTALS}: {fault}"))?;
    if totals.get("round_id") != result.get("round_id") {
        return Err(format!("{REGISTER_TOTALS} names another round"));
    }
    let voted = totals.get("voted").and_then(Json::as_whole);
    let voted = voted.ok_or_else(|| format!("{REGISTER_TOTALS}: 'voted' cannot be read"))?;
    let rejected = result.get("rejected").and_then(Json::as_whole);
    let rejected = rejected.ok_or_else(|| format!("{RESULT}: 'rejected' cannot be read"))?;
    let ballots = read.saturating_add(rejected);
    if ballots > voted {
        return Err(format!(
            "there are {ballots} ballots, and only {voted} people have voted"
        ));
    }
    Ok(format!(
        "{voted} people have voted, and there are {ballots} ballots"
    ))
}

/// A result in the words of one that was published before unclear ballots were told from blank ones.
fn as_told(again: String, published: &Json) -> String {
    match Json::parse(again.trim_end()) {
        Ok(Json::Object(mut fields)) if published.get(UNCLEAR).is_none() => {
            fields.remove(UNCLEAR);
            Json::Object(fields).to_text() + "\n"
        }
        _ => again,
    }
}

fn check_count(
    sheet: &RuleSheet,
    list: &BallotList<'_>,
    result: &Json,
    text: &impl Fn(&str) -> Result<String, String>,
) -> Result<String, String> {
    let lot = result.get("lot").and_then(|lot| LotDrawn::read(lot, sheet));
    let lot = lot.ok_or_else(|| format!("{RESULT}: 'lot' cannot be read"))?;
    let rejected = result.get("rejected").and_then(Json::as_whole);
    let rejected = rejected.ok_or_else(|| format!("{RESULT}: 'rejected' cannot be read"))?;
    let tally = list
        .tally(sheet)
        .map_err(|fault| format!("{BALLOTS}: {fault}"))?;
    let contest = Contest::of_round(sheet, tally);
    let counted = count(&contest, sheet.method, &lot.lots(sheet)).map_err(|why| why.to_string())?;
    if let Err(stopped) = &counted {
        let names: Vec<&str> = stopped
            .tie
            .options
            .iter()
            .map(|option| contest.name(*option))
            .collect();
        return Err(format!(
            "the count ends in a tie that no lot decides: {}",
            names.join(", ")
        ));
    }
    let again = result_text(sheet, &contest, &counted, list, rejected, &lot);
    let again = as_told(again, result);
    if again != text(RESULT)? {
        return Err(format!("counting again gives another result than {RESULT}"));
    }
    let winners = counted.iter().flat_map(|count| count.winners().to_vec());
    let winners: Vec<String> = winners
        .map(|option| contest.name(option).to_owned())
        .collect();
    Ok(match winners.as_slice() {
        [] => "counted again, the same: nothing was chosen".to_owned(),
        won => format!("counted again, the same: {}", won.join(", ")),
    })
}
