//! Residents sign in by a link.

use crate::world::Actor;
use chrono::Duration;

async fn asks_for_a_link(who: &mut Actor<'_>) {
    let email = who.email.clone();
    who.opens("/sign-in").await;
    who.fills("email", &email);
    who.presses("Send me a link").await;
    who.gets(200).sees("Check your email");
}

async fn link(who: &Actor<'_>) -> String {
    let letter = who.reads_letter("Your link to sign in").await;
    let line = letter
        .body
        .lines()
        .find_map(|line| line.strip_prefix("http://panel.example/sign-in/link/"));
    format!("/sign-in/link/{}", line.expect("a link in the letter"))
}

walk!(a_link_signs_a_resident_in_and_makes_the_account, |world| {
    let mut rita = world.visitor("Rita");
    asks_for_a_link(&mut rita).await;
    rita.opens_letter("Your link to sign in").await;
    rita.gets(200).sees("rita@residents.example");
    rita.presses("Sign in").await;
    rita.is_at("/me").gets(200).sees("rita@residents.example");
    rita.opens("/sign-in").await.is_at("/me");
    rita.presses("Sign out").await;
    rita.opens("/me").await.is_at("/sign-in?next=%2Fme");
});

walk!(
    a_link_that_scanners_fetched_twenty_times_still_works_once,
    |world| {
        let mut rita = world.visitor("Rita");
        asks_for_a_link(&mut rita).await;
        let link = link(&rita).await;
        for _ in 0..20 {
            let mut scanner = world.visitor("Scanner");
            scanner.opens(&link).await.gets(200);
            scanner.heads(&link).await.gets(200);
        }
        rita.opens(&link).await;
        let (path, _, fields) = rita.would_send("Sign in");
        rita.presses("Sign in").await;
        rita.is_at("/me").gets(200);
        let mut thief = world.visitor("Thief");
        thief
            .opens(&link)
            .await
            .gets(410)
            .sees("does not work any more");
        // The same button pressed again.
        rita.sends(&path, &fields).await;
        assert!([403, 410].contains(&rita.page().status));
        rita.opens(&link).await.gets(410);
    }
);

walk!(
    a_link_works_for_15_minutes_and_not_a_second_longer,
    |world| {
        let mut rita = world.visitor("Rita");
        asks_for_a_link(&mut rita).await;
        let first = link(&rita).await;
        rita.opens(&first).await.gets(200);
        world.passes(Duration::minutes(15) + Duration::seconds(1));
        rita.presses("Sign in").await;
        rita.gets(410).sees("does not work any more");
        rita.opens("/me").await.is_at("/sign-in?next=%2Fme");
        asks_for_a_link(&mut rita).await;
        let second = link(&rita).await;
        world.passes(Duration::minutes(15));
        rita.opens(&second).await.gets(200);
        rita.presses("Sign in").await;
        rita.is_at("/me");
    }
);

walk!(a_newer_link_replaces_an_older_one, |world| {
    let mut rita = world.visitor("Rita");
    asks_for_a_link(&mut rita).await;
    let older = link(&rita).await;
    rita.email = "Rita@Residents.Example".into();
    asks_for_a_link(&mut rita).await;
    rita.email = "rita@residents.example".into();
    let newer = link(&rita).await;
    rita.opens(&older).await.gets(410);
    rita.opens(&newer).await.gets(200);
    rita.presses("Sign in").await;
    rita.is_at("/me");
});

walk!(
    known_and_unknown_addresses_are_answered_byte_for_byte_alike,
    |world| {
        world.leaves_letters();
        world.resident("Known").await;
        let mut visitor = world.visitor("Vera");
        let mut answers = vec![];
        for email in ["known@residents.example", "novel@residents.example"] {
            visitor.opens("/sign-in").await;
            visitor.fills("email", email);
            visitor.presses("Send me a link").await;
            let page = visitor.page().clone();
            let mut headers: Vec<String> = page
                .headers
                .iter()
                .filter(|(name, _)| *name != "x-request-id")
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            headers.sort();
            answers.push((page.status, headers, page.text.replace(email, "EMAIL")));
        }
        assert_eq!(answers[0], answers[1]);
    }
);

walk!(the_session_is_another_one_after_each_sign_in, |world| {
    let mut rita = world.resident("Rita").await;
    let before = rita.cookie("session").expect("a session").to_string();
    let mut other_tab = world.visitor("Other tab");
    other_tab.holds("session", &before);
    other_tab.opens("/me").await.gets(200).is_at("/me");
    world.passes(Duration::minutes(1));
    rita.opens("/me").await;
    let mut second = world.visitor("Second");
    second.email = rita.email.clone();
    asks_for_a_link(&mut second).await;
    let link = link(&rita).await;
    rita.opens(&link).await;
    rita.presses("Sign in").await;
    rita.is_at("/me");
    let after = rita.cookie("session").expect("a session").to_string();
    assert_ne!(before, after);
    other_tab.opens("/me").await.is_at("/sign-in?next=%2Fme");
    let stored = world
        .counts("SELECT COUNT(*) FROM web_session WHERE length(digest) = 64")
        .await;
    assert_eq!(stored, 1);
    for token in [before, after] {
        let sql = format!("SELECT COUNT(*) FROM web_session WHERE digest = '{token}'");
        assert_eq!(world.counts(&sql).await, 0, "a session is kept in clear");
    }
});

