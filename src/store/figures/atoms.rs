//! Atoms: what was published of each project and month, and the exchanges that cover small numbers.
//!
//! Rows become the numbered cells that the domain decides over, and back: [`Codes`] keeps which number
//! stands for which code. Start at [`changes`].

use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Cell, Change, Exchange};
use crate::domain::figures::period::Month;
use crate::store::rollup::Leaf;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers for names, in the order they were met.
struct Numbered<T> {
    numbers: BTreeMap<T, u32>,
    names: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered {
            numbers: BTreeMap::new(),
            names: vec![],
        }
    }
}

impl<T: Ord + Clone> Numbered<T> {
    fn number(&mut self, name: T) -> u32 {
        let next = self.names.len() as u32;
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        self.numbers.insert(name.clone(), next);
        self.names.push(name);
        next
    }

    fn name(&self, number: u32) -> Result<&T, StoreError> {
        let name = self.names.get(number as usize);
        name.ok_or_else(|| StoreError::Failed("an atom without a place".into()))
    }
}

/// Which number stands for which code.
#[derive(Default)]
pub(super) struct Codes {
    councils: Numbered<String>,
    /// Places of a council without a ward are a cell of their own.
    wards: Numbered<(String, Option<String>)>,
    categories: Numbered<String>,
    origins: Numbered<String>,
}

impl Codes {
    fn atom(&mut self, row: AtomKey) -> Result<Atom, StoreError> {
        let month: Month = row
            .month
            .parse()
            .map_err(|_| StoreError::Unreadable(format!("month {:?}", row.month)))?;
        let cell = Cell {
            ward: self.wards.number((row.council_code.clone(), row.ward_code)),
            council: self.councils.number(row.council_code),
            category: self.categories.number(row.category),
            origin: self.origins.number(row.origin),
            month: month.number(),
        };
        Ok(Atom {
            cell,
            project: row.project_id,
        })
    }

    /// The leaf of an atom that came from here.
    pub(super) fn leaf(&self, atom: &Atom) -> Result<Leaf, StoreError> {
        let (council, ward) = self.ward(atom.cell.ward)?.clone();
        Ok(Leaf {
            council,
            ward,
            category: self.category(atom.cell.category)?.to_string(),
            origin: self.origin(atom.cell.origin)?.to_string(),
            month: Month::numbered(atom.cell.month),
        })
    }

    /// A council and a ward of it, or none.
    pub(super) fn ward(&self, number: u32) -> Result<&(String, Option<String>), StoreError> {
        self.wards.name(number)
    }

    /// A category's code.
    pub(super) fn category(&self, number: u32) -> Result<&str, StoreError> {
        Ok(self.categories.name(number)?)
    }

