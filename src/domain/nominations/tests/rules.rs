//! Stages, reasons, scores, promises and likeness.

use crate::domain::areas::near;
use crate::domain::areas::point::Point;
use crate::domain::nominations::assessment::{
    FACTORS, Factor, Finding, MOST, Permission, Scores, Weights,
};
use crate::domain::nominations::likeness::Sketch;
use crate::domain::nominations::promise::{days_left, days_left_in_words};
use crate::domain::nominations::reasons::DeclineReason;
use crate::domain::nominations::stage::Stage;
use chrono::{NaiveDate, TimeZone, Utc};

#[test]
fn the_life_of_a_nomination_leads_from_sending_to_a_project() {
    let life = [
        Stage::Unconfirmed,
        Stage::Submitted,
        Stage::UnderAssessment,
        Stage::Assessed,
        Stage::Shortlisted,
        Stage::Chosen,
        Stage::Project,
    ];
    for pair in life.windows(2) {
        assert_eq!(pair[0].to(pair[1]), Ok(pair[1]));
    }
}

#[test]
fn what_has_ended_never_begins_again() {
    for ended in [
        Stage::Project,
        Stage::Declined,
        Stage::Merged,
        Stage::Withdrawn,
    ] {
        for next in Stage::ALL {
            assert!(ended.to(next).is_err(), "{ended:?} became {next:?}");
        }
    }
}

#[test]
fn what_is_on_a_shortlist_cannot_be_withdrawn_merged_or_declined() {
    for stage in [Stage::Shortlisted, Stage::Chosen] {
        for next in [Stage::Withdrawn, Stage::Merged, Stage::Declined] {
            assert!(stage.to(next).is_err(), "{stage:?} became {next:?}");
        }
    }
    let why = Stage::Shortlisted
        .to(Stage::Withdrawn)
        .unwrap_err()
        .to_string();
    assert_eq!(
        why,
        "This nomination is on a shortlist, so it cannot be withdrawn now"
    );
}

#[test]
fn every_stage_reason_and_factor_is_read_by_the_word_it_is_kept_as() {
    for stage in Stage::ALL {
        assert_eq!(Stage::parse(stage.code()), Some(stage));
    }
    for reason in DeclineReason::ALL {
        assert_eq!(DeclineReason::parse(reason.code()), Some(reason));
    }
    for permission in Permission::ALL {
        assert_eq!(Permission::parse(permission.code()), Some(permission));
    }
    assert_eq!(Stage::parse("Declined"), None);
}

fn finding(scores: [i64; FACTORS], weights: &str) -> Finding {
    Finding {
        scores: Scores::new(scores).unwrap(),
        weights: Weights::parse(weights).unwrap(),
        permission: Permission::Given,
        permission_from: "The council's parks team".into(),
        risk_assessed_on: NaiveDate::from_ymd_opt(2026, 11, 2),
        estimate_minutes: 180 * 60,
        group_size: 6,
        summary: String::new(),
    }
}

#[test]
fn a_score_is_the_sum_of_each_factor_times_its_weight() {
    let found = finding([4, 4, 3, 4, 4, 3, 5, 4], "1, 1, 1, 2, 2, 2, 3, 3");
    assert_eq!(found.score(), 4 + 4 + 3 + 8 + 8 + 6 + 15 + 12);
    assert_eq!(found.most(), 75);
    assert_eq!(found.points(), 80);
    assert_eq!(finding([0; 8], "1,1,1,1,1,1,1,1").points(), 0);
    assert_eq!(finding([5; 8], "3,0,0,0,0,0,0,9").points(), 100);
    assert_eq!(finding([5; 8], "0,0,0,0,0,0,0,0").points(), 0);
    // 1 of 40 is 2.5 of 100: a half point goes up.
    assert_eq!(
        finding([1, 0, 0, 0, 0, 0, 0, 0], "1,1,1,1,1,1,1,1").points(),
        3
    );
}

