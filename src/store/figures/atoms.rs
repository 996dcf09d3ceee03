//! Atoms: what was published of each project and month, and the exchanges that cover small numbers.
//!
//! Rows become the numbered cells that the domain decides over, and back: [`Codes`] keeps which number
//! stands for which code. Start at [`changes`].

use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Cell, Change, Exchange};
use crate::store::rollup::Leaf;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Which number stands for which code, and which atom is which leaf.
#[derive(Default)]
pub(super) struct Codes {
    numbers: BTreeMap<String, u32>,
    leaves: BTreeMap<Atom, Leaf>,
}

impl Codes {
    fn number(&mut self, code: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(code).or_insert(next)
    }

    fn atom(&mut self, row: AtomKey) -> Result<Atom, StoreError> {
        let month = row
            .month
            .parse()
            .map_err(|_| StoreError::Unreadable(format!("month {:?}", row.month)))?;
        let leaf = Leaf {
            council: row.council_code,
            ward: row.ward_code,
            category: row.category,
            origin: row.origin,
            month,
        };
        // Places of a council without a ward are a cell of their own.
        let ward = leaf.ward.clone().unwrap_or(format!("{}/", leaf.council));
        let cell = Cell {
            council: self.number(format!("council {}", leaf.council)),
            ward: self.number(format!("ward {ward}")),
            category: self.number(format!("category {}", leaf.category)),
            origin: self.number(format!("origin {}", leaf.origin)),
            month: month.number(),
        };
        let atom = Atom {
            cell,
            project: row.project_id,
        };
        self.leaves.insert(atom, leaf);
        Ok(atom)
    }

    /// The leaf of an atom that came from here.
    pub(super) fn leaf(&self, atom: &Atom) -> Result<&Leaf, StoreError> {
        let leaf = self.leaves.get(atom);
        leaf.ok_or_else(|| StoreError::Failed("an atom without a place".into()))
    }
}

#[derive(FromQueryResult)]
pub(super) struct AtomKey {
    project_id: i64,
    month: String,
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
}

#[derive(FromQueryResult)]
struct AtomRow {
    #[sea_orm(nested)]
    key: AtomKey,
    sessions_held: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

#[derive(FromQueryResult)]
struct PartRow {
    exchange_id: i64,
    people: i64,
    sign: i64,
    #[sea_orm(nested)]
    key: AtomKey,
}

const KEY: &str = "project_id, month, council_code, ward_code, category, origin";

/// What the ledger says of every project that changed, by month.
const COUNTED: &str = "SELECT p.id AS project_id, substr(r.day, 1, 7) AS month, p.council_code, p.ward_code, \
    p.category, p.origin, CAST(COUNT(*) AS BIGINT) AS sessions_held, \
    CAST(SUM(r.attending) AS BIGINT) AS attendances, CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
    CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
    CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
    FROM dirty_project d JOIN project p ON p.id = d.project_id \
    JOIN session_in_force f ON f.project_id = p.id JOIN session_return r ON r.id = f.return_id \
    WHERE r.status = 'held' \
    GROUP BY p.id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7) \
    ORDER BY 1, 2";

async fn atoms(
    conn: &Conn<'_>,
    codes: &mut Codes,
    sql: &str,
    values: Vec<Value>,
) -> Result<BTreeMap<Atom, Measures>, StoreError> {
    let mut atoms = BTreeMap::new();
    for row in conn.all::<AtomRow>(sql, values).await? {
        let counts = Measures {
            sessions_held: row.sessions_held,
            attendances: row.attendances,
            offenders: row.offenders,
            minutes_offered: row.minutes_offered,
            minutes_credited: row.minutes_credited,
            ..Measures::NONE
        };
        atoms.insert(codes.atom(row.key)?, counts);
    }
    Ok(atoms)
}

/// What changed since the last publication, project by project and month by month.
pub(super) async fn changes(conn: &Conn<'_>, codes: &mut Codes) -> Result<Vec<Change>, StoreError> {
    let now = atoms(conn, codes, COUNTED, vec![]).await?;
    let sql = "SELECT * FROM public_atom WHERE project_id IN (SELECT project_id FROM dirty_project) \
               ORDER BY project_id, month";
    let before = atoms(conn, codes, sql, vec![]).await?;
    let every: BTreeSet<&Atom> = now.keys().chain(before.keys()).collect();
    let of = |map: &BTreeMap<Atom, Measures>, atom| map.get(atom).copied().unwrap_or_default();
    let changes = every.into_iter().map(|atom| Change {
        atom: *atom,
        before: of(&before, atom),
        now: of(&now, atom),
    });
    Ok(changes
        .filter(|change| change.before != change.now)
        .collect())
}

/// More cells than this are read all at once.
const MANY: usize = 200;

