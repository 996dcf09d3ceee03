//! Two hundred odd names of places, through every page, file, feed and letter unharmed.

use crate::world::{Page, World};
use payback_panel::actions::Person;
use payback_panel::actions::imports::{Run, silently};
use payback_panel::actions::nominations::{import, nominate};
use payback_panel::domain::nominations::proposal::{Contact, Proposal, Whereabouts};
use std::collections::BTreeSet;

const HEADING: [&str; 15] = [
    "reference",
    "title",
    "category",
    "place",
    "council_code",
    "submitted_on",
    "stage",
    "assessed_on",
    "decided_on",
    "decline_reason",
    "decision_note",
    "description",
    "beneficiary",
    "provenance",
    "source",
];

/// What people call places, and what they would not but somebody will.
const NAMES: [&str; 20] = [
    "Smith & Sons' yard",
    "O’Neill's corner",
    "\"The Old\" Quarry",
    "<b>Bold</b> Lane",
    "</title><script>alert(1)</script>",
    "=SUM(A1:A9)",
    "-5 Acre Field",
    "@ the brook",
    "+44 Green",
    "حديقة السلام",
    "גן השלום",
    "🌳 Corner 🏳️‍🌈",
    "Straße der Ünïcödé",
    "e\u{301}tang de\u{301}sert\u{e9}",
    "a;b,c|d\\e",
    "50% off &amp; &lt;more&gt; %25",
    "日本庭園の入口",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio Rd",
    "{{7*7}} ${x} [[y]] `z`",
    "javascript:alert(1)//\u{202e}txt",
];

const ENDINGS: [&str; 10] = [
    "",
    " & co",
    "'s end",
    " \"x\"",
    " 🌳",
    " (א)",
    " <i>",
    " 100%",
    " =1+1",
    " \u{2066}iso\u{2069}",
];

pub fn names() -> Vec<String> {
    let all: Vec<String> = NAMES
        .iter()
        .flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}{ending}")))
        .collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200);
    all
}

pub fn reference(at: usize) -> String {
    format!("LC-2009-{:04}", at + 1)
}

pub async fn lays(world: &World, names: &[String]) {
    let mut file = csv::Writer::from_writer(vec![]);
    file.write_record(HEADING).expect("a heading");
    for (at, name) in names.iter().enumerate() {
        let row = [
            &reference(at),
            name,
            "gardening",
            name,
            "E06000016",
            "2009-04-01",
            "declined",
            "",
            "2009-05-07",
            "height",
            name,
            name,
            name,
            "illustration",
            name,
        ];
        file.write_record(row).expect("a row");
    }
    let file = std::io::Cursor::new(file.into_inner().expect("a file"));
    let operator = Person::operator();
    let done = import::import(world.desk(), &operator, file, Run::ForReal, silently()).await;
    assert_eq!(done.map(|done| done.added).ok(), Some(200));
}

pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name without the mark that keeps a spreadsheet from reading it as a formula.
pub fn unmarked<'c>(cell: &'c str, name: &str) -> &'c str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest == name => rest,
        _ => cell,
    }
}

/// The texts of the elements of a feed.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split(&close).next())
        .map(|text| {
            assert!(!text.contains('<'), "markup in {text}");
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
        })
        .collect()
}

pub fn in_file(page: &Page, column: &str) -> Vec<String> {
    let mut file = csv::Reader::from_reader(page.text.trim_start_matches('\u{feff}').as_bytes());
    let headers = file.headers().expect("a heading").clone();
    let at = headers.iter().position(|name| name == column);
    let at = at.unwrap_or_else(|| panic!("no column {column} in {headers:?}"));
    file.records()
        .map(|row| row.expect("a row")[at].to_string())
        .collect()
}

walk!(
    odd_names_are_the_same_on_pages_in_files_and_in_feeds,
    |world| {
        world.leaves_letters();
        let names = names();
        lays(world, &names).await;
        let mut ned = world.visitor("Ned");
        let mut listed = String::new();
        for page in 1..=10 {
            ned.opens(&format!("/nominations?page={page}")).await;
            ned.gets(200);
            assert!(!ned.page().text.contains("<script>alert"));
            listed.push_str(&ned.page().words());
        }
        for (at, name) in names.iter().enumerate() {
            assert!(listed.contains(&squeezed(name)), "{name} is not listed");
            if at % 7 == 0 {
                ned.opens(&format!("/nominations/{}", reference(at))).await;
                ned.gets(200).sees(&squeezed(name));
                assert!(!ned.page().text.contains("<script>alert"));
            }
        }
        for file in ["/nominations.csv", "/data/nominations.csv"] {
            ned.opens(file).await;
            ned.gets(200);
            for column in ["title", "place", "description"] {
                let cells = in_file(ned.page(), column);
                assert_eq!(cells.len(), 200, "{file}");
                for name in &names {
                    let there = cells.iter().any(|cell| unmarked(cell, name) == name);
                    assert!(there, "{name} in {column} of {file}");
                }
            }
        }
        ned.opens("/feeds/nominations.atom").await;
        ned.gets(200);
        let titles = elements(&ned.page().text, "title");
        assert!(titles.len() > 40, "{titles:?}");
        for title in &titles[1..] {
            assert!(
                names.iter().any(|name| title.contains(name.as_str())),
                "{title} is nobody's name"
            );
        }
    }
);

walk!(odd_names_are_the_same_in_letters, |world| {
    world.leaves_letters();
    for (at, name) in names().iter().enumerate() {
        let proposal = Proposal {
            title: name.clone(),
            category: "gardening".into(),
            description: name.clone(),
            benefit: String::new(),
            whereabouts: Whereabouts {
                place: name.clone(),
                postcode: None,
                ward: Some("E05010459".into()),
                council: "E06000016".into(),
                spot: None,
            },
            beneficiary: name.clone(),
            land_owner: String::new(),
            toilets: String::new(),
            site_access: String::new(),
        };
        let contact = Contact {
            name: name.clone(),
            email: format!("resident{at}@resident.example"),
            phone: String::new(),
        };
        nominate::nominate(world.desk(), &Person::visitor(), proposal, contact)
            .await
            .expect("it is sent");
    }
    let letters = world.letters().await;
    assert_eq!(letters.len(), 200);
    for name in names() {
        let there = letters.iter().any(|letter| letter.body.contains(&name));
        assert!(there, "{name} is in no letter");
    }
});
