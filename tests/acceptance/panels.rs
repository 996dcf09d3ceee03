//! A panel from its making to an agreed shortlist.

use crate::laid::assessed;
use crate::world::{Actor, World};
use payback_panel::domain::policy::{Grant, Role};
use payback_panel::store::identity::Strength;
use payback_panel::store::panels;

const LEICESTER: &str = "E06000016";

pub async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

/// A member who was seated by staff and signs in by the link in their mailbox.
pub async fn member<'w>(world: &'w World, name: &str) -> Actor<'w> {
    let grant = Grant {
        role: Role::PanelMember,
        area: LEICESTER.into(),
    };
    world.signed_in(name, Strength::Link, &[grant]).await
}

pub async fn makes_panel(officer: &mut Actor<'_>) {
    officer.opens("/staff/panels/new").await;
    officer.fills("name", "Leicester citizens’ panel");
    officer.fills("area", LEICESTER);
    officer.presses("Make the panel").await;
    officer
        .gets(200)
        .is_at("/staff/panels/leicester-citizens-panel");
}

pub async fn seats(officer: &mut Actor<'_>, member: &Actor<'_>, side: &str) {
    officer
        .opens("/staff/panels/leicester-citizens-panel")
        .await;
    officer.fills("name", &member.name);
    officer.fills("email", &member.email);
    officer.fills("side", side);
    officer.presses("Add the member").await;
    officer.gets(200).sees(&member.name);
    member.reads_letter("You are a member of").await;
}

/// Opens a shortlist of all assessed nominations and says where it is.
pub async fn opens_shortlist(officer: &mut Actor<'_>, places: &str, count: usize) -> String {
    officer
        .opens("/staff/panels/leicester-citizens-panel/shortlists/new")
        .await;
    officer.fills("title", "Places for the next vote");
    officer.fills("places", places);
    for number in 1..=count {
        officer.fills("candidates", &number.to_string());
    }
    officer.presses("Open the shortlist").await;
    officer.gets(200).sees("Who has ranked");
    officer.page().path.replace("/staff", "")
}

/// Nobody has ranked, so nothing can be agreed; the page says so, and a form sent nevertheless is no error of
/// ours.
async fn nothing_is_to_agree(officer: &mut Actor<'_>, list: &str) {
    let staff_page = format!("/staff{list}");
    officer.opens(&staff_page).await;
    officer.gets(200).sees("No member has ranked yet");
    let (_, _, mut sent) = officer.would_send("Give the shortlist up");
    sent.push(("without".into(), "1".into()));
    officer.sends(&format!("{staff_page}/agree"), &sent).await;
    officer.gets(409).sees("No member has ranked yet");
}

async fn ranks(member: &mut Actor<'_>, list: &str, marks: &[(i64, &str)]) {
    member.opens(&format!("{list}/rank")).await;
    for (nomination, place) in marks {
        member.fills(&format!("rank-{nomination}"), place);
    }
    member.presses("Keep my ranking").await;
}

