use super::feedback::{NotARating, Rating, Ratings};
use super::moves::{Kind, Move, Refusal, Standing};
use super::{Description, Origin, Stage};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-11-22")
}

fn standing(stage: Stage) -> Standing {
    Standing {
        stage,
        before_the_pause: None,
        agreed_on: day("2026-10-01"),
        started_on: matches!(stage, Stage::InProgress | Stage::Completed)
            .then(|| day("2026-11-02")),
        last_session: None,
    }
}

fn start(on: &str) -> Move {
    Move::Start { on: day(on) }
}

fn complete(on: &str) -> Move {
    Move::Complete {
        on: day(on),
        closing_statement: "Done.".into(),
        work_done: String::new(),
    }
}

fn schedule(month: &str, expected: Option<&str>) -> Move {
    Move::Schedule {
        month: month.parse().expect("a month"),
        expected_on: expected.map(day),
    }
}

#[test]
fn the_usual_way_leads_from_agreed_to_completed() {
    let next = |stage, wanted: Move| standing(stage).after(&wanted, today());
    assert_eq!(
        next(Stage::Agreed, schedule("2026-12", Some("2027-01-15"))),
        Ok(Stage::Scheduled)
    );
    assert_eq!(
        next(Stage::Scheduled, start("2026-11-20")),
        Ok(Stage::InProgress)
    );
    assert_eq!(
        next(Stage::InProgress, complete("2026-11-22")),
        Ok(Stage::Completed)
    );
}

#[test]
fn nothing_follows_completed_or_cancelled() {
    for stage in [Stage::Completed, Stage::Cancelled] {
        assert!(stage.is_over());
        for kind in Kind::ALL {
            assert!(!kind.is_open_from(stage), "{kind:?} from {stage:?}");
        }
    }
}

#[test]
fn a_pause_ends_where_it_began() {
    let paused = Standing {
        before_the_pause: Some(Stage::InProgress),
        ..standing(Stage::Paused)
    };
    assert_eq!(paused.after(&Move::Resume, today()), Ok(Stage::InProgress));
    let wanted = Move::Pause {
        reason: "The fence came down".into(),
    };
    assert_eq!(
        standing(Stage::Scheduled).after(&wanted, today()),
        Ok(Stage::Paused)
    );
    assert_eq!(
        paused.after(&wanted, today()),
        Err(vec![Refusal::NotFromHere(Stage::Paused)])
    );
}

#[test]
fn days_come_in_order_and_not_in_the_future() {
    let against = |stage, wanted: Move| standing(stage).after(&wanted, today()).unwrap_err();
    assert_eq!(
        against(Stage::Agreed, start("2026-11-23")),
        [Refusal::StartsInTheFuture]
    );
    assert_eq!(
        against(Stage::Agreed, start("2026-09-30")),
        [Refusal::StartsBeforeAgreed(day("2026-10-01"))]
    );
    assert_eq!(
        against(Stage::Agreed, schedule("2026-10", None)),
        [Refusal::MonthIsOver]
    );
    assert_eq!(
        against(Stage::Agreed, schedule("2026-12", Some("2026-11-30"))),
        [Refusal::ExpectedBeforeMonth]
    );
    assert_eq!(
        against(Stage::InProgress, complete("2026-11-23")),
        [Refusal::CompletedInTheFuture]
    );
    assert_eq!(
        against(Stage::InProgress, complete("2026-11-01")),
        [Refusal::CompletedBeforeStart(day("2026-11-02"))]
    );
    let worked = Standing {
        last_session: Some(day("2026-11-20")),
        ..standing(Stage::InProgress)
    };
    assert_eq!(
        worked.after(&complete("2026-11-19"), today()),
        Err(vec![Refusal::SessionsAfterwards(day("2026-11-20"))])
    );
    assert_eq!(
        standing(Stage::Paused).after(&complete("2026-11-20"), today()),
        Err(vec![Refusal::NeverStarted])
    );
}

#[test]
fn no_text_of_a_move_names_a_case() {
    let wanted = Move::Cancel {
        reason: "X123456 complained".into(),
    };
    assert_eq!(
        standing(Stage::Agreed).after(&wanted, today()),
        Err(vec![Refusal::NamesACase("reason")])
    );
    let description = Description {
        title: "Hedge for A123456".into(),
        ..Description::default()
    };
    assert!(description.naming_cases().at("title").is_some());
}

#[test]
fn words_of_the_database_read_back() {
    for stage in Stage::ALL {
        assert_eq!(Stage::parse(stage.code()), Some(stage));
    }
    for origin in Origin::ALL {
        assert_eq!(Origin::parse(origin.code()), Some(origin));
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.code()), Some(kind));
    }
    assert_eq!(Stage::parse("In progress"), None);
}

#[test]
fn ratings_are_counted_and_nothing_else_is_one() {
    let mut ratings = Ratings::default();
    ratings.add(Rating::new(5).unwrap(), 2);
    ratings.add(Rating::new(4).unwrap(), 1);
    ratings.add(Rating::new(1).unwrap(), 1);
    assert_eq!((ratings.answers(), ratings.good()), (4, 3));
    assert_eq!(Rating::new(0), Err(NotARating));
    assert_eq!(Rating::new(6), Err(NotARating));
}
