//! The rules of a shortlist, over small cases worked out by hand.

use super::ranking::Ranking;
use super::shortlist::{Candidate, Standing, agree};
use chrono::{DateTime, Duration, TimeZone, Utc};

fn day(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 10, 1, 9, 0, 0).unwrap() + Duration::days(number)
}

fn candidate(nomination: i64, score: i64, on: i64) -> Candidate {
    Candidate {
        nomination,
        score,
        submitted_at: day(on),
    }
}

fn ranking(order: &[i64]) -> Ranking {
    Ranking::new(order.to_vec()).expect("no candidate twice")
}

fn order(standings: &[Standing]) -> Vec<i64> {
    standings.iter().map(|one| one.nomination).collect()
}

#[test]
fn points_fall_from_the_number_of_candidates() {
    let candidates = [
        candidate(1, 10, 0),
        candidate(2, 10, 1),
        candidate(3, 10, 2),
    ];
    let standings = agree(
        &candidates,
        &[ranking(&[2, 1, 3]), ranking(&[2, 3]), ranking(&[1])],
        2,
    );
    let points: Vec<_> = standings
        .iter()
        .map(|one| {
            (
                one.nomination,
                one.points,
                one.firsts,
                one.place,
                one.chosen,
            )
        })
        .collect();
    assert_eq!(
        points,
        [(2, 6, 2, 1, true), (1, 5, 1, 2, true), (3, 3, 0, 3, false)]
    );
}

#[test]
fn equal_points_go_to_more_first_places() {
    let candidates: Vec<_> = (1..=3).map(|id| candidate(id, 10, id)).collect();
    // 3 has 3 + 3 + 1 = 7 points with two firsts, 1 has 2 + 2 + 3 = 7 with one.
    let standings = agree(
        &candidates,
        &[
            ranking(&[3, 1, 2]),
            ranking(&[3, 1, 2]),
            ranking(&[1, 2, 3]),
        ],
        1,
    );
    assert_eq!(order(&standings)[..2], [3, 1]);
    assert_eq!(standings[0].points, standings[1].points);
}

#[test]
fn then_to_the_higher_score_and_then_to_the_earlier_nomination() {
    let candidates = [
        candidate(1, 50, 3),
        candidate(2, 60, 9),
        candidate(3, 50, 1),
    ];
    let rankings = [ranking(&[1]), ranking(&[2]), ranking(&[3])];
    assert_eq!(order(&agree(&candidates, &rankings, 2)), [2, 3, 1]);
}

#[test]
fn the_order_of_rankings_and_candidates_never_matters() {
    let mut candidates: Vec<_> = (1..=6).map(|id| candidate(id, id % 3, id % 2)).collect();
    let mut rankings = vec![
        ranking(&[1, 2, 3, 4]),
        ranking(&[6, 5]),
        ranking(&[4, 3, 2, 1, 5, 6]),
    ];
    let before = agree(&candidates, &rankings, 3);
    candidates.reverse();
    rankings.rotate_left(1);
    assert_eq!(agree(&candidates, &rankings, 3), before);
}

#[test]
fn all_points_of_a_full_ranking_are_given_out() {
    let candidates: Vec<_> = (1..=7).map(|id| candidate(id, 0, id)).collect();
    let rankings = vec![ranking(&[7, 6, 5, 4, 3, 2, 1]); 5];
    let given: i64 = agree(&candidates, &rankings, 5)
        .iter()
        .map(|one| one.points)
        .sum();
    assert_eq!(given, 5 * (7 + 6 + 5 + 4 + 3 + 2 + 1));
}

fn marks(typed: &[(i64, &str)]) -> Vec<(i64, String)> {
    typed
        .iter()
        .map(|(candidate, mark)| (*candidate, (*mark).to_string()))
        .collect()
}

#[test]
fn a_ranking_may_leave_candidates_out_and_close_up() {
    let read = Ranking::read(&marks(&[(11, "3"), (12, ""), (13, " 1 ")])).unwrap();
    assert_eq!(read.order(), [13, 11]);
    assert_eq!(read.rank_of(11), Some(2));
    assert_eq!(read.rank_of(12), None);
}

#[test]
fn two_candidates_at_one_place_are_refused_at_the_second() {
    let mistakes = Ranking::read(&marks(&[(11, "1"), (12, "1"), (13, "2")])).unwrap_err();
    assert_eq!(mistakes.at("rank-11"), None);
    assert!(mistakes.at("rank-12").unwrap().contains("place 1"));
}

#[test]
fn every_mark_that_is_no_place_is_named() {
    let mistakes = Ranking::read(&marks(&[(11, "0"), (12, "x"), (13, "4")])).unwrap_err();
    assert_eq!(mistakes.iter().count(), 3);
    assert!(Ranking::read(&marks(&[(11, ""), (12, "")])).is_err());
}

#[test]
fn minutes_are_agreed_by_more_than_half_of_those_who_sit() {
    use super::minutes::is_agreed;
    for (agreeing, members, enough) in [
        (1, 1, true),
        (1, 2, false),
        (2, 3, true),
        (2, 4, false),
        (3, 4, true),
        (0, 0, false),
        (0, 3, false),
    ] {
        assert_eq!(
            is_agreed(agreeing, members),
            enough,
            "{agreeing} of {members}"
        );
    }
}
