use crate::domain::identity::limits::*;
use chrono::{DateTime, Duration, TimeZone, Utc};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

#[test]
fn a_burst_passes_and_then_one_more_each_so_often() {
    let limit = Limit::new(3, 60);
    let mut bucket = None;
    for _ in 0..3 {
        bucket = Some(limit.ask(bucket, noon()).unwrap());
    }
    assert_eq!(limit.ask(bucket, noon()), Err(60));
    assert_eq!(limit.ask(bucket, noon() + Duration::seconds(59)), Err(1));
    let later = noon() + Duration::seconds(60);
    bucket = Some(limit.ask(bucket, later).unwrap());
    assert_eq!(limit.ask(bucket, later), Err(60));
    let much_later = later + Duration::seconds(180);
    for _ in 0..3 {
        bucket = Some(limit.ask(bucket, much_later).unwrap());
    }
    assert!(limit.ask(bucket, much_later).is_err());
}

#[test]
fn a_clock_that_goes_back_makes_nobody_wait_longer_than_for_one_more() {
    let limit = Limit::new(2, 60);
    let tomorrow = noon() + Duration::days(1);
    assert_eq!(limit.ask(Some(tomorrow), noon()), Err(60));
}

#[test]
fn what_a_limit_lets_through_is_what_it_promises() {
    for limit in [
        Limit::new(1, 1),
        TRIES_ON_AN_ACCOUNT,
        LINKS_TO_A_MAILBOX,
        LINKS_FROM_AN_ADDRESS,
    ] {
        let (mut bucket, mut passed) = (None, 0);
        for second in 0..7200 {
            while let Ok(next) = limit.ask(bucket, noon() + Duration::seconds(second)) {
                bucket = Some(next);
                passed += 1;
            }
        }
        assert_eq!(passed, limit.most_within(7199), "{limit:?}");
    }
}

#[test]
fn guessing_codes_for_a_day_succeeds_less_than_once_in_a_thousand() {
    // Three codes of a million are good at any time: one step either side.
    let tries = TRIES_ON_AN_ACCOUNT.most_within(24 * 3600);
    assert!(tries * 3 <= 1_000_000 / 1000, "{tries} tries a day");
}

#[test]
fn a_library_full_of_people_can_sign_in_within_a_minute() {
    assert!(LINKS_FROM_AN_ADDRESS.most_within(60) >= 60);
    assert!(LINKS_FROM_A_RANGE.most_within(60) >= 300);
}

#[test]
fn a_voting_code_is_not_guessed_in_a_month_from_a_whole_range() {
    // Tries by letters that can be right, against all codes of 75 bits.
    let month = 30 * 24 * 3600;
    let tries = u128::try_from(VOTING_CODES_FROM_A_RANGE.most_within(month)).expect("tries");
    let letters = 100_000_u128;
    assert!(tries * letters < (1 << 75) / 100_000_000_000);
    // A school on the last evening: a hundred and twenty at once, behind one address.
    assert!(VOTING_CODES_FROM_AN_ADDRESS.most_within(0) >= 120);
}