#[test]
fn scores_and_weights_out_of_range_are_no_scores_and_weights() {
    assert_eq!(Scores::new([6, 0, 0, 0, 0, 0, 0, 0]), None);
    assert_eq!(Scores::new([-1, 0, 0, 0, 0, 0, 0, 0]), None);
    for bad in [
        "",
        "1,2,3",
        "1,1,1,1,1,1,1,1,1",
        "1,1,1,1,1,1,1,101",
        "1,1,1,1,1,1,1,x",
    ] {
        assert!(Weights::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(
        Weights::parse(&Weights::EQUAL.to_string()),
        Ok(Weights::EQUAL)
    );
    let every = finding([0, 1, 2, 3, 4, 5, 0, 1], "1,2,3,4,5,6,7,8");
    for (place, factor) in Factor::ALL.into_iter().enumerate() {
        assert_eq!(
            every.scores.of(factor),
            i64::try_from(place).unwrap() % (MOST + 1)
        );
        assert_eq!(every.weights.of(factor), i64::try_from(place).unwrap() + 1);
    }
}

#[test]
fn work_can_be_done_once_permission_and_risk_assessment_are_there() {
    let ready = finding([3; 8], "1,1,1,1,1,1,1,1");
    assert!(ready.is_feasible());
    for (permission, feasible) in [
        (Permission::Given, true),
        (Permission::NotNeeded, true),
        (Permission::Waiting, false),
        (Permission::Refused, false),
    ] {
        let found = Finding {
            permission,
            ..ready.clone()
        };
        assert_eq!(found.is_feasible(), feasible, "{permission:?}");
    }
    let without = Finding {
        risk_assessed_on: None,
        permission: Permission::Waiting,
        ..ready
    };
    assert_eq!(
        without.lacks(),
        ["the landowner’s permission", "the risk assessment"]
    );
}

#[test]
fn days_left_are_counted_in_londons_days() {
    // A quarter past midnight in London's summer is the evening before in UTC.
    let sent = Utc.with_ymd_and_hms(2026, 6, 30, 23, 15, 0).unwrap();
    let day = |d| NaiveDate::from_ymd_opt(2026, 7, d).unwrap();
    assert_eq!(days_left(sent, day(1), 28), 28);
    assert_eq!(days_left(sent, day(29), 28), 0);
    assert_eq!(days_left(sent, day(31), 28), -2);
    for (days, words) in [
        (5, "5 days left"),
        (1, "1 day left"),
        (0, "last day"),
        (-1, "1 day late"),
        (-12, "12 days late"),
    ] {
        assert_eq!(days_left_in_words(days), words);
    }
}

fn sketch(
    id: i64,
    title: &str,
    place: &str,
    category: &str,
    ward: &str,
    spot: Option<(&str, &str)>,
) -> Sketch {
    Sketch {
        id,
        reference: format!("LC-2026-{id:04}"),
        title: title.into(),
        place: place.into(),
        category: category.into(),
        ward: Some(ward.into()),
        spot: spot.map(|(lat, lon)| Point::parse(lat, lon).unwrap()),
    }
}

#[test]
fn nominations_of_one_place_in_other_words_are_found_most_likely_first() {
    let mine = sketch(
        0,
        "Cut the hedges at Scalpay Close",
        "Field by Scalpay Close",
        "clearance",
        "W1",
        Some(("52.66615", "-1.16386")),
    );
    let same = sketch(
        1,
        "Hedges round Scalpay Close field",
        "Scalpay Close",
        "clearance",
        "W1",
        Some(("52.6663", "-1.1640")),
    );
    let near = sketch(
        2,
        "Overgrown path",
        "Beaumont Walk",
        "clearance",
        "W1",
        Some(("52.6665", "-1.1642")),
    );
    let elsewhere = sketch(
        3,
        "Cut the hedges at Foxglove Park",
        "Foxglove Park",
        "clearance",
        "W2",
        Some(("52.60", "-1.10")),
    );
    let other_work = sketch(
        4,
        "Paint the benches",
        "Library",
        "decorating",
        "W1",
        Some(("52.6665", "-1.1642")),
    );
    let others = [elsewhere, near, other_work, same];
    let found: Vec<i64> = mine
        .similar(&others)
        .iter()
        .map(|sketch| sketch.id)
        .collect();
    // What is near is shown whatever it asks for; what is called alike is not where it is known to be
    // somewhere else.
    assert_eq!(found, [1, 2, 4]);
    let metres: Vec<Option<u32>> = found
        .iter()
        .filter_map(|id| others.iter().find(|other| other.id == *id))
        .map(|other| mine.metres_to(other))
        .collect();
    assert_eq!(metres, [Some(20), Some(50), Some(50)]);
}

#[test]
fn a_nomination_is_not_similar_to_itself() {
    let mine = sketch(1, "Hedges", "Scalpay Close", "clearance", "W1", None);
    assert!(mine.similar(std::slice::from_ref(&mine)).is_empty());
}

#[test]
fn what_is_called_alike_is_shown_from_sixty_hundredths_on() {
    let called =
        |id, title: &str, ward: &str, category: &str| sketch(id, title, "", category, ward, None);
    let mine = called(0, "alpha bravo charlie delta echo", "W1", "litter");
    let shown = |other: &Sketch| !mine.similar(std::slice::from_ref(other)).is_empty();
    // Three of five words: sixty hundredths exactly. Three of five and of six: fifty-four.
    let three_of_five = "alpha bravo charlie golf hotel";
    let three_of_six = "alpha bravo charlie golf hotel india";
    assert_eq!(near::likeness(&mine.title, three_of_five), 60);
    assert_eq!(near::likeness(&mine.title, three_of_six), 54);
    assert!(shown(&called(1, three_of_five, "W1", "graffiti")));
    assert!(!shown(&called(1, three_of_six, "W1", "graffiti")));
    // Alike in words, and not known to lie in the same ward: not worth showing without an alike place.
    assert!(!shown(&called(1, three_of_five, "W2", "graffiti")));
    // In the same ward, with the same kind of work: from forty hundredths on.
    let two_of_five = "alpha bravo golf hotel india";
    let two_of_six = "alpha bravo golf hotel india juliet";
    assert_eq!(near::likeness(&mine.title, two_of_five), 40);
    assert_eq!(near::likeness(&mine.title, two_of_six), 36);
    assert!(shown(&called(1, two_of_five, "W1", "litter")));
    assert!(!shown(&called(1, two_of_six, "W1", "litter")));
    assert!(!shown(&called(1, two_of_five, "W1", "graffiti")));
    assert!(!shown(&called(1, two_of_five, "W2", "litter")));
}

#[test]
fn what_is_near_is_shown_whatever_it_is_called_and_five_of_it_at_most() {
    let at = |id: i64, metres: f64| Sketch {
        spot: Point::new(52.6 + metres / 111_267.0, -1.1).ok(),
        ..sketch(id, &format!("Other words {id}"), "", "graffiti", "W2", None)
    };
    let mine = Sketch {
        spot: Point::new(52.6, -1.1).ok(),
        ..sketch(0, "Mine", "", "litter", "W1", None)
    };
    assert_eq!(mine.similar(&[at(1, 249.9)]).len(), 1);
    assert_eq!(mine.similar(&[at(1, 251.0)]), Vec::<&Sketch>::new());
    let mut many: Vec<Sketch> = (1..=8).map(|id| at(id, 10.0)).collect();
    // Of many near ones those that are called alike come first.
    many[6].title = "Mine".into();
    many[7].category = "litter".into();
    let shown = mine.similar(&many);
    let ids: Vec<i64> = shown.iter().map(|one| one.id).collect();
    assert_eq!(ids, [7, 8, 1, 2, 3]);
}
