//! What is asked of figures and lists and cannot be meant: a kind of work that is not there, days the wrong way
//! round, a year and months at once. Each is said, and never answered with nought.

use crate::releases::OCTOBER;
use payback_panel::domain::policy::Role;

const COUNCIL: &str = "E06000016";

/// Addresses that take a kind of work, for everybody and for staff.
const PUBLIC: [&str; 10] = [
    "/figures?",
    "/figures.csv?",
    "/figures.json?",
    "/nominations?",
    "/nominations.csv?",
    "/projects?",
    "/projects.csv?",
    "/api/v1/figures?",
    "/api/v1/nominations?",
    "/api/v1/projects?",
];
const STAFF: [&str; 6] = [
    "/staff/figures?area=E06000016&",
    "/staff/figures.csv?area=E06000016&",
    "/staff/projects?",
    "/staff/projects.csv?",
    "/staff/nominations?",
    "/staff/nominations.csv?",
];

walk!(
    a_kind_of_work_that_is_not_there_is_not_one_in_which_nothing_happened,
    |world| {
        world.publishes(OCTOBER).await;
        let mut vera = world.visitor("Vera");
        let mut sam = world.staff("Sam", Role::Probation, COUNCIL).await;
        for (actor, addresses) in [(&mut vera, &PUBLIC[..]), (&mut sam, &STAFF[..])] {
            for address in addresses {
                actor.opens(&format!("{address}category=litter")).await;
                actor.gets(200);
                for other in ["category=zz", "area=E99999999"] {
                    let place = address.replace("area=E06000016&", "");
                    let address = match other.starts_with("area") {
                        true => place,
                        false => address.to_string(),
                    };
                    actor.opens(&format!("{address}{other}")).await;
                    let status = actor.page().status;
                    // Staff learn nothing of areas that no grant of theirs reaches.
                    let refused = status == 404 || (other.starts_with("area") && status == 403);
                    assert!(refused, "{address}{other}: {status}");
                }
            }
        }
        // What can be no code is not asked of the database.
        vera.opens("/figures?category=a%00b").await.gets(404);
    }
);

walk!(a_year_and_months_are_not_asked_for_at_once, |world| {
    world.publishes(OCTOBER).await;
    let mut vera = world.visitor("Vera");
    let both = "year=2026&from=2026-10";
    for page in ["/figures", "/figures/questions"] {
        vera.opens(&format!("{page}?{both}")).await;
        vera.gets(422)
            .sees("Choose a financial year or months, not both");
        for alone in ["year=2026", "from=2026-10", "year=&from=2026-10&to="] {
            vera.opens(&format!("{page}?{alone}")).await.gets(200);
        }
    }
    for file in [
        "/figures.csv?",
        "/figures.json?",
        "/figures/questions.csv?part=hours&",
    ] {
        vera.opens(&format!("{file}{both}")).await;
        vera.gets(400).sees("not both");
    }
});

walk!(days_that_stand_the_wrong_way_round_are_said, |world| {
    world.publishes(OCTOBER).await;
    let mut vera = world.visitor("Vera");
    for kind in ["figures", "nominations", "projects"] {
        let days = |from: &str, to: &str| format!("/api/v1/{kind}?from={from}&to={to}");
        vera.opens(&days("2026-01-01", "2027-01-01")).await;
        vera.gets(200);
        vera.opens(&days("2027-01-01", "2026-01-01")).await;
        vera.gets(400).sees("to must not be before from");
        assert_eq!(
            vera.page().headers["content-type"],
            "application/problem+json"
        );
    }
});

walk!(a_group_of_columns_is_no_filter, |world| {
    world.publishes(OCTOBER).await;
    let mut vera = world.visitor("Vera");
    vera.opens("/figures?stage=in-progress").await;
    // Addresses from before keep what they showed.
    assert!(!vera.gets(200).page().table("Work").is_empty());
    vera.sees("What the table counts")
        .sees_no("Stage: In progress");
});

walk!(other_sites_may_read_the_files_of_figures, |world| {
    crate::releases::released(world).await;
    let mut vera = world.visitor("Vera");
    let release = "/figures/releases/e06000016-2026-10";
    let json = format!("{release}/release.json");
    let files = [
        "/figures.csv",
        "/figures.json",
        "/figures/questions.csv?part=hours",
        json.as_str(),
    ];
    for file in files {
        vera.opens(file).await.gets(200);
        let headers = &vera.page().headers;
        assert_eq!(headers["access-control-allow-origin"], "*", "{file}");
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    }
    for page in ["/figures", "/figures/questions", release] {
        vera.opens(page).await.gets(200);
        assert!(
            !vera
                .page()
                .headers
                .contains_key("access-control-allow-origin")
        );
    }
});
