//! The two hundred odd names as words that people write: what a photo shows, what a meeting decided and what
//! a member wants put right in it, and what a release is of and says.

use crate::minutes::{PANEL, agrees, asks_correction, panel, writes};
use crate::odd_names::{lays, names, reference, squeezed};
use crate::odd_names_everywhere::{texts_of, words};
use crate::releases::{OCTOBER, WAITS_FOR, drafts, publishes};
use crate::secrecy::texts;
use crate::world::{Actor, World};
use payback_panel::domain::policy::Role;
use scraper::{Html, Selector};

const LEICESTER: &str = "E06000016";

/// What the pictures of a page show, in words.
fn alts(who: &Actor<'_>) -> Vec<String> {
    let page = Html::parse_document(&who.page().text);
    let pictures = Selector::parse("img[alt]").expect("a selector");
    let alt = |picture: scraper::ElementRef<'_>| picture.value().attr("alt").map(str::to_string);
    page.select(&pictures).filter_map(alt).collect()
}

fn quoted(name: &str) -> String {
    name.replace('\'', "''")
}

/// A photo of each nomination, and of each project one before and one after. Each shows its name.
async fn lays_photos(world: &World, names: &[String]) {
    lays(world, names).await;
    let mut sql = String::from(
        "UPDATE nomination SET stage = 'assessed', title = 'A hedge', place = 'A green', description = 'Words';
         INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on,
           started_on, search) VALUES (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other',
           'E06000016', 'E05010459', '2026-10-01', '2026-10-02', '');",
    );
    for (at, name) in names.iter().enumerate() {
        let (name, reference, update) = (quoted(name), reference(at), at + 1);
        sql.push_str(&format!(
            "INSERT INTO photo (key, nomination_id, side, alt, width, height, added_at)
               SELECT '{at:032x}', id, 'place', '{name}', 800, 600, '2026-11-02T16:00:00.000000Z' FROM nomination
               WHERE reference = '{reference}';
             INSERT INTO project_update (id, project_id, title, body, written_at, published_at) VALUES
               ({update}, 1, 'News {at}', 'Words', '2026-11-02T16:00:00.000000Z', '2026-11-03T16:00:00.000000Z');"
        ));
        for (which, side) in [(1, "before"), (2, "after")] {
            sql.push_str(&format!(
                "INSERT INTO photo (key, update_id, side, alt, width, height, added_at, passed_at) VALUES
                   ('{which:02x}{at:030x}', {update}, '{side}', '{name}', 800, 600, '2026-11-02T16:00:00.000000Z',
                   '2026-11-03T16:00:00.000000Z');"
            ));
        }
    }
    world.place().runs(&sql).await;
}

walk!(what_photos_show_is_said_the_same_however_odd, |world| {
    world.leaves_letters();
    let names = names();
    lays_photos(world, &names).await;
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    let mut waiting = String::new();
    for page in 1..=10 {
        waiting.push_str(&words(&mut helen, &format!("/staff/photos?page={page}")).await);
    }
    let ids = "SELECT id || '' FROM photo WHERE side = 'place' ORDER BY key";
    let ids = texts(world, ids).await;
    assert_eq!(ids.len(), 200);
    for (at, (name, id)) in names.iter().zip(&ids).enumerate() {
        assert!(waiting.contains(&squeezed(name)), "{name} does not wait");
        if at % 8 > 0 {
            continue;
        }
        // Through the form of a moderator and back it is the same.
        words(&mut helen, &format!("/staff/photos/{id}")).await;
        assert_eq!(helen.page().value("alt").as_deref(), Some(name.as_str()));
        helen.presses("Let everybody see it").await.gets(200);
        let kept = texts(world, &format!("SELECT alt FROM photo WHERE id = {id}")).await;
        assert_eq!(kept, std::slice::from_ref(name));
    }
    world
        .place()
        .runs("UPDATE photo SET passed_at = '2026-11-03T16:00:00.000000Z'")
        .await;
    let mut ned = world.visitor("Ned");
    let mut listed = vec![];
    for page in 1..=10 {
        words(&mut ned, &format!("/nominations?page={page}")).await;
        listed.extend(alts(&ned));
    }
    for (at, name) in names.iter().enumerate() {
        words(&mut ned, &format!("/nominations/{}", reference(at))).await;
        assert!(
            alts(&ned).contains(name),
            "{name} on the page of its nomination"
        );
        assert!(
            listed.is_empty() || listed.contains(name),
            "{name} in the list"
        );
    }
    words(&mut ned, "/projects/LC-2026-P0001").await;
    let shown = alts(&ned);
    assert!(
        shown.len() > 1 && shown.iter().all(|alt| names.contains(alt)),
        "{shown:?}"
    );
});

