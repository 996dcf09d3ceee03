use crate::domain::hours::correction::{Correction, NoCorrection};
use crate::domain::hours::notes::names_a_case;
use crate::domain::hours::session_return::{Claim, Outcome, Refusal, Site};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use chrono::{DateTime, NaiveDate, TimeZone, Utc};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("a time")
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 16, 0, 0).unwrap()
}

fn site() -> Site {
    Site {
        started_on: Some(day("2026-11-02")),
        ended_on: None,
        group_limit: Some(8),
        nobody_yet: false,
    }
}

fn claim() -> Claim {
    Claim {
        day: day("2026-11-20"),
        starts: time("09:00"),
        ends: time("15:00"),
        stood_down: false,
        attending: 6,
        new_to_project: Some(2),
        offered: None,
        credited: None,
        reason: None,
        note: String::new(),
        over_limit_confirmed: false,
    }
}

fn stood_down() -> Claim {
    Claim {
        stood_down: true,
        attending: 0,
        new_to_project: Some(0),
        reason: Some(StoodDown::Weather),
        ..claim()
    }
}

#[track_caller]
fn refused(claim: Claim, refusal: Refusal) {
    refused_at(claim, site(), vec![refusal]);
}

#[track_caller]
fn refused_at(claim: Claim, site: Site, refusals: Vec<Refusal>) {
    assert_eq!(claim.check(&site, now()), Err(refusals));
}

#[test]
fn minutes_left_blank_are_worked_out() {
    let read = claim().check(&site(), now()).unwrap();
    let worked = read.outcome.worked().unwrap();
    assert_eq!(worked.offered.count(), 6 * 360);
    assert_eq!(worked.credited.count(), 6 * 360);
    let docked = Claim {
        offered: Some(2000),
        ..claim()
    };
    let worked = docked
        .check(&site(), now())
        .unwrap()
        .outcome
        .worked()
        .unwrap();
    assert_eq!(worked.credited.count(), 2000);
}

#[test]
fn a_session_is_recorded_when_it_is_over_and_not_before() {
    let today = |ends| Claim {
        day: day("2026-11-22"),
        ends: time(ends),
        ..claim()
    };
    assert!(today("16:00").check(&site(), now()).is_ok());
    refused(today("16:01"), Refusal::NotEndedYet);
    refused(
        Claim {
            day: day("2026-11-23"),
            ..claim()
        },
        Refusal::InTheFuture,
    );
}

#[test]
fn today_is_today_in_london() {
    let late_evening = Utc.with_ymd_and_hms(2026, 7, 1, 23, 30, 0).unwrap();
    let july = Site {
        started_on: Some(day("2026-06-01")),
        ..site()
    };
    let tomorrow_in_utc = Claim {
        day: day("2026-07-02"),
        starts: time("00:00"),
        ends: time("00:15"),
        ..claim()
    };
    assert!(tomorrow_in_utc.check(&july, late_evening).is_ok());
}

#[test]
fn a_session_lies_between_the_start_and_the_end_of_the_work() {
    let on = |text| Claim {
        day: day(text),
        ..claim()
    };
    let ended = Site {
        ended_on: Some(day("2026-11-13")),
        ..site()
    };
    assert!(on("2026-11-02").check(&site(), now()).is_ok());
    refused(on("2026-11-01"), Refusal::BeforeStart(day("2026-11-02")));
    assert!(on("2026-11-13").check(&ended, now()).is_ok());
    refused_at(
        on("2026-11-14"),
        ended,
        vec![Refusal::AfterEnd(day("2026-11-13"))],
    );
    let waiting = Site {
        started_on: None,
        ..site()
    };
    refused_at(claim(), waiting, vec![Refusal::NotStarted]);
}

#[test]
fn the_29th_of_february_is_a_day_like_any_other() {
    let leap = Site {
        started_on: Some(day("2024-02-01")),
        ..site()
    };
    let claim = Claim {
        day: day("2024-02-29"),
        ..claim()
    };
    assert!(claim.check(&leap, now()).is_ok());
}

#[test]
fn a_time_that_the_clocks_skipped_is_refused() {
    let spring = Site {
        started_on: Some(day("2026-03-01")),
        ..site()
    };
    let night = Claim {
        day: day("2026-03-29"),
        starts: time("01:30"),
        ends: time("04:00"),
        ..claim()
    };
    refused_at(night, spring, vec![Refusal::NotOnTheClock]);
}

