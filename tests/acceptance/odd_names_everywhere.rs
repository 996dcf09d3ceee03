//! The two hundred odd names through everything else: projects, staff pages, the map and its drawings, the
//! API and open data, feeds, the papers of a vote, and every letter. Each is read as its reader reads it.

use crate::areas::{ABBEY, CASTLE, imports, wards};
use crate::laid;
use crate::odd_names::{in_file, lays, names, reference, squeezed, unmarked};
use crate::papers::{WAYS, signs};
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::domain::areas::mercator::Spot;
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::ballots::box_events::BoxEvent;
use payback_panel::domain::ballots::count_events::CountEvent;
use payback_panel::domain::events::{Event, Named, Secret};
use payback_panel::domain::figures::release;
use payback_panel::domain::letters::{Letterhead, letters};
use payback_panel::domain::panels::minutes;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use quick_xml::Reader;
use quick_xml::events::Event as Piece;
use serde_json::Value;
use std::collections::BTreeSet;

const LEICESTER: &str = "E06000016";
/// How close the map is looked at: every place here has its own mark.
const ZOOM: u32 = 18;

fn point(at: usize) -> (f64, f64) {
    let (row, column) = (at / 20, at % 20);
    (
        52.6003 + 0.0009 * row as f64,
        -1.1995 + 0.0009 * column as f64,
    )
}

fn project(at: usize) -> String {
    format!("LC-2026-P{:04}", at + 1)
}

/// Two hundred nominations with a spot each, and two hundred projects beside them.
async fn lays_places(world: &World, names: &[String]) {
    world.leaves_letters();
    imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
    lays(world, names).await;
    let mut sql =
        String::from("UPDATE nomination SET stage = 'assessed', ward_code = 'E05010459';");
    for (at, name) in names.iter().enumerate() {
        let (lat, lon) = point(at);
        let name = name.replace('\'', "''");
        sql.push_str(&format!(
            "UPDATE nomination SET lat = {lat}, lon = {lon} WHERE reference = '{}';
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code,
               agreed_on, started_on, work_done, beneficiary, place, lat, lon, search) VALUES ('{}', '{name}', 'gardening',
               'in-progress', 'other', 'E06000016', 'E05010459', '2026-10-01', '2026-10-02', '{name}', '{name}',
               '{name}', {lat} + 0.00045, {lon}, '');
             INSERT INTO project_step (project_id, at, stage) SELECT id, '2026-10-02T09:00:00.000000Z', 'in-progress'
               FROM project WHERE reference = '{}';",
            reference(at),
            project(at),
            project(at),
        ));
    }
    world.place().runs(&sql).await;
}

/// The texts of every element of a name, read strictly: what is not well formed fails.
pub fn texts_of(xml: &str, element: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut texts, mut open, mut depth) = (vec![], None::<String>, 0);
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|why| panic!("{why} in {xml:.300}"))
        {
            Piece::Eof => break,
            Piece::Start(tag) => {
                depth += 1;
                assert_ne!(tag.name().as_ref(), b"script");
                if tag.name().as_ref() == element.as_bytes() {
                    open = Some(String::new());
                }
            }
            Piece::End(tag) => {
                depth -= 1;
                if tag.name().as_ref() == element.as_bytes() {
                    texts.extend(open.take());
                }
            }
            Piece::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text.decode().expect("text"));
                }
            }
            Piece::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().expect("a reference") {
                    Some(letter) => letter,
                    None => match reference.decode().expect("a name").as_ref() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("&{other}; is no entity of XML"),
                    },
                };
                if let Some(open) = &mut open {
                    open.push(letter);
                }
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0, "it ends before its elements do");
    texts
}

/// Opens a page and reads its words; nothing in it has become an element of the page.
pub async fn words(who: &mut Actor<'_>, path: &str) -> String {
    who.opens(path).await.gets(200);
    let text = &who.page().text;
    assert!(!text.contains("<script>alert"), "{path}");
    assert!(!text.contains("<b>Bold"), "{path}");
    who.page().words()
}

