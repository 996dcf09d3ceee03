//! Atoms: what was published of each project and month, and the exchanges that cover small numbers.
//!
//! Rows become the numbered cells that the domain decides over, and back: [`Codes`] keeps which number
//! stands for which code. Start at [`around`]; `changed` reads what is to be published.

use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Cell, Change, Exchange};
use crate::domain::figures::period::Month;
use crate::store::at_once::{in_pieces, typed_placeholders};
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
    pub(super) project_id: i64,
    pub(super) month: String,
    pub(super) council_code: String,
    pub(super) ward_code: Option<String>,
    pub(super) category: String,
    pub(super) origin: String,
}

#[derive(FromQueryResult)]
pub(super) struct AtomRow {
    #[sea_orm(nested)]
    pub(super) key: AtomKey,
    pub(super) sessions_held: i64,
    pub(super) attendances: i64,
    pub(super) offenders: i64,
    pub(super) minutes_offered: i64,
    pub(super) minutes_credited: i64,
}

impl AtomRow {
    /// The atom and its counts.
    pub(super) fn read(self, codes: &mut Codes) -> Result<(Atom, Measures), StoreError> {
        let counts = Measures {
            sessions_held: self.sessions_held,
            attendances: self.attendances,
            offenders: self.offenders,
            minutes_offered: self.minutes_offered,
            minutes_credited: self.minutes_credited,
            ..Measures::NONE
        };
        Ok((codes.atom(self.key)?, counts))
    }
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

async fn atoms(
    conn: &Conn<'_>,
    codes: &mut Codes,
    sql: &str,
    values: Vec<Value>,
) -> Result<BTreeMap<Atom, Measures>, StoreError> {
    let mut atoms = BTreeMap::new();
    for row in conn.all::<AtomRow>(sql, values).await? {
        let (atom, counts) = row.read(codes)?;
        atoms.insert(atom, counts);
    }
    Ok(atoms)
}

/// More cells than this are read all at once.
const MANY: usize = 20_000;

/// What was published, and the exchanges that cover it.
#[derive(Default)]
pub(super) struct Published {
    pub(super) atoms: BTreeMap<Atom, Measures>,
    /// Those that fit everything ever published.
    pub(super) lasting: Vec<Exchange>,
    /// Those that a raised threshold asked for: they fit what was published since.
    pub(super) since_raised: Vec<Exchange>,
    /// The rows of all of them, in this order.
    pub(super) ids: Vec<i64>,
}

impl Published {
    /// Every exchange.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        [self.lasting.as_slice(), &self.since_raised].concat()
    }
}

/// Rows of a table of atoms: the words of a query with a place for the table, and its values.
type Selection = (String, Vec<Value>);

/// Those of these cells.
fn in_cells(conn: &Conn<'_>, cells: &[[String; 5]]) -> Selection {
    let places = typed_placeholders(conn.engine(), cells.len(), &["TEXT"; 5]);
    let sql = format!(
        "SELECT t.* FROM (VALUES {places}) AS w CROSS JOIN {{table}} t WHERE t.council_code = w.column1 \
         AND t.month = w.column2 AND t.category = w.column3 AND t.origin = w.column4 \
         AND COALESCE(t.ward_code, '') = w.column5"
    );
    (sql, cells.iter().flatten().map(Value::from).collect())
}

/// Those of these projects.
fn of_projects(conn: &Conn<'_>, projects: &[i64]) -> Selection {
    let places = typed_placeholders(conn.engine(), projects.len(), &["BIGINT"]);
    let sql = format!(
        "SELECT t.* FROM (VALUES {places}) AS w CROSS JOIN {{table}} t WHERE t.project_id = w.column1"
    );
    (sql, projects.iter().copied().map(Value::from).collect())
}

/// What was published that shares a cell or a project with a change.
pub(super) async fn around(
    conn: &Conn<'_>,
    codes: &mut Codes,
    changes: &[Change],
) -> Result<Published, StoreError> {
    let cells: BTreeSet<Cell> = changes.iter().map(|change| change.atom.cell).collect();
    if cells.len() > MANY {
        return everything(conn, codes).await;
    }
    let mut named = vec![];
    for cell in cells {
        let leaf = codes.leaf(&Atom { cell, project: 0 })?;
        let (month, ward) = (leaf.month.to_string(), leaf.ward.unwrap_or_default());
        named.push([leaf.council, month, leaf.category, leaf.origin, ward]);
    }
    let projects: BTreeSet<i64> = changes.iter().map(|change| change.atom.project).collect();
    let projects: Vec<i64> = projects.into_iter().collect();
    let near = in_pieces(&named).map(|some| in_cells(conn, some));
    let own = in_pieces(&projects).map(|some| of_projects(conn, some));
    let selections: Vec<Selection> = near.chain(own).collect();
    read(conn, codes, selections).await
}

/// Everything that was published.
pub(super) async fn everything(
    conn: &Conn<'_>,
    codes: &mut Codes,
) -> Result<Published, StoreError> {
    let all = ("SELECT t.* FROM {table} t".to_string(), vec![]);
    read(conn, codes, vec![all]).await
}

async fn read(
    conn: &Conn<'_>,
    codes: &mut Codes,
    selections: Vec<Selection>,
) -> Result<Published, StoreError> {
    let mut published = Published::default();
    let mut parts: [BTreeMap<(i64, Atom), (i64, i64)>; 2] = Default::default();
    for (sql, values) in selections {
        let of = |table: &str| sql.replace("{table}", table);
        let found = atoms(conn, codes, &of("public_atom"), values.clone()).await?;
        published.atoms.extend(found);
        let sql = format!(
            "SELECT p.exchange_id, e.people, e.fits_earlier, p.sign, p.project_id, p.month, p.council_code, \
             p.ward_code, p.category, p.origin FROM exchange_part p JOIN exchange e ON e.id = p.exchange_id \
             WHERE p.exchange_id IN (SELECT s.exchange_id FROM ({}) AS s)",
            of("exchange_part")
        );
        for row in conn.all::<PartRow>(sql, values).await? {
            let atom = codes.atom(row.key)?;
            let kind = usize::from(!row.fits_earlier);
            parts[kind].insert((row.exchange_id, atom), (row.sign, row.people));
        }
    }
    let [lasting, since_raised] = parts.map(exchanges);
    published.ids = lasting.keys().chain(since_raised.keys()).copied().collect();
    published.lasting = lasting.into_values().collect();
    published.since_raised = since_raised.into_values().collect();
    Ok(published)
}

fn exchanges(parts: BTreeMap<(i64, Atom), (i64, i64)>) -> BTreeMap<i64, Exchange> {
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
    found
}
