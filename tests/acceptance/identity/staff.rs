//! Staff sign in with a password and a code.

use super::phone::{PASSWORD, Phone, invited, recovery_codes, set_up, signs_in};
use chrono::Duration;
use payback_panel::domain::identity::limits::TRIES_FROM_A_RANGE;
use payback_panel::domain::policy::Role;

const LEICESTER: &str = "E06000016";
const NOT_RIGHT: &str = "The email address, the password or the code is not right";

walk!(
    an_invitation_leads_to_a_password_a_code_and_recovery_codes,
    |world| {
        let mut olga = world.visitor("Olga");
        let path = invited(world, &olga, Role::Council, LEICESTER).await;
        // A scanner that fetches the link changes nothing.
        for _ in 0..20 {
            world.visitor("Scanner").opens(&path).await.gets(200);
        }
        olga.opens(&format!("{path}/code")).await.is_at(&path);
        olga.fills("password", "short").fills("again", "short");
        olga.presses("Continue").await;
        olga.gets(422).sees("Use 12 characters or more");
        olga.fills("password", PASSWORD)
            .fills("again", "kettle orbit mess");
        olga.presses("Continue").await;
        olga.gets(422).sees("The two passwords are not the same");
        olga.fills("password", PASSWORD).fills("again", PASSWORD);
        olga.presses("Continue").await;
        olga.is_at(&format!("{path}/code"));
        assert!(olga.page().text.contains("<svg"), "no QR code");
        assert!(
            olga.page()
                .links()
                .iter()
                .any(|link| link.starts_with("otpauth://totp/")),
            "no link to an app"
        );
        let phone = Phone::given(&olga.page().words());
        olga.fills("code", "000000");
        olga.presses("Continue").await;
        olga.gets(422)
            .sees("Enter the code of 6 digits that your app shows now");
        // Not signed in before the code.
        olga.opens("/me").await.is_at("/sign-in?next=%2Fme");
        olga.opens(&format!("{path}/code")).await;
        olga.fills("code", &phone.shows(world.now()));
        olga.presses("Continue").await;
        olga.gets(200).sees("Keep your recovery codes");
        assert_eq!(recovery_codes(&olga.page().text).len(), 10);
        olga.opens("/me")
            .await
            .gets(200)
            .sees("Council officer, Leicester");
        // Used once.
        world.visitor("Later").opens(&path).await.gets(410);
    }
);

walk!(
    an_invitation_ends_after_7_days_and_when_a_newer_one_is_sent,
    |world| {
        let olga = world.visitor("Olga");
        let first = invited(world, &olga, Role::Council, LEICESTER).await;
        let second = invited(world, &olga, Role::Council, LEICESTER).await;
        world.visitor("Olga").opens(&first).await.gets(410);
        world.visitor("Olga").opens(&second).await.gets(200);
        world.passes(Duration::days(7) + Duration::seconds(1));
        world.visitor("Olga").opens(&second).await.gets(410);
    }
);

walk!(a_password_is_kept_as_its_argon2id_hash_alone, |world| {
    set_up(world, "Olga", Role::Council, LEICESTER).await;
    set_up(world, "Dora", Role::Probation, LEICESTER).await;
    // Hash upon salt: the same password twice is kept as two different texts.
    let kept = world
        .counts("SELECT COUNT(DISTINCT password_hash) FROM account WHERE password_hash LIKE '$argon2id$v=19$m=%'")
        .await;
    assert_eq!(kept, 2);
    let plain = format!("SELECT COUNT(*) FROM account WHERE password_hash LIKE '%{PASSWORD}%'");
    assert_eq!(world.counts(&plain).await, 0);
});

walk!(
    staff_sign_in_with_password_and_code_and_a_code_works_once,
    |world| {
        let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
        let mut olga = world.visitor("Olga");
        // The code of the set-up was used.
        let used = phone.shows(world.now());
        signs_in(&mut olga, "olga@residents.example", PASSWORD, &used).await;
        olga.gets(422).sees(NOT_RIGHT);
        world.passes(Duration::seconds(30));
        let code = phone.shows(world.now());
        signs_in(&mut olga, "Olga@residents.example", PASSWORD, &code).await;
        assert!(olga.cookie("session").is_some());
        olga.opens("/me").await.gets(200).sees("Recovery codes");
        let mut thief = world.visitor("Thief");
        signs_in(&mut thief, "olga@residents.example", PASSWORD, &code).await;
        thief.gets(422).sees(NOT_RIGHT);
        assert!(thief.cookie("session").is_none());
        // A step early and a step late are taken; two are not.
        world.passes(Duration::seconds(300));
        let late = phone.shows(world.now() - Duration::seconds(60));
        signs_in(&mut thief, "olga@residents.example", PASSWORD, &late).await;
        thief.gets(422);
        let early = phone.shows(world.now() + Duration::seconds(30));
        let mut other_browser = world.visitor("Olga");
        signs_in(
            &mut other_browser,
            "olga@residents.example",
            PASSWORD,
            &early,
        )
        .await;
        assert!(other_browser.cookie("session").is_some());
    }
);

