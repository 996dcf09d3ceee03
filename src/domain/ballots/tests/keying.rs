//! What staff type from papers, and when two people agree.

use super::super::keying::{
    Keying, KeyingFault, KeyingRefusal, PaperState, letter, read_marks, ruled,
};
use super::super::method::Method;
use super::super::paper::Marks;
use super::sheet;
use proptest::prelude::*;

fn choices(method: Method, typed: &str) -> Result<String, KeyingFault> {
    let sheet = sheet(method);
    read_marks(typed, &sheet).map(|marks| marks.to_choices(&sheet.ids()))
}

#[test]
fn options_have_letters() {
    let letters: Vec<String> = [0, 1, 25, 26, 27, 51, 52, 63].map(letter).into();
    assert_eq!(letters, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "BL"]);
}

#[test]
fn what_is_marked_is_what_is_kept_whatever_it_counts_for() {
    for (method, typed, wanted) in [
        (Method::Plurality, "b", "old-green"),
        (Method::Plurality, " B ", "old-green"),
        (Method::Plurality, "0", ""),
        (Method::Plurality, "a c", "canal-path+play-area"),
        (Method::Approval, "ca", "canal-path+play-area"),
        (Method::Approval, "C, A", "canal-path+play-area"),
        (Method::Greedy, "abc", "canal-path+old-green+play-area"),
        (Method::EqualShares, "c", "play-area"),
        (Method::RunOff, "bca", "old-green>play-area>canal-path"),
        (Method::RunOff, "b > c", "old-green>play-area"),
        (Method::RunOff, "- b", ">old-green"),
        (Method::RunOff, "a=b c", "canal-path=old-green>play-area"),
        (Method::RunOff, "A = B C", "canal-path=old-green>play-area"),
        (Method::RunOff, "aab", "canal-path>canal-path>old-green"),
        (Method::Transferable, "0", ""),
    ] {
        assert_eq!(
            choices(method, typed).as_deref(),
            Ok(wanted),
            "{method} {typed:?}"
        );
    }
}

#[test]
fn what_is_on_no_paper_is_refused() {
    use KeyingFault as Fault;
    for (method, typed, wanted) in [
        (Method::Plurality, "", Fault::Nothing),
        (Method::Plurality, "  ", Fault::Nothing),
        (Method::Plurality, "d", Fault::NoSuchLetter("D".into())),
        (Method::Plurality, "1", Fault::NoSuchLetter("1".into())),
        (Method::Approval, "aba", Fault::Twice("A".into())),
        (Method::Approval, "00", Fault::NoSuchLetter("0".into())),
        (Method::RunOff, "abca", Fault::TooManyRanks(3)),
        (Method::RunOff, "a=", Fault::NoSuchLetter("".into())),
        (Method::RunOff, "=b", Fault::NoSuchLetter("".into())),
        (Method::RunOff, "a-0", Fault::NoSuchLetter("0".into())),
    ] {
        assert_eq!(choices(method, typed), Err(wanted), "{method} {typed:?}");
    }
}

proptest! {
    #[test]
    fn no_typing_panics_and_what_is_taken_fits_a_paper(typed in "[a-dA-D0=> ,;-]{0,12}|\\PC{0,12}") {
        for method in Method::ALL {
            let sheet = sheet(method);
            if let Ok(marks) = read_marks(&typed, &sheet) {
                prop_assert!(marks.check(3, sheet.most_ranks()).is_ok());
                let text = marks.to_choices(&sheet.ids());
                let back = Marks::from_choices(&text, method.paper(), |id| sheet.option(id));
                prop_assert_eq!(back, Ok(marks));
            }
        }
    }
}

fn by(account: i64, choices: &str) -> Keying {
    Keying {
        by: account,
        choices: choices.into(),
    }
}

#[test]
fn two_people_must_agree() {
    use PaperState as State;
    let (helen, yusuf) = (by(1, "a"), by(2, "a"));
    let other = by(2, "b");
    assert_eq!(ruled(State::Printed, &[], &helen), Ok(State::KeyedOnce));
    let once = std::slice::from_ref(&helen);
    assert_eq!(ruled(State::KeyedOnce, once, &helen), Ok(State::KeyedOnce));
    let second = KeyingRefusal::SecondPersonNeeded;
    assert_eq!(ruled(State::KeyedOnce, once, &by(1, "b")), Err(second));
    assert_eq!(ruled(State::KeyedOnce, once, &yusuf), Ok(State::Agreed));
    assert_eq!(ruled(State::KeyedOnce, once, &other), Ok(State::Differs));
}

#[test]
fn where_they_differ_either_of_them_looks_again() {
    use PaperState as State;
    let differ = [by(1, "a"), by(2, "b")];
    assert_eq!(
        ruled(State::Differs, &differ, &by(1, "b")),
        Ok(State::Agreed)
    );
    assert_eq!(
        ruled(State::Differs, &differ, &by(2, "a")),
        Ok(State::Agreed)
    );
    assert_eq!(
        ruled(State::Differs, &differ, &by(2, "c")),
        Ok(State::Differs)
    );
    let third = ruled(State::Differs, &differ, &by(3, "a"));
    assert_eq!(third, Err(KeyingRefusal::TwoOthers));
}

#[test]
fn a_code_is_entered_once() {
    let agreed = [by(1, "a"), by(2, "a")];
    for new in [by(3, "a"), by(1, "b")] {
        let refused = ruled(PaperState::Agreed, &agreed, &new);
        assert_eq!(refused, Err(KeyingRefusal::Agreed));
    }
    // The same form sent again is no other entry.
    assert_eq!(
        ruled(PaperState::Agreed, &agreed, &by(2, "a")),
        Ok(PaperState::Agreed)
    );
    let cancelled = ruled(PaperState::Cancelled, &[], &by(1, "a"));
    assert_eq!(cancelled, Err(KeyingRefusal::Cancelled));
}
