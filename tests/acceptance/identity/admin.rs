//! What administrators do: accounts, settings, areas, the log, letters.

use super::phone::{PASSWORD, set_up, signs_in};
use chrono::Duration;
use payback_panel::domain::policy::Role;

const LEICESTER: &str = "E06000016";
const RUTLAND: &str = "E06000017";

walk!(
    an_administrator_invites_an_officer_who_then_signs_in,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin")
            .await
            .gets(200)
            .follows("Accounts")
            .await;
        ada.follows("Invite somebody").await;
        ada.fills("email", "olga at work")
            .fills("name", " ")
            .fills("area", LEICESTER);
        ada.presses("Invite").await;
        ada.gets(422)
            .sees("Enter an email address in the correct format")
            .sees("Enter their name")
            .sees("Choose a role");
        assert_eq!(ada.page().value("email").as_deref(), Some("olga at work"));
        assert_eq!(ada.page().value("area").as_deref(), Some(LEICESTER));
        ada.fills("email", "olga@residents.example")
            .fills("name", "Olga Marsh")
            .fills("role", "administrator");
        ada.presses("Invite").await;
        ada.gets(422).sees("An administrator looks after all areas");
        ada.fills("role", "council").fills("area", "E05010459");
        ada.presses("Invite").await;
        ada.gets(422).sees("A council officer needs a council");
        ada.fills("role", "council").fills("area", LEICESTER);
        ada.presses("Invite").await;
        ada.gets(200)
            .sees("Olga Marsh")
            .sees("Council officer, Leicester")
            .sees("Invited");
        let mut olga = world.visitor("Olga");
        olga.opens_letter("Your invitation").await;
        olga.gets(200).sees("olga@residents.example");
    }
);

walk!(
    accounts_are_searched_filtered_paged_and_downloaded,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        for number in 0..24 {
            world.resident(&format!("Reader {number:02}")).await;
        }
        world.staff("100% Sure", Role::Council, LEICESTER).await;
        ada.opens("/admin/accounts")
            .await
            .sees("26 accounts")
            .sees_no("Reader 23");
        ada.opens("/admin/accounts?page=2").await.sees("Reader 23");
        ada.opens("/admin/accounts?q=reader+07")
            .await
            .sees("1 account")
            .sees("Reader 07");
        // Signs that mean something to the database mean themselves here.
        ada.opens("/admin/accounts?q=%25")
            .await
            .sees("1 account")
            .sees("100% Sure");
        ada.opens("/admin/accounts?q=_")
            .await
            .sees("0 accounts")
            .sees("No account is like that");
        ada.opens("/admin/accounts?role=council")
            .await
            .sees("1 account");
        ada.opens("/admin/accounts?state=disabled")
            .await
            .sees("0 accounts");
        ada.opens("/admin/accounts?sort=name%3B+DROP+TABLE+account&page=999999999999999999")
            .await
            .gets(200);
        ada.opens("/admin/accounts.csv?role=council")
            .await
            .gets(200);
        let lines: Vec<&str> = ada.page().text.lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(
            lines[1].contains("100% Sure") && lines[1].contains("\"Council officer, Leicester\"")
        );
    }
);

walk!(a_grant_counts_at_once_and_is_gone_at_once, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let mut olga = world.staff("Olga", Role::Council, LEICESTER).await;
    let page = format!("/admin/accounts/{}", olga.account.unwrap());
    olga.opens("/admin").await.gets(403);
    ada.opens(&page).await;
    ada.fills("role", "administrator").fills("area", "");
    ada.presses("Give the role").await;
    ada.gets(200).sees("The role was given");
    world.leaves_letters();
    olga.opens("/admin").await.gets(200);
    ada.opens(&page).await;
    let (path, _, mut fields) = ada.would_send("Take away: Administrator");
    // The form of the first role is found by its words; take the administrator's.
    fields.retain(|(name, _)| name == "csrf");
    fields.push(("role".into(), "administrator".into()));
    fields.push(("area".into(), String::new()));
    ada.sends(&path, &fields).await.gets(303);
    olga.opens("/admin").await.gets(403);
    // Taken already.
    ada.sends(&path, &fields).await.gets(409);
});