walk!(whatever_was_wrong_the_answer_is_the_same, |world| {
    let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
    let (_, other_phone, _) = set_up(world, "Dora", Role::Council, LEICESTER).await;
    world.resident("Rita").await;
    world
        .place()
        .runs("UPDATE account SET disabled_at = '2026-11-22T12:00:00.000000Z' WHERE email = 'dora@residents.example'")
        .await;
    world.passes(Duration::seconds(60));
    let right = phone.shows(world.now());
    let disabled = other_phone.shows(world.now());
    let mut answers = vec![];
    for (email, password, code) in [
        ("olga@residents.example", PASSWORD, "123456"),
        ("olga@residents.example", "wrong orbit moss", right.as_str()),
        ("olga@residents.example", "wrong orbit moss", "123456"),
        ("nobo@residents.example", PASSWORD, right.as_str()),
        ("rita@residents.example", PASSWORD, right.as_str()),
        ("dora@residents.example", PASSWORD, disabled.as_str()),
    ] {
        let mut visitor = world.visitor("Vera");
        // One browser token for all, so that csrf fields are alike too.
        visitor.holds("browser", &"ab".repeat(32));
        visitor.opens("/staff/sign-in").await;
        visitor.fills("email", email).fills("password", password);
        visitor.presses("Continue").await;
        let first = visitor.page().clone();
        visitor.fills("code", code);
        visitor.presses("Sign in").await;
        visitor.gets(422).sees(NOT_RIGHT);
        assert!(visitor.cookie("session").is_none());
        let second = visitor.page().clone();
        answers.push((first.status, first.text, second.status, second.text));
        // Nothing was signed in by half.
        visitor.opens("/me").await.is_at("/sign-in?next=%2Fme");
    }
    for answer in &answers[1..] {
        assert_eq!(answer, &answers[0]);
    }
    // Each left one audit line and one try, whether or not there is an account.
    let refused = world
        .counts("SELECT COUNT(*) FROM audit WHERE kind = 'sign-in-refused'")
        .await;
    assert_eq!(refused, 6);
    assert_eq!(world.counts("SELECT COUNT(*) FROM sign_in_try").await, 6);
});

walk!(a_recovery_code_works_once, |world| {
    let (_, _, codes) = set_up(world, "Olga", Role::Council, LEICESTER).await;
    assert_eq!(codes.len(), 10);
    let mut olga = world.visitor("Olga");
    let shouted = codes[3].to_uppercase().replace('-', " ");
    signs_in(&mut olga, "olga@residents.example", PASSWORD, &shouted).await;
    assert!(olga.cookie("session").is_some());
    olga.opens("/me/recovery-codes")
        .await
        .sees("9 recovery codes left");
    let mut thief = world.visitor("Thief");
    signs_in(&mut thief, "olga@residents.example", PASSWORD, &codes[3]).await;
    thief.gets(422).sees(NOT_RIGHT);
    for code in &codes {
        let plain = code.replace('-', "");
        let sql = format!("SELECT COUNT(*) FROM recovery_code WHERE digest LIKE '%{plain}%'");
        assert_eq!(world.counts(&sql).await, 0, "a code is kept in clear");
    }
});

walk!(new_recovery_codes_replace_the_old, |world| {
    let (mut olga, phone, codes) = set_up(world, "Olga", Role::Council, LEICESTER).await;
    olga.opens("/me/recovery-codes").await;
    olga.fills("code", "123456");
    olga.presses("Make new recovery codes").await;
    olga.gets(422).sees("Enter the code of 6 digits");
    world.passes(Duration::seconds(30));
    olga.fills("code", &phone.shows(world.now()));
    olga.presses("Make new recovery codes").await;
    olga.gets(200).sees("Keep your recovery codes");
    assert!(!olga.page().words().contains(&codes[0]));
    let mut thief = world.visitor("Thief");
    signs_in(&mut thief, "olga@residents.example", PASSWORD, &codes[0]).await;
    thief.gets(422);
});

