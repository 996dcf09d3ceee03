//! Somebody goes back to a form that was sent, types something else and sends it again. A browser shows the form as it
//! was, with the one-time key that it had. What was typed is recorded, or shown again with what stands in its way:
//! nothing is called saved that is not.

use crate::projects_laid::{lay_project, ledger_agrees};
use crate::uploads::follows;
use crate::world::{Actor, World};
use payback_panel::domain::policy::Role;

const LEICESTER: &str = "E06000016";
const NEW: &str = "/staff/projects/LC-2026-P0001/sessions/new";

type Form = (String, Vec<(String, String)>);

/// The form of a button, as it would be sent, with other words in some fields.
fn typed(who: &Actor<'_>, button: &str, fields: &[(&str, &str)]) -> Form {
    let (path, _, sent) = who.would_send(button);
    (path, again(&sent, fields))
}

fn again(sent: &[(String, String)], fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut sent = sent.to_vec();
    for (name, value) in fields {
        sent.retain(|(found, _)| found != name);
        sent.push((name.to_string(), value.to_string()));
    }
    sent
}

async fn sends<'a, 'w>(who: &'a mut Actor<'w>, (path, fields): &Form) -> &'a mut Actor<'w> {
    who.sends(path, fields).await
}

async fn supervisor(world: &World) -> Actor<'_> {
    lay_project(world, "LC-2026-P0001").await;
    world.staff("Sam", Role::Probation, LEICESTER).await
}

const SIX: [(&str, &str); 5] = [
    ("date-day", "4"),
    ("start", "09:30"),
    ("end", "15:30"),
    ("status", "held"),
    ("attending", "6"),
];

walk!(
    another_session_typed_after_going_back_is_recorded,
    |world| {
        let mut sam = supervisor(world).await;
        sam.opens(NEW).await;
        let (path, first) = typed(&sam, "Save", &SIX);
        let first = (path.clone(), first);
        sends(&mut sam, &first).await.gets(303);
        let other = (
            path.clone(),
            again(
                &first.1,
                &[
                    ("date-day", "5"),
                    ("attending", "8"),
                    ("new-to-project", "2"),
                ],
            ),
        );
        sends(&mut sam, &other).await.gets(303);
        sam.goes_on().await.sees("5 November 2026").sees("8");
        ledger_agrees(world, (2, 0, 14, 8, 5040, 5040)).await;
        // Each of them once, however often it comes.
        for form in [&first, &other] {
            sends(&mut sam, form).await.gets(303);
        }
        ledger_agrees(world, (2, 0, 14, 8, 5040, 5040)).await;
        // The first day again with other numbers: what stands there, and where to correct it.
        let changed = (path, again(&first.1, &[("attending", "7")]));
        sends(&mut sam, &changed)
            .await
            .gets(409)
            .sees("This session is recorded already");
        ledger_agrees(world, (2, 0, 14, 8, 5040, 5040)).await;
    }
);

walk!(
    another_correction_typed_after_going_back_is_shown_and_saved_with_one_press,
    |world| {
        let mut sam = supervisor(world).await;
        sam.opens(NEW).await;
        let first = typed(&sam, "Save", &SIX);
        sends(&mut sam, &first).await.gets(303);
        sam.goes_on().await.follows("Something is wrong").await;
        let corrected = typed(
            &sam,
            "Save the correction",
            &[
                ("attending", "5"),
                ("new-to-project", "5"),
                ("correction", "I read the sheet wrongly"),
            ],
        );
        sends(&mut sam, &corrected).await.gets(303);
        ledger_agrees(world, (1, 0, 5, 5, 1800, 1800)).await;
        sends(&mut sam, &corrected).await.gets(303);
        let (path, fields) = &corrected;
        let other = (
            path.clone(),
            again(fields, &[("attending", "7"), ("new-to-project", "7")]),
        );
        sends(&mut sam, &other).await.gets(409);
        ledger_agrees(world, (1, 0, 5, 5, 1800, 1800)).await;
        assert_eq!(sam.page().value("attending").as_deref(), Some("7"));
        sam.presses("Save the correction")
            .await
            .sees("Correction saved");
        ledger_agrees(world, (1, 0, 7, 7, 2520, 2520)).await;
    }
);

walk!(another_day_typed_after_going_back_is_recorded, |world| {
    let mut sam = supervisor(world).await;
    sam.opens("/staff/sessions/day?date=2026-11-04&which=all")
        .await;
    let row = |day| {
        [
            ("date-day", day),
            ("status-1", "held"),
            ("start-1", "09:30"),
            ("end-1", "15:30"),
            ("attending-1", "6"),
            ("new-to-project-1", "0"),
        ]
    };
    let mut first = typed(&sam, "Record these sessions", &row("4"));
    first.1 = again(&first.1, &[("new-to-project-1", "6")]);
    sends(&mut sam, &first).await.gets(303);
    let other = (first.0.clone(), again(&first.1, &row("5")));
    sends(&mut sam, &other).await.gets(303);
    ledger_agrees(world, (2, 0, 12, 6, 4320, 4320)).await;
    for form in [&first, &other] {
        sends(&mut sam, form).await.gets(303);
    }
    ledger_agrees(world, (2, 0, 12, 6, 4320, 4320)).await;
    let changed = (
        first.0.clone(),
        again(&first.1, &[("attending-1", "7"), ("new-to-project-1", "7")]),
    );
    sends(&mut sam, &changed)
        .await
        .gets(422)
        .sees("recorded already, with other numbers");
});

walk!(another_file_chosen_after_going_back_is_checked, |world| {
    let mut sam = supervisor(world).await;
    sam.opens("/staff/imports").await;
    let (path, fields) = typed(&sam, "Check this file", &[("kind", "attendances")]);
    let list = |outcome: &str| {
        format!(
            "{}\nLC-2026-P0001,2026-11-03,09:30,15:30,PERSON-A,{outcome},\n",
            crate::attendances::HEADING
        )
    };
    for (outcome, title) in [
        ("GONE", "There is 1 problem in your file"),
        ("ATTC", "Your file has no mistakes"),
        ("NONE", "There is 1 problem in your file"),
        ("ATTC", "Your file has no mistakes"),
    ] {
        sam.uploads(&path, &fields, &[("file", list(outcome))])
            .await
            .gets(303);
        follows(&mut sam).await;
        sam.sees(title);
    }
    let uploads = "SELECT COUNT(*) FROM import_upload";
    assert_eq!(world.counts(uploads).await, 3);
    // The same file as another kind is another form.
    let other = again(&fields, &[("kind", "returns")]);
    sam.uploads(&path, &other, &[("file", list("ATTC"))])
        .await
        .gets(303);
    follows(&mut sam).await;
    assert_eq!(world.counts(uploads).await, 4);
});

walk!(other_news_typed_after_going_back_is_kept, |world| {
    let mut sam = supervisor(world).await;
    sam.opens("/staff/projects/LC-2026-P0001/updates/new").await;
    let news = [
        ("title", "The beds are dug"),
        ("body", "Six beds along the wall."),
    ];
    let first = typed(&sam, "Save", &news);
    let other = (
        first.0.clone(),
        again(&first.1, &[("title", "The beds are planted")]),
    );
    for form in [&first, &other, &first, &other] {
        sends(&mut sam, form).await.gets(303);
    }
    assert_eq!(world.counts("SELECT COUNT(*) FROM project_update").await, 2);
});
