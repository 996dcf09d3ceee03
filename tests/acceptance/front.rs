//! The public front: the home page, areas, the pages that explain, feeds, open data, the demonstration's
//! post; and that no link of it leads nowhere.

use crate::laid;
use crate::world::{Actor, World};
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use payback_panel::actions::areas;
use payback_panel::app::App;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tower::ServiceExt;

/// Pages of the front that are the same for everybody.
const PAGES: [&str; 15] = [
    "/",
    "/areas",
    "/areas?q=beaumont",
    "/areas?q=LE4+2BF",
    "/areas/PDU-LLR",
    "/areas/E06000016",
    "/areas/E05010459",
    "/about",
    "/about/choosing",
    "/about/figures",
    "/about/privacy",
    "/about/cookies",
    "/about/accessibility",
    "/feeds",
    "/data/",
];

walk!(
    every_page_of_the_front_answers_and_holds_no_form_to_post,
    |world| {
        laid::assessed(world, 2).await;
        a_first_year(world).await;
        let mut rita = world.visitor("Rita");
        for path in PAGES {
            rita.opens(path).await.gets(200);
            let page = rita.page();
            assert!(page.forms().iter().all(|form| !form.posts), "{path}");
            assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
            let kept = page.headers.get(header::CACHE_CONTROL).expect(path);
            assert_eq!(kept, "public, max-age=0, must-revalidate", "{path}");
            assert!(!page.headers.contains_key(header::SET_COOKIE), "{path}");
        }
    }
);

/// Cells and a publication as 2009 and 2026 would leave them.
async fn a_first_year(world: &World) {
    let cell = |area: &str, month: &str, projects: i64, offenders: i64, minutes: i64| {
        format!(
            "INSERT INTO public_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, \
             projects_completed, sessions_held, stood_down, attendances, offenders, minutes_offered, \
             minutes_credited) VALUES ('{area}', '*', '*', 'month', '{month}', 0, {projects}, {projects}, \
             {projects}, 0, {offenders}, {offenders}, {minutes}, {minutes});"
        )
    };
    let cells = [
        cell("", "2009-06", 149, 676, 4732 * 60),
        cell("", "2026-10", 1, 12, 90 * 60),
        cell("E06000016", "2009-06", 149, 676, 4732 * 60),
        cell("E06000016/E05010459", "2009-06", 40, 200, 1200 * 60),
        cell("E06000016/E05010459", "2026-10", 1, 3, 1110),
    ];
    let as_at = "INSERT INTO council_ward (council_code, ward_code) VALUES ('E06000016', 'E05010459'); \
         UPDATE publication SET number = 1, as_at = '2026-11-21T23:30:00.000000Z' WHERE id = 1;";
    world.place().runs(&(cells.concat() + as_at)).await;
    world.place().adds_months_up().await;
}