walk!(members_rank_and_the_list_follows_by_points, |world| {
    assessed(world, 4).await;
    let mut helen = officer(world, "Helen").await;
    makes_panel(&mut helen).await;
    let mut joyce = member(world, "Joyce").await;
    let mut dean = member(world, "Dean").await;
    seats(&mut helen, &joyce, "resident").await;
    let mut ana = member(world, "Ana").await;
    seats(&mut helen, &dean, "police").await;
    seats(&mut helen, &ana, "council").await;
    let list = opens_shortlist(&mut helen, "2", 4).await;
    joyce.reads_letter("4 nominations to rank").await;
    dean.reads_letter("4 nominations to rank").await;
    ana.reads_letter("4 nominations to rank").await;

    // A member's own page leads to what waits for them, and no longer when it is done.
    joyce.opens("/me").await;
    joyce.sees("Your panel").sees("Rank the nominations: ");
    ranks(&mut joyce, &list, &[(3, "1"), (1, "2"), (2, "3")]).await;
    joyce.gets(200).sees("Your ranking is kept");
    joyce.opens("/me").await;
    joyce
        .sees("Nothing waits for you there.")
        .sees_no("Rank the nominations: ");
    let mut tom = world.resident("Tom").await;
    tom.opens("/me").await;
    tom.gets(200).sees_no("Your panel");
    ranks(&mut dean, &list, &[(1, "1"), (3, "2")]).await;
    // Dean thinks again: only the newest counts.
    ranks(&mut dean, &list, &[(1, "1"), (3, ""), (4, "2")]).await;
    dean.gets(200)
        .sees("Place number 4")
        .sees_no("Place number 3");

    helen.opens(&format!("/staff{list}")).await;
    helen.sees("2 of 3 members").sees("Joyce: has ranked");
    ranks(&mut ana, &list, &[(3, "1"), (1, "2"), (2, "3")]).await;
    helen.opens(&format!("/staff{list}")).await;
    helen.sees("3 of 3 members");
    helen.fills("reason", "The two with the most points.");
    helen.presses_twice("Agree the shortlist").await;
    helen.gets(200).is_at(&list).sees("How it came about");
    // The way on stands where agreeing leads.
    let on = helen.page().link("Draft a vote from this shortlist");
    assert_eq!(on.as_deref(), Some("/staff/rounds/new?shortlist=1"));

    // Joyce and Ana: 3 has 4, 1 has 3, 2 has 2. Dean: 1 has 4, 4 has 3. So 1: 10, 3: 8, 2: 4, 4: 3.
    let mut rita = world.visitor("Rita");
    rita.opens(&list).await;
    rita.gets(200)
        .sees("3 members ranked")
        .sees("The two with the most points.")
        // Title, place, points, first places and score stand side by side.
        .sees("Place number 1110152On the shortlist")
        .sees("Place number 328260On the shortlist")
        .sees("Place number 443064Not this time")
        .sees("Place number 234056Not this time")
        .sees_no("Draft a vote")
        .sees_no("Joyce");
    for (number, stage) in [(1, "shortlisted"), (3, "shortlisted"), (2, "assessed")] {
        let one = candidate_stage(world, number).await;
        assert_eq!(one, stage, "nomination {number}");
    }
    for number in [1, 3] {
        let nominator = world.visitor(&format!("nominator{number}"));
        nominator.reads_letter("is on the shortlist").await;
    }
    dean.opens(&format!("{list}/rank")).await;
    dean.is_at(&list);
    // Only who may draft a vote is led to it.
    let staff_page = format!("/staff{list}");
    helen
        .opens(&staff_page)
        .await
        .sees("Draft a vote from this shortlist");
    let mut priya = world.staff("Priya", Role::Probation, "PDU-LLR").await;
    priya.opens(&staff_page).await.gets(200);
    priya
        .sees("A council officer drafts the vote")
        .sees_no("Draft a vote from");
});

walk!(a_ranking_that_few_gave_is_not_told_by_its_sum, |world| {
    assessed(world, 3).await;
    let mut helen = officer(world, "Helen").await;
    makes_panel(&mut helen).await;
    let mut joyce = member(world, "Joyce").await;
    let mut dean = member(world, "Dean").await;
    seats(&mut helen, &joyce, "resident").await;
    seats(&mut helen, &dean, "police").await;
    let list = opens_shortlist(&mut helen, "2", 3).await;
    for (one, marks) in [
        (&mut joyce, vec![(3, "1"), (1, "2"), (2, "3")]),
        (&mut dean, vec![(3, "1"), (1, "2")]),
    ] {
        one.reads_letter("3 nominations to rank").await;
        ranks(one, &list, &marks).await;
    }
    helen.opens(&format!("/staff{list}")).await;
    helen.presses("Agree the shortlist").await;
    let mut rita = world.visitor("Rita");
    rita.opens(&list).await.gets(200);
    rita.sees("2 members ranked")
        .sees("They are left out")
        .sees_no("First places")
        // In the order of references, not of places.
        .sees("Place number 152On the shortlistPlace number 256Not this timePlace number 360On the shortlist");
    for number in [1, 3] {
        let nominator = world.visitor(&format!("nominator{number}"));
        nominator.reads_letter("is on the shortlist").await;
    }
});

