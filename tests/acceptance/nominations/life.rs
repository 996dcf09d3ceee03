//! The whole life of a nomination, as people live it.

use super::*;
use chrono::Duration;
use payback_panel::actions::nominations::{moves, tidy};
use payback_panel::actions::{Person, Refusal};
use payback_panel::domain::events::{Event, Named};
use payback_panel::domain::nominations::nomination::By;
use payback_panel::store::nominations;

walk!(a_visitor_nominates_and_the_place_can_be_done, |world| {
    let mut rita = world.visitor("Rita Marlowe");
    let reference = nominates(&mut rita, "Field by Scalpay Close", "Overgrown hedges").await;
    assert_eq!(reference, "LC-2026-0001");
    rita.opens(&format!("/nominations/{reference}")).await;
    rita.gets(200)
        .sees("Only you and our staff can see this page");

    let mut ned = world.visitor("Ned");
    ned.opens(&format!("/nominations/{reference}")).await;
    ned.gets(404);
    ned.opens("/nominations").await;
    ned.gets(200)
        .sees("0 nominations")
        .sees_no("Overgrown hedges");

    let mut priya = probation(world, "Priya").await;
    priya.opens("/staff/nominations").await;
    priya
        .gets(200)
        .sees("1 to moderate")
        .sees("Overgrown hedges")
        .sees("28 days left");
    priya.follows("Overgrown hedges").await;
    priya
        .sees("rita.marlowe@residents.example")
        .sees("0116 496 0123");
    passes(&mut priya, &reference).await;
    rita.reads_letter("is public").await;

    ned.opens("/nominations").await;
    ned.sees("1 nomination").follows("Overgrown hedges").await;
    ned.gets(200)
        .sees("The hedges have grown over the path")
        .sees("Under assessment");
    ned.sees_no("Rita").sees_no("rita.marlowe").sees_no("0116");

    fills_the_assessment(&mut priya, &reference).await;
    priya.presses("Save assessment").await;
    priya
        .gets(200)
        .sees("The assessment is saved")
        .sees("78 points out of 100");
    rita.reads_letter("can be done").await;
    ned.opens(&format!("/nominations/{reference}")).await;
    ned.sees("Assessed").sees_no("points out of 100");
});

walk!(
    what_panel_vote_and_project_do_is_told_on_its_page,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field by Scalpay Close", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        fills_the_assessment(&mut priya, &reference).await;
        priya.presses("Save assessment").await;

        let conn = world.desk().db.read();
        let found = nominations::assess::assessed_in_area(&conn, LEICESTER)
            .await
            .expect("reads");
        assert_eq!(found.len(), 1);
        let id = found[0].listed.nomination.id;
        assert!(
            nominations::assess::assessed_in_area(&conn, RUTLAND)
                .await
                .expect("reads")
                .is_empty()
        );

        let person = Person::operator();
        world
            .desk()
            .work(&person, move |work| async move {
                moves::shortlist(&work, &[id], "First of four.").await?;
                work.commit(Event::DemonstrationLoaded).await?;
                Ok::<_, Refusal>(())
            })
            .await
            .expect("goes on the shortlist");
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.sees("78 points out of 100")
            .sees("First of four.")
            .sees("180 hours");
        rita.opens(&format!("/nominations/{reference}/withdraw"))
            .await;
        rita.is_at(&format!("/nominations/{reference}"));
        rita.sees_no("Withdraw your nomination");

        world
            .desk()
            .work(&person, move |work| async move {
                moves::choose(&work, id, "It had the most votes.").await?;
                moves::become_project(&work, id, "").await?;
                moves::become_project(&work, id, "").await?;
                let project = Named::new(1, "LC-2026-P0001", "Hedges");
                work.commit(Event::ProjectChanged { project }).await?;
                Ok::<_, Refusal>(())
            })
            .await
            .expect("becomes a project");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.sees("It had the most votes.").sees("Became a project");
        ned.opens("/nominations?origin=vote").await;
        ned.sees("1 nomination");
        ned.opens("/nominations?origin=nomination").await;
        ned.sees("No nomination matches.");

        let refused = world
            .desk()
            .work(&person, move |work| async move {
                moves::back_to_assessed(&work, &[id], "", By::Vote).await
            })
            .await;
        assert!(matches!(refused, Err(Refusal::TooLate(_))), "{refused:?}");
    }
);

