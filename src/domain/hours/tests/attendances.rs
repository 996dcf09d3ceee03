use crate::domain::hours::attendance::{Booking, DaySession, Overlapping, of_person};
use crate::domain::hours::credit::{OUTCOMES, Outcome as Contact, credited};
use crate::domain::hours::session_return::{HELD, Outcome, STOOD_DOWN};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::{Minutes, Shift, StoodDown};
use chrono::NaiveDate;
use proptest::prelude::*;

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
}

fn shift(starts: i64, ends: i64) -> Shift {
    let time = |minutes| TimeOfDay::from_minutes(minutes).expect("a time");
    Shift::new(time(starts), time(ends)).expect("a shift")
}

fn booking(starts: i64, ends: i64, code: &str, docked: i64) -> Booking {
    Booking {
        shift: shift(starts, ends),
        contact: Contact::parse(code).expect("a code"),
        docked: Minutes::new(docked),
    }
}

#[test]
fn each_code_is_there_once_and_counts_as_attended_or_not() {
    let attended = ["ATTC", "AFTC", "ATSH", "ATSS", "ATCH", "AFDA"];
    for outcome in OUTCOMES {
        let same = OUTCOMES.iter().filter(|one| one.code() == outcome.code());
        assert_eq!(same.count(), 1, "{}", outcome.code());
        let counts = attended.contains(&outcome.code());
        assert_eq!(outcome.attended(), counts, "{}", outcome.code());
        assert_eq!(Contact::parse(&outcome.code().to_lowercase()), Ok(outcome));
    }
    assert!(Contact::parse("ATTX").is_err());
    assert!(Contact::parse("").is_err());
}

/// Start, end, offered, credited.
type Worth = (i64, i64, i64, i64);

#[test]
fn one_persons_day_is_worked_out_by_hand() {
    let cases: [(&[Booking], Option<Worth>); 6] = [
        (&[booking(570, 930, "ATTC", 0)], Some((570, 930, 360, 360))),
        (&[booking(570, 930, "AFTC", 45)], Some((570, 930, 360, 315))),
        (&[booking(570, 930, "ATTC", 360)], Some((570, 930, 360, 0))),
        (&[booking(570, 930, "UACP", 0)], None),
        (
            &[booking(780, 900, "ATTC", 10), booking(540, 720, "ATSH", 20)],
            Some((540, 900, 300, 270)),
        ),
        (
            &[booking(540, 720, "RSOF", 0), booking(780, 900, "ATTC", 0)],
            Some((780, 900, 120, 120)),
        ),
    ];
    for (bookings, wanted) in cases {
        let found = of_person(on(), bookings).expect("no overlap").map(|one| {
            let (starts, ends) = (one.span.starts().minutes(), one.span.ends().minutes());
            (starts, ends, one.offered.count(), one.credited.count())
        });
        assert_eq!(found, wanted, "{bookings:?}");
    }
    let twice = [booking(540, 720, "ATTC", 0), booking(719, 800, "UACP", 0)];
    assert_eq!(of_person(on(), &twice), Err(Overlapping));
}

#[test]
fn a_session_to_which_nobody_came_was_stood_down_and_by_whom_is_read_from_the_list() {
    let session = |codes: &[&str]| {
        let mut day = DaySession::default();
        for (at, code) in codes.iter().enumerate() {
            day.note(&booking(540 + at as i64, 900, code, 0));
        }
        day.session(on())
            .expect("not too many")
            .map(|reads| (reads.shift, reads.outcome))
    };
    let stood_down = |reason| Some((shift(540, 900), Outcome::StoodDown(reason)));
    assert_eq!(
        session(&["UACP", "AAME"]),
        stood_down(StoodDown::NobodyAttended)
    );
    assert_eq!(session(&["UACP", "AASD"]), stood_down(StoodDown::Other));
    assert_eq!(session(&["RSSR"]), stood_down(StoodDown::Other));
    assert_eq!(session(&["RSOF"]), stood_down(StoodDown::NobodyAttended));
    assert_eq!(session(&[]), None);
}

fn bookings() -> impl Strategy<Value = Booking> {
    (0_i64..1380, 1_i64..60, 0..OUTCOMES.len(), 0_i64..60).prop_map(
        |(starts, long, which, docked)| Booking {
            shift: shift(starts, starts + long),
            contact: OUTCOMES[which],
            docked: Minutes::new(docked.min(long)),
        },
    )
}

proptest! {
    /// Whoever comes in whatever order, a session keeps the ledger's rules and adds up.
    #[test]
    fn a_day_of_anybody_keeps_the_rules_of_the_ledger(
        people in prop::collection::vec((prop::collection::vec(bookings(), 1..4), any::<bool>()), 1..40)
    ) {
        let mut day = DaySession::default();
        let (mut offered, mut earned, mut there, mut new) = (0, 0, 0, 0);
        for (bookings, is_new) in &people {
            let Ok(attendance) = of_person(on(), bookings) else { continue };
            bookings.iter().for_each(|one| day.note(one));
            let Some(attendance) = attendance else { continue };
            day.add(attendance, *is_new);
            there += 1;
            new += i64::from(*is_new);
            for one in bookings.iter().filter(|one| one.contact.attended()) {
                offered += one.shift.length_on(on()).count();
                earned += credited(one.contact, on(), one.shift, one.docked).count();
            }
        }
        let reads = day.session(on()).expect("not too many");
        let Some(reads) = reads else { return Ok(()) };
        prop_assert_eq!(reads.outcome.status(), if there > 0 { HELD } else { STOOD_DOWN });
        let Some(worked) = reads.outcome.worked() else { return Ok(()) };
        prop_assert_eq!((worked.attending, worked.new_to_project), (there, new));
        prop_assert_eq!((worked.offered.count(), worked.credited.count()), (offered, earned));
        prop_assert!(worked.new_to_project <= worked.attending);
        prop_assert!(worked.credited <= worked.offered);
        prop_assert!(worked.offered <= reads.shift.length_on(on()).times(worked.attending));
    }

    /// Two lists of one session come to what one list of everybody does.
    #[test]
    fn people_added_later_count_as_if_they_had_been_on_the_first_list(
        first in prop::collection::vec(bookings(), 1..20), later in prop::collection::vec(bookings(), 1..20)
    ) {
        let of = |all: &[Booking]| {
            let mut day = DaySession::default();
            for one in all {
                day.note(one);
                if let Ok(Some(attendance)) = of_person(on(), &[*one]) {
                    day.add(attendance, true);
                }
            }
            day
        };
        let together: Vec<Booking> = first.iter().chain(&later).copied().collect();
        let (before, added, whole) = (of(&first), of(&later), of(&together));
        prop_assume!(before.is_held() && added.is_held());
        let before = before.session(on()).expect("few").expect("a session");
        let after = added.added_to(&before).expect("few");
        let whole = whole.session(on()).expect("few").expect("a session");
        prop_assert_eq!((after.shift, after.outcome), (whole.shift, whole.outcome));
    }
}
