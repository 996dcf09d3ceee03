//! The life of a round.

use super::super::method::Method;
use super::super::round::{
    Refusal, Stage, Times, announce, close, count, declare, due, open, send_back,
};
use super::{june, sheet};

#[test]
fn a_round_walks_through_its_life_in_one_order_only() {
    let sheet = sheet(Method::Plurality);
    let times = Times::of(&sheet);
    assert_eq!(
        announce(Stage::Draft, &sheet, june(1, 7)),
        Ok(Stage::Announced)
    );
    assert_eq!(
        open(Stage::Announced, &times, 0, june(1, 8)),
        Ok(Stage::Open)
    );
    assert_eq!(close(Stage::Open, &times, june(22, 20)), Ok(Stage::Closed));
    assert_eq!(count(Stage::Closed, false), Ok(Stage::Counted));
    assert_eq!(declare(Stage::Counted, false), Ok(Stage::Declared));
    for stage in Stage::ALL {
        let late = june(23, 0);
        let wrong = |needs| Err(Refusal::WrongStage { is: stage, needs });
        if stage != Stage::Draft {
            assert_eq!(announce(stage, &sheet, june(1, 7)), wrong(Stage::Draft));
        }
        if stage != Stage::Announced {
            assert_eq!(open(stage, &times, 0, late), wrong(Stage::Announced));
        }
        if stage != Stage::Open {
            assert_eq!(close(stage, &times, late), wrong(Stage::Open));
        }
        if stage != Stage::Closed {
            assert_eq!(count(stage, false), wrong(Stage::Closed));
        }
        if stage != Stage::Counted {
            assert_eq!(declare(stage, false), wrong(Stage::Counted));
            assert_eq!(send_back(stage, false), wrong(Stage::Counted));
        }
        assert_eq!(Stage::parse(stage.name()), Some(stage));
    }
}

#[test]
fn each_step_has_its_own_reason_to_be_refused() {
    let sheet = sheet(Method::Plurality);
    let times = Times::of(&sheet);
    assert_eq!(
        announce(Stage::Draft, &sheet, june(1, 8)),
        Err(Refusal::OpensInThePast)
    );
    let mut faulty = sheet.clone();
    faulty.options.truncate(1);
    let refusal = announce(Stage::Draft, &faulty, june(1, 7)).unwrap_err();
    assert!(
        refusal.to_string().contains("at least two options"),
        "{refusal}"
    );
    assert_eq!(
        open(Stage::Announced, &times, 0, june(1, 7)),
        Err(Refusal::TooEarlyToOpen)
    );
    assert_eq!(
        open(Stage::Announced, &times, 1, june(1, 8)),
        Err(Refusal::KeysUntested)
    );
    assert_eq!(
        close(Stage::Open, &times, june(22, 19)),
        Err(Refusal::TooEarlyToClose)
    );
    assert_eq!(count(Stage::Closed, true), Err(Refusal::TieUndecided));
    assert_eq!(declare(Stage::Counted, true), Err(Refusal::SameOfficer));
    assert_eq!(send_back(Stage::Counted, true), Err(Refusal::SameOfficer));
    assert_eq!(send_back(Stage::Counted, false), Ok(Stage::Closed));
}

#[test]
fn the_clock_opens_and_closes() {
    let times = Times {
        opens_at: june(1, 8),
        closes_at: june(22, 20),
    };
    for (stage, now, step) in [
        (Stage::Draft, june(2, 0), None),
        (Stage::Announced, june(1, 7), None),
        (Stage::Announced, june(1, 8), Some(Stage::Open)),
        (Stage::Announced, june(30, 0), Some(Stage::Open)),
        (Stage::Open, june(22, 19), None),
        (Stage::Open, june(22, 20), Some(Stage::Closed)),
        (Stage::Closed, june(30, 0), None),
    ] {
        assert_eq!(due(stage, &times, now), step, "{stage:?} {now}");
    }
    assert!(times.is_open_at(june(1, 8)));
    assert!(!times.is_open_at(june(22, 20)));
}