walk!(
    a_shortlist_is_agreed_without_members_only_by_who_says_so,
    |world| {
        assessed(world, 3).await;
        let mut helen = officer(world, "Helen").await;
        makes_panel(&mut helen).await;
        let mut members = vec![];
        for name in ["Joyce", "Dean", "Ana"] {
            let one = member(world, name).await;
            seats(&mut helen, &one, "resident").await;
            members.push(one);
        }
        let list = opens_shortlist(&mut helen, "2", 3).await;
        for one in &members {
            one.reads_letter("3 nominations to rank").await;
        }
        ranks(&mut members[0], &list, &[(1, "1"), (2, "2")]).await;

        let staff_page = format!("/staff{list}");
        helen.opens(&staff_page).await;
        helen.sees("2 members have not ranked. Agree the shortlist without them");
        helen.fills("reason", "It is time.");
        helen.presses("Agree the shortlist").await;
        helen
            .gets(422)
            .sees("Tick the box to agree the shortlist without them, or wait");
        assert_eq!(helen.page().value("reason").as_deref(), Some("It is time."));

        // Whoever ticks for one has not said that it is agreed without two.
        ranks(&mut members[1], &list, &[(1, "1"), (2, "2")]).await;
        helen.opens(&staff_page).await;
        helen.sees("1 member has not ranked").fills("without", "1");
        let dean = members[1].email.clone();
        let undone = format!(
            "DELETE FROM shortlist_ranking WHERE account_id = (SELECT id FROM account WHERE email = '{dean}')"
        );
        world.place().runs(&undone).await;
        helen.presses("Agree the shortlist").await;
        helen.gets(422).sees("2 members have not ranked");

        // Whoever ticked for two may go on when one of them has ranked meanwhile.
        helen.fills("without", "2");
        ranks(&mut members[1], &list, &[(1, "1"), (2, "2")]).await;
        helen.presses("Agree the shortlist").await;
        helen.gets(200).is_at(&list).sees("2 members ranked");
        for number in [1, 2] {
            let nominator = world.visitor(&format!("nominator{number}"));
            nominator.reads_letter("is on the shortlist").await;
        }
    }
);

async fn candidate_stage(world: &World, number: i64) -> &'static str {
    let list = panels::candidates::of_shortlist(&world.desk().db.read(), 1).await;
    let list = list.expect("the shortlist reads");
    let one = list.into_iter().find(|one| one.id() == number);
    one.expect("a candidate").nomination().stage.code()
}

walk!(
    two_nominations_at_one_place_are_refused_and_what_was_typed_stays,
    |world| {
        assessed(world, 3).await;
        let mut helen = officer(world, "Helen").await;
        makes_panel(&mut helen).await;
        let mut joyce = member(world, "Joyce").await;
        seats(&mut helen, &joyce, "resident").await;
        let list = opens_shortlist(&mut helen, "2", 3).await;
        joyce.reads_letter("3 nominations to rank").await;

        ranks(&mut joyce, &list, &[(1, "1"), (2, "1"), (3, "2")]).await;
        joyce.gets(422).sees("You gave place 1 to two nominations");
        let page = joyce.page();
        assert_eq!(page.value("rank-2").as_deref(), Some("1"));
        assert_eq!(page.value("rank-3").as_deref(), Some("2"));
        assert!(page.links().contains(&"#rank-2".to_string()));

        nothing_is_to_agree(&mut helen, &list).await;
    }
);

walk!(only_a_member_of_the_panel_ranks, |world| {
    assessed(world, 2).await;
    let mut helen = officer(world, "Helen").await;
    makes_panel(&mut helen).await;
    let list = opens_shortlist(&mut helen, "2", 2).await;
    // Sits on some panel of the area by grant, but not on this one.
    let mut other = member(world, "Other").await;
    other.opens(&format!("{list}/rank")).await;
    other.gets(403);
    let mut rita = world.resident("Rita").await;
    rita.opens(&format!("{list}/rank")).await;
    rita.gets(403);
    rita.opens(&list).await;
    rita.gets(200)
        .sees("Members are putting 2 nominations in order");
});

walk!(
    a_member_who_leaves_ranks_no_more_and_counts_no_more,
    |world| {
        assessed(world, 2).await;
        let mut helen = officer(world, "Helen").await;
        makes_panel(&mut helen).await;
        let mut joyce = member(world, "Joyce").await;
        seats(&mut helen, &joyce, "resident").await;
        let list = opens_shortlist(&mut helen, "2", 2).await;
        joyce.reads_letter("2 nominations to rank").await;
        ranks(&mut joyce, &list, &[(1, "1"), (2, "2")]).await;
        joyce.gets(200);

        helen.opens("/staff/panels/leicester-citizens-panel").await;
        helen.follows("Remove Joyce").await;
        helen.presses("Remove the member").await;
        helen.gets(200).sees("Nobody sits on it yet");
        joyce.opens(&format!("{list}/rank")).await;
        joyce.gets(403);
        nothing_is_to_agree(&mut helen, &list).await;
    }
);

