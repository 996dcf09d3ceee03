//! A panel from its making to an agreed shortlist, with the minutes of a meeting.

use super::Twice;
use crate::laid::assessed;
use crate::panels::{member, officer};
use crate::world::{Actor, World};

pub const ROUTES: &[&str] = &[
    "/staff/panels/new",
    "/staff/panels/{slug}/members",
    "/staff/panels/{slug}/members/{account}/remove",
    "/staff/panels/{slug}/shortlists/new",
    "/staff/panels/{slug}/shortlists/{id}/agree",
    "/staff/panels/{slug}/shortlists/{id}/abandon",
    "/staff/panels/{slug}/minutes/new",
    "/staff/panels/{slug}/minutes/{id}/correct",
    "/panels/{slug}/shortlists/{id}/rank",
    "/panels/{slug}/minutes/{id}/answer",
];

const PANEL: &str = "/panels/leicester-citizens-panel";

async fn seats(twice: &mut Twice<'_>, helen: &mut Actor<'_>, one: &Actor<'_>) {
    helen.opens(&format!("/staff{PANEL}")).await;
    helen
        .fills("name", &one.name)
        .fills("email", &one.email)
        .fills("side", "resident");
    twice
        .creates(helen, "Add the member", "panel_member", 1)
        .await;
}

/// Opens a shortlist of the three nominations and says where it is.
async fn opens(twice: &mut Twice<'_>, helen: &mut Actor<'_>) -> String {
    helen.opens(&format!("/staff{PANEL}/shortlists/new")).await;
    helen
        .fills("title", "Autumn")
        .fills("places", "2")
        .keeps_last();
    for number in ["1", "2", "3"] {
        helen.fills("candidates", number);
    }
    twice
        .creates(helen, "Open the shortlist", "shortlist", 1)
        .await;
    helen.page().path.replace("/staff", "")
}

async fn ranks(twice: &mut Twice<'_>, world: &World, joyce: &mut Actor<'_>, list: &str) {
    let page = format!("{list}/rank");
    joyce.opens(&page).await;
    joyce.fills("rank-1", "1").fills("rank-2", "2");
    let (path, _, first) = joyce.would_send("Keep my ranking");
    twice
        .creates(joyce, "Keep my ranking", "shortlist_ranking", 2)
        .await;
    // She thinks again; what was sent before takes nothing of it back.
    joyce.opens(&page).await;
    joyce.fills("rank-1", "2").fills("rank-2", "1");
    twice.presses(joyce, "Keep my ranking").await;
    joyce.sends(&path, &first).await.gets(303);
    let first_place = "SELECT nomination_id FROM shortlist_ranking WHERE rank = 1";
    assert_eq!(world.counts(first_place).await, 2);
}

async fn meets(twice: &mut Twice<'_>, helen: &mut Actor<'_>, joyce: &mut Actor<'_>) {
    let fills = |helen: &mut Actor<'_>, decided: &str| {
        helen
            .fills("met-on-day", "3")
            .fills("met-on-month", "11")
            .fills("met-on-year", "2026")
            .fills("present", "7")
            .fills("decided", decided);
    };
    helen.opens(&format!("/staff{PANEL}/minutes/new")).await;
    fills(helen, "Hedges frist.");
    twice
        .creates(helen, "Send to the members", "panel_minutes", 1)
        .await;
    let minutes = helen.page().path.replace("/staff", "");
    joyce.opens(&format!("{minutes}/answer")).await;
    joyce
        .fills("answer", "correct")
        .fills("words", "It says frist.");
    twice
        .creates(joyce, "Send my answer", "panel_minutes_answer", 1)
        .await;
    helen.opens(&format!("/staff{minutes}/correct")).await;
    fills(helen, "Hedges first.");
    twice
        .makes(helen, "Send to the members", "panel_minutes_text", 1)
        .await;
}

walk!(panels_lose_nothing_by_a_double_click, |world| {
    assessed(world, 3).await;
    let mut twice = Twice::begins(world).await;
    let mut helen = officer(world, "Helen").await;
    helen.opens("/staff/panels/new").await;
    helen
        .fills("name", "Leicester citizens’ panel")
        .fills("area", "E06000016");
    twice
        .creates(&mut helen, "Make the panel", "panel", 1)
        .await;
    let mut joyce = member(world, "Joyce").await;
    let dean = member(world, "Dean").await;
    seats(&mut twice, &mut helen, &joyce).await;
    seats(&mut twice, &mut helen, &dean).await;
    helen.opens(&format!("/staff{PANEL}")).await;
    helen.follows("Remove Dean").await;
    twice
        .makes(
            &mut helen,
            "Remove the member",
            "panel_member WHERE left_at IS NULL",
            -1,
        )
        .await;
    let given_up = opens(&mut twice, &mut helen).await;
    helen.opens(&format!("/staff{given_up}")).await;
    helen.fills("reason", "The wrong places.");
    twice.presses(&mut helen, "Give the shortlist up").await;
    let list = opens(&mut twice, &mut helen).await;
    ranks(&mut twice, world, &mut joyce, &list).await;
    meets(&mut twice, &mut helen, &mut joyce).await;
    helen.opens(&format!("/staff{list}")).await;
    twice.presses(&mut helen, "Agree the shortlist").await;
    twice.ends(ROUTES).await;
});