#[test]
fn heads_and_minutes_stay_within_each_other() {
    refused(
        Claim {
            starts: time("22:00"),
            ends: time("02:00"),
            ..claim()
        },
        Refusal::Backwards,
    );
    refused(
        Claim {
            attending: 0,
            new_to_project: Some(0),
            ..claim()
        },
        Refusal::NobodyAttended,
    );
    refused(
        Claim {
            attending: 501,
            ..claim()
        },
        Refusal::NotAHeadCount,
    );
    refused(
        Claim {
            new_to_project: Some(7),
            ..claim()
        },
        Refusal::NewAboveAttending,
    );
    refused(
        Claim {
            new_to_project: Some(-1),
            ..claim()
        },
        Refusal::NewAboveAttending,
    );
    refused(
        Claim {
            offered: Some(2161),
            ..claim()
        },
        Refusal::OfferedAboveTime(2160),
    );
    refused(
        Claim {
            offered: Some(100),
            credited: Some(101),
            ..claim()
        },
        Refusal::CreditedAboveOffered(100),
    );
    refused(
        Claim {
            credited: Some(-1),
            ..claim()
        },
        Refusal::CreditedBelowNothing,
    );
    refused(
        Claim {
            reason: Some(StoodDown::Weather),
            ..claim()
        },
        Refusal::HeldWithReason,
    );
    refused_at(
        Claim {
            attending: i64::MIN,
            new_to_project: Some(0),
            offered: Some(i64::MIN),
            ..claim()
        },
        site(),
        vec![
            Refusal::NotAHeadCount,
            Refusal::OfferedBelowNothing,
            Refusal::CreditedBelowNothing,
        ],
    );
}

#[test]
fn more_people_than_the_limit_must_be_confirmed() {
    let nine = Claim {
        attending: 9,
        ..claim()
    };
    refused(nine.clone(), Refusal::OverGroupLimit(8));
    let confirmed = Claim {
        over_limit_confirmed: true,
        ..nine.clone()
    };
    assert!(confirmed.check(&site(), now()).is_ok());
    let no_limit = Site {
        group_limit: None,
        ..site()
    };
    assert!(nine.check(&no_limit, now()).is_ok());
}

#[test]
fn stood_down_means_nobody_and_a_reason() {
    let read = stood_down().check(&site(), now()).unwrap();
    assert_eq!(read.outcome, Outcome::StoodDown(StoodDown::Weather));
    refused(
        Claim {
            reason: None,
            ..stood_down()
        },
        Refusal::StoodDownWithoutReason,
    );
    refused(
        Claim {
            attending: 1,
            ..stood_down()
        },
        Refusal::StoodDownWithPeople,
    );
    refused(
        Claim {
            offered: Some(60),
            ..stood_down()
        },
        Refusal::StoodDownWithMinutes,
    );
}

#[test]
fn every_broken_rule_is_said_at_once_with_its_field() {
    let all_wrong = Claim {
        day: day("2026-11-01"),
        starts: time("15:00"),
        ends: time("09:00"),
        attending: 9,
        new_to_project: Some(10),
        note: "ask about X123456".into(),
        ..claim()
    };
    let fields: Vec<_> = all_wrong
        .check(&site(), now())
        .unwrap_err()
        .iter()
        .map(Refusal::field)
        .collect();
    assert_eq!(
        fields,
        ["date", "end", "attending", "new_to_project", "note"]
    );
}

#[test]
fn a_case_number_is_noticed_and_other_words_are_not() {
    for text in ["X123456", "see x123456.", "(a000001)", "case:B654321/2"] {
        assert!(names_a_case(text), "{text}");
    }
    for text in [
        "LE4 2BL", "123456", "AB123456", "X12345", "X1234567", "bay 12", "",
    ] {
        assert!(!names_a_case(text), "{text}");
    }
}

#[test]
fn a_correction_changes_something() {
    let before = claim().check(&site(), now()).unwrap();
    let same = Correction::of(&before, before.clone(), "Typed wrongly".into());
    assert_eq!(same, Err(NoCorrection::NothingDifferent));
    let mut after = before.clone();
    after.note = "Gate key at the lodge".into();
    assert!(Correction::of(&before, after.clone(), "A note was missing".into()).is_ok());
    let named = Correction::of(&before, after, "X123456 left early".into());
    assert_eq!(named, Err(NoCorrection::ReasonNamesACase));
}

#[test]
fn at_the_first_session_everybody_is_new() {
    let unsaid = Claim {
        new_to_project: None,
        ..claim()
    };
    refused(unsaid.clone(), Refusal::NewNotSaid);
    let first = Site {
        nobody_yet: true,
        ..site()
    };
    let read = unsaid.check(&first, now()).unwrap();
    assert_eq!(read.outcome.worked().unwrap().new_to_project, 6);
    assert!(unsaid.agrees_with(&read, now()));
    assert!(!claim().agrees_with(&read, now()));
    assert!(!stood_down().agrees_with(&read, now()));
}
