//! Publishing a round and checking what was published.

use std::collections::BTreeMap;

use super::super::ballot_list::{BallotLine, BallotList, to_csv};
use super::super::canonical::Json;
use super::super::count::{Contest, count};
use super::super::lots::Lots;
use super::super::merkle::file_digest;
use super::super::method::{Method, PaperKind};
use super::super::paper::Marks;
use super::super::publication::{
    BALLOTS, LotDrawn, PaperTotals, Poll, Publication, RESULT, RegisterTotals, SUMS, UNCLEAR,
};
use super::super::receipt::ReceiptCode;
use super::super::rule_sheet::{RuleSheet, WayToVote};
use super::super::verification::{Check, holds, verify};
use super::super::words::CheckWords;
use super::sheet;

/// So many ballots, in a pattern that makes no tie.
fn lines(method: Method, number: u8) -> Vec<BallotLine> {
    let sheet = sheet(method);
    let line = |place: u8| {
        let order: &[u16] = match place % 7 {
            0..=3 => &[0, 1],
            4 | 5 => &[1, 2],
            _ => &[2],
        };
        let marks = match method.paper() {
            PaperKind::Ranks => Marks::ranked(order),
            PaperKind::OneTick => Marks::ticked(order[..1].to_vec()),
            PaperKind::Ticks => Marks::ticked(order.to_vec()),
        };
        let code = ReceiptCode::derive(b"secret", &[place]);
        let choices = marks.to_choices(&sheet.ids());
        BallotLine {
            code,
            words: CheckWords::none(),
            choices,
        }
    };
    (0..number).map(line).collect()
}

fn published(method: Method, number: u8, lot: &LotDrawn) -> BTreeMap<String, Vec<u8>> {
    let text = to_csv(&lines(method, number)).unwrap();
    published_list(&sheet(method), &text, lot)
}

fn published_list(sheet: &RuleSheet, text: &str, lot: &LotDrawn) -> BTreeMap<String, Vec<u8>> {
    let list = BallotList::read(text).unwrap();
    let number = list.lines().len() as u64;
    let contest = Contest::of_round(sheet, list.tally(sheet).unwrap());
    let counted = count(&contest, sheet.method, &lot.lots(sheet)).unwrap();
    assert!(counted.is_ok(), "{counted:?}");
    let ways = vec![(WayToVote::VerifiedEmail, number)];
    let totals = RegisterTotals {
        voted: number + 1,
        ways,
        wards_checked: 10,
        wards_declared: number + 1 - 10,
        ..RegisterTotals::default()
    };
    let all = (&contest, &counted, lot);
    let publication = Publication::of(sheet, &list, text, all, &totals, 1);
    let files = publication.files.into_iter();
    files
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .collect()
}

fn checks(files: &BTreeMap<String, Vec<u8>>) -> Vec<Check> {
    verify(|name| Ok(files.get(name).cloned()))
}

#[test]
fn every_method_is_published_and_verifies() {
    for method in Method::ALL {
        let files = published(method, 70, &LotDrawn::NotNeeded);
        let checks = checks(&files);
        assert!(holds(&checks), "{checks:#?}");
        assert_eq!(checks.len(), 6);
        assert_eq!(files.len(), 5);
    }
}

/// The files of a round in which one paper is marked like this.
fn with_a_paper(method: Method, number: u8, choices: &str) -> BTreeMap<String, Vec<u8>> {
    let sheet = sheet(method);
    let mut lines = lines(method, number);
    lines[0].choices = choices.to_owned();
    let text = to_csv(&lines).unwrap();
    published_list(&sheet, &text, &LotDrawn::NotNeeded)
}

