//! What administrators look after, and one's own account.

use super::Twice;
use crate::world::{Actor, World};
use payback_panel::domain::policy::Role;

pub const ROUTES: &[&str] = &[
    "/admin/accounts/invite",
    "/admin/accounts/{account}/invite",
    "/admin/accounts/{account}/grants",
    "/admin/accounts/{account}/grants/take",
    "/admin/accounts/{account}/disable",
    "/admin/accounts/{account}/enable",
    "/admin/areas/{area}",
    "/admin/categories/new",
    "/admin/categories/{category}",
    "/admin/categories/{category}/offer",
    "/admin/categories/{category}/retire",
    "/admin/outbox/{letter}/retry",
    "/admin/settings/{setting}",
    "/admin/settings/{setting}/agree",
    "/admin/settings/{setting}/withdraw",
    "/me/name",
    "/sign-in",
    "/sign-in/link/{token}",
    "/sign-out",
];

const LEICESTER: &str = "E06000016";
/// Letters with a link to sign in.
const LINKS: &str = "SELECT COUNT(*) FROM outbox WHERE subject LIKE 'Your link to sign in%'";

async fn accounts(twice: &mut Twice<'_>, world: &World, ada: &mut Actor<'_>) {
    ada.opens("/admin/accounts/invite").await;
    ada.fills("email", "olga@residents.example")
        .fills("name", "Olga Marsh")
        .fills("role", "council")
        .fills("area", LEICESTER)
        .keeps_last();
    twice.creates(ada, "Invite", "account", 1).await;
    let account = ada.page().path.clone();
    assert_eq!(world.counts("SELECT COUNT(*) FROM outbox").await, 1);
    twice
        .creates(ada, "Send a new invitation", "outbox", 1)
        .await;
    ada.opens(&account).await;
    ada.fills("role", "panel-member").fills("area", LEICESTER);
    let (path, _, form) = ada.would_send("Give the role");
    twice
        .creates(ada, "Give the role", "account_grant", 1)
        .await;
    ada.opens(&account).await;
    let fields = [("role", "panel-member"), ("area", LEICESTER)];
    for (field, value) in fields {
        ada.fills(field, value);
    }
    twice.makes(ada, "Take away", "account_grant", -1).await;
    // What was sent before gives nothing back.
    let grants = "SELECT COUNT(*) FROM account_grant";
    let before = world.counts(grants).await;
    ada.sends(&path, &form).await.gets(303);
    assert_eq!(world.counts(grants).await, before);
    ada.opens(&account).await;
    twice.presses(ada, "Disable the account").await;
    ada.opens(&account).await;
    twice.presses(ada, "Enable the account").await;
}

async fn lists(twice: &mut Twice<'_>, ada: &mut Actor<'_>) {
    ada.opens("/admin/areas/E06000017").await;
    ada.fills("population", "41,200");
    twice.presses(ada, "Save").await;
    ada.opens("/admin/categories/new").await;
    ada.fills("code", "ponds").fills("name", "Ponds");
    twice
        .creates(ada, "Add the kind of work", "category", 1)
        .await;
    ada.opens("/admin/categories/ponds").await;
    ada.fills("name", "Ponds and brooks");
    twice.presses(ada, "Save").await;
    ada.opens("/admin/categories/ponds").await;
    twice.presses(ada, "Retire this kind of work").await;
    ada.opens("/admin/categories/ponds").await;
    twice.presses(ada, "Offer it again").await;
}

async fn settings(twice: &mut Twice<'_>, ada: &mut Actor<'_>, berta: &mut Actor<'_>) {
    let threshold = "/admin/settings/small-number-threshold";
    ada.opens(threshold).await;
    ada.fills("value", "10");
    twice.presses(ada, "Save").await;
    // Lower needs two.
    for (value, button) in [("7", "Decline it"), ("6", "Agree to it")] {
        ada.opens(threshold).await;
        ada.fills("value", value);
        twice.presses(ada, "Save").await;
        berta.opens(threshold).await;
        twice.presses(berta, button).await;
    }
}

async fn own(twice: &mut Twice<'_>, world: &World) {
    let mut rita = world.visitor("Rita");
    rita.opens("/sign-in").await;
    rita.fills("email", "rita@residents.example");
    twice
        .creates(&mut rita, "Send me a link", "outbox", 1)
        .await;
    // With another address in it, it is another form.
    let (path, _, mut fields) = {
        rita.opens("/sign-in").await;
        rita.fills("email", "tom@residents.example");
        rita.would_send("Send me a link")
    };
    rita.sends(&path, &fields).await.gets(200);
    fields.retain(|(name, _)| name != "email");
    fields.push(("email".into(), "rita@residents.example".into()));
    rita.sends(&path, &fields).await.gets(200);
    assert_eq!(world.counts(LINKS).await, 3);
    rita.opens_letter("Your link to sign in").await;
    twice.uses_up(&mut rita, "Sign in", 410).await;
    let mut rita = world.resident("Rita Marsh").await;
    rita.opens("/me/name").await;
    rita.fills("name", "Rita Reed");
    twice.presses(&mut rita, "Save").await;
    rita.opens("/me").await;
    twice.presses(&mut rita, "Sign out").await;
}

walk!(the_house_loses_nothing_by_a_double_click, |world| {
    world
        .place()
        .runs(
            "INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at, attempts, given_up_at, trouble)
               VALUES ('welcome', 'nobody@residents.example', 'A letter', 'Words', '2026-11-20T12:00:00.000000Z',
               '2026-11-20T12:00:00.000000Z', 9, '2026-11-21T12:00:00.000000Z', 'no such mailbox')",
        )
        .await;
    let mut twice = Twice::begins(world).await;
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let mut berta = world.staff("Berta", Role::Administrator, "").await;
    ada.opens("/admin/outbox").await;
    twice.presses(&mut ada, "Try again").await;
    let sql = "DELETE FROM outbox";
    world.place().runs(sql).await;
    accounts(&mut twice, world, &mut ada).await;
    lists(&mut twice, &mut ada).await;
    settings(&mut twice, &mut ada, &mut berta).await;
    own(&mut twice, world).await;
    twice.ends(ROUTES).await;
});