    /// An origin's code.
    pub(super) fn origin(&self, number: u32) -> Result<&str, StoreError> {
        Ok(self.origins.name(number)?)
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

/// A row by its number.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
}

#[derive(FromQueryResult)]
struct PartRow {
    exchange_id: i64,
    people: i64,
    fits_earlier: bool,
    sign: i64,
    #[sea_orm(nested)]
    key: AtomKey,
}

/// What the ledger says of every project that changed, by month.
const COUNTED: &str = "SELECT p.id AS project_id, substr(r.day, 1, 7) AS month, p.council_code, p.ward_code, \
    p.category, p.origin, CAST(COUNT(*) AS BIGINT) AS sessions_held, \
    CAST(SUM(r.attending) AS BIGINT) AS attendances, CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
    CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
    CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
    FROM dirty_project d JOIN project p ON p.id = d.project_id \
    JOIN session_in_force f ON f.project_id = p.id JOIN session_return r ON r.id = f.return_id \
    WHERE r.status = 'held' AND d.project_id >= $1 AND d.project_id <= $2 \
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

/// What was last published of them.
const PUBLISHED: &str = "SELECT * FROM public_atom WHERE project_id IN \
    (SELECT project_id FROM dirty_project WHERE project_id >= $1 AND project_id <= $2) \
    ORDER BY project_id, month";

/// So many projects are read at once.
const PROJECTS: usize = 500;

/// What changed since the last publication, project by project and month by month.
pub(super) async fn changes(conn: &Conn<'_>, codes: &mut Codes) -> Result<Vec<Change>, StoreError> {
    let sql = "SELECT project_id AS id FROM dirty_project ORDER BY project_id";
    let projects: Vec<Row> = conn.all(sql, []).await?;
    let mut changes = vec![];
    for some in projects.chunks(PROJECTS) {
        let (Some(first), Some(last)) = (some.first(), some.last()) else {
            continue;
        };
        let values: Vec<Value> = vec![first.id.into(), last.id.into()];
        let now = atoms(conn, codes, COUNTED, values.clone()).await?;
        let before = atoms(conn, codes, PUBLISHED, values).await?;
        let every: BTreeSet<&Atom> = now.keys().chain(before.keys()).collect();
        let of = |map: &BTreeMap<Atom, Measures>, atom| map.get(atom).copied().unwrap_or_default();
        let all = every.into_iter().map(|atom| Change {
            atom: *atom,
            before: of(&before, atom),
            now: of(&now, atom),
        });
        changes.extend(all.filter(|change| change.before != change.now));
    }
    changes.sort_unstable_by_key(|change| change.atom);
    Ok(changes)
}

/// More cells than this are read all at once.
const MANY: usize = 200;

/// What was published, and the exchanges that cover it.
#[derive(Default)]
pub(super) struct Published {
    pub(super) atoms: BTreeMap<Atom, Measures>,
    /// Those that fit everything ever published.
    pub(super) lasting: Vec<Exchange>,
    /// Those that a raised threshold asked for: they fit what was published since.
    pub(super) since_raised: Vec<Exchange>,
}

impl Published {
    /// Every exchange.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        [self.lasting.as_slice(), &self.since_raised].concat()
    }
}

/// What was published that shares a cell or a project with a change.
pub(super) async fn around(
    conn: &Conn<'_>,
    codes: &mut Codes,
    changes: &[Change],
) -> Result<Published, StoreError> {
    let mut places: BTreeSet<(String, String)> = BTreeSet::new();
    for change in changes {
        let leaf = codes.leaf(&change.atom)?;
        places.insert((leaf.council, leaf.month.to_string()));
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
    read(conn, codes, filters).await
}

/// Everything that was published.
pub(super) async fn everything(
    conn: &Conn<'_>,
    codes: &mut Codes,
) -> Result<Published, StoreError> {
    read(conn, codes, vec![("true".into(), vec![])]).await
}

async fn read(
    conn: &Conn<'_>,
    codes: &mut Codes,
    filters: Vec<(String, Vec<Value>)>,
) -> Result<Published, StoreError> {
    let mut published = Published::default();
    let mut parts: [BTreeMap<(i64, Atom), (i64, i64)>; 2] = Default::default();
    for (filter, values) in filters {
        let sql = format!("SELECT * FROM public_atom WHERE {filter}");
        let found = atoms(conn, codes, &sql, values.clone()).await?;
        published.atoms.extend(found);
        let sql = format!(
            "SELECT p.exchange_id, e.people, e.fits_earlier, p.sign, p.project_id, p.month, p.council_code, p.ward_code, p.category, p.origin \
             FROM exchange_part p JOIN exchange e ON e.id = p.exchange_id \
             WHERE p.exchange_id IN (SELECT exchange_id FROM exchange_part WHERE {filter})"
        );
        for row in conn.all::<PartRow>(sql, values).await? {
            let atom = codes.atom(row.key)?;
            let kind = usize::from(!row.fits_earlier);
            parts[kind].insert((row.exchange_id, atom), (row.sign, row.people));
        }
    }
    [published.lasting, published.since_raised] = parts.map(exchanges);
    Ok(published)
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
