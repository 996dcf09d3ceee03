//! Several members of staff, and those of other councils.

use super::*;
use payback_panel::domain::policy::Grant;
use payback_panel::store::identity::Strength;

walk!(
    of_two_officers_at_once_one_decides_and_the_other_is_told,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        let mut callum = probation(world, "Callum").await;
        priya
            .opens(&format!("/staff/nominations/{reference}/ask"))
            .await;
        callum
            .opens(&format!("/staff/nominations/{reference}/pass"))
            .await;
        callum.presses("Pass").await;
        callum.gets(200);
        priya
            .fills("question", "Which field do you mean?")
            .presses("Send question")
            .await;
        priya
            .gets(409)
            .sees("Somebody changed this nomination since you opened the page");
        assert_eq!(
            priya.page().value("question").as_deref(),
            Some("Which field do you mean?")
        );
        priya.presses("Send question").await;
        priya
            .gets(200)
            .sees("We have sent your question")
            .sees("Needs information");
    }
);

walk!(
    a_decision_that_is_no_longer_possible_keeps_what_was_typed,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        priya
            .opens(&format!("/staff/nominations/{reference}/decline"))
            .await;
        rita.opens(&format!("/nominations/{reference}/withdraw"))
            .await;
        rita.presses("Withdraw my nomination").await;
        for _ in 0..2 {
            priya
                .fills("reason", "unsafe")
                .fills("publish", "no")
                .fills("sentence", "The bank is steep.");
            priya.presses("Decline").await;
            priya.gets(409);
            assert_eq!(
                priya.page().value("sentence").as_deref(),
                Some("The bank is steep.")
            );
        }
        priya.sees("This nomination has been withdrawn, so it cannot be declined now.");
    }
);

walk!(a_double_click_on_a_decision_is_one_decision, |world| {
    let mut rita = world.resident("Rita").await;
    let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
    let mut priya = probation(world, "Priya").await;
    priya
        .opens(&format!("/staff/nominations/{reference}/pass"))
        .await;
    let (path, _, fields) = priya.would_send("Pass");
    priya.sends(&path, &fields).await;
    priya.gets(303);
    priya.sends(&path, &fields).await;
    priya.gets(303);
    rita.reads_letter("is public").await;
});

walk!(staff_of_another_council_see_and_decide_nothing, |world| {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
    let mut fiona = council(world, "Fiona", RUTLAND).await;
    fiona.opens("/staff/nominations").await;
    fiona
        .gets(200)
        .sees("0 to moderate")
        .sees_no("Overgrown hedges");
    fiona.opens("/staff/nominations.csv").await;
    fiona.gets(200).sees_no("Overgrown hedges");
    fiona
        .opens(&format!(
            "/staff/nominations?area={LEICESTER}&stage=submitted"
        ))
        .await;
    fiona.gets(200).sees_no("Overgrown hedges");
    fiona
        .opens(&format!("/staff/nominations/{reference}"))
        .await;
    fiona.gets(404);
    fiona.opens(&format!("/nominations/{reference}")).await;
    fiona.gets(404);

    let mut helen = council(world, "Helen", LEICESTER).await;
    helen
        .opens(&format!("/staff/nominations/{reference}/pass"))
        .await;
    let (path, _, mut fields) = helen.would_send("Pass");
    fiona.opens("/nominations/LC-2026-9999/support").await;
    fiona
        .opens(&format!("/staff/nominations/{reference}/pass"))
        .await;
    fiona.gets(404);
    let mut own = fiona_csrf(&mut fiona).await;
    fields.retain(|(name, _)| name != "csrf");
    fields.append(&mut own);
    fiona.sends(&path, &fields).await;
    fiona.gets(404);
    helen.presses("Pass").await;
    helen.gets(200).sees("The nomination is public now");
    fiona.sends(&path, &fields).await;
    fiona.gets(403);
});