/// Each name stands on one of the pages of a list.
async fn are_listed(who: &mut Actor<'_>, names: &[String], list: &str) {
    let mut listed = String::new();
    for page in 1..=names.len() / 20 {
        let sign = if list.contains('?') { '&' } else { '?' };
        listed.push_str(&words(who, &format!("{list}{sign}page={page}")).await);
    }
    for name in names {
        assert!(listed.contains(&squeezed(name)), "{name} is not on {list}");
    }
}

/// Each name stands in a column of a file.
pub async fn are_in_file(who: &mut Actor<'_>, names: &[String], file: &str, column: &str) {
    who.opens(file).await.gets(200);
    let cells: Vec<String> = in_file(who.page(), column);
    for name in names {
        let there = cells.iter().any(|cell| unmarked(cell, name) == name);
        assert!(there, "{name} is not in {column} of {file}");
    }
}

pub async fn json(who: &mut Actor<'_>, path: &str) -> Value {
    who.opens(path).await.gets(200);
    serde_json::from_str(&who.page().text).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The texts of a field, wherever in a value it stands.
pub fn fields(value: &Value, field: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| fields(one, field, found)),
        Value::Object(all) => {
            for (name, value) in all {
                if let (true, Some(text)) = (name == field, value.as_str()) {
                    found.insert(text.to_string());
                }
                fields(value, field, found);
            }
        }
        _ => {}
    }
}

#[track_caller]
pub fn are_all_in(names: &[String], found: &BTreeSet<String>, of: &str) {
    for name in names {
        assert!(found.contains(name), "{name} is not in {of}");
    }
}

walk!(
    odd_names_are_the_same_in_lists_of_projects_and_of_staff,
    |world| {
        let names = names();
        lays_places(world, &names).await;
        let mut ned = world.visitor("Ned");
        are_listed(&mut ned, &names, "/projects").await;
        for at in (0..200).step_by(7) {
            let page = words(&mut ned, &format!("/projects/{}", project(at))).await;
            assert!(page.contains(&squeezed(&names[at])), "{}", names[at]);
        }
        for file in ["/projects.csv", "/data/projects.csv"] {
            are_in_file(&mut ned, &names, file, "title").await;
        }
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        for list in [
            "/staff/nominations?stage=assessed",
            "/staff/projects?stage=in-progress",
        ] {
            are_listed(&mut sam, &names, list).await;
        }
        for file in [
            "/staff/nominations.csv?stage=assessed",
            "/staff/projects.csv",
        ] {
            are_in_file(&mut sam, &names, file, "title").await;
        }
        for at in (0..200).step_by(11) {
            for page in [
                format!("/staff/nominations/{}", reference(at)),
                format!("/staff/projects/{}", project(at)),
                format!("/staff/projects/{}/edit", project(at)),
            ] {
                words(&mut sam, &page).await;
                let page = sam.page();
                let typed = page.value("title");
                let there = page.words().contains(&squeezed(&names[at]))
                    || typed.as_deref() == Some(names[at].as_str());
                assert!(there, "{} on {}", names[at], page.path);
            }
        }
    }
);

walk!(
    odd_names_are_the_same_in_open_data_and_in_the_api,
    |world| {
        let names = names();
        lays_places(world, &names).await;
        let mut ned = world.visitor("Ned");
        for kind in ["nominations", "projects"] {
            for form in ["json", "geojson"] {
                let path = format!("/data/{kind}.{form}");
                let mut found = BTreeSet::new();
                fields(&json(&mut ned, &path).await, "title", &mut found);
                are_all_in(&names, &found, &path);
            }
            let (mut found, mut pages) = (BTreeSet::new(), 0);
            let mut next = Some(format!("/api/v1/{kind}"));
            while let Some(path) = next {
                let page = json(&mut ned, &path).await;
                fields(&page, "title", &mut found);
                pages += 1;
                next = page["next"].as_str().map(|to| {
                    to.strip_prefix("http://panel.example")
                        .unwrap_or(to)
                        .to_string()
                });
            }
            assert!(pages > 1, "{kind} come in pages");
            are_all_in(&names, &found, &format!("/api/v1/{kind}"));
        }
        for (at, name) in names.iter().enumerate().step_by(9) {
            for path in [
                format!("/api/v1/nominations/{}", reference(at)),
                format!("/api/v1/projects/{}", project(at)),
            ] {
                assert_eq!(
                    json(&mut ned, &path).await["title"],
                    name.as_str(),
                    "{path}"
                );
            }
        }
    }
);