walk!(a_role_that_cannot_be_given_is_kept_as_chosen, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let olga = world.staff("Olga", Role::Council, LEICESTER).await;
    let page = format!("/admin/accounts/{}", olga.account.unwrap());
    for (role, area, why) in [
        ("", LEICESTER, "Choose a role"),
        ("probation", "", "Choose the area that the role is for"),
        ("administrator", LEICESTER, "choose no area"),
    ] {
        ada.opens(&page).await;
        ada.fills("role", role).fills("area", area);
        let (path, _, sent) = ada.would_send("Give the role");
        ada.presses("Give the role").await;
        ada.gets(422).sees(why);
        let (again, _, kept) = ada.would_send("Give the role");
        for field in ["role", "area"] {
            let of = |fields: &[(String, String)]| {
                let found = fields.iter().find(|(name, _)| name == field);
                // A circle that nobody picked is not sent.
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            assert_eq!(of(&kept), of(&sent), "{role} in {area:?}");
        }
        assert_eq!(again, path);
    }
    let grants = world.counts("SELECT COUNT(*) FROM account_grant").await;
    assert_eq!(grants, 2);
});

walk!(a_name_that_does_not_read_is_kept_as_typed, |world| {
    let mut rita = world.resident("Rita").await;
    let long = "Rita ".repeat(21);
    for typed in ["   ", long.trim()] {
        rita.opens("/me/name").await;
        assert_eq!(rita.page().value("name").as_deref(), Some("Rita"));
        rita.fills("name", typed).presses("Save").await;
        rita.gets(422);
        assert_eq!(rita.page().value("name").as_deref(), Some(typed));
        assert!(rita.page().links().contains(&"#name".to_string()));
    }
    let renamed = "SELECT COUNT(*) FROM account WHERE name <> 'Rita'";
    assert_eq!(world.counts(renamed).await, 0);
});

walk!(nobody_raises_their_own_role, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let page = format!("/admin/accounts/{}", ada.account.unwrap());
    ada.opens(&page)
        .await
        .sees("This is your own account")
        .sees_no("Give a role");
    let csrf = ada.page().value("csrf").unwrap();
    let fields = |more: &[(&str, &str)]| -> Vec<(String, String)> {
        let mut all = vec![("csrf".to_string(), csrf.clone())];
        all.extend(more.iter().map(|(a, b)| (a.to_string(), b.to_string())));
        all
    };
    ada.sends(
        &format!("{page}/grants"),
        &fields(&[("role", "council"), ("area", LEICESTER)]),
    )
    .await;
    ada.gets(409)
        .sees("You cannot change your own account here");
    ada.sends(&format!("{page}/disable"), &fields(&[("version", "1")]))
        .await;
    ada.gets(409);
    let email = ada.email.clone();
    ada.sends(
        "/admin/accounts/invite",
        &fields(&[
            ("email", &email),
            ("name", "Ada"),
            ("role", "probation"),
            ("area", LEICESTER),
        ]),
    )
    .await;
    ada.gets(422)
        .sees("You cannot change your own account here");
    let grants = world.counts("SELECT COUNT(*) FROM account_grant").await;
    assert_eq!(grants, 1);
});

walk!(an_extra_field_of_a_form_changes_nothing, |world| {
    let mut rita = world.resident("Rita").await;
    rita.opens("/me/name").await;
    for column in [
        "id",
        "email",
        "email_key",
        "email-key",
        "password_hash",
        "totp_secret",
        "disabled_at",
        "role",
        "area",
        "area_code",
        "grant",
        "strength",
        "account",
        "account_id",
    ] {
        rita.fills(column, "administrator");
    }
    rita.fills("name", "Rita Marsh");
    rita.presses("Save").await;
    rita.gets(200)
        .sees("Rita Marsh")
        .sees("rita@residents.example");
    assert_eq!(world.counts("SELECT COUNT(*) FROM account_grant").await, 0);
    let same = "SELECT COUNT(*) FROM account WHERE email = 'rita@residents.example' \
                AND email_key = email AND disabled_at IS NULL AND password_hash IS NULL";
    assert_eq!(world.counts(same).await, 1);
});