walk!(
    the_home_page_leads_with_the_figures_of_the_first_year,
    |world| {
        a_first_year(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/").await;
        rita.sees("In the panel’s first year, 2009–10: 149 projects, 676 offenders, 4,732 hours");
        rita.sees("150 projects completed").sees("688 offenders");
        rita.sees("4,822 hours of work").sees("Since June 2009");
        rita.sees("As at 21 November 2026 at 11:30pm");
        rita.follows("How these figures are counted").await;
        rita.is_at("/about/figures").sees("From 1 to 4 offenders");
    }
);

walk!(
    a_headline_shows_whole_hours_and_the_table_their_tenths,
    |world| {
        a_first_year(world).await;
        let more = "UPDATE public_cell SET minutes_credited = minutes_credited + 48 \
                    WHERE start IN ('2026-10', '2026-04', '0001-01') AND area_code = ''";
        world.place().runs(more).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/").await.sees("4,823 hours of work");
        rita.opens("/figures").await;
        rita.sees("4,823 hours worked").sees("4,822.8");
    }
);

walk!(
    a_service_in_its_first_year_does_not_say_the_same_twice,
    |world| {
        world
        .place()
        .runs(
            "INSERT INTO public_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, projects_completed, \
             sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited) VALUES ('', '*', '*', 'month', '2026-10', 3, 1, 1, 2, 0, 12, 8, 600, 600); \
             UPDATE publication SET number = 1, as_at = '2026-11-21T23:30:00.000000Z' WHERE id = 1;",
        )
        .await;
        world.place().adds_months_up().await;
        let mut rita = world.visitor("Rita");
        rita.opens("/").await;
        rita.sees("1 project completed").sees_no("first year");
    }
);

walk!(
    a_small_number_of_offenders_is_withheld_on_the_page_of_an_area,
    |world| {
        a_first_year(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/areas/E05010459").await;
        rita.sees("Beaumont Leys").sees("2009–100402001,200");
        rita.sees("2026–2701[c][c]")
            .sees_no("18.5")
            .sees_no("Total");
    }
);

/// Two wards drawn as squares, and a postcode in each and one in neither.
async fn outlines(world: &World) {
    let square = |area: &str, parent: &str, west: &str, east: &str| {
        format!(
            "INSERT INTO boundary (set_name, area_code, name, parent_code, geometry, note) VALUES ('2025', \
             '{area}', '{area}', '{parent}', '{{\"type\":\"Polygon\",\"coordinates\":[[[{west},52.6],[{east},52.6],\
             [{east},52.7],[{west},52.7],[{west},52.6]]]}}', 'Drawn for this walk.');"
        )
    };
    let postcodes = "INSERT INTO postcode (postcode, lat, lon, ward_code) VALUES \
        ('LE4 2BF', 52.65, -1.17, 'E05010459'), ('LE1 1AA', 52.65, -1.05, NULL), ('LE9 9ZZ', 52.2, -1.05, NULL);";
    let laid = [
        square("E05010459", "E06000016", "-1.2", "-1.1"),
        square("E05010458", "E06000016", "-1.1", "-1.0"),
        square("E06000016", "PDU-LLR", "-1.2", "-1.0"),
        postcodes.to_string(),
        "INSERT INTO setting (name, value, changed_at) VALUES ('areas-version', '7', \
         '2026-11-22T12:00:00.000000Z');"
            .to_string(),
    ];
    world.place().runs(&laid.concat()).await;
    assert!(areas::refresh(world.desk()).await.expect("areas"));
}

walk!(
    an_area_is_found_by_postcode_by_name_and_on_the_ground,
    |world| {
        outlines(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/").await.fills("q", "le42bf");
        rita.presses("Find your area").await;
        rita.sees("LE4 2BF is in Beaumont Leys (ward), Leicester (council)");
        rita.follows("Beaumont Leys")
            .await
            .is_at("/areas/E05010459");
        rita.sees("Drawn for this walk.");
        rita.opens("/areas?q=LE1%201AA")
            .await
            .sees("is in Abbey (ward)");
        rita.opens("/areas?q=52.65,-1.05")
            .await
            .sees("is in Abbey (ward)");
        rita.opens("/areas?q=LE99ZZ").await;
        rita.sees("LE9 9ZZ is not in any area that this site covers");
        rita.opens("/areas?q=LE55AA")
            .await
            .sees("We do not know the postcode LE5 5AA");
        rita.opens("/areas?q=abbey+leicester")
            .await
            .sees("1 area")
            .sees("Abbey");
        rita.opens("/areas?q=Abbey+ward").await.sees("1 area");
        // What bears the name stands before what lies in it.
        rita.opens("/areas?q=leicester").await;
        let names: Vec<String> = rita
            .page()
            .table("Areas")
            .into_iter()
            .map(|row| row[0].clone())
            .collect();
        assert_eq!(
            names[..2],
            ["Leicester", "Leicester, Leicestershire and Rutland"]
        );
        rita.opens("/areas?q=atlantis")
            .await
            .sees("No area has that name");
        rita.opens("/areas?q=%3Cb%3E%25_%27").await.gets(200);
        rita.opens("/areas?kind=council&sort=population").await;
        rita.sees(
            "LeicestershireCouncilLeicester, Leicestershire and Rutland570,300LeicesterCouncil",
        );
    }
);

walk!(
    the_map_of_an_area_has_a_name_and_a_list_beside_it,
    |world| {
        outlines(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/areas/E06000016").await;
        let text = rita.page().text.clone();
        assert!(
            text.contains("src=\"/areas/E06000016/map.svg\" alt=\"Map: Leicester and the 2 areas in it, which are listed on this page.\""),
            "{text}"
        );
        for ward in ["/areas/E05010458", "/areas/E05010459"] {
            assert!(rita.page().links().contains(&ward.to_string()), "{ward}");
        }
        rita.opens("/areas/e06000016")
            .await
            .is_at("/areas/E06000016")
            .gets(200);
        rita.opens("/areas/E06000016/map.svg").await.gets(200);
        assert_eq!(rita.page().headers["content-type"], "image/svg+xml");
        assert!(rita.page().headers.contains_key("etag"));
        // The two wards, and the council under them and around them.
        assert_eq!(rita.page().text.matches("<path").count(), 4);
        for nowhere in [
            "/areas/E99999999/map.svg",
            "/areas/%3Cb%3E/map.svg",
            "/areas/PDU-LLR/map.svg",
        ] {
            rita.opens(nowhere).await.gets(404);
        }
        rita.opens("/areas/E99999999").await.gets(404);
        rita.opens("/areas/%3Cscript%3E").await.gets(404);
    }
);

walk!(areas_are_downloaded_as_they_are_listed, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/areas.csv?kind=council").await.gets(200);
    let text = rita.page().text.clone();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "code,name,kind,parent_code,population");
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines.contains(&"E06000016,Leicester,council,PDU-LLR,300000"));
});

/// Reads XML as strictly as these walks need: every element closes in order, every `&` begins an entity.
fn elements(xml: &str) -> BTreeMap<String, usize> {
    let mut open: Vec<&str> = vec![];
    let mut seen = BTreeMap::new();
    let body = xml.split_once("?>").expect("a declaration").1;
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        for entity in text.split('&').skip(1) {
            let name = entity.split(';').next().unwrap_or_default();
            assert!(["amp", "lt", "gt", "quot"].contains(&name), "&{entity}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{xml}");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        *seen.entry(name.to_string()).or_default() += 1;
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    seen
}

async fn a_project(world: &World) {
    world
        .place()
        .runs(
            "INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, place, \
             summary, agreed_on, started_on, search) VALUES (1, 'LC-P-2026-0001', 'Hedges & <walls>', 'gardening', \
             'in-progress', 'other', 'E06000016', 'E05010459', 'Larch Field', 'Cut \"back\" the hedges.', '2026-10-01', \
             '2026-10-05', 'hedges'); \
             INSERT INTO project_step (project_id, at, stage) VALUES (1, '2026-10-01T09:00:00.000000Z', 'agreed'), \
             (1, '2026-10-05T09:00:00.000000Z', 'in-progress'); \
             INSERT INTO project_update (project_id, title, body, written_at, published_at) VALUES \
             (1, 'The gate is free', 'It opens & shuts.', '2026-10-07T09:00:00.000000Z', '2026-10-08T09:00:00.000000Z'), \
             (1, 'Not yet read', 'Nobody has passed this.', '2026-10-09T09:00:00.000000Z', NULL);",
        )
        .await;
}

walk!(
    feeds_are_well_formed_and_tell_only_what_is_public,
    |world| {
        laid::assessed(world, 3).await;
        a_project(world).await;
        let mut rita = world.visitor("Rita");
        for (path, entries) in [
            ("/feeds/nominations.atom", 3),
            ("/feeds/votes.atom", 0),
            ("/feeds/projects.atom", 3),
            ("/feeds/areas/E06000016.atom", 6),
            ("/feeds/areas/E06000017.atom", 0),
            ("/feeds/projects/LC-P-2026-0001.atom", 3),
        ] {
            rita.opens(path).await.gets(200);
            let page = rita.page();
            let kind = page.headers.get(header::CONTENT_TYPE).expect(path);
            assert_eq!(kind, "application/atom+xml; charset=utf-8");
            let seen = elements(&page.text);
            assert_eq!(seen.get("entry").copied().unwrap_or(0), entries, "{path}");
            assert_eq!(seen.get("id").copied().unwrap_or(0), entries + 1, "{path}");
            assert!(!page.text.contains("Not yet read") && !page.text.contains("nominator"));
            let ids: BTreeSet<&str> = page.text.split("<id>").skip(1).collect();
            assert_eq!(ids.len(), entries + 1, "{path} names two entries alike");
        }
        rita.opens("/feeds/projects.atom").await;
        assert!(
            rita.page()
                .text
                .contains("Hedges &amp; &lt;walls&gt;: in progress")
        );
        rita.opens("/feeds/areas/E99999999.atom").await.gets(404);
        rita.opens("/feeds/areas/E06000016").await.gets(404);
        rita.opens("/feeds/projects/LC-P-2026-0002.atom")
            .await
            .gets(404);
    }
);

walk!(
    every_entry_of_a_project_feed_leads_to_its_own_place,
    |world| {
        a_project(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/feeds/projects.atom").await.gets(200);
        let feed = rita.page().text.clone();
        let led_to = |part: &str| {
            let path = part.split('"').next()?.split("/projects/").nth(1)?;
            path.split_once('#').map(|(_, place)| place.to_string())
        };
        let places: BTreeSet<String> = feed.split("href=\"").skip(1).filter_map(led_to).collect();
        assert_eq!(places.len(), 3, "{feed}");
        rita.opens("/projects/LC-P-2026-0001").await.gets(200);
        for place in places {
            let id = format!("id=\"{place}\"");
            assert_eq!(rita.page().text.matches(&id).count(), 1, "{id}");
        }
    }
);

walk!(no_link_asks_for_nothing, |world| {
    laid::assessed(world, 1).await;
    a_project(world).await;
    let mut rita = world.visitor("Rita");
    for (path, download) in [
        ("/map?kind=&area=", None),
        ("/nominations?q=&area=&stage=", Some("/nominations.csv")),
        ("/projects?q=&area=&stage=&from=", Some("/projects.csv")),
        ("/votes?q=&area=&state=", None),
        ("/areas?q=&kind=&sort=", Some("/areas.csv")),
        ("/panels?q=", None),
        ("/figures?area=&by=&year=", None),
        ("/figures/questions?area=&year=", None),
    ] {
        let links = rita.opens(path).await.gets(200).page().links();
        let is_empty = |part: &str| part.ends_with('=');
        for link in &links {
            let asked = link.split_once('?').map_or("", |(_, asked)| asked);
            assert!(!asked.split('&').any(is_empty), "{path} leads to {link}");
        }
        if let Some(file) = download {
            assert!(links.contains(&file.to_string()), "{path}: {links:?}");
        }
    }
});

walk!(open_data_is_described_and_has_no_formulas, |world| {
    laid::assessed(world, 1).await;
    world
        .place()
        .runs("UPDATE nomination SET title = '=1+1', contact_phone = '0116 496 0000'")
        .await;
    let mut rita = world.visitor("Rita");
    rita.opens("/data").await.is_at("/data/").sees("Open data");
    let files: Vec<String> = rita.page().links();
    let files: Vec<String> = files
        .into_iter()
        .filter(|link| link.ends_with(".csv"))
        .collect();
    assert!(files.len() >= 5, "{files:?}");
    for file in &files {
        rita.opens(file).await.gets(200);
        let kind = rita
            .page()
            .headers
            .get(header::CONTENT_TYPE)
            .expect("a kind");
        assert_eq!(kind, "text/csv; charset=utf-8", "{file}");
        let text = &rita.page().text;
        assert!(
            !text.contains("nominator1@") && !text.contains("0116"),
            "{file}"
        );
    }
    rita.opens("/data/nominations.csv").await;
    assert!(rita.page().text.contains("LC-2026-0001,'=1+1,"));
});

walk!(what_programs_look_for_is_there, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/robots.txt")
        .await
        .gets(200)
        .sees("Disallow: /admin");
    rita.opens("/.well-known/security.txt").await.gets(200);
    rita.sees("Contact: mailto:help@panel.example");
    rita.sees("Expires: 2027-05-21T12:00:00Z");
});

/// Opens an address of the same world as a demonstration.
async fn in_the_demonstration(world: &World, path: &str) -> (u16, String) {
    let mut config = (*world.app.config).clone();
    config.demonstration = true;
    let front = App::new(world.desk().clone(), config).front();
    let request = Request::get(path).header(header::HOST, "panel.example");
    let request = request.body(Body::empty()).expect("a request");
    let response = front.oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body");
    (
        status,
        String::from_utf8_lossy(&body.to_bytes()).into_owned(),
    )
}

walk!(
    letters_are_read_in_the_demonstration_and_nowhere_else,
    |world| {
        world.leaves_letters();
        let mut rita = world.visitor("Rita Marsh");
        let email = rita.email.clone();
        rita.opens("/sign-in").await.fills("email", &email);
        rita.presses("Send me a link").await;
        let letter = rita.reads_letter("ign in").await;
        let one = format!("/demo/post/{}", letter.id);
        for path in ["/demo/post", one.as_str(), "/about/demonstration"] {
            rita.opens(path).await.gets(404);
        }
        let (status, list) = in_the_demonstration(world, "/demo/post").await;
        assert_eq!(status, 200);
        assert!(
            list.contains(&format!("href=\"{one}\""))
                && list.contains("rita.marsh@residents.example")
        );
        let to = "/demo/post?to=RITA.marsh@residents.example";
        for path in [one.as_str(), to] {
            let (status, open) = in_the_demonstration(world, path).await;
            assert_eq!(status, 200);
            assert!(
                open.contains("<a class=\"govuk-link\" href=\"/sign-in/"),
                "{open}"
            );
        }
        let (_, none) = in_the_demonstration(world, "/demo/post?to=nobody@residents.example").await;
        assert!(none.contains("There are no such letters"));
        assert_eq!(
            in_the_demonstration(world, "/demo/post/999999").await.0,
            404
        );
        let (status, told) = in_the_demonstration(world, "/about/demonstration").await;
        assert!(status == 200 && told.contains("203,439"));
        let (_, robots) = in_the_demonstration(world, "/robots.txt").await;
        assert!(robots.ends_with("Disallow: /\n"));
    }
);

/// How many pages of one kind are opened: a kind is an address without what changes in it.
const OF_EACH_KIND: usize = 6;

fn kind_of(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let changing = |part: &str| part.chars().any(|c| c.is_ascii_digit());
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if changing(part) { "…" } else { part })
        .collect();
    let names: BTreeSet<&str> = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or_default())
        .collect();
    format!("{}?{names:?}", parts.join("/"))
}