walk!(
    odd_names_are_the_same_on_the_map_and_on_area_pages,
    |world| {
        let names = names();
        lays_places(world, &names).await;
        let mut ned = world.visitor("Ned");
        let mut marked = BTreeSet::new();
        for at in 0..names.len() {
            let (lat, lon) = point(at);
            for lat in [lat, lat + 0.00045] {
                let spot = Spot::of(Point::new(lat, lon).expect("a point"));
                let (x, y) = (spot.across >> (32 - ZOOM), spot.down >> (32 - ZOOM));
                let path = format!("/map/marks.json?zoom={ZOOM}&x={x}&y={y}");
                fields(&json(&mut ned, &path).await, "title", &mut marked);
            }
        }
        are_all_in(&names, &marked, "the marks of the map");
        // The list beside the map, and the drawings for who has no script.
        are_listed(&mut ned, &names, "/map?kind=nomination").await;
        are_listed(&mut ned, &names, "/map?kind=project").await;
        for drawing in [
            "/map/drawing.svg",
            "/map/drawing.svg?zoom=17&column=1&row=1",
            "/areas/E05010463/map.svg",
        ] {
            ned.opens(drawing).await.gets(200);
            texts_of(&ned.page().text, "title");
        }
        for page in ["/areas/E06000016", "/areas/E05010459", "/"] {
            let said = words(&mut ned, page).await;
            let there = names.iter().filter(|name| said.contains(&squeezed(name)));
            assert!(there.count() > 2, "{page} shows some of the newest");
        }
    }
);

walk!(odd_names_are_the_same_in_every_feed, |world| {
    let names = names();
    lays_places(world, &names).await;
    let mut ned = world.visitor("Ned");
    for feed in [
        "/feeds/nominations.atom",
        "/feeds/projects.atom",
        "/feeds/areas/E06000016.atom",
        "/feeds/areas/E05010459.atom",
    ] {
        ned.opens(feed).await.gets(200);
        let titles = texts_of(&ned.page().text, "title");
        assert!(titles.len() > 20, "{feed}: {titles:?}");
        for title in &titles[1..] {
            let whose = names.iter().any(|name| title.contains(name.as_str()));
            assert!(whose, "{title} in {feed} is nobody's name");
        }
    }
    for (at, name) in names.iter().enumerate().step_by(3) {
        ned.opens(&format!("/feeds/projects/{}.atom", project(at)))
            .await;
        let titles = texts_of(&ned.page().text, "title");
        assert!(titles[0].contains(name.as_str()), "{titles:?}");
    }
});