/// The published atoms and the exchanges that share a cell or a project with a change.
pub(super) async fn around(
    conn: &Conn<'_>,
    codes: &mut Codes,
    changes: &[Change],
) -> Result<(BTreeMap<Atom, Measures>, Vec<Exchange>), StoreError> {
    let mut places: BTreeSet<(String, String)> = BTreeSet::new();
    for change in changes {
        let leaf = codes.leaf(&change.atom)?;
        places.insert((leaf.council.clone(), leaf.month.to_string()));
    }
    let filters: Vec<(String, Vec<Value>)> = if places.len() > MANY {
        vec![("true".into(), vec![])]
    } else {
        let place = "council_code = $1 AND month = $2";
        let near = places
            .into_iter()
            .map(|(council, month)| (place.to_string(), vec![council.into(), month.into()]));
        let own = "project_id IN (SELECT project_id FROM dirty_project)".to_string();
        near.chain([(own, vec![])]).collect()
    };
    let mut published = BTreeMap::new();
    let mut parts: BTreeMap<(i64, Atom), (i64, i64)> = BTreeMap::new();
    for (filter, values) in filters {
        let sql = format!("SELECT * FROM public_atom WHERE {filter}");
        published.extend(atoms(conn, codes, &sql, values.clone()).await?);
        let sql = format!(
            "SELECT p.exchange_id, e.people, p.sign, p.project_id, p.month, p.council_code, p.ward_code, p.category, p.origin \
             FROM exchange_part p JOIN exchange e ON e.id = p.exchange_id \
             WHERE p.exchange_id IN (SELECT exchange_id FROM exchange_part WHERE {filter})"
        );
        for row in conn.all::<PartRow>(sql, values).await? {
            let atom = codes.atom(row.key)?;
            parts.insert((row.exchange_id, atom), (row.sign, row.people));
        }
    }
    Ok((published, exchanges(parts)))
}

fn exchanges(parts: BTreeMap<(i64, Atom), (i64, i64)>) -> Vec<Exchange> {
    let mut found: BTreeMap<i64, Exchange> = BTreeMap::new();
    for ((id, atom), (sign, people)) in parts {
        let exchange = found.entry(id).or_insert(Exchange {
            raised: vec![],
            lowered: vec![],
            people,
        });
        let side = if sign > 0 {
            &mut exchange.raised
        } else {
            &mut exchange.lowered
        };
        side.push(atom);
    }
    found.into_values().collect()
}

fn key_values(codes: &Codes, atom: &Atom) -> Result<Vec<Value>, StoreError> {
    let leaf = codes.leaf(atom)?;
    Ok(vec![
        atom.project.into(),
        leaf.month.to_string().into(),
        leaf.council.clone().into(),
        leaf.ward.clone().into(),
        leaf.category.clone().into(),
        leaf.origin.clone().into(),
    ])
}

fn count_values(counts: &Measures) -> [Value; 5] {
    [
        counts.sessions_held,
        counts.attendances,
        counts.offenders,
        counts.minutes_offered,
        counts.minutes_credited,
    ]
    .map(Value::from)
}

const COUNTS: &str = "sessions_held, attendances, offenders, minutes_offered, minutes_credited";

/// Writes rows of atoms with their counts into a table.
async fn write(
    conn: &Conn<'_>,
    table: &str,
    codes: &Codes,
    rows: &[(Atom, Measures)],
) -> Result<(), StoreError> {
    for some in rows.chunks(500) {
        let mut values = Vec::with_capacity(some.len() * 11);
        for (atom, counts) in some {
            values.extend(key_values(codes, atom)?);
            values.extend(count_values(counts));
        }
        let places = super::super::rollup::placeholders(some.len(), 11);
        let sql = format!("INSERT INTO {table} ({KEY}, {COUNTS}) VALUES {places}");
        conn.run(sql, values).await?;
    }
    Ok(())
}

/// Keeps what a publication took up of the changes, and what waits.
pub(super) async fn keep(
    conn: &Conn<'_>,
    codes: &Codes,
    changes: &[Change],
    taken: &[bool],
) -> Result<(), StoreError> {
    let (mut gone, mut kept, mut waiting) = (vec![], vec![], vec![]);
    for (change, taken) in changes.iter().zip(taken) {
        if !*taken {
            let mut left = change.now;
            left += -change.before;
            waiting.push((change.atom, left));
            continue;
        }
        if change.before != Measures::NONE {
            gone.push(change.atom);
        }
        if change.now != Measures::NONE {
            kept.push((change.atom, change.now));
        }
    }
    for atom in gone {
        let month = codes.leaf(&atom)?.month.to_string();
        let sql = "DELETE FROM public_atom WHERE project_id = $1 AND month = $2";
        conn.run(sql, [atom.project.into(), month.into()]).await?;
    }
    write(conn, "public_atom", codes, &kept).await?;
    write(conn, "waiting_change", codes, &waiting).await
}

/// Keeps exchanges, with what each changes in a project's own figures. Says their numbers.
pub(super) async fn keep_exchanges(
    conn: &Conn<'_>,
    codes: &Codes,
    publication: i64,
    exchanges: &[Exchange],
) -> Result<Vec<i64>, StoreError> {
    let mut numbers = vec![];
    for exchange in exchanges {
        let sql = "INSERT INTO exchange (publication, people) VALUES ($1, $2) RETURNING id";
        let values = [publication.into(), exchange.people.into()];
        let id = conn.number(sql, values).await?;
        let mut values: Vec<Value> = vec![];
        for (atom, sign) in exchange.parts() {
            values.push(id.into());
            values.extend(key_values(codes, &atom)?);
            values.push(sign.into());
        }
        let places = super::super::rollup::placeholders(exchange.parts().count(), 8);
        let sql = format!("INSERT INTO exchange_part (exchange_id, {KEY}, sign) VALUES {places}");
        conn.run(sql, values).await?;
        numbers.push(id);
    }
    Ok(numbers)
}