walk!(a_link_leads_back_to_pages_of_this_site_alone, |world| {
    for (next, to) in [
        ("/me/name", "/me/name"),
        ("//elsewhere.example/", "/me"),
        ("https://elsewhere.example/", "/me"),
        ("/\\elsewhere.example", "/me"),
        ("/\t/elsewhere.example", "/me"),
        ("/sign-in", "/me"),
    ] {
        let mut rita = world.visitor("Rita");
        rita.opens("/sign-in").await;
        rita.fills("email", "rita@residents.example")
            .fills("next", next);
        rita.presses("Send me a link").await;
        rita.opens_letter("Your link to sign in").await;
        rita.presses("Sign in").await;
        rita.is_at(to).gets(200);
        world.passes(Duration::minutes(10));
    }
});

walk!(
    an_address_that_does_not_read_keeps_what_was_typed,
    |world| {
        let mut rita = world.visitor("Rita");
        rita.opens("/sign-in?next=%2Fme%2Fname").await;
        rita.fills("email", "rita at home");
        rita.presses("Send me a link").await;
        rita.gets(422)
            .sees("Enter an email address in the correct format");
        let page = rita.page();
        assert_eq!(page.value("email").as_deref(), Some("rita at home"));
        assert_eq!(page.value("next").as_deref(), Some("/me/name"));
        assert!(page.links().contains(&"#email".to_string()));
    }
);

walk!(
    a_tag_on_an_address_opens_no_account_of_somebody_else,
    |world| {
        // On this server `rita+x` may be another person than `rita`.
        world.resident("Rita").await;
        let mut other = world.visitor("Other");
        other.email = "rita+x@residents.example".into();
        asks_for_a_link(&mut other).await;
        // The letter goes to the mailbox of the account, not to the one that was typed.
        other.email = "rita@residents.example".into();
        other.opens_letter("Your link to sign in").await;
        other.sees("rita@residents.example");
    }
);

walk!(
    a_disabled_account_cannot_sign_in_and_its_open_tab_fails,
    |world| {
        let mut rita = world.resident("Rita").await;
        rita.opens("/me").await.gets(200);
        world
            .place()
            .runs("UPDATE account SET disabled_at = '2026-11-22T12:00:00.000000Z'")
            .await;
        rita.opens("/me").await.is_at("/sign-in?next=%2Fme");
        let mut again = world.visitor("Rita");
        asks_for_a_link(&mut again).await;
        again.opens_letter("Your link to sign in").await;
        again.presses("Sign in").await;
        again.gets(409).sees("This account is disabled");
    }
);

walk!(
    links_to_one_mailbox_and_from_one_address_are_limited_and_the_form_is_kept,
    |world| {
        world.leaves_letters();
        let mut rita = world.visitor("Rita");
        for _ in 0..5 {
            asks_for_a_link(&mut rita).await;
        }
        rita.opens("/sign-in").await;
        rita.fills("email", "Rita+again@residents.example");
        rita.presses("Send me a link").await;
        rita.gets(429).sees("Wait 5 minutes and try again");
        assert_eq!(rita.page().headers["retry-after"], "300");
        assert_eq!(
            rita.page().value("email").as_deref(),
            Some("Rita+again@residents.example")
        );
        world.passes(Duration::seconds(300));
        asks_for_a_link(&mut rita).await;

        // A library: sixty people behind one address, at once; the next a moment later.
        for number in 0..60 {
            let mut reader = world.visitor(&format!("Reader {number}"));
            reader.comes_from("192.0.2.7");
            asks_for_a_link(&mut reader).await;
        }
        let mut late = world.visitor("Late");
        late.comes_from("192.0.2.7").opens("/sign-in").await;
        late.fills("email", "late@residents.example");
        late.presses("Send me a link").await;
        late.gets(429);
        let mut neighbour = world.visitor("Neighbour");
        neighbour.comes_from("192.0.2.8");
        asks_for_a_link(&mut neighbour).await;
        world.passes(Duration::seconds(10));
        asks_for_a_link(&mut late).await;
        let kept = world
            .counts("SELECT COUNT(*) FROM throttle WHERE bucket LIKE '%192.%' OR bucket LIKE '%@%'")
            .await;
        assert_eq!(kept, 0, "an address stands in a bucket's name");
    }
);
