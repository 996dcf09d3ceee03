//! Attendance lists that come after one another and do not say the same of somebody: what is new adds, what
//! is said otherwise is refused, and nothing is passed over in silence. People here are invented tokens.

use crate::attendances::{day, done, file, imports, imports_how};
use crate::imports::places;
use crate::projects_laid::{lay_project, ledger_agrees};
use payback_panel::actions::imports::Run;

const PROJECT: &str = "LC-2026-P0001";

walk!(
    an_attendance_that_a_later_list_calls_an_absence_is_refused,
    |world| {
        lay_project(world, PROJECT).await;
        let all = [
            ("PERSON-A", "ATTC", ""),
            ("PERSON-B", "ATTC", ""),
            ("PERSON-C", "ATTC", ""),
        ];
        assert_eq!(imports(world, file(&[day(12, &all)])).await, done(3, 0, 1));
        let mut later = all;
        later[2].1 = "UACP";
        for list in [day(12, &later), day(12, &later[2..])] {
            let list = file(&[list]);
            for run in [Run::Dry, Run::ForReal] {
                let found = imports_how(world, list.clone(), run).await;
                let found = found.expect_err("said otherwise");
                assert_eq!(found.len(), 1, "{found:?}");
                assert_eq!(found[0].field, "outcome");
                assert!(
                    found[0].message.contains("said something else"),
                    "{found:?}"
                );
            }
        }
        ledger_agrees(world, (1, 0, 3, 3, 1080, 1080)).await;
    }
);

walk!(
    an_absence_that_a_later_list_calls_an_attendance_is_added,
    |world| {
        lay_project(world, PROJECT).await;
        let first = [("PERSON-A", "ATTC", ""), ("PERSON-B", "UACP", "")];
        assert_eq!(
            imports(world, file(&[day(12, &first)])).await,
            done(2, 0, 1)
        );
        ledger_agrees(world, (1, 0, 1, 1, 360, 360)).await;
        let mut later = first;
        later[1].1 = "ATTC";
        let later = file(&[day(12, &later)]);
        assert_eq!(imports(world, later.clone()).await, done(1, 1, 1));
        ledger_agrees(world, (1, 0, 2, 2, 720, 720)).await;
        assert_eq!(imports(world, later).await, done(0, 2, 0));
        // Somebody who is booked twice on one list, once attended and once not, is on it twice.
        let both = [("PERSON-C", "ATTC", ""), ("PERSON-C", "UACP", "")];
        let found = imports(world, file(&[day(13, &both)])).await;
        assert_eq!(places(&found.expect_err("both")), ["3 case_number"]);
    }
);

walk!(
    a_session_to_which_nobody_came_is_there_however_often_a_line_is_repeated,
    |world| {
        lay_project(world, PROJECT).await;
        let twice = [("PERSON-A", "UACP", ""), ("PERSON-A", "UACP", "")];
        let list = file(&[day(12, &twice)]);
        assert_eq!(imports(world, list.clone()).await, done(1, 1, 1));
        ledger_agrees(world, (0, 1, 0, 0, 0, 0)).await;
        assert_eq!(imports(world, list).await, done(0, 2, 0));
        // Other people were stood down by the service: that is another reason than that nobody came.
        let stood_down = file(&[day(12, &[("PERSON-B", "AASD", "")])]);
        let found = imports(world, stood_down).await.expect_err("otherwise");
        assert_eq!(places(&found), ["2 outcome"]);
        ledger_agrees(world, (0, 1, 0, 0, 0, 0)).await;
    }
);

walk!(
    a_session_that_was_held_after_all_no_longer_says_that_no_reason_is_known,
    |world| {
        lay_project(world, PROJECT).await;
        let noted = "SELECT COUNT(*) FROM session_in_force f JOIN session_return r ON r.id = f.return_id \
                     WHERE r.note <> ''";
        let people = |outcome| [("PERSON-A", "AASD", ""), ("PERSON-B", outcome, "")];
        let first = file(&[day(12, &people("AASD"))]);
        imports(world, first.clone()).await.expect("stood down");
        assert_eq!(world.counts(noted).await, 1);
        // The same once more is no contradiction.
        assert_eq!(imports(world, first).await, done(0, 2, 0));
        let later = file(&[day(12, &people("ATTC"))]);
        assert_eq!(imports(world, later).await, done(1, 1, 1));
        ledger_agrees(world, (1, 0, 1, 1, 360, 360)).await;
        assert_eq!(world.counts(noted).await, 0);
    }
);