async fn supports_and_follows(resident: &mut Actor<'_>, reference: &str) {
    resident
        .opens(&format!("/nominations/{reference}/support"))
        .await;
    resident.presses("Support this nomination").await;
    resident
        .opens(&format!("/follow/nomination/{reference}"))
        .await;
    resident.presses("Get news by email").await;
}

/// The csrf field of a form that Fiona may open.
async fn fiona_csrf(fiona: &mut Actor<'_>) -> Vec<(String, String)> {
    fiona.opens("/nominate/place").await;
    let token = fiona.page().value("csrf").expect("a form");
    vec![("csrf".into(), token)]
}

walk!(
    a_council_officer_moderates_and_does_not_assess_or_decline,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut helen = council(world, "Helen", LEICESTER).await;
        helen
            .opens(&format!("/staff/nominations/{reference}"))
            .await;
        helen
            .gets(200)
            .sees("Pass for everybody to see")
            .sees_no("Decline");
        for act in ["assess", "decline"] {
            helen
                .opens(&format!("/staff/nominations/{reference}/{act}"))
                .await;
            helen.gets(403);
        }
        passes(&mut helen, &reference).await;
        let mut tom = world.resident("Tom").await;
        tom.opens(&format!("/staff/nominations/{reference}")).await;
        tom.gets(403);
        let mut ned = world.visitor("Ned");
        ned.opens("/staff/nominations").await;
        assert!(
            ned.page().path.starts_with("/staff/sign-in"),
            "{}",
            ned.page().path
        );
    }
);

walk!(
    an_administrator_without_a_grant_for_nominations_sees_none,
    |world| {
        let grant = Grant {
            role: Role::Administrator,
            area: String::new(),
        };
        let mut sam = world
            .signed_in("Sam", Strength::PasswordAndCode, &[grant])
            .await;
        sam.opens("/staff/nominations").await;
        sam.gets(403);
    }
);

walk!(
    an_assessment_without_permission_waits_and_a_later_one_counts,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        fills_the_assessment(&mut priya, &reference).await;
        priya
            .fills("permission", "waiting")
            .fills("risk-day", "")
            .fills("risk-month", "")
            .fills("risk-year", "");
        // The last of the same name is what a browser would hold.
        priya.keeps_last().presses("Save assessment").await;
        priya.gets(200).sees("Under assessment");
        priya.sees("Still needed: the landowner’s permission and the risk assessment.");
        priya
            .opens(&format!("/staff/nominations/{reference}/assess"))
            .await;
        assert_eq!(priya.page().value("hours").as_deref(), Some("180"));
        assert_eq!(priya.page().value("duration").as_deref(), Some("4"));
        priya.fills("permission", "given");
        priya
            .fills("risk-day", "20")
            .fills("risk-month", "11")
            .fills("risk-year", "2026");
        priya.presses("Save assessment").await;
        priya.gets(200).sees("Assessed").sees("20 November 2026");
    }
);

walk!(
    every_mistake_in_an_assessment_is_named_and_nothing_is_lost,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        priya
            .opens(&format!("/staff/nominations/{reference}/assess"))
            .await;
        priya
            .fills("duration", "6")
            .fills("scale", "3")
            .fills("hours", "7.5")
            .fills("group", "0");
        priya
            .fills("risk-day", "31")
            .fills("risk-month", "2")
            .fills("risk-year", "2026");
        priya.fills("summary", "Kept");
        priya.presses("Save assessment").await;
        priya
            .gets(422)
            .sees("Enter a whole number from 0 to 5")
            .sees("Choose a score for intensiveness");
        priya.sees("Choose whether the landowner has given permission");
        priya.sees("Enter the day of the risk assessment, like 21 6 2026");
        priya
            .sees("Enter a whole number from 1 to 100000")
            .sees("Enter a whole number from 1 to 50");
        for (field, value) in [
            ("scale", "3"),
            ("hours", "7.5"),
            ("risk-day", "31"),
            ("summary", "Kept"),
        ] {
            assert_eq!(priya.page().value(field).as_deref(), Some(value), "{field}");
        }
        fills_the_assessment(&mut priya, &reference).await;
        priya
            .fills("risk-year", "2027")
            .keeps_last()
            .presses("Save assessment")
            .await;
        priya.gets(422).sees("must be today or in the past");
    }
);