#[test]
fn a_paper_marked_for_more_than_one_place_is_told_from_a_blank_one() {
    let said = |method, number, choices| {
        let files = with_a_paper(method, number, choices);
        assert!(holds(&checks(&files)), "{:#?}", checks(&files));
        let result = String::from_utf8(files[RESULT].clone()).unwrap();
        let json = Json::parse(result.trim_end()).unwrap();
        let blank = json.get("blank").and_then(Json::as_whole);
        (blank, json.get(UNCLEAR).and_then(Json::as_whole))
    };
    for number in [19, 70] {
        assert_eq!(
            said(Method::Plurality, number, "canal-path+old-green"),
            (Some(1), Some(1))
        );
        assert_eq!(said(Method::Plurality, number, ""), (Some(1), None));
        assert_eq!(
            said(Method::Plurality, number, "canal-path"),
            (Some(0), None)
        );
        assert_eq!(
            said(Method::Approval, number, "canal-path+old-green"),
            (Some(0), None)
        );
        assert_eq!(
            said(Method::RunOff, number, "canal-path=old-green>play-area"),
            (Some(1), Some(1))
        );
        assert_eq!(
            said(Method::RunOff, number, "canal-path>old-green=play-area"),
            (Some(0), None)
        );
        assert_eq!(said(Method::RunOff, number, ""), (Some(1), None));
    }
}

#[test]
fn a_folder_from_before_such_papers_were_told_apart_still_checks_out() {
    let mut files = with_a_paper(Method::Plurality, 70, "canal-path+old-green");
    let result = String::from_utf8(files[RESULT].clone()).unwrap();
    let before = result.replace(",\"unclear\":1", "");
    assert_ne!(before, result);
    files.insert(RESULT.to_owned(), before.into_bytes());
    sums_put_right(&mut files);
    assert!(holds(&checks(&files)), "{:#?}", checks(&files));
    let wrong = result.replace("\"unclear\":1", "\"unclear\":2");
    files.insert(RESULT.to_owned(), wrong.into_bytes());
    sums_put_right(&mut files);
    assert!(!holds(&checks(&files)), "another number is found");
}

#[test]
fn a_lot_is_published_and_used_again() {
    let sheet = sheet(Method::Plurality);
    for lot in [
        LotDrawn::Value("7 11 19 23 42 49".to_owned()),
        LotDrawn::ByHand {
            order: vec![2, 0, 1],
            witnesses: ["A. Example".to_owned(), "B. Example".to_owned()],
        },
    ] {
        assert_ne!(lot.lots(&sheet), Lots::none());
        assert!(holds(&checks(&published(Method::RunOff, 70, &lot))));
    }
}

#[test]
fn a_small_poll_is_published_in_totals_only() {
    let files = published(Method::RunOff, 19, &LotDrawn::NotNeeded);
    assert!(!files.contains_key(BALLOTS));
    let result = String::from_utf8(files[RESULT].clone()).unwrap();
    assert!(
        result.contains("\"withheld\":true") && !result.contains("rounds"),
        "{result}"
    );
    assert!(holds(&checks(&files)));
    let mut leaked = files.clone();
    leaked.insert(BALLOTS.to_owned(), b"code,words,choices\n".to_vec());
    assert!(!holds(&checks(&leaked)));
    assert!(published(Method::RunOff, 20, &LotDrawn::NotNeeded).contains_key(BALLOTS));
}