/// A vote between fifty of the names: the paper, its rules, its sheets, and the result with its files.
async fn votes_between(world: &World, names: &[String]) {
    world.leaves_letters();
    laid::shortlist_of(world, i64::try_from(names.len()).expect("few")).await;
    for (at, name) in (1..).zip(names) {
        let name = name.replace('\'', "''");
        let sql = format!(
            "UPDATE nomination SET title = '{name}', place = '{name}', description = '{name}' \
             WHERE reference = 'LC-2026-{at:04}'"
        );
        world.place().runs(&sql).await;
    }
    let slug = laid::announces_by(world, WAYS).await;
    let round = laid::opens(world, &slug).await;
    let mut rita = world.resident("Rita").await;
    let paper = words(&mut rita, "/votes/next-place").await;
    let sheet = json(&mut rita, "/votes/next-place/rule-sheet.json").await;
    let mut labels = BTreeSet::new();
    fields(&sheet, "label", &mut labels);
    are_all_in(names, &labels, "the rule sheet");
    for name in names {
        assert!(
            paper.contains(&squeezed(name)),
            "{name} is not on the paper"
        );
    }
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    let staff = words(&mut helen, "/staff/rounds/next-place").await;
    for name in names {
        assert!(
            staff.contains(&squeezed(name)),
            "{name} is not shown to staff"
        );
    }
    is_printed(&mut helen, names).await;
    laid::votes(world, &round, &[(1, 20), (2, 3)]).await;
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("it closes");
    let mut yusuf = world.staff("Yusuf", Role::Council, LEICESTER).await;
    for officer in [&mut helen, &mut yusuf] {
        signs(officer).await;
    }
    laid::counts_and_declares(&mut helen, &mut yusuf).await;
    let said = words(&mut rita, "/votes/next-place/result").await;
    let result = json(&mut rita, "/votes/next-place/result.json").await;
    for name in names {
        assert!(
            said.contains(&squeezed(name)),
            "{name} is not on the page of the result"
        );
        assert!(
            result["votes"].get(name).is_some(),
            "{name} has no votes in the file"
        );
    }
    assert_eq!(result["winners"], serde_json::json!([names[0]]));
    let project = "SELECT title FROM project";
    assert_eq!(
        crate::secrecy::texts(world, project).await,
        [names[0].clone()]
    );
}

/// On the printed paper every place can be told from every other: by its whole name, or where its type lacks
/// the room or the letters, by the reference of its nomination. Nothing of a name is a sign of the format.
async fn is_printed(helen: &mut Actor<'_>, names: &[String]) {
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.fills("label", "Library").fills("papers", "1");
    helen.presses("Continue").await;
    helen.presses("Make the papers").await;
    helen.gets(200);
    let pdf = &helen.page().text;
    assert!(pdf.starts_with("%PDF-"), "{pdf:.80}");
    let Some(text) = laid::text_of_pdf(pdf) else {
        return;
    };
    // Signs for the direction of reading are not printed.
    let unseen =
        |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let seen = |letter: &char| !letter.is_whitespace() && !unseen(letter);
    // A letter with a mark behind it is printed as the one letter that both make.
    let close = |text: &str| {
        let text: String = text.chars().filter(seen).collect();
        text.replace("e\u{301}", "é")
    };
    let printed = close(&text);
    let mut whole = 0;
    for (at, name) in (1..).zip(names) {
        let named = printed.contains(&close(name));
        let referred = printed.contains(&format!("LC-2026-{at:04}"));
        assert!(named || referred, "{name} is not on the paper:\n{text}");
        whole += usize::from(named);
    }
    assert!(whole > 5, "few names are whole:\n{text}");
}

walk!(the_first_odd_names_are_the_same_through_a_vote, |world| {
    votes_between(world, &names()[..50]).await;
});

walk!(the_next_odd_names_are_the_same_through_a_vote, |world| {
    votes_between(world, &names()[50..100]).await;
});

walk!(more_odd_names_are_the_same_through_a_vote, |world| {
    votes_between(world, &names()[100..150]).await;
});

walk!(the_last_odd_names_are_the_same_through_a_vote, |world| {
    votes_between(world, &names()[150..]).await;
});

const FIRST_TEXT: minutes::AtText = minutes::AtText {
    minutes: 1,
    number: 1,
};

