//! What people should not type, twice, too late or in another order.

use super::*;
use chrono::Duration;
use payback_panel::actions::identity::throttle::Caller;
use payback_panel::store::nominations::list::{self, Seen, Wanted};

walk!(
    every_page_names_what_is_missing_and_keeps_what_was_typed,
    |world| {
        let mut rita = world.visitor("Rita");
        for (page, messages) in [
            (
                "place",
                vec![
                    "Enter the name of the place or organisation",
                    "Choose the ward, or say above where it is",
                ],
            ),
            (
                "work",
                vec![
                    "Enter a short title for the work",
                    "Choose the kind of work",
                    "Describe the work that you would like done",
                ],
            ),
            (
                "people",
                vec![
                    "Enter who would benefit",
                    "Say how the work would help them",
                ],
            ),
            (
                "site",
                vec![
                    "Say where the nearest toilets",
                    "Say how somebody with mobility difficulties",
                ],
            ),
            ("contact", vec!["Enter your name", "Enter an email address"]),
        ] {
            rita.opens(&format!("/nominate/{page}")).await;
            rita.gets(200).presses("Continue").await;
            rita.gets(422).sees("There is a problem");
            for message in messages {
                rita.sees(message);
            }
        }
        rita.opens("/nominate/place").await;
        rita.fills("place", "Kept place")
            .fills("where", "Not a known name")
            .presses("Continue")
            .await;
        rita.gets(422)
            .sees("We know no place of this name. Choose the ward, or try a postcode");
        assert_eq!(rita.page().value("place").as_deref(), Some("Kept place"));
        assert_eq!(
            rita.page().value("where").as_deref(),
            Some("Not a known name")
        );
        rita.fills("where", "LE4 2BF").presses("Continue").await;
        rita.gets(422)
            .sees("We do not know this postcode. Choose the ward");
        rita.fills("ward", "E05099999").presses("Continue").await;
        rita.gets(422).sees("Choose a ward from the list");
        rita.opens("/nominate/work").await;
        rita.fills("title", "T")
            .fills("category", "magic")
            .fills("description", "D")
            .presses("Continue")
            .await;
        rita.gets(422).sees("Choose the kind of work");
    }
);

walk!(
    too_long_answers_and_control_characters_are_refused_at_every_field,
    |world| {
        let mut rita = world.visitor("Rita");
        for (page, fields) in [
            ("place", vec![("place", 200)]),
            ("work", vec![("title", 100), ("description", 4000)]),
            (
                "people",
                vec![("beneficiary", 200), ("benefit", 2000), ("land-owner", 200)],
            ),
            ("site", vec![("toilets", 500), ("site-access", 500)]),
            ("contact", vec![("name", 100), ("phone", 30)]),
        ] {
            for (field, most) in fields {
                rita.opens(&format!("/nominate/{page}")).await;
                let long = "é".repeat(most + 1);
                rita.fills(field, &long).presses("Continue").await;
                rita.gets(422)
                    .sees(&format!("Use {most} characters or fewer"));
                assert_eq!(rita.page().value(field), Some(long));
                rita.fills(field, "bell\u{7}").presses("Continue").await;
                rita.gets(422)
                    .sees("Use letters, digits and punctuation only");
            }
        }
    }
);

walk!(
    markup_emoji_and_other_scripts_come_out_as_they_went_in,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let nasty = "<script>alert(1)</script> & \"quotes\" 🌳 حديقة עברית";
        fills_the_form(&mut rita, "Field", "Hedges").await;
        for (page, field) in [
            ("place", "place"),
            ("work", "title"),
            ("work", "description"),
            ("people", "benefit"),
        ] {
            rita.opens(&format!("/nominate/{page}?change=yes")).await;
            rita.fills(field, nasty).presses("Continue").await;
            rita.is_at("/nominate/check")
                .sees("<script>alert(1)</script>")
                .sees("🌳 حديقة עברית");
        }
        rita.presses("Send nomination").await;
        let reference = reference_on(&rita);
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        let mut ned = world.visitor("Ned");
        for path in [
            "/nominations".to_string(),
            format!("/nominations/{reference}"),
        ] {
            ned.opens(&path).await;
            ned.gets(200)
                .sees("<script>alert(1)</script> & \"quotes\" 🌳");
            assert!(!ned.page().text.contains("<script>alert"), "{path}");
        }
        ned.opens("/nominations?q=%3Cscript%3E+%25+_").await;
        ned.gets(200).sees("No nomination matches.");
        assert!(!ned.page().text.contains("<script>\u{20}"));
        ned.opens("/nominations?q=حديقة").await;
        ned.sees("1 nomination");
    }
);