async fn broken_links(rita: &mut Actor<'_>, from: &str) -> Vec<String> {
    let mut waiting = VecDeque::from([(from.to_string(), String::from("the start"))]);
    let (mut seen, mut kinds) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut broken = vec![];
    while let Some((link, origin)) = waiting.pop_front() {
        let kind = kinds.entry(kind_of(&link)).or_default();
        if *kind >= OF_EACH_KIND || !seen.insert(link.clone()) {
            continue;
        }
        *kind += 1;
        rita.opens(&link).await;
        let page = rita.page();
        if page.status != 200 {
            broken.push(format!("{link} on {origin}: {}", page.status));
            continue;
        }
        for next in page.links() {
            let next = next.split('#').next().unwrap_or_default().to_string();
            if next.starts_with('?') {
                let path = link.split('?').next().unwrap_or_default();
                waiting.push_back((format!("{path}{next}"), link.clone()));
            } else if next.starts_with('/') {
                waiting.push_back((next, link.clone()));
            } else {
                assert!(
                    next.is_empty() || next.starts_with("mailto:"),
                    "{next} on {link}"
                );
            }
        }
    }
    assert!(seen.len() > 50, "only {} pages were found", seen.len());
    broken
}

walk!(no_link_that_a_visitor_meets_leads_nowhere, |world| {
    laid::assessed(world, 3).await;
    a_project(world).await;
    a_first_year(world).await;
    outlines(world).await;
    let mut rita = world.visitor("Rita");
    let broken = broken_links(&mut rita, "/").await;
    assert!(broken.is_empty(), "{broken:#?}");
});