/// Everything that letters tell of a place of this name, and of a vote, a panel or a project called so.
fn told_of(name: &str) -> Vec<Event> {
    let thing = || Named::new(1, "LC-2026-0001", name);
    let secret = || Secret {
        email: "rita@resident.example".into(),
        path: "/letter/abc".into(),
    };
    let plain = || "Plain words.".to_string();
    let (nomination, round, project) = (thing(), thing(), thing());
    vec![
        Event::NominationReceived {
            nomination: nomination.clone(),
            confirm: Some(secret()),
        },
        Event::NominationConfirmed {
            nomination: nomination.clone(),
        },
        Event::NominationPassed {
            nomination: nomination.clone(),
        },
        Event::NominationDeclined {
            nomination: nomination.clone(),
            reason: plain(),
            sentence: plain(),
        },
        Event::InformationAsked {
            nomination: nomination.clone(),
            question: plain(),
            answer_at: None,
        },
        Event::InformationAsked {
            nomination: nomination.clone(),
            question: plain(),
            answer_at: Some(secret()),
        },
        Event::NominationAssessed {
            nomination: nomination.clone(),
            score: 1,
            feasible: true,
        },
        Event::NominationMerged {
            nomination: nomination.clone(),
            into: Named::new(2, "LC-2026-0002", plain()),
        },
        Event::NominationMerged {
            nomination: Named::new(2, "LC-2026-0002", plain()),
            into: nomination.clone(),
        },
        Event::SupportAsked {
            nomination: nomination.clone(),
            secret: secret(),
        },
        Event::FollowAsked {
            kind: "project".into(),
            subject: plain(),
            title: name.into(),
            secret: secret(),
        },
        Event::PanelMemberJoined {
            panel: thing(),
            account: 1,
        },
        Event::ShortlistOpened {
            panel: thing(),
            shortlist: 1,
            candidates: 2,
        },
        Event::ShortlistAgreed {
            panel: Named::new(1, "city", plain()),
            shortlist: 1,
            chosen: vec![nomination.clone()],
        },
        Event::VoteCodeAsked {
            round: round.clone(),
            secret: secret(),
        },
        Event::OfBox {
            round: round.clone(),
            happened: BoxEvent::KeptShut { untested: 1 },
        },
        Event::OfBox {
            round: round.clone(),
            happened: BoxEvent::KeyEnds {
                on: crate::areas::day("2026-12-31"),
            },
        },
        Event::RoundDeclared {
            round: Named::new(1, "next-place", plain()),
            winners: vec![nomination.clone()],
            more_ballots: String::new(),
        },
        Event::OfCount {
            round: round.clone(),
            happened: CountEvent::SentBack {
                reason: "The value is another.".into(),
                counter: Some(1),
            },
        },
        Event::RoundDeclared {
            round,
            winners: vec![Named::new(2, "LC-2026-0002", plain())],
            more_ballots: String::new(),
        },
        Event::ProjectMade {
            project: project.clone(),
            nomination: Some(Named::new(2, "LC-2026-0002", plain())),
        },
        Event::UpdatePublished {
            project: project.clone(),
            update: 1,
            heading: plain(),
        },
        Event::ProjectCompleted {
            project,
            nomination: None,
        },
        Event::Release(
            thing(),
            release::Step::Checked {
                digest: "d".into(),
                anomalies: 2,
            },
        ),
        Event::Minutes(
            thing(),
            minutes::Step::Written {
                at: FIRST_TEXT,
                met_on: crate::areas::day("2026-11-03"),
            },
        ),
        Event::Minutes(
            thing(),
            minutes::Step::CorrectionAsked {
                at: FIRST_TEXT,
                met_on: crate::areas::day("2026-11-03"),
                writer: Some(1),
            },
        ),
    ]
}

#[test]
fn odd_names_are_whole_in_every_letter_and_make_no_line_of_their_own() {
    let head = Letterhead {
        service: "Payback Panel".into(),
        address: "https://panel.example".into(),
    };
    let lines = |text: &str| text.lines().count();
    for name in names() {
        for (event, plain) in told_of(&name).iter().zip(told_of("A hedge")) {
            let (sent, usual) = (letters(event), letters(&plain));
            assert_eq!((sent.len(), usual.len()), (1, 1), "{event:?}");
            let (letter, usual) = (&sent[0], &usual[0]);
            let text = letter.text(&head);
            let named = text.contains(&name) || letter.subject.contains(&name);
            assert!(named, "{name} is not in {letter:?}");
            // Beside the name it is the letter that any other name has.
            assert_eq!(text.replace(&name, "A hedge"), usual.text(&head));
            assert_eq!(letter.subject.replace(&name, "A hedge"), usual.subject);
            assert_eq!(lines(&text), lines(&usual.text(&head)), "{name}");
            assert_eq!(lines(&letter.subject), 1, "{name}");
        }
    }
}