walk!(
    the_same_form_sent_twice_is_one_nomination_with_one_reference,
    |world| {
        let mut rita = world.visitor("Rita");
        fills_the_form(&mut rita, "Field", "Hedges").await;
        let (path, _, fields) = rita.would_send("Send nomination");
        rita.sends(&path, &fields).await;
        rita.gets(303);
        rita.sends(&path, &fields).await;
        rita.gets(303);
        let mut without: Vec<_> = fields.clone();
        without.retain(|(name, _)| name != "once");
        rita.sends(&path, &without).await;
        rita.gets(303);
        rita.opens("/nominate/sent").await;
        rita.sees("LC-2026-0001");
        rita.reads_letter("Confirm your nomination LC-2026-0001")
            .await;
        let conn = world.desk().db.read();
        let wanted = Wanted {
            seen: Seen::ByStaffEverywhere,
            ..Wanted::default()
        };
        let (_, confirmed) = list::page(&conn, &wanted, 1, 20).await.expect("reads");
        assert_eq!(confirmed, 0);
        // The next one is another nomination.
        fills_the_form(&mut rita, "Another field", "More hedges").await;
        rita.presses("Send nomination").await;
        rita.sees("LC-2026-0002");
        rita.reads_letter("Confirm your nomination LC-2026-0002")
            .await;
    }
);

walk!(
    two_tabs_that_send_at_the_same_instant_make_one_nomination,
    |world| {
        let mut rita = world.visitor("Rita");
        fills_the_form(&mut rita, "Field", "Hedges").await;
        rita.opens("/nominate/check").await;
        let browser = rita.cookie("browser").expect("a cookie").to_string();
        let key =
            payback_panel::actions::nominations::nominate::draft_key(world.desk(), &browser, None);
        let person = payback_panel::actions::Person::visitor();
        let send = || {
            let once = Some(world.desk().dice.once());
            payback_panel::actions::nominations::nominate::send(
                world.desk(),
                &person,
                Caller::default(),
                &key,
                once,
            )
        };
        let (a, b, c) = tokio::join!(send(), send(), send());
        let references = [a, b, c].map(|sent| sent.expect("an answer").reference);
        assert_eq!(references, ["LC-2026-0001"; 3].map(String::from));
        rita.reads_letter("Confirm your nomination LC-2026-0001")
            .await;
    }
);

walk!(
    pages_opened_in_any_order_lead_to_the_first_question_without_an_answer,
    |world| {
        let mut rita = world.visitor("Rita");
        rita.opens("/nominate/check").await;
        rita.is_at("/nominate/place");
        rita.opens("/nominate/sent").await;
        rita.is_at("/nominate");
        rita.opens("/nominate/similar").await;
        rita.is_at("/nominate/place");
        rita.opens("/nominate/prizes").await;
        rita.gets(404);
        let mut forger = world.visitor("Forger");
        forger.sends("/nominate/check", &[]).await;
        forger.gets(403);
    }
);

walk!(
    a_form_filled_in_by_a_machine_still_waits_for_a_moderator_who_is_told,
    |world| {
        world.leaves_letters();
        let mut robot = world.resident("Robot").await;
        fills_the_form(&mut robot, "Field", "Hedges").await;
        robot.presses("Send nomination").await;
        let reference = reference_on(&robot);
        let mut priya = probation(world, "Priya").await;
        priya
            .opens(&format!("/staff/nominations/{reference}"))
            .await;
        priya.sees("The whole form was filled in within 20 seconds.");
        let mut rita = world.resident("Rita").await;
        rita.opens("/nominate/place").await;
        fills_the_form(&mut rita, "Meadow", "Seats").await;
        rita.opens("/nominate/contact?change=yes").await;
        rita.fills("website", "http://spam.example")
            .presses("Continue")
            .await;
        world.passes(Duration::minutes(5));
        rita.opens("/nominate/check").await;
        rita.presses("Send nomination").await;
        let reference = reference_on(&rita);
        priya
            .opens(&format!("/staff/nominations/{reference}"))
            .await;
        priya.sees("A field that people cannot see was filled in.");
    }
);

walk!(nobodys_mailbox_is_filled_with_our_letters, |world| {
    world.leaves_letters();
    for number in 0..6 {
        let mut robot = world.visitor("Rita");
        fills_the_form(&mut robot, &format!("Field {number}"), "Hedges").await;
        robot.presses("Send nomination").await;
        robot.gets(if number < 5 { 200 } else { 429 });
    }
});

walk!(
    signs_that_no_database_keeps_are_refused_or_not_found,
    |world| {
        let mut ned = world.resident("Ned").await;
        ned.opens("/nominate/place").await;
        ned.fills("place", "Field")
            .fills("ward", "E0501\u{0}0459")
            .presses("Continue")
            .await;
        ned.gets(422);
        for path in [
            "/follow/area/%00",
            "/nominations/%00",
            "/nominations/confirm/%00",
            "/nominations/answer/%00",
            "/nominate/%00",
        ] {
            ned.opens(path).await;
            assert!(
                matches!(ned.page().status, 404 | 410),
                "{path}: {}",
                ned.page().status
            );
        }
    }
);

walk!(filters_and_pages_that_do_not_read_are_left_out, |world| {
    let mut ned = world.visitor("Ned");
    for query in [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "from=yesterday",
        "to=2026-02-30",
        "stage=finished",
        "sort=random",
        "area=%27%3B--",
        "category=%00",
        "q=%25",
        "q=%5C",
        "origin=other",
        "from=0001-01-01&to=9999-12-31",
        "to=%2B262143-12-31",
    ] {
        ned.opens(&format!("/nominations?{query}")).await;
        ned.gets(200);
        ned.opens(&format!("/nominations.csv?{query}")).await;
        ned.gets(200);
    }
});