#[test]
fn of_a_small_poll_the_register_tells_the_total_alone() {
    let totals = RegisterTotals {
        voted: 19,
        ways: vec![
            (WayToVote::VerifiedEmail, 9),
            (WayToVote::Desk, 10),
            (WayToVote::Paper, 0),
        ],
        wards_checked: 6,
        wards_declared: 3,
        papers: Some(PaperTotals {
            counted: 10,
            cancelled: vec!["0123-4567-89AB-CDEF".to_owned()],
        }),
    };
    let sheet = sheet(Method::Plurality);
    let small = Json::parse(totals.to_text(&sheet, Poll::Small).trim_end()).unwrap();
    let told = |path: &[&str]| {
        let found = path.iter().try_fold(&small, |json, key| json.get(key));
        found.cloned().unwrap()
    };
    assert_eq!(told(&["voted"]), Json::whole(19));
    for path in [
        &["wards_declared"][..],
        &["ways", "verified-email"],
        &["ways", "desk"],
        &["ways", "paper"],
        &["papers", "counted"],
    ] {
        assert_eq!(told(path), Json::Null, "{path:?}");
    }
    assert_eq!(told(&["papers", "cancelled"]).as_list().unwrap().len(), 1);
    let told_of = |ways: [u64; 3], (checked, declared)| {
        let kinds = totals.ways.iter().map(|(way, _)| *way);
        let totals = RegisterTotals {
            voted: ways.iter().sum(),
            ways: kinds.zip(ways).collect(),
            wards_checked: checked,
            wards_declared: declared,
            ..totals.clone()
        };
        let text = totals.to_text(&sheet, Poll::Large);
        let json = Json::parse(text.trim_end()).unwrap();
        json.get("wards_declared").cloned().unwrap()
    };
    assert_eq!(told_of([30, 10, 0], (20, 10)), Json::whole(10));
    assert_eq!(told_of([30, 10, 0], (30, 0)), Json::whole(0));
    // A few chose their ward, or the ward of a few was found.
    for few in 1..10 {
        assert_eq!(told_of([30, 10, 0], (30 - few, few)), Json::Null);
        assert_eq!(told_of([30, 10, 0], (few, 30 - few)), Json::Null);
    }
    // A way is withheld, or the wards together leave nine people over.
    assert_eq!(told_of([30, 3, 0], (20, 10)), Json::Null);
    assert_eq!(told_of([30, 10, 0], (20, 11)), Json::Null);
}

#[test]
fn a_few_letters_are_in_no_published_number() {
    let totals = RegisterTotals {
        voted: 33,
        ways: vec![(WayToVote::VerifiedEmail, 30), (WayToVote::VotingCode, 3)],
        wards_checked: 18,
        wards_declared: 12,
        papers: None,
    };
    let text = totals.to_text(&sheet(Method::Plurality), Poll::Large);
    let json = Json::parse(text.trim_end()).unwrap();
    for path in [
        &["wards_declared"][..],
        &["ways", "verified-email"],
        &["ways", "voting-code"],
    ] {
        let told = path.iter().try_fold(&json, |json, key| json.get(key));
        assert_eq!(told, Some(&Json::Null), "{path:?}");
    }
    assert_eq!(json.get("voted"), Some(&Json::whole(33)));
}

#[test]
fn a_folder_that_told_or_withheld_the_wards_checks_out() {
    let files = published(Method::RunOff, 70, &LotDrawn::NotNeeded);
    let totals = String::from_utf8(files["register-totals.json"].clone()).unwrap();
    for wards in ["null", "7"] {
        let other = totals.replace(
            "\"wards_declared\":61",
            &format!("\"wards_declared\":{wards}"),
        );
        assert_ne!(other, totals);
        let mut files = files.clone();
        files.insert("register-totals.json".to_owned(), other.into_bytes());
        sums_put_right(&mut files);
        assert!(holds(&checks(&files)));
    }
}

#[test]
fn more_ballots_than_voters_are_found_in_a_small_poll() {
    let files = published(Method::RunOff, 19, &LotDrawn::NotNeeded);
    let all = checks(&files);
    assert!(holds(&all) && all.len() == 4, "{all:#?}");
    let forged = |name: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[name].clone()).unwrap();
        assert!(text.contains(from), "{text}");
        let mut files = files.clone();
        files.insert(name.to_owned(), text.replace(from, to).into_bytes());
        sums_put_right(&mut files);
        checks(&files)
    };
    let totals = "register-totals.json";
    // 19 ballots and a rejected one are 20.
    for (name, from, to) in [
        (totals, "\"voted\":20", "\"voted\":19"),
        (totals, "\"voted\":20", "\"voted\":\"20\""),
        (RESULT, "\"rejected\":1", "\"rejected\":2"),
        (
            RESULT,
            "\"rejected\":1",
            "\"rejected\":18446744073709551615",
        ),
    ] {
        let checks = forged(name, from, to);
        let wrong: Vec<&str> = checks
            .iter()
            .filter(|check| check.found.is_err())
            .map(|check| check.about)
            .collect();
        assert_eq!(wrong, ["the register's totals"], "{name} {to}");
    }
    let mut files = files.clone();
    files.remove(totals);
    sums_put_right(&mut files);
    assert!(!holds(&checks(&files)), "without the totals");
}

