//! Nominations, from the form to a project, and everything that can go wrong on the way.

mod alike;
mod bad_input;
mod life;
mod listening;
mod places;
mod records;
mod sorting;
mod staff;
mod support;
mod tabs;
mod wards;

use crate::world::{Actor, World};
use payback_panel::domain::policy::Role;

pub const LEICESTER: &str = "E06000016";
pub const RUTLAND: &str = "E06000017";

/// Fills the form in up to the page where the answers are checked.
pub async fn fills_the_form(who: &mut Actor<'_>, place: &str, title: &str) {
    fills_the_form_with(who, ("ward", "E05010459"), place, title).await;
}

/// The same for a place that is found by any field of the form.
pub async fn fills_the_form_with(
    who: &mut Actor<'_>,
    (field, value): (&str, &str),
    place: &str,
    title: &str,
) {
    who.opens("/nominate").await;
    who.gets(200).follows("Start now").await;
    if who.page().path == "/nominate/begin" {
        // What was begun is gone on with.
        who.opens("/nominate/place").await;
    }
    who.gets(200).fills("place", place).fills(field, value);
    who.presses("Continue").await;
    who.is_at("/nominate/work").fills("title", title);
    who.fills("category", "gardening");
    who.fills(
        "description",
        "The hedges have grown over the path.\nPlease cut them back.",
    );
    who.presses("Continue").await;
    who.is_at("/nominate/people")
        .fills("beneficiary", "Families and dog walkers");
    who.fills("benefit", "People would use the path again.");
    who.fills("land-owner", "Leicester City Council");
    who.presses("Continue").await;
    who.is_at("/nominate/site")
        .fills("toilets", "In the library, 100 metres away");
    who.fills("site-access", "Level from the road");
    who.presses("Continue").await;
    who.is_at("/nominate/contact");
    let (name, email) = (who.name.clone(), who.email.clone());
    who.fills("name", &name).fills("phone", "0116 496 0123");
    if who.account.is_none() {
        who.fills("email", &email);
    }
    who.presses("Continue").await;
    who.is_at("/nominate/photos");
    who.follows("Continue without a photo").await;
}

/// Nominates from beginning to end, confirms by the letter, and says the reference.
pub async fn nominates(who: &mut Actor<'_>, place: &str, title: &str) -> String {
    fills_the_form(who, place, title).await;
    who.is_at("/nominate/check")
        .presses("Send nomination")
        .await;
    let reference = reference_on(who);
    if who.account.is_none() {
        who.opens_letter("Confirm your nomination").await;
        who.gets(200).presses("Confirm my nomination").await;
    }
    who.gets(200).sees("Nomination received").sees(&reference);
    who.reads_letter("We have your nomination").await;
    reference
}

/// The reference that a page says.
pub fn reference_on(who: &Actor<'_>) -> String {
    let words = who.page().words();
    let found = words
        .split_whitespace()
        .find(|word| word.starts_with("LC-2026-"));
    let found = found.unwrap_or_else(|| panic!("no reference on {}:\n{words}", who.page().path));
    found.trim_end_matches('.').to_string()
}

pub async fn probation<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Probation, LEICESTER).await
}

pub async fn council<'w>(world: &'w World, name: &str, area: &str) -> Actor<'w> {
    world.staff(name, Role::Council, area).await
}

/// Presses a button on one of the small forms of staff.
pub async fn decides(staff: &mut Actor<'_>, reference: &str, act: &str, button: &str) {
    if !staff_is_at(staff, reference, act) {
        staff
            .opens(&format!("/staff/nominations/{reference}/{act}"))
            .await;
    }
    staff.presses(button).await;
}

fn staff_is_at(staff: &Actor<'_>, reference: &str, act: &str) -> bool {
    staff.has_page() && staff.page().path == format!("/staff/nominations/{reference}/{act}")
}

/// Lets everybody see it.
pub async fn passes(staff: &mut Actor<'_>, reference: &str) {
    decides(staff, reference, "pass", "Pass").await;
    staff.gets(200).sees("The nomination is public now");
}

/// Fills the assessment in with permission and risk assessment.
pub async fn fills_the_assessment(staff: &mut Actor<'_>, reference: &str) {
    staff
        .opens(&format!("/staff/nominations/{reference}/assess"))
        .await;
    staff.gets(200);
    for (factor, score) in [
        ("duration", "4"),
        ("intensiveness", "4"),
        ("scale", "3"),
        ("skills-development", "4"),
        ("value-for-money", "4"),
        ("supervision-support", "3"),
        ("community-support", "5"),
        ("community-safety", "4"),
    ] {
        staff.fills(factor, score);
    }
    staff
        .fills("permission", "given")
        .fills("permission-from", "Leicester City Council");
    staff
        .fills("risk-day", "2")
        .fills("risk-month", "11")
        .fills("risk-year", "2026");
    staff.fills("hours", "180").fills("group", "6");
    staff.fills("summary", "A good length of work for a group of six.");
}