walk!(
    a_question_goes_to_the_nominator_and_the_answer_comes_back,
    |world| {
        let mut rita = world.visitor("Rita");
        let reference = nominates(&mut rita, "Canal bridge", "Seats by the bridge").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        rita.reads_letter("is public").await;
        priya
            .opens(&format!("/staff/nominations/{reference}/ask"))
            .await;
        priya.fills("question", "Which side of the bridge do you mean?");
        priya.presses("Send question").await;
        priya.gets(200).sees("We have sent your question");

        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.sees("Needs information").sees_no("Which side");

        let mut another_browser = world.visitor("Rita");
        another_browser.opens_letter("A question about").await;
        let path = another_browser.page().path.clone();
        another_browser.gets(200).sees("Which side of the bridge");
        another_browser.presses("Send answer").await;
        another_browser.gets(422).sees("Write your answer");
        another_browser
            .fills("answer", "The town side.")
            .presses("Send answer")
            .await;
        another_browser.gets(200).sees("Thank you for your answer");
        another_browser.opens(&path).await;
        another_browser.gets(410).sees("This link no longer works");

        priya
            .opens(&format!("/staff/nominations/{reference}"))
            .await;
        priya.sees("Under assessment").sees("The town side.");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.sees_no("The town side.")
            .sees("The nominator answered our question.");
    }
);

walk!(
    a_declined_nomination_gives_its_reason_to_everybody,
    |world| {
        let mut rita = world.visitor("Rita");
        let reference = nominates(&mut rita, "Church hall", "Clean the gutters").await;
        let mut priya = probation(world, "Priya").await;
        priya
            .opens(&format!("/staff/nominations/{reference}/decline"))
            .await;
        priya.presses("Decline").await;
        priya
            .gets(422)
            .sees("Choose a reason")
            .sees("Write a sentence to the nominator");
        priya.sees("Choose whether everybody may see this nomination");
        priya.fills("reason", "height").fills("publish", "yes");
        priya.fills(
            "sentence",
            "The gutters need a tower. Please nominate the garden instead.",
        );
        priya.presses("Decline").await;
        priya.gets(200).sees("The nomination is declined");
        let letter = rita.reads_letter("was declined").await;
        assert!(letter.body.contains("It needs work at height"));
        assert!(letter.body.contains("Please nominate the garden instead."));
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.gets(200)
            .sees("It needs work at height.")
            .sees("Please nominate the garden instead.");
        ned.opens(&format!("/nominations/{reference}/support"))
            .await;
        ned.sees("takes no more support");
    }
);

walk!(
    words_that_are_not_fit_to_be_public_stay_private_when_declined,
    |world| {
        world.leaves_letters();
        let mut rita = world.visitor("Rita");
        let reference = nominates(&mut rita, "Somewhere", "Rude words").await;
        let mut priya = probation(world, "Priya").await;
        priya
            .opens(&format!("/staff/nominations/{reference}/decline"))
            .await;
        priya
            .fills("reason", "other")
            .fills("publish", "no")
            .fills("sentence", "Please write again without the rude words.");
        priya.presses("Decline").await;
        priya.gets(200);
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.gets(404);
        rita.opens(&format!("/nominations/{reference}")).await;
        rita.gets(200).sees("Declined");
    }
);

walk!(a_nominator_withdraws, |world| {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    let reference = nominates(&mut rita, "Traffic island", "Plant the island").await;
    rita.opens(&format!("/nominations/{reference}")).await;
    rita.follows("Withdraw your nomination").await;
    rita.fills("why", "The gardening group has planted it.")
        .presses("Withdraw my nomination")
        .await;
    rita.is_at(&format!("/nominations/{reference}"))
        .sees("Withdrawn");
    let mut tom = world.resident("Tom").await;
    tom.opens(&format!("/nominations/{reference}/withdraw"))
        .await;
    tom.gets(404);
    let mut priya = probation(world, "Priya").await;
    priya
        .opens(&format!("/staff/nominations/{reference}/pass"))
        .await;
    priya
        .is_at(&format!("/staff/nominations/{reference}"))
        .sees("The gardening group has planted it.");
});

walk!(what_nobody_confirms_is_never_read_and_falls_away, |world| {
    let mut rita = world.visitor("Rita");
    fills_the_form(&mut rita, "Field", "Hedges").await;
    rita.presses("Send nomination").await;
    rita.sees("Check your email").sees("LC-2026-0001");
    let letter = rita.reads_letter("Confirm your nomination").await;
    let mut priya = probation(world, "Priya").await;
    priya.opens("/staff/nominations").await;
    priya.sees("0 to moderate").sees("Nothing needs you today.");
    priya.opens("/staff/nominations/LC-2026-0001").await;
    priya.gets(404);
    assert_eq!(tidy::forget_unconfirmed(world.desk()).await, Ok(0));
    world.passes(Duration::days(9));
    let path = letter
        .body
        .lines()
        .find_map(|line| line.strip_prefix("http://panel.example/"))
        .expect("a link");
    rita.opens(&format!("/{path}")).await;
    rita.gets(410).sees("This link no longer works");
    assert_eq!(tidy::forget_unconfirmed(world.desk()).await, Ok(1));
    let conn = world.desk().db.read();
    assert_eq!(
        nominations::by_reference(&conn, "LC-2026-0001").await,
        Ok(None)
    );
});