walk!(
    nominations_of_the_same_work_are_joined_and_nobody_counts_twice,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let first = nominates(&mut rita, "Field by Scalpay Close", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &first).await;
        let mut tom = world.resident("Tom").await;
        fills_the_form(&mut tom, "Scalpay Close field", "Hedges overgrown").await;
        tom.is_at("/nominate/similar")
            .sees("Overgrown hedges")
            .presses("Mine is different")
            .await;
        tom.is_at("/nominate/check")
            .presses("Send nomination")
            .await;
        let second = reference_on(&tom);
        passes(&mut priya, &second).await;
        let mut grace = world.resident("Grace").await;
        for reference in [&first, &second] {
            supports_and_follows(&mut grace, reference).await;
        }
        supports_and_follows(&mut rita, &second).await;

        priya
            .opens(&format!("/staff/nominations/{second}/merge"))
            .await;
        priya
            .sees("Field by Scalpay Close")
            .fills("into", &second)
            .fills("sentence", "This is the same field.");
        priya.presses("Join").await;
        priya.gets(422).sees("Choose another nomination");
        priya.fills("other", "LC-2026-0999").presses("Join").await;
        priya
            .gets(422)
            .sees("There is no nomination with this reference");
        priya
            .fills("other", "")
            .fills("into", &first)
            .presses("Join")
            .await;
        priya.gets(200).sees("The two nominations are joined");
        let followed = "SELECT COUNT(*) FROM follow WHERE subject = ";
        assert_eq!(world.counts(&format!("{followed}'{second}'")).await, 0);
        assert_eq!(world.counts(&format!("{followed}'{first}'")).await, 2);
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{second}")).await;
        ned.sees("Merged")
            .sees("It was joined to Overgrown hedges")
            .sees("0 supporters");
        ned.opens(&format!("/nominations/{first}")).await;
        // Grace and Tom; Rita nominated it herself.
        ned.sees("2 supporters").sees("Hedges overgrown");
    }
);

walk!(
    a_ward_is_put_right_and_the_history_and_the_figures_follow,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        let page = format!("/staff/nominations/{reference}/ward");
        priya.opens(&page).await;
        priya.presses("Correct").await;
        priya
            .gets(422)
            .sees("Choose a ward from the list")
            .sees("Say how you know which ward it is in");
        priya
            .fills("why", "The parish map shows it.")
            .fills("ward", "E05010459")
            .presses("Correct")
            .await;
        priya.gets(422).sees("It is in this ward already");
        priya.fills("ward", "E05000001").presses("Correct").await;
        priya.gets(422).sees("Choose a ward of your own area");
        priya
            .fills("ward", "E05010458")
            .keeps_last()
            .presses("Correct")
            .await;
        priya.gets(200).sees("The ward is put right");
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.sees("The ward was put right from Beaumont Leys to Abbey. The parish map shows it.");
        // Counted once, where it is now.
        let counted = "SELECT CAST(COALESCE(SUM(nominations), 0) AS BIGINT) FROM exact_cell WHERE stretch = 'ever' AND category = '*' AND \
                       origin = '*' AND area_code = ";
        for (ward, count) in [("E05010458", 1), ("E05010459", 0)] {
            let cells = world
                .counts(&format!("{counted}'{LEICESTER}/{ward}'"))
                .await;
            assert_eq!(cells, count, "{ward}");
        }
        let mut ruth = council(world, "Ruth", RUTLAND).await;
        ruth.opens(&page).await;
        ruth.gets(403);
    }
);
