//! Importing boundaries and postcodes, and what the atlas makes of them.

use crate::world::World;
use chrono::{Duration, NaiveDate};
use payback_panel::actions::areas::{Import, Imported, import, refresh};
use payback_panel::actions::postcodes::{self, PostcodeLine};
use payback_panel::actions::{Desk, Person, Refusal};
use payback_panel::domain::areas::AreaKind;
use payback_panel::domain::areas::boundaries::{Columns, read};
use payback_panel::domain::areas::code::AreaCode;
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::areas::postcode::Postcode;
use payback_panel::domain::areas::ward_index::Found;
use payback_panel::domain::mistakes::Mistakes;
use payback_panel::domain::policy::{Actor, Grant, Role};
use payback_panel::store;
use payback_panel::store::postcodes::KnownPostcode;

/// A square of land a hundredth of a degree wide.
pub struct Land {
    code: &'static str,
    name: &'static str,
    parent: &'static str,
    west: f64,
}

pub const ABBEY: Land = land("E05010458", "Abbey", "E06000016", -1.20);
pub const CASTLE: Land = land("E05010463", "Castle", "E06000016", -1.19);
/// Castle as it was in the wards before.
pub const OLD_CASTLE: Land = land("E05001789", "Castle", "E06000016", -1.20);

pub const fn land(code: &'static str, name: &'static str, parent: &'static str, west: f64) -> Land {
    Land {
        code,
        name,
        parent,
        west,
    }
}

