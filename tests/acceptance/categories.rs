//! Kinds of work: added, changed, retired and offered again by an administrator.

use crate::laid::assessed;
use crate::world::World;
use payback_panel::domain::policy::Role;

const LEICESTER: &str = "E06000016";

async fn offered_to_residents(world: &World) -> String {
    let mut rita = world.visitor("Rita");
    rita.opens("/nominate/work").await;
    rita.gets(200);
    rita.page().words()
}

walk!(
    a_kind_of_work_is_added_changed_and_found_in_the_forms,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin").await.follows("Kinds of work").await;
        ada.gets(200).sees("3 kinds of work");
        ada.follows("Add a kind of work").await;
        ada.fills("code", "Ponds!").fills("position", "0");
        ada.fills("description", "Clearing reeds");
        ada.presses("Add the kind of work").await;
        ada.gets(422)
            .sees("Use small letters, digits and hyphens")
            .sees("Enter a name")
            .sees("Enter a whole number from 1 to 999");
        let page = ada.page();
        assert_eq!(page.value("description").as_deref(), Some("Clearing reeds"));
        assert_eq!(page.value("code").as_deref(), Some("Ponds!"));
        ada.fills("code", "litter").fills("name", "Ponds");
        ada.clears("position");
        ada.presses("Add the kind of work").await;
        ada.gets(422).sees("Another kind of work has this code");
        ada.clears("code").fills("code", "ponds");
        let (path, _, form) = ada.would_send("Add the kind of work");
        for _ in 0..2 {
            ada.sends(&path, &form).await;
            ada.gets(303);
        }
        ada.opens("/admin/categories").await.sees("4 kinds of work");
        let words = offered_to_residents(world).await;
        assert!(words.contains("Ponds") && words.contains("Clearing reeds"));

        ada.follows("Ponds").await;
        ada.gets(200).sees("0 nominations and 0 projects");
        ada.clears("name").fills("name", "Ponds and brooks");
        ada.clears("position").fills("position", "1");
        ada.keeps_last();
        let (path, _, seen_before) = ada.would_send("Save");
        ada.presses("Save").await;
        ada.gets(200)
            .sees("The kind of work was changed")
            .sees("Ponds and brooks");
        // A page from before the change is stale, and keeps what was typed.
        let mut stale = seen_before;
        stale.retain(|(name, _)| name != "name");
        stale.push(("name".into(), "Reeds".into()));
        ada.sends(&path, &stale).await;
        ada.gets(409).sees("Somebody changed this kind of work");
        assert_eq!(ada.page().value("name").as_deref(), Some("Reeds"));

        ada.opens("/admin/categories?q=brooks")
            .await
            .sees("1 kind of work")
            .sees_no("Litter");
        ada.opens("/admin/categories.csv?q=brooks").await;
        assert!(
            ada.page()
                .text
                .contains("ponds,Ponds and brooks,Clearing reeds,1,yes,0,0"),
            "{}",
            ada.page().text
        );
        let log = "SELECT COUNT(*) FROM audit WHERE kind IN ('category-added', 'category-changed')";
        assert_eq!(world.counts(log).await, 2);
    }
);

walk!(
    a_kind_of_work_that_does_not_read_is_kept_as_typed,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin/categories/litter").await;
        let typed = [
            ("name", ""),
            ("description", "Bags & <sacks>"),
            ("position", "0"),
        ];
        for (field, value) in typed {
            ada.fills(field, value);
        }
        ada.presses("Save").await;
        ada.gets(422)
            .sees("Enter a name")
            .sees("Enter a whole number from 1 to 999");
        for (field, value) in typed {
            assert_eq!(ada.page().value(field).as_deref(), Some(value), "{field}");
        }
        let kept =
            "SELECT COUNT(*) FROM category WHERE name = 'Litter and clearance' AND position = 3";
        assert_eq!(world.counts(kept).await, 1);
        // What was typed and the rest put right is taken.
        ada.fills("name", "Litter").fills("position", "3");
        ada.presses("Save").await;
        ada.gets(200).sees("The kind of work was changed");
        let kept = "SELECT COUNT(*) FROM category WHERE name = 'Litter' AND description = 'Bags & <sacks>'";
        assert_eq!(world.counts(kept).await, 1);
    }
);

walk!(
    a_retired_kind_of_work_stays_on_what_has_it_and_is_offered_no_more,
    |world| {
        assessed(world, 2).await;
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin/categories/gardening").await;
        ada.gets(200).sees("2 nominations and 0 projects");
        ada.presses("Retire this kind of work").await;
        ada.gets(200)
            .sees("The kind of work is retired")
            .sees("No, retired on");
        assert!(!offered_to_residents(world).await.contains("Gardening"));
        let mut rita = world.visitor("Rita");
        rita.opens("/nominations/LC-2026-0001").await;
        rita.gets(200).sees("Gardening and hedges");
        rita.opens("/nominations?category=gardening").await;
        rita.gets(200).sees("Place number 1");
        // Staff cannot pick it for something new either.
        let mut priya = world.staff("Priya", Role::Probation, LEICESTER).await;
        priya.opens("/staff/projects/new").await;
        priya.gets(200).sees("Litter").sees_no("Gardening");

        ada.opens("/admin/categories/gardening").await;
        ada.presses("Offer it again").await;
        ada.gets(200).sees("Forms offer the kind of work again");
        assert!(offered_to_residents(world).await.contains("Gardening"));
    }
);

walk!(
    the_last_kind_of_work_that_is_offered_is_not_retired,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        let all = ["gardening", "litter", "graffiti"];
        for (code, status) in all.into_iter().zip([200, 200, 409]) {
            ada.opens(&format!("/admin/categories/{code}")).await;
            ada.presses("Retire this kind of work").await;
            ada.gets(status);
        }
        ada.sees("This is the last kind of work that is offered");
        let mut fiona = world.staff("Fiona", Role::Council, LEICESTER).await;
        fiona.opens("/admin/categories").await;
        fiona.gets(403);
    }
);
