//! A vote cast on a text browser: what such a browser sends is plain forms, and what it shows is plain words.

use crate::laid::{self, option};
use crate::world::{Actor, World, leaves_nothing_out};
use std::io::Write;
use std::process::{Command, Stdio};

/// The page as lynx shows it. Where nothing may be left out, lynx must be there.
fn as_text(actor: &Actor<'_>) -> Option<String> {
    let started = Command::new("lynx")
        .args(["-dump", "-stdin", "-force_html", "-nolist", "-width=60"])
        .args(["-display_charset=utf-8", "-assume_charset=utf-8"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut lynx) = started else {
        assert!(!leaves_nothing_out(), "lynx is not there");
        println!("left out: lynx, because it is not there");
        return None;
    };
    let mut into = lynx.stdin.take().expect("a pipe");
    let html = actor.page().text.clone();
    let writer = std::thread::spawn(move || into.write_all(html.as_bytes()));
    let shown = lynx.wait_with_output().expect("it ends");
    writer.join().expect("it is written").expect("it is read");
    let text = String::from_utf8_lossy(&shown.stdout);
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Insists that the page says so in plain words, in this order, with lynx and without.
#[track_caller]
fn reads(actor: &Actor<'_>, wanted: &[&str]) {
    let told = [Some(actor.page().words()), as_text(actor)];
    for text in told.into_iter().flatten() {
        let mut rest = text.as_str();
        for want in wanted {
            let at = rest.find(want);
            let at = at.unwrap_or_else(|| panic!("{want} does not come next in:\n{text}"));
            rest = &rest[at + want.len()..];
        }
    }
}

/// Every form goes by its action and method alone, and every control that people fill in has a label.
#[track_caller]
fn is_plain(actor: &Actor<'_>) {
    let page = actor.page();
    let html = scraper::Html::parse_document(&page.text);
    let all = |which: &str| {
        let selector = scraper::Selector::parse(which).expect("a selector");
        html.select(&selector)
            .map(|one| one.value().clone())
            .collect::<Vec<_>>()
    };
    let labels: Vec<String> = all("label")
        .iter()
        .filter_map(|label| label.attr("for").map(str::to_string))
        .collect();
    for control in all("main input:not([type=hidden]), main select, main textarea") {
        let id = control.attr("id").unwrap_or_default().to_string();
        assert!(labels.contains(&id), "no label for {control:?}");
        assert_ne!(control.attr("type"), Some("image"));
    }
    for button in all("main form button") {
        assert_ne!(button.attr("type"), Some("button"), "it needs a script");
    }
    for form in all("main form[method=post]") {
        let kind = form
            .attr("enctype")
            .unwrap_or("application/x-www-form-urlencoded");
        assert_eq!(kind, "application/x-www-form-urlencoded");
    }
}

walk!(where_a_place_is_can_be_said_on_a_text_browser, |world| {
    laid::in_a_row(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/nominate/place").await;
    is_plain(&rita);
    reads(
        &rita,
        &[
            "Where is it?",
            "Name of the place or organisation",
            "Postcode, place name or map reference",
            "Ward",
            "Continue",
            "Choose on a map",
        ],
    );
    rita.fills("place", "The old steps")
        .fills("where", "52.605, -1.185")
        .presses("Choose on a map")
        .await;
    // The map itself is for the eye; where its cross is and what lies around it stand beside it in words.
    reads(
        &rita,
        &[
            "Choose the place on a map",
            "Go to a postcode or place",
            "The cross is in Castle, Leicester.",
            "Put the pin here",
            "5 places on this part of the map",
            "nearest to the cross first",
            "Place number 2",
            "of the cross",
        ],
    );
    rita.presses("Put the pin here").await;
    reads(&rita, &["This spot is in Castle, Leicester."]);
    rita.opens("/map").await;
    is_plain(&rita);
    reads(
        &rita,
        &["Map", "5 places on this part of the map", "Place number 1"],
    );
});

fn code_in(letter: &str) -> String {
    let is_code = |line: &&str| {
        line.len() == 9
            && line
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b' ')
    };
    letter.lines().find(is_code).expect("a code").to_string()
}

async fn casts(world: &World, rita: &mut Actor<'_>) {
    rita.opens("/votes/next-place").await;
    rita.gets(200);
    is_plain(rita);
    reads(rita, &["Which place next?", "Continue"]);
    // A form without a mark comes back with the reason above it.
    rita.presses("Continue").await;
    rita.gets(422);
    reads(rita, &["There is a problem", "Continue"]);
    rita.fills("choice", &option(2));
    rita.presses("Continue").await;
    rita.gets(200);
    is_plain(rita);
    reads(
        rita,
        &[
            "Check your vote",
            "Place number 2",
            "check words",
            "Send me a code",
        ],
    );
    rita.fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA")
        .fills("word-1", "harbour")
        .fills("word-2", "lantern");
    rita.presses("Send me a code").await;
    rita.gets(200);
    is_plain(rita);
    reads(rita, &["We sent a code to", "Cast my vote"]);
    rita.email = "rita@residents.example".into();
    let code = code_in(&rita.reads_letter("Your code to vote").await.body);
    rita.fills("code", &code);
    rita.presses("Cast my vote").await;
    rita.gets(200);
    reads(
        rita,
        &["You have voted", "Your receipt code", "harbour lantern"],
    );
    reads(rita, &["You have voted", "Place number 2"]);
    assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_box").await, 1);
}

walk!(a_vote_is_cast_on_a_text_browser, |world| {
    laid::open_round(world).await;
    let mut rita = world.visitor("Rita");
    casts(world, &mut rita).await;
});