fn file(lands: &[&Land]) -> String {
    let features: Vec<String> = lands
        .iter()
        .map(|land| {
            let Land { code, name, parent, west } = land;
            let (east, south, north) = (west + 0.01, 52.6, 52.61);
            format!(
                r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{name}","parent":"{parent}"}},
                "geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],
                [{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

pub fn wards(set: &str, lands: &[&Land]) -> Import {
    areas(set, AreaKind::Ward, &file(lands))
}

pub fn areas(set: &str, kind: AreaKind, text: &str) -> Import {
    Import {
        set: set.into(),
        valid_from: None,
        valid_to: None,
        kind,
        reading: read(text, kind, &Columns::default()).expect("a collection"),
        replace: false,
    }
}

pub async fn imports(world: &World, wards: Import) -> Imported {
    import(world.desk(), &Person::operator(), wards)
        .await
        .expect("an import")
}

/// The mistakes of an import that is refused, one a line.
async fn refuses(world: &World, wards: Import) -> String {
    match import(world.desk(), &Person::operator(), wards).await {
        Err(Refusal::Mistaken(mistakes)) => {
            let lines = mistakes
                .iter()
                .map(|m| format!("{}: {}", m.field, m.message));
            lines.collect::<Vec<_>>().join("\n")
        }
        other => panic!("it was not refused for mistakes: {other:?}"),
    }
}

/// The ward, its name and its set, of a place in the middle of the land's height.
fn ward_at(desk: &Desk, lon: f64) -> String {
    let atlas = desk.atlas();
    let point = Point::new(52.605, lon).expect("a point");
    match atlas.locate(point) {
        Found::Inside(ward) => format!("{} {}", ward.name, atlas.ward_set().unwrap_or_default()),
        other => format!("{other:?}"),
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

walk!(imported_wards_answer_for_a_point_at_once, |world| {
    let done = imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
    assert_eq!((done.added, done.replaced, done.unchanged), (2, 0, 0));
    assert_eq!(done.parents, []);
    assert_eq!(ward_at(world.desk(), -1.195), "Abbey 2025");
    assert_eq!(ward_at(world.desk(), -1.185), "Castle 2025");
    assert_eq!(ward_at(world.desk(), -1.5), "Outside");
    let leicester = Grant {
        role: Role::Council,
        area: "E06000016".into(),
    };
    let nesting = world.desk().nesting();
    assert!(nesting.covers("PDU-LLR", "E05010463"));
    assert!(nesting.covers(&leicester.area, "E05010463"));
    assert!(!nesting.covers("E06000017", "E05010463"));
});

walk!(the_same_file_again_changes_nothing, |world| {
    imports(world, wards("2025", &[&ABBEY])).await;
    let before = world.desk().db.version().now();
    let done = imports(world, wards("2025", &[&ABBEY])).await;
    assert_eq!((done.added, done.replaced, done.unchanged), (0, 0, 1));
    let after = store::version::stored(&world.desk().db.read())
        .await
        .expect("a version");
    assert_eq!(after, before);
    let more = imports(world, wards("2025", &[&CASTLE, &ABBEY])).await;
    assert_eq!((more.added, more.replaced, more.unchanged), (1, 0, 1));
});

walk!(
    another_boundary_in_the_same_set_has_to_be_asked_for,
    |world| {
        imports(world, wards("2025", &[&ABBEY])).await;
        let moved = land("E05010458", "Abbey", "E06000016", -1.3);
        let told = refuses(world, wards("2025", &[&moved])).await;
        assert!(
            told.starts_with("feature 1 (E05010458 Abbey): set 2025 already has another"),
            "{told}"
        );
        assert_eq!(ward_at(world.desk(), -1.195), "Abbey 2025");
        let asked = Import {
            replace: true,
            ..wards("2025", &[&moved])
        };
        assert_eq!(imports(world, asked).await.replaced, 1);
        assert_eq!(ward_at(world.desk(), -1.295), "Abbey 2025");
    }
);

walk!(one_bad_feature_keeps_the_whole_file_out, |world| {
    let lost = land("E05000009", "Lost", "E99999999", -1.5);
    let over = land("E05000008", "Over", "E06000016", -1.195);
    let told = refuses(world, wards("2025", &[&ABBEY, &lost, &over])).await;
    assert!(
        told.contains("feature 2 (E05000009 Lost): it lies in E99999999, which is not known"),
        "{told}"
    );
    assert!(
        told.contains("feature 3 (E05000008 Over): it overlaps E05010458 Abbey"),
        "{told}"
    );
    assert!(world.desk().atlas().has_no_wards());
    // Nor may a later file overlap what the set has.
    imports(world, wards("2025", &[&ABBEY])).await;
    let told = refuses(world, wards("2025", &[&over])).await;
    assert!(
        told.contains("feature 1 (E05000008 Over): it overlaps E05010458 Abbey"),
        "{told}"
    );
    let council = land("E05010458", "Abbey", "", -1.4);
    let told = refuses(world, areas("2025", AreaKind::Council, &file(&[&council]))).await;
    assert!(told.contains("it is already known as a ward"), "{told}");
});

walk!(
    a_newer_set_changes_nothing_that_the_older_one_said,
    |world| {
        imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
        imports(world, wards("2013", &[&OLD_CASTLE])).await;
        assert_eq!(ward_at(world.desk(), -1.195), "Abbey 2025");
        let renamed = land("E05010458", "Abbey and Belgrave", "E06000016", -1.20);
        let next = Import {
            valid_from: Some(day("2026-12-01")),
            ..wards("2027", &[&renamed])
        };
        imports(world, next).await;
        assert_eq!(ward_at(world.desk(), -1.195), "Abbey 2025");
        world.passes(Duration::days(9));
        assert!(refresh(world.desk()).await.expect("a look"));
        assert_eq!(ward_at(world.desk(), -1.195), "Abbey and Belgrave 2027");
        let conn = world.desk().db.read();
        let old = store::areas::boundaries(&conn, "2025", AreaKind::Ward)
            .await
            .expect("rows");
        assert_eq!(old.len(), 2);
        assert_eq!(old[0].area.name, "Abbey");
        let today = day("2026-12-01");
        let atlas = store::areas::atlas(&conn, today, Some("2013"))
            .await
            .expect("an atlas");
        let found = atlas.locate(Point::new(52.605, -1.195).expect("a point"));
        assert!(matches!(found, Found::Inside(ward) if ward.code.as_str() == "E05001789"));
        // A correction of an old set does not rename what is in force.
        let was = land("E05010458", "Old Abbey", "E06000016", -1.3);
        imports(world, wards("2013", &[&was])).await;
        let abbey = AreaCode::parse("E05010458").expect("a code");
        let details = store::areas::find(&conn, &abbey)
            .await
            .expect("a row")
            .expect("Abbey");
        assert_eq!(details.area.name, "Abbey and Belgrave");
    }
);

walk!(a_set_that_has_ended_is_not_in_force, |world| {
    let ended = Import {
        valid_to: Some(day("2026-11-21")),
        ..wards("2025", &[&ABBEY])
    };
    imports(world, ended).await;
    assert!(world.desk().atlas().has_no_wards());
    // The same file again leaves its days as they are.
    assert_eq!(imports(world, wards("2025", &[&ABBEY])).await.unchanged, 1);
    assert!(world.desk().atlas().has_no_wards());
});

walk!(a_set_that_could_never_be_in_force_is_refused, |world| {
    let days = |from: &str, to: &str| Import {
        valid_from: from.parse().ok(),
        valid_to: to.parse().ok(),
        ..wards("2025", &[&ABBEY])
    };
    let backwards = "to: The last day is before the first: set 2025 would hold from";
    // Both days at once, the last day alone against the year that the set is called by, and each day alone
    // against one that was given before.
    for (from, to) in [("2026-11-22", "2026-11-21"), ("", "2024-12-31")] {
        let told = refuses(world, days(from, to)).await;
        assert!(told.starts_with(backwards), "{from} {to}: {told}");
    }
    imports(world, days("2025-05-01", "2026-11-21")).await;
    for (from, to) in [
        ("2026-11-22", ""),
        ("", "2025-04-30"),
        ("2027-01-01", "2026-12-31"),
    ] {
        let told = refuses(world, days(from, to)).await;
        assert!(told.starts_with(backwards), "{from} {to}: {told}");
    }
    let kept = "SELECT COUNT(*) FROM ward_set WHERE name = '2025' AND valid_from = '2025-05-01' AND \
                valid_to = '2026-11-21'";
    assert_eq!(world.counts(kept).await, 1);
    // A single day is a time that comes, and both days together move a set however it stood.
    imports(world, days("2026-11-22", "2026-11-22")).await;
    assert_eq!(ward_at(world.desk(), -1.195), "Abbey 2025");
    imports(world, days("2027-01-01", "2027-12-31")).await;
    assert!(world.desk().atlas().has_no_wards());
});

walk!(
    parents_that_a_file_names_are_made_with_letters_for_references,
    |world| {
        let feature = |code: u32, west: f64, district: &str| {
            let east = west + 0.01;
            format!(
                r#"{{"type":"Feature","properties":{{"WD25CD":"E0501{code}","WD25NM":"Ward {code}",{district},"UTLACD":"E10000018"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},52.5],[{east},52.5],[{east},52.51],[{west},52.5]]]}}}}"#
            )
        };
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
            feature(1000, -1.2, r#""LAD25CD":"E07000129","LAD25NM":"Leighton""#),
            feature(
                1001,
                -1.1,
                r#""LAD25CD":"E07000134","LAD25NM":"North West Leicestershire""#
            ),
        );
        let done = imports(world, areas("2025", AreaKind::Ward, &text)).await;
        assert_eq!(done.parents.len(), 2);
        let atlas = world.desk().atlas();
        let path = atlas
            .tree()
            .path(&AreaCode::parse("E05011000").expect("a code"));
        let names: Vec<&str> = path.iter().map(|area| area.name.as_str()).collect();
        assert_eq!(names[1..], ["Leicestershire", "Leighton", "Ward 1000"]);
        let rows = store::areas::all(&world.desk().db.read())
            .await
            .expect("rows");
        let prefix = |code: &str| {
            let row = rows.iter().find(|row| row.area.code.as_str() == code);
            row.and_then(|row| row.prefix.clone()).unwrap_or_default()
        };
        // LE is taken by the county in this world, so Leighton gets the next letters.
        assert_eq!(
            (prefix("E07000129").as_str(), prefix("E07000134").as_str()),
            ("LI", "NWL")
        );
        assert_eq!(prefix("E05011000"), "");
    }
);

walk!(
    areas_that_would_lie_inside_themselves_are_refused,
    |world| {
        let county = land("E10000018", "Leicestershire", "E07000129", -1.2);
        let district = land("E07000129", "Blaby", "E10000018", -1.2);
        let text = file(&[&county, &district]);
        let told = refuses(world, areas("2025", AreaKind::Council, &text)).await;
        assert!(told.contains("would lie inside itself"), "{told}");
    }
);

walk!(only_who_may_manage_settings_imports, |world| {
    let council = Person {
        actor: Actor::Visitor,
        grants: vec![Grant {
            role: Role::Council,
            area: "E06000016".into(),
        }],
    };
    let wards = wards("2025", &[&ABBEY]);
    assert_eq!(
        import(world.desk(), &council, wards).await,
        Err(Refusal::NotAllowed)
    );
    let none = postcodes::import(world.desk(), &council, std::iter::empty(), |_| {}).await;
    assert_eq!(none, Err(Refusal::NotAllowed));
});

walk!(another_process_sees_the_areas_when_it_looks, |world| {
    let here = world.desk();
    let there = Desk::new(
        store::Db::open(world.place().url(), here.db.letterhead().clone())
            .await
            .expect("the database opens"),
        here.clock.clone(),
        here.dice.clone(),
        here.post.clone(),
        [7; 32],
    );
    refresh(&there).await.expect("a look");
    imports(world, wards("2025", &[&ABBEY])).await;
    assert_eq!(ward_at(&there, -1.195), "Outside");
    assert!(refresh(&there).await.expect("a look"));
    assert_eq!(ward_at(&there, -1.195), "Abbey 2025");
    assert!(!refresh(&there).await.expect("a look"));
    there.db.close().await;
});

fn known(postcode: &str, lon: f64, ward: Option<&str>) -> Result<PostcodeLine, Mistakes> {
    let known = KnownPostcode {
        postcode: Postcode::parse(postcode).expect("a postcode"),
        point: Point::new(52.605, lon).expect("a point"),
        ward: ward.map(|code| AreaCode::parse(code).expect("a code")),
    };
    Ok(PostcodeLine { line: 2, known })
}

async fn imports_postcodes(
    world: &World,
    rows: Vec<Result<PostcodeLine, Mistakes>>,
) -> Result<usize, Refusal> {
    postcodes::import(world.desk(), &Person::operator(), rows.into_iter(), |_| {}).await
}

walk!(postcodes_are_kept_moved_and_found, |world| {
    let many = (0..1200).map(|n| {
        let letters = ["AA", "AB", "AD", "AE"][n % 4];
        known(
            &format!("LE{} {}{letters}", 10 + n / 40, n / 4 % 10),
            -1.195,
            None,
        )
    });
    assert_eq!(imports_postcodes(world, many.collect()).await, Ok(1200));
    let moved = vec![known("LE10 0AA", -1.185, Some("E05010458"))];
    assert_eq!(imports_postcodes(world, moved).await, Ok(1));
    let conn = world.desk().db.read();
    assert_eq!(store::postcodes::count(&conn).await, Ok(1200));
    let postcode = Postcode::parse("le10 0aa").expect("a postcode");
    let found = store::postcodes::find(&conn, &postcode)
        .await
        .expect("a look")
        .expect("LE10 0AA");
    assert_eq!(found.point.lon(), -1.185);
    let district = store::postcodes::in_district(&conn, "LE10", 5)
        .await
        .expect("a look");
    let district: Vec<&str> = district
        .iter()
        .map(|known| known.postcode.as_str())
        .collect();
    assert_eq!(
        district,
        ["LE10 0AA", "LE10 0AB", "LE10 0AD", "LE10 0AE", "LE10 1AA"]
    );
    // The published ward stands, although the place is on Castle's side of the edge.
    imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
    let atlas = world.desk().atlas();
    let ward = atlas.locate_published(found.point, found.ward.as_ref());
    assert!(matches!(ward, Found::Inside(ward) if ward.name == "Abbey"));
});

walk!(one_bad_postcode_keeps_the_whole_file_out, |world| {
    let bad = Mistakes::one("line 3: lat, lon", "not numbers");
    let rows = vec![known("LE1 1AA", -1.1, None), Err(bad.clone())];
    let refused = imports_postcodes(world, rows).await;
    assert_eq!(refused, Err(bad.into()));
    let twice = vec![known("LE1 1AA", -1.1, None), known("LE1 1AA", -1.2, None)];
    assert!(matches!(
        imports_postcodes(world, twice).await,
        Err(Refusal::Mistaken(_))
    ));
    assert_eq!(
        store::postcodes::count(&world.desk().db.read()).await,
        Ok(0)
    );
});