#[test]
fn a_folder_of_a_small_poll_from_before_still_checks_out() {
    let mut files = published(Method::RunOff, 19, &LotDrawn::NotNeeded);
    let totals = String::from_utf8(files["register-totals.json"].clone()).unwrap();
    let before = totals.replace("\"wards_declared\":null", "\"wards_declared\":2");
    assert_ne!(before, totals);
    files.insert("register-totals.json".to_owned(), before.into_bytes());
    sums_put_right(&mut files);
    let checks = checks(&files);
    assert!(holds(&checks), "{checks:#?}");
}

/// Puts the digests of changed files right, as somebody who cheats would.
fn sums_put_right(files: &mut BTreeMap<String, Vec<u8>>) {
    let listed = files.iter().filter(|(name, _)| name.as_str() != SUMS);
    let sums: String = listed
        .map(|(name, bytes)| format!("{}  {name}\n", file_digest(bytes)))
        .collect();
    files.insert(SUMS.to_owned(), sums.into_bytes());
}

#[test]
fn every_byte_of_every_file_matters() {
    let files = published(Method::Transferable, 21, &LotDrawn::NotNeeded);
    for (name, bytes) in &files {
        for place in 0..bytes.len() {
            let mut changed = files.clone();
            changed.get_mut(name).unwrap()[place] ^= 1;
            assert!(!holds(&checks(&changed)), "{name} {place}");
        }
        let mut missing = files.clone();
        missing.remove(name);
        assert!(!holds(&checks(&missing)), "{name}");
    }
}

#[test]
fn a_changed_ballot_is_found_also_when_the_digests_are_put_right() {
    let files = published(Method::RunOff, 70, &LotDrawn::NotNeeded);
    let text = String::from_utf8(files[BALLOTS].clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let without_one = [&lines[..5], &lines[6..]].concat().join("\n") + "\n";
    let twice = [&lines[..6], &lines[5..]].concat().join("\n") + "\n";
    for changed in [
        text.replacen("canal-path>old-green", "old-green>canal-path", 1),
        without_one,
        twice,
        text.clone() + "ZZZZ-ZZZZ-ZZZZ-ZZZZ,,play-area\n",
    ] {
        let mut files = files.clone();
        files.insert(BALLOTS.to_owned(), changed.into_bytes());
        sums_put_right(&mut files);
        let checks = checks(&files);
        assert!(checks[0].found.is_ok());
        assert!(!holds(&checks), "{checks:#?}");
    }
}

#[test]
fn more_ballots_than_voters_are_found() {
    let mut files = published(Method::RunOff, 70, &LotDrawn::NotNeeded);
    let totals = String::from_utf8(files["register-totals.json"].clone()).unwrap();
    let fewer = totals.replace("\"voted\":71", "\"voted\":70");
    assert_ne!(fewer, totals);
    files.insert("register-totals.json".to_owned(), fewer.into_bytes());
    sums_put_right(&mut files);
    let checks = checks(&files);
    let faults: Vec<&Check> = checks.iter().filter(|check| check.found.is_err()).collect();
    assert_eq!(faults.len(), 1, "{checks:#?}");
    assert_eq!(faults[0].about, "the register's totals");
}