walk!(staff_of_another_council_cannot_run_the_panel, |world| {
    assessed(world, 2).await;
    let mut helen = officer(world, "Helen").await;
    makes_panel(&mut helen).await;
    let list = opens_shortlist(&mut helen, "2", 2).await;
    let path = format!("/staff{list}/agree");

    let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
    for page in [
        "/staff/panels/leicester-citizens-panel",
        &format!("/staff{list}"),
        "/staff/panels/leicester-citizens-panel/shortlists/new",
    ] {
        fiona.opens(page).await;
        fiona.gets(403);
    }
    fiona.opens("/staff/panels/new").await;
    let csrf = fiona.page().value("csrf").expect("a token");
    let form = [
        ("csrf".to_string(), csrf.clone()),
        ("version".into(), "1".into()),
    ];
    fiona.sends(&path, &form).await;
    fiona.gets(403);
    let form = [
        ("csrf".to_string(), csrf),
        ("name".into(), "Ours now".into()),
        ("area".into(), LEICESTER.into()),
    ];
    fiona.sends("/staff/panels/new", &form).await;
    fiona.gets(422).sees("Pick the area");
});

walk!(
    a_form_with_mistakes_keeps_what_was_typed_and_names_each_field,
    |world| {
        assessed(world, 2).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/panels/new").await;
        helen.fills("about", "We meet every month.");
        helen.presses("Make the panel").await;
        helen
            .gets(422)
            .sees("Enter the name of the panel")
            .sees("Pick the area that the panel is for")
            .sees("We meet every month.");
        makes_panel(&mut helen).await;

        helen
            .opens("/staff/panels/leicester-citizens-panel/shortlists/new")
            .await;
        helen.fills("title", "Too many places");
        helen.fills("places", "21");
        helen.fills("candidates", "1");
        helen.presses("Open the shortlist").await;
        helen.gets(422).sees("Enter a whole number from 2 to 20");
        assert_eq!(
            helen.page().value("title").as_deref(),
            Some("Too many places")
        );
        helen.fills("places", "2");
        helen.presses("Open the shortlist").await;
        helen.gets(422).sees("Pick at least 2 nominations");

        helen.opens("/staff/panels/leicester-citizens-panel").await;
        helen.fills("email", "not an address");
        helen.presses("Add the member").await;
        helen
            .gets(422)
            .sees("Enter an email address in the correct format")
            .sees("Enter the name of the member")
            .sees("Pick the side");
    }
);

walk!(
    the_same_form_sent_twice_makes_one_panel_and_one_shortlist,
    |world| {
        assessed(world, 2).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/panels/new").await;
        helen.fills("name", "Leicester citizens’ panel");
        helen.fills("area", LEICESTER);
        let (path, _, form) = helen.would_send("Make the panel");
        for _ in 0..2 {
            helen.sends(&path, &form).await;
            helen.gets(303);
        }
        helen.opens("/staff/panels").await;
        assert_eq!(
            helen
                .page()
                .words()
                .matches("Leicester citizens’ panel")
                .count(),
            1
        );

        helen
            .opens("/staff/panels/leicester-citizens-panel/shortlists/new")
            .await;
        helen.fills("title", "Once");
        helen.fills("places", "2");
        helen.fills("candidates", "1").fills("candidates", "2");
        let (path, _, form) = helen.would_send("Open the shortlist");
        for _ in 0..2 {
            helen.sends(&path, &form).await;
            helen.gets(303);
        }
        helen.opens("/panels/leicester-citizens-panel").await;
        assert_eq!(helen.page().words().matches("Once").count(), 1);
    }
);

walk!(
    a_stale_page_agrees_nothing_and_keeps_what_was_typed,
    |world| {
        assessed(world, 2).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        makes_panel(&mut helen).await;
        let mut joyce = member(world, "Joyce").await;
        seats(&mut helen, &joyce, "resident").await;
        let list = opens_shortlist(&mut helen, "2", 2).await;
        joyce.reads_letter("2 nominations to rank").await;
        ranks(&mut joyce, &list, &[(1, "1")]).await;
        helen.opens(&format!("/staff{list}")).await;
        yusuf.opens(&format!("/staff{list}")).await;
        helen.fills("reason", "Enough");
        let (path, _, mut form) = helen.would_send("Agree the shortlist");
        form.retain(|(name, _)| name != "version");
        form.push(("version".into(), "0".into()));
        helen.sends(&path, &form).await;
        helen
            .gets(409)
            .sees("Somebody changed this shortlist")
            .sees("Enough");

        // Two officers at once: the second is told that it is done already.
        helen.presses("Agree the shortlist").await;
        helen.gets(200);
        yusuf.presses("Agree the shortlist").await;
        yusuf.gets(409).sees("agreed or given up");
        for number in [1, 2] {
            let nominator = world.visitor(&format!("nominator{number}"));
            nominator.reads_letter("is on the shortlist").await;
        }
    }
);
