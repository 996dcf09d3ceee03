//! Lists in the order that was asked for: of nominations, and of projects.

use crate::laid;
use crate::world::Actor;

/// The numbers of what the page links to under a path, in order, each once.
fn numbers(who: &Actor<'_>, path: &str) -> Vec<i64> {
    let mut found = vec![];
    for (at, link) in who.page().text.match_indices(path) {
        let rest = &who.page().text[at + link.len()..];
        let number: i64 = rest[..4].parse().expect("four digits");
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

walk!(nominations_stand_in_the_order_that_was_asked_for, |world| {
    laid::assessed(world, 4).await;
    for (number, title, before, supporters) in [
        (1, "birch", 0, &["Ann"][..]),
        (2, "Acorn", 1, &["Ann", "Ben"][..]),
        (3, "cedar", 1, &[][..]),
        (4, "Ash", 0, &[][..]),
    ] {
        let reference = format!("LC-2026-{number:04}");
        let mut sql = format!(
            "UPDATE nomination SET title = '{title}', earlier_supports = {before} WHERE reference = '{reference}';"
        );
        for name in supporters {
            let account = world
                .resident(&format!("{name} for {number}"))
                .await
                .account;
            sql += &format!(
                "INSERT INTO support (nomination_id, account_id, at) SELECT id, {}, \
                 '2026-11-01T09:00:00.000000Z' FROM nomination WHERE reference = '{reference}';",
                account.expect("an account")
            );
        }
        world.place().runs(&sql).await;
    }
    let mut rita = world.visitor("Rita");
    for (sort, order) in [
        ("", [4, 3, 2, 1]),
        ("newest", [4, 3, 2, 1]),
        ("oldest", [1, 2, 3, 4]),
        ("support", [2, 3, 1, 4]),
        ("title", [2, 4, 1, 3]),
    ] {
        rita.opens("/nominations").await.gets(200);
        rita.fills("sort", sort).presses("Search").await;
        rita.gets(200);
        assert_eq!(
            numbers(&rita, "href=\"/nominations/LC-2026-"),
            order,
            "{sort}"
        );
    }
});

walk!(projects_stand_in_the_order_that_was_asked_for, |world| {
    for (number, title, completed) in [
        (1, "cedar", Some("2026-10-20")),
        (2, "Ash", None),
        (3, "birch", Some("2026-10-10")),
        (4, "Acorn", Some("2026-10-15")),
    ] {
        let (stage, day) = match completed {
            Some(day) => ("completed", format!("'{day}'")),
            None => ("in-progress", "NULL".into()),
        };
        world
            .place()
            .runs(&format!(
                "INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on, \
                 started_on, completed_on, search) VALUES ('LC-2026-P{number:04}', '{title}', 'gardening', '{stage}', \
                 'other', 'E06000016', 'E05010459', '2026-10-0{number}', '2026-10-05', {day}, '')"
            ))
            .await;
    }
    let mut rita = world.visitor("Rita");
    for (query, order) in [
        ("", &[4, 3, 2, 1][..]),
        ("sort=newest", &[4, 3, 2, 1]),
        ("sort=oldest", &[1, 2, 3, 4]),
        ("sort=completed", &[1, 4, 3, 2]),
        ("sort=title", &[4, 2, 3, 1]),
        ("stage=completed&sort=completed", &[1, 4, 3]),
        ("stage=completed&sort=oldest", &[1, 3, 4]),
    ] {
        rita.opens(&format!("/projects?{query}")).await.gets(200);
        assert_eq!(
            numbers(&rita, "href=\"/projects/LC-2026-P"),
            order,
            "{query}"
        );
    }
});