walk!(
    a_disabled_officers_open_tab_fails_on_the_next_request,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        let (mut olga, phone, _) = set_up(world, "Olga", Role::Administrator, "").await;
        olga.opens("/admin/settings").await.gets(200);
        let id = world.counts("SELECT MAX(id) FROM account").await;
        ada.opens(&format!("/admin/accounts/{id}")).await;
        let (path, _, stale) = ada.would_send("Disable the account");
        ada.presses("Disable the account").await;
        ada.gets(200)
            .sees("The account is disabled")
            .sees("Disabled");
        olga.opens("/admin/settings")
            .await
            .is_at("/staff/sign-in?next=%2Fadmin%2Fsettings");
        world.passes(Duration::seconds(60));
        signs_in(
            &mut olga,
            "olga@residents.example",
            PASSWORD,
            &phone.shows(world.now()),
        )
        .await;
        olga.gets(422);
        // The same form again, as by a double click, is answered like the first and does nothing.
        ada.sends(&path, &stale).await.gets(303);
        let told = "SELECT COUNT(*) FROM audit WHERE kind = 'account-disabled'";
        assert_eq!(world.counts(told).await, 1);
        ada.opens(&format!("/admin/accounts/{id}")).await;
        ada.presses("Enable the account").await;
        ada.sees("The account is enabled again");
        // By now it is stale, and says so.
        ada.sends(&path, &stale)
            .await
            .gets(409)
            .sees("Somebody changed this account meanwhile");
        world.passes(Duration::seconds(60));
        signs_in(
            &mut olga,
            "olga@residents.example",
            PASSWORD,
            &phone.shows(world.now()),
        )
        .await;
        assert!(olga.cookie("session").is_some());
    }
);

walk!(the_last_administrator_stays, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    ada.opens("/me/delete").await;
    ada.fills("agree", "yes");
    ada.presses("Delete my account").await;
    ada.gets(409).sees("This is the only administrator");
    ada.opens(&format!("/admin/accounts/{}", ada.account.unwrap()))
        .await;
    ada.presses("Take away").await;
    ada.gets(409).sees("This is the only administrator");
    world.staff("Berta", Role::Administrator, "").await;
    ada.presses("Take away").await;
    ada.gets(403);
    ada.opens("/admin").await.gets(403);
});

walk!(publishing_more_often_takes_two_administrators, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let mut berta = world.staff("Berta", Role::Administrator, "").await;
    let page = "/admin/settings/publication-boundary";
    let at_once =
        "SELECT COUNT(*) FROM setting WHERE name = 'publication-boundary' AND value = 'at-once'";
    ada.opens(page).await;
    ada.sees("A choice further up the list holds only after another administrator agreed");
    ada.fills("value", "at-once");
    ada.presses("Save").await;
    ada.gets(200)
        .sees("waits for a second administrator")
        .sees("Proposed: At once");
    assert_eq!(world.counts(at_once).await, 0);
    assert!(!world.desk().publishes_at_once());
    // More often than monthly, which holds unless changed, takes two. Less often takes one.
    ada.opens(page).await;
    ada.fills("value", "nightly");
    ada.presses("Save").await;
    ada.gets(200).sees("Proposed: Each night");
    berta.opens(page).await;
    berta.presses("Agree to it").await;
    berta.gets(200).sees("Each night");
    ada.opens(page).await;
    ada.fills("value", "monthly");
    ada.presses("Save").await;
    ada.gets(200).sees("The setting was changed");
    // What two agreed to holds from then on, not from the next start.
    ada.opens(page).await;
    ada.fills("value", "at-once");
    ada.presses("Save").await;
    berta.opens(page).await;
    berta.presses("Agree to it").await;
    berta.gets(200);
    assert_eq!(world.counts(at_once).await, 1);
    assert!(world.desk().publishes_at_once());
});