walk!(
    what_a_meeting_decided_is_read_the_same_however_odd,
    |world| {
        world.leaves_letters();
        let names = names();
        let (mut helen, mut members) = panel(world, 1).await;
        let mut ned = world.visitor("Ned");
        for some in names.chunks(50) {
            let decided = some.join("\n\n");
            let minutes = writes(&mut helen, &decided).await;
            let asked = some[..20].join("\n\n");
            // Asked for in the odd words, then agreed to after all.
            asks_correction(&mut members[0], &minutes, &squeezed(&asked)).await;
            let staff = words(&mut helen, &format!("/staff{minutes}")).await;
            agrees(&mut members[0], &minutes).await;
            let read = words(&mut ned, &minutes).await;
            for name in some {
                assert!(read.contains(&squeezed(name)), "{name} in the minutes");
                assert!(staff.contains(&squeezed(name)), "{name} before staff");
            }
            let id = minutes.rsplit('/').next().expect("a number");
            words(&mut helen, &format!("/staff{minutes}")).await;
            let kept = format!("SELECT decided FROM panel_minutes_text WHERE minutes_id = {id}");
            assert_eq!(texts(world, &kept).await, [decided]);
        }
        let all = words(&mut ned, PANEL).await;
        assert!(
            names
                .iter()
                .filter(|name| all.contains(&squeezed(name)))
                .count()
                >= 50
        );
    }
);

walk!(
    a_release_of_an_odd_council_is_read_the_same_everywhere,
    |world| {
        let names = names();
        let council = "</title><script>alert(1)</script> & \"co\" 🌳 (א) =1+1";
        let sql = format!("UPDATE area SET name = '{council}' WHERE code = '{LEICESTER}'");
        world.place().runs(&sql).await;
        payback_panel::actions::areas::refresh(world.desk())
            .await
            .expect("read");
        publishes(world, OCTOBER).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        let mut hugo = world.staff("Hugo", Role::Council, LEICESTER).await;
        drafts(&mut helen, "2026-10", "").await;
        let found = names[..50].join("\n");
        helen.fills("findings", &found).fills("sure", "yes");
        helen.presses("It is right").await.gets(200);
        let release = "/figures/releases/e06000016-2026-10";
        let staff = words(&mut hugo, "/staff/releases/e06000016-2026-10").await;
        let letter = hugo
            .reads_letter(&format!("{WAITS_FOR} {council}, October 2026"))
            .await;
        assert!(letter.body.contains(council), "{}", letter.body);
        hugo.presses("Publish for everybody").await;
        hugo.gets(200).is_at(release);
        let mut ned = world.visitor("Ned");
        for page in [release, "/figures/releases"] {
            let said = words(&mut ned, page).await;
            assert!(said.contains(&squeezed(council)), "{page}: {said:.600}");
        }
        for name in &names[..50] {
            assert!(
                staff.contains(&squeezed(name)),
                "{name} among what was found"
            );
        }
        ned.opens("/feeds/releases.atom").await.gets(200);
        let titles = texts_of(&ned.page().text, "title");
        assert!(titles[1].contains(council), "{titles:?}");
        let api =
            crate::odd_names_everywhere::json(&mut ned, "/api/v1/releases/e06000016-2026-10").await;
        let mut areas = std::collections::BTreeSet::new();
        crate::odd_names_everywhere::fields(&api, "area", &mut areas);
        assert!(areas.contains(council), "{areas:?}");
    }
);
