//! What pages read of sums and of what is withheld of them, held against adding atoms and exchanges up by hand.
//!
//! Councils lie in a county, a county works in a ward of one of them, and a ward has gone to another council.

use crate::world::World;
use payback_panel::domain::figures::period::{Cut, Month, Span};
use payback_panel::domain::figures::view::{By, View, time_name};
use payback_panel::store::figures::{exact, published};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub const LEICESTER: &str = "E06000016";
pub const COUNTY: &str = "E10000018";
pub const BLABY: &str = "E07000129";
/// A ward of Blaby, in which the county works too.
pub const ENDERBY: &str = "E05011000";
/// A ward that Leicester had and Blaby has today.
pub const BRAUNSTONE: &str = "E05011002";

/// Two councils inside the county of this world, with their wards.
pub const DISTRICTS: &str = "
    INSERT INTO area (code, kind, name, parent_code) VALUES
        ('E07000129', 'council', 'Blaby', 'E10000018'),
        ('E07000134', 'council', 'North West Leicestershire', 'E10000018'),
        ('E05011000', 'ward', 'Enderby', 'E07000129'),
        ('E05011001', 'ward', 'Coalville', 'E07000134'),
        ('E05011002', 'ward', 'Braunstone', 'E07000129');
";

/// Where projects are: a council, and a ward as SQL has it.
pub const PLACES: [(&str, &str); 11] = [
    (LEICESTER, "'E05010459'"),
    (LEICESTER, "'E05010458'"),
    (LEICESTER, "NULL"),
    (LEICESTER, "'E05011002'"),
    ("E06000017", "NULL"),
    (COUNTY, "NULL"),
    (COUNTY, "'E05011000'"),
    (BLABY, "'E05011000'"),
    (BLABY, "'E05011002'"),
    ("E07000134", "'E05011001'"),
    ("E07000134", "NULL"),
];

/// Projects in councils and their wards, with sessions of a few people over two years.
fn ledger() -> String {
    let mut seed = 20_u64;
    let mut up_to = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut projects, mut returns, mut in_force) = (vec![], vec![], vec![]);
    for project in 1..=90 {
        let (council, ward) = PLACES[up_to(11) as usize];
        let category = ["gardening", "litter"][up_to(2) as usize];
        let origin = ["vote", "other"][up_to(2) as usize];
        projects.push(format!(
            "({project}, 'LC-2024-P{project:04}', 'Hedges', '{category}', 'in-progress', '{origin}', '{council}', {ward}, '2024-01-01', '2024-01-02', '')"
        ));
        let first = up_to(24);
        for number in 0..1 + up_to(5) {
            let month = first + number;
            let day = format!("{}-{:02}-05", 2024 + month / 12, month % 12 + 1);
            let attending = 1 + up_to(12);
            let new = if number == 0 {
                attending
            } else {
                up_to(attending + 1)
            };
            let id = returns.len() + 1;
            returns.push(format!(
                "({id}, 'k{id}', 1, {project}, '{day}', 570, 930, 'held', {attending}, {new}, {}, {}, '{day}T16:00:00.000000Z')",
                attending * 360,
                attending * 350
            ));
            in_force.push(format!("('k{id}', {id}, {project}, '{day}', 570, 930)"));
        }
    }
    let mut sql = DISTRICTS.to_string();
    for (table, rows) in [
        (
            "project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)",
            projects,
        ),
        (
            "session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project, minutes_offered, minutes_credited, recorded_at)",
            returns,
        ),
        (
            "session_in_force (session_key, return_id, project_id, day, starts, ends)",
            in_force,
        ),
    ] {
        let _ = writeln!(sql, "INSERT INTO {table} VALUES {};", rows.join(", "));
    }
    sql
}

/// A project's month, as it stands in the database: part of an exchange, or what was published of it.
pub struct Atom {
    pub month: Month,
    pub council: String,
    pub ward: Option<String>,
    pub category: String,
    pub origin: String,
    /// Which exchange it is part of, if it is read from one.
    pub exchange: i64,
    /// Its sign in the exchange, or its offenders.
    pub counts: i64,
}