walk!(lowering_the_threshold_takes_two_administrators, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    let mut berta = world.staff("Berta", Role::Administrator, "").await;
    let page = "/admin/settings/small-number-threshold";
    ada.opens(page).await;
    for wrong in ["", "two", "2", "51", "5.5"] {
        ada.fills("value", wrong);
        ada.presses("Save").await;
        ada.gets(422);
        assert_eq!(ada.page().value("value").as_deref(), Some(wrong));
    }
    // Raising takes one, who is told first what cannot be taken back.
    ada.opens(page).await;
    ada.sees("what a higher threshold withholds stays withheld for good");
    ada.fills("value", "10");
    ada.presses("Save").await;
    ada.gets(200)
        .sees("The setting was changed")
        .sees("10 offenders");
    // Lowering takes two, and not twice the same.
    ada.opens(page).await;
    ada.fills("value", "7");
    ada.presses("Save").await;
    ada.gets(200)
        .sees("waits for a second administrator")
        .sees("Proposed: 7 offenders");
    ada.opens(page)
        .await
        .sees("Another administrator must agree")
        .sees_no("Agree to it");
    let mut own = vec![("value".to_string(), "7".to_string())];
    own.push(("csrf".into(), ada.page().value("csrf").unwrap()));
    ada.sends(&format!("{page}/agree"), &own).await.gets(409);
    let set = "SELECT COUNT(*) FROM setting WHERE name = 'small-number-threshold' AND value = '10'";
    assert_eq!(world.counts(set).await, 1);
    // What is agreed to is what was seen.
    berta.opens(page).await;
    let (path, _, seen) = berta.would_send("Agree to it");
    ada.opens(page).await;
    ada.fills("value", "6");
    ada.presses("Save").await;
    ada.gets(200).sees("Proposed: 6 offenders");
    berta.sends(&path, &seen).await.gets(409);
    assert_eq!(world.counts(set).await, 1);
    berta
        .opens(page)
        .await
        .sees("Proposed: 6 offenders")
        .sees("By Ada");
    berta.presses("Agree to it").await;
    berta.gets(200).sees("6 offenders");
    // Nothing is left to agree to.
    berta.sends(&path, &seen).await.gets(409);
    berta.opens(page).await;
    berta.fills("value", "5");
    berta.presses("Save").await;
    ada.opens(page).await;
    ada.presses("Decline it").await;
    ada.gets(200)
        .sees("The proposal was withdrawn")
        .sees("6 offenders");
    ada.opens("/admin/audit")
        .await
        .sees("setting-proposal-withdrawn")
        .sees("from: 10; to: 6; proposed by: account 1");
});

walk!(
    two_administrators_who_change_a_setting_at_once_do_not_overwrite_each_other,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        let mut berta = world.staff("Berta", Role::Administrator, "").await;
        let page = "/admin/settings/decision-promise-days";
        ada.opens(page).await;
        berta.opens(page).await;
        ada.fills("value", "30");
        ada.presses("Save").await;
        ada.gets(200);
        berta.fills("value", "40");
        berta.presses("Save").await;
        berta
            .gets(409)
            .sees("Somebody changed this setting meanwhile")
            .sees("Now: 30 days");
        assert_eq!(berta.page().value("value").as_deref(), Some("40"));
        berta.presses("Save").await;
        berta.gets(200).sees("40 days");
        berta
            .opens("/admin/settings/colour-of-the-sky")
            .await
            .gets(404);
    }
);

walk!(
    an_areas_population_letters_and_promise_are_set_once_each,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        let mut berta = world.staff("Berta", Role::Administrator, "").await;
        ada.opens("/admin/areas?q=council")
            .await
            .sees("3 areas")
            .follows("Rutland")
            .await;
        berta.opens(&format!("/admin/areas/{RUTLAND}")).await;
        ada.fills("population", "forty")
            .fills("prefix", "R1")
            .fills("promise-days", "0");
        ada.presses("Save").await;
        ada.gets(422).sees("Use 2 to 6 letters");
        assert_eq!(ada.page().value("population").as_deref(), Some("forty"));
        ada.fills("population", "41,200")
            .fills("prefix", "lc")
            .fills("promise-days", "");
        ada.presses("Save").await;
        ada.gets(422).sees("Leicester has these letters already");
        ada.fills("prefix", "rt");
        ada.presses("Save").await;
        ada.gets(200).sees("The area was changed").sees("41,200");
        berta.fills("promise-days", "20");
        berta.presses("Save").await;
        berta.gets(409).sees("Somebody changed this area meanwhile");
        berta.presses("Save").await;
        berta.gets(200);
        ada.opens("/admin/audit")
            .await
            .sees("prefix RU to RT, population 40000 to 41200");
        ada.opens("/admin/areas.csv").await.gets(200);
    }
);

walk!(a_letter_that_was_given_up_is_tried_again, |world| {
    let mut ada = world.staff("Ada", Role::Administrator, "").await;
    world
        .place()
        .runs(
            "INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at, attempts, given_up_at, trouble) \
             VALUES ('welcome', 'nobody@residents.example', 'You have an account', 'the secret words', \
             '2026-11-20T12:00:00.000000Z', '2026-11-21T12:00:00.000000Z', 9, '2026-11-21T12:00:00.000000Z', 'no such mailbox')",
        )
        .await;
    world.leaves_letters();
    ada.opens("/admin").await.sees("1 letter did not go");
    ada.opens("/admin/outbox").await;
    ada.sees("no such mailbox").sees_no("the secret words");
    let (path, _, fields) = ada.would_send("Try again");
    ada.presses("Try again").await;
    ada.gets(200)
        .sees("The letter waits to go again")
        .sees("It is tried again by itself");
    // Once more, as by a double click: it waits already.
    ada.sends(&path, &fields).await.gets(303);
    let told = "SELECT COUNT(*) FROM audit WHERE kind = 'letter-tried-again'";
    assert_eq!(world.counts(told).await, 1);
    // A letter that is not there any more does not wait.
    ada.sends("/admin/outbox/999/retry", &fields)
        .await
        .gets(409);
    ada.opens("/admin/audit").await.sees("letter-tried-again");
});