walk!(a_code_that_comes_after_10_minutes_starts_again, |world| {
    let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
    let mut olga = world.visitor("Olga");
    olga.opens("/staff/sign-in").await;
    olga.fills("email", "olga@residents.example")
        .fills("password", PASSWORD);
    olga.presses("Continue").await;
    world.passes(Duration::minutes(10) + Duration::seconds(1));
    olga.fills("code", &phone.shows(world.now()));
    olga.presses("Sign in").await;
    olga.gets(410).sees("Start again");
});

walk!(the_code_of_one_try_is_refused_in_another, |world| {
    // Olga's password in one browser, Olga's code in another that typed a wrong password.
    let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
    let mut olga = world.visitor("Olga");
    olga.opens("/staff/sign-in").await;
    olga.fills("email", "olga@residents.example")
        .fills("password", PASSWORD);
    olga.presses("Continue").await;
    world.passes(Duration::seconds(30));
    let mut thief = world.visitor("Thief");
    signs_in(
        &mut thief,
        "olga@residents.example",
        "wrong orbit moss",
        &phone.shows(world.now()),
    )
    .await;
    thief.gets(422);
    // The thief did not use the code up.
    olga.fills("code", &phone.shows(world.now()));
    olga.presses("Sign in").await;
    assert!(olga.cookie("session").is_some());
});

walk!(
    guessing_is_slowed_down_and_does_not_lock_the_officer_out,
    |world| {
        let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
        let mut olga = world.visitor("Olga");
        world.passes(Duration::seconds(30));
        signs_in(
            &mut olga,
            "olga@residents.example",
            PASSWORD,
            &phone.shows(world.now()),
        )
        .await;
        assert!(olga.cookie("session").is_some());
        olga.opens("/me").await;
        olga.presses("Sign out").await;
        let mut thief = world.visitor("Thief");
        for _ in 0..10 {
            signs_in(
                &mut thief,
                "olga@residents.example",
                "wrong orbit moss",
                "123456",
            )
            .await;
            thief.gets(422);
        }
        thief.opens("/staff/sign-in").await;
        thief
            .fills("email", "Olga@residents.example")
            .fills("password", PASSWORD);
        thief.presses("Continue").await;
        thief.gets(429);
        assert_eq!(thief.page().headers["retry-after"], "300");
        assert_eq!(
            thief.page().value("email").as_deref(),
            Some("Olga@residents.example")
        );
        assert!(!thief.page().text.contains(PASSWORD), "a password is shown");
        // Her own browser is known, and is counted apart.
        world.passes(Duration::seconds(30));
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

walk!(signing_in_by_a_link_opens_no_staff_page, |world| {
    set_up(world, "Olga", Role::Administrator, "").await;
    let mut olga = world.visitor("Olga");
    olga.opens("/sign-in").await;
    olga.fills("email", "olga@residents.example");
    olga.presses("Send me a link").await;
    olga.opens_letter("Your link to sign in").await;
    olga.presses("Sign in").await;
    olga.is_at("/me")
        .sees("sign in with your password and a code");
    olga.opens("/admin/accounts").await.gets(403);
});

walk!(
    a_range_of_addresses_that_guesses_is_held_back_and_another_signs_in,
    |world| {
        let (_, phone, _) = set_up(world, "Olga", Role::Council, LEICESTER).await;
        world.passes(Duration::seconds(30));
        // Many machines of one range, each with addresses and accounts of its own: no address and no
        // account is near its limit.
        for machine in 0..=TRIES_FROM_A_RANGE.burst {
            let mut thief = world.visitor("Thief");
            thief.comes_from(&format!("203.0.113.{}", machine % 250));
            thief.opens("/staff/sign-in").await;
            thief
                .fills("email", &format!("guess.{machine}@council.example"))
                .fills("password", "wrong orbit moss");
            thief.presses("Continue").await;
            let is_held_back = machine == TRIES_FROM_A_RANGE.burst;
            thief.gets(if is_held_back { 429 } else { 200 });
        }
        // Right or wrong makes no difference from there.
        let mut neighbour = world.visitor("Neighbour");
        neighbour
            .comes_from("203.0.113.251")
            .opens("/staff/sign-in")
            .await;
        neighbour
            .fills("email", "olga@residents.example")
            .fills("password", PASSWORD);
        neighbour.presses("Continue").await;
        neighbour.gets(429);
        let mut olga = world.visitor("Olga");
        olga.comes_from("198.51.100.7");
        let code = phone.shows(world.now());
        signs_in(&mut olga, "olga@residents.example", PASSWORD, &code).await;
        assert!(olga.cookie("session").is_some());
    }
);
