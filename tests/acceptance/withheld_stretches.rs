//! What pages read of withheld sums, held against adding every exchange up by hand.

use crate::world::World;
use payback_panel::actions::{Person, figures as actions};
use payback_panel::domain::figures::period::{Cut, Month, Span};
use payback_panel::domain::figures::view::{By, View, time_name};
use payback_panel::store::figures::{exact, published};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Projects in two councils, some in wards, with sessions of a few people over two years.
fn ledger() -> String {
    let mut seed = 20_u64;
    let mut up_to = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut projects, mut returns, mut in_force) = (vec![], vec![], vec![]);
    let wards = [
        ("E06000016", "'E05010459'"),
        ("E06000016", "'E05010458'"),
        ("E06000016", "NULL"),
        ("E06000017", "NULL"),
    ];
    for project in 1..=40 {
        let (council, ward) = wards[up_to(4) as usize];
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
    let mut sql = String::new();
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

/// A part of an exchange as it stands in the database.
struct Part {
    exchange: i64,
    sign: i64,
    month: Month,
    council: String,
    ward: Option<String>,
    category: String,
    origin: String,
}

async fn parts(world: &World) -> Vec<Part> {
    let db = world.place().connect().await;
    let sql = "SELECT exchange_id, sign, month, council_code, ward_code, category, origin FROM exchange_part";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("the parts");
    let parts = rows.iter().map(|row| Part {
        exchange: row.try_get("", "exchange_id").expect("a number"),
        sign: row.try_get("", "sign").expect("a sign"),
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
    parts.collect()
}

/// The row of a view that a part counts in, by the codes of its name.
fn row(part: &Part, view: &View) -> Option<Vec<String>> {
    let ward = part.ward.clone().unwrap_or_default();
    let inside = match view.area.as_str() {
        "" => true,
        // Leicester, Leicestershire and Rutland are one probation area here.
        area => area.starts_with("PDU") || area == part.council || area == ward,
    };
    let is = |only: &Option<String>, own: &str| only.as_deref().is_none_or(|only| only == own);
    let counts = inside
        && is(&view.category, &part.category)
        && is(&view.origin, &part.origin)
        && (view.span.from..=view.span.to).contains(&part.month);
    let code = |by: &By| match by {
        // Inside a council there are wards; what is in none is in no row.
        By::Area if view.area.starts_with('E') => (!ward.is_empty()).then(|| ward.clone()),
        By::Area => Some(part.council.clone()),
        By::Time(cut) => Some(time_name(*cut, part.month).code),
        By::Category => Some(part.category.clone()),
        By::Origin => Some(part.origin.clone()),
    };
    if counts {
        view.by.iter().map(code).collect()
    } else {
        None
    }
}

/// The rows that an exchange changes, and whether one changes their total.
fn by_hand(parts: &[Part], view: &View) -> (BTreeSet<Vec<String>>, bool) {
    let mut nets: BTreeMap<(Vec<String>, i64), i64> = BTreeMap::new();
    let mut totals: BTreeMap<i64, i64> = BTreeMap::new();
    for part in parts {
        let Some(row) = row(part, view) else { continue };
        *nets.entry((row, part.exchange)).or_default() += part.sign;
        *totals.entry(part.exchange).or_default() += part.sign;
    }
    nets.retain(|_, net| *net != 0);
    let rows = nets.into_keys().map(|(row, _)| row).collect();
    (rows, totals.values().any(|net| *net != 0))
}

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
    for area in ["", "PDU-LLR", "E06000016", "E06000017", "E05010459"] {
        for category in [None, Some("litter".to_string())] {
            for origin in [None, Some("vote".to_string())] {
                for span in spans {
                    for by in bys {
                        // A ward has nothing inside it, and Rutland no wards here.
                        let by_area = by.contains(&By::Area);
                        if by_area && (area == "E05010459" || area == "E06000017") {
                            continue;
                        }
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
    world.place().runs(&ledger()).await;
    actions::rebuild(world.desk(), &Person::operator())
        .await
        .expect("published");
    let parts = parts(world).await;
    assert!(parts.len() > 20, "only {} parts", parts.len());
    let conn = world.desk().db.read();
    let (mut shown, mut hidden) = (0, 0);
    for view in views() {
        let figures = published(&conn, &view).await.expect("figures");
        let (touched, is_total_touched) = by_hand(&parts, &view);
        for (name, measures) in figures.rows() {
            let code: Vec<String> = name.iter().map(|part| part.code.clone()).collect();
            let is_shown = measures.offenders.count().is_some_and(|count| count > 0);
            if is_shown {
                assert!(!touched.contains(&code), "{view:?} shows {code:?}");
                shown += 1;
            } else if measures.is_withheld() {
                hidden += 1;
            }
        }
        let total = figures.total();
        if total.offenders.count().is_some_and(|count| count > 0) {
            assert!(!is_total_touched, "{view:?} shows its total");
        }
        // A single stretch is withheld for an exchange or for being small, and for nothing else.
        if is_single(view.span) && total.is_withheld() && !is_total_touched {
            let exact = exact(&conn, &view).await.expect("exact");
            let heads: i64 = exact.iter().map(|(_, measures)| measures.offenders).sum();
            let came: i64 = exact.iter().map(|(_, measures)| measures.attendances).sum();
            let is_small = |count: i64| (1..5).contains(&count);
            let of_wards = view.cuts(By::Area) && view.area.starts_with('E');
            assert!(is_small(heads) || is_small(came) || of_wards, "{view:?}");
        }
    }
    assert!(
        shown > 100 && hidden > 100,
        "{shown} shown, {hidden} hidden"
    );
});