walk!(
    the_audit_log_is_shown_and_says_whether_it_is_whole,
    |world| {
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin/audit").await;
        ada.follows("Check that the log is whole").await;
        ada.gets(200).sees("The log is whole");
        ada.opens("/admin/audit.csv").await.gets(200);
        assert!(ada.page().text.starts_with("line,at,who"));
    }
);

walk!(
    own_data_are_taken_away_and_the_account_is_deleted,
    |world| {
        let mut rita = world.resident("Rita").await;
        world
        .place()
        .runs(&format!(
            "INSERT INTO nomination (reference, stage, title, category, description, place, council_code, nominator_id, \
             contact_name, contact_email, contact_phone, submitted_at, search) VALUES ('LC-2026-0001', 'submitted', \
             'Hedge', 'gardening', 'It is high', 'Scalpay Close', '{LEICESTER}', {}, 'Rita Marsh', \
             'Rita@Residents.example', '0116 496 0000', '2026-11-22T12:00:00.000000Z', 'hedge')",
            rita.account.unwrap()
        ))
        .await;
        rita.opens("/me").await.follows("Download everything").await;
        rita.gets(200);
        let text = rita.page().text.clone();
        for held in [
            "rita@residents.example",
            "LC-2026-0001",
            "0116 496 0000",
            "signed_in_at",
        ] {
            assert!(text.contains(held), "{held} is missing:\n{text}");
        }
        assert!(
            !text.contains("digest") && !text.contains("password"),
            "{text}"
        );
        rita.opens("/me").await.follows("Delete your account").await;
        rita.presses("Delete my account").await;
        rita.gets(422).sees("Tick the box");
        rita.fills("agree", "yes");
        rita.presses("Delete my account").await;
        rita.gets(200).sees("Your account is deleted");
        assert!(rita.cookie("session").is_none());
        for gone in [
            "SELECT COUNT(*) FROM account WHERE lower(email || email_key || name || search) LIKE '%rita%'",
            "SELECT COUNT(*) FROM nomination WHERE contact_name IS NOT NULL OR contact_email IS NOT NULL OR contact_phone IS NOT NULL",
            "SELECT COUNT(*) FROM web_session",
            "SELECT COUNT(*) FROM audit WHERE lower(detail || subject || actor) LIKE '%rita%'",
        ] {
            assert_eq!(world.counts(gone).await, 0, "{gone}");
        }
        assert_eq!(world.counts("SELECT COUNT(*) FROM nomination").await, 1);
        // She can come back, as somebody new.
        rita.opens("/sign-in").await;
        rita.fills("email", "rita@residents.example");
        rita.presses("Send me a link").await;
        rita.opens_letter("Your link to sign in").await;
        rita.presses("Sign in").await;
        rita.is_at("/me");
        assert_eq!(world.counts("SELECT COUNT(*) FROM account").await, 2);
    }
);

walk!(
    a_name_that_was_changed_in_another_tab_is_not_overwritten,
    |world| {
        let mut rita = world.resident("Rita").await;
        rita.opens("/me/name").await;
        let (path, _, mut stale) = rita.would_send("Save");
        rita.fills("name", "Rita Marsh");
        rita.presses("Save").await;
        rita.gets(200)
            .sees("Your name was changed")
            .sees("Rita Marsh");
        stale.retain(|(name, _)| name != "name");
        stale.push(("name".into(), "Rita Moor".into()));
        rita.sends(&path, &stale).await.gets(409);
        assert_eq!(rita.page().value("name").as_deref(), Some("Rita Moor"));
        rita.presses("Save").await;
        rita.sees("Rita Moor");
        rita.opens("/me").await;
        rita.presses("Sign out on all devices").await;
        assert!(rita.cookie("session").is_none());
        rita.opens("/me").await.is_at("/sign-in?next=%2Fme");
    }
);