async fn atoms(world: &World, columns: &str, table: &str) -> Vec<Atom> {
    let db = world.place().connect().await;
    let sql =
        format!("SELECT {columns}, month, council_code, ward_code, category, origin FROM {table}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("the rows");
    let atoms = rows.iter().map(|row| Atom {
        exchange: row.try_get("", "exchange_id").expect("a number"),
        counts: row.try_get("", "counts").expect("a number"),
        month: row
            .try_get::<String>("", "month")
            .expect("a month")
            .parse()
            .expect("a month"),
        council: row.try_get("", "council_code").expect("a council"),
        ward: row.try_get("", "ward_code").expect("a ward"),
        category: row.try_get("", "category").expect("a category"),
        origin: row.try_get("", "origin").expect("an origin"),
    });
    atoms.collect()
}

/// Which areas a council lies in, itself first.
fn around(council: &str) -> Vec<&str> {
    match council {
        "E07000129" | "E07000134" => vec![council, COUNTY, "PDU-LLR", ""],
        _ => vec![council, "PDU-LLR", ""],
    }
}

/// The code of the row by area that an atom counts in, if it counts in the area at all.
fn area_row(atom: &Atom, area: &str) -> Option<String> {
    if atom.ward.as_deref() == Some(area) {
        return Some(area.into());
    }
    let around = around(&atom.council);
    let at = around.iter().position(|one| *one == area)?;
    // What is the area's own is in the row of its ward, or in that of no ward.
    let inside = match at {
        0 => atom.ward.clone().unwrap_or_else(|| area.into()),
        // Everywhere is cut by council, not by probation area.
        _ if area.is_empty() => around[at - 2].into(),
        _ => around[at - 1].into(),
    };
    Some(inside)
}

/// The row of a view that an atom counts in, by the codes of its name.
pub fn row(atom: &Atom, view: &View) -> Option<Vec<String>> {
    let inside = area_row(atom, &view.area)?;
    let is = |only: &Option<String>, own: &str| only.as_deref().is_none_or(|only| only == own);
    let counts = is(&view.category, &atom.category)
        && is(&view.origin, &atom.origin)
        && (view.span.from..=view.span.to).contains(&atom.month);
    let code = |by: &By| match by {
        By::Area => inside.clone(),
        By::Time(cut) => time_name(*cut, atom.month).code,
        By::Category => atom.category.clone(),
        By::Origin => atom.origin.clone(),
    };
    counts.then(|| view.by.iter().map(code).collect())
}

/// The rows that an exchange changes, and whether one changes their total.
fn by_hand(parts: &[Atom], view: &View) -> (BTreeSet<Vec<String>>, bool) {
    let mut nets: BTreeMap<(Vec<String>, i64), i64> = BTreeMap::new();
    let mut totals: BTreeMap<i64, i64> = BTreeMap::new();
    for part in parts {
        let Some(row) = row(part, view) else { continue };
        *nets.entry((row, part.exchange)).or_default() += part.counts;
        *totals.entry(part.exchange).or_default() += part.counts;
    }
    nets.retain(|_, net| *net != 0);
    let rows = nets.into_keys().map(|(row, _)| row).collect();
    (rows, totals.values().any(|net| *net != 0))
}

/// How many offenders were published in each row.
fn counted(published: &[Atom], view: &View) -> BTreeMap<Vec<String>, i64> {
    let mut rows = BTreeMap::new();
    for atom in published {
        if let Some(row) = row(atom, view) {
            *rows.entry(row).or_default() += atom.counts;
        }
    }
    rows
}

pub const AREAS: [&str; 9] = [
    "",
    "PDU-LLR",
    LEICESTER,
    "E06000017",
    COUNTY,
    BLABY,
    "E05010459",
    ENDERBY,
    BRAUNSTONE,
];

fn views() -> Vec<View> {
    let month = |text: &str| text.parse::<Month>().expect("a month");
    let spans = [
        Span::ever(),
        Span::financial_year(2024),
        Span {
            from: month("2024-07"),
            to: month("2024-09"),
        },
        Span {
            from: month("2025-02"),
            to: month("2025-02"),
        },
        // No single stretch.
        Span {
            from: month("2024-05"),
            to: month("2025-11"),
        },
        Span {
            from: month("2024-04"),
            to: Span::ever().to,
        },
    ];
    let bys: [&[By]; 9] = [
        &[],
        &[By::Area],
        &[By::Category],
        &[By::Origin],
        &[By::Time(Cut::Month)],
        &[By::Time(Cut::Quarter)],
        &[By::Time(Cut::Year)],
        &[By::Time(Cut::Year), By::Area],
        &[By::Area, By::Category],
    ];
    let mut views = vec![];
    for area in AREAS {
        for category in [None, Some("litter".to_string())] {
            for origin in [None, Some("vote".to_string())] {
                for span in spans {
                    for by in bys {
                        views.push(View {
                            area: area.into(),
                            category: category.clone(),
                            origin: origin.clone(),
                            span,
                            by: by.to_vec(),
                        });
                    }
                }
            }
        }
    }
    views
}

/// Whether a span is one stretch that marks are kept for, or its rows are.
fn is_single(span: Span) -> bool {
    let quarter = Cut::Quarter.row_of(span.from);
    span == Span::ever()
        || span.as_financial_year().is_some()
        || span.from == span.to
        || (span.from == quarter && span.to == quarter.next().next())
}

walk!(a_page_withholds_just_what_the_exchanges_change, |world| {
    world.publishes(&ledger()).await;
    let parts = atoms(world, "exchange_id, sign AS counts", "exchange_part").await;
    assert!(parts.len() > 20, "only {} parts", parts.len());
    let columns = "CAST(0 AS BIGINT) AS exchange_id, offenders AS counts";
    let everything = atoms(world, columns, "public_atom").await;
    let conn = world.desk().db.read();
    let (mut shown, mut hidden) = (0, 0);
    for view in views() {
        let figures = published(&conn, &view).await.expect("figures");
        let (touched, is_total_touched) = by_hand(&parts, &view);
        let counted = counted(&everything, &view);
        for (name, measures) in figures.rows() {
            let code: Vec<String> = name.iter().map(|part| part.code.clone()).collect();
            let by_hand = counted.get(&code).copied().unwrap_or_default();
            let known = measures.offenders.count();
            assert!(
                known.is_none_or(|count| count == by_hand),
                "{view:?} {code:?}"
            );
            if known.is_some_and(|count| count > 0) {
                assert!(!touched.contains(&code), "{view:?} shows {code:?}");
                shown += 1;
            } else if measures.is_withheld() {
                hidden += 1;
            }
        }
        let named: BTreeSet<Vec<String>> = figures
            .rows()
            .iter()
            .map(|(name, _)| name.iter().map(|part| part.code.clone()).collect())
            .collect();
        let missing = counted.keys().find(|code| !named.contains(*code));
        assert_eq!(missing, None, "{view:?}");
        let total = figures.total();
        let known = total.offenders.count();
        let by_hand: i64 = counted.values().sum();
        assert!(known.is_none_or(|count| count == by_hand), "{view:?}");
        if known.is_some_and(|count| count > 0) {
            assert!(!is_total_touched, "{view:?} shows its total");
        }
        // A single stretch is withheld for an exchange or for being small, and for nothing else.
        if is_single(view.span) && total.is_withheld() && !is_total_touched {
            let exact = exact(&conn, &view).await.expect("exact");
            let heads = exact.total.counts.offenders;
            let came = exact.total.counts.attendances;
            let is_small = |count: i64| (1..5).contains(&count);
            // What two councils have in one ward is withheld where what one of them has is.
            let of_two = [ENDERBY, BRAUNSTONE].contains(&view.area.as_str());
            assert!(is_small(heads) || is_small(came) || of_two, "{view:?}");
        }
    }
    assert!(
        shown > 100 && hidden > 100,
        "{shown} shown, {hidden} hidden"
    );
});
