//! What a release counted, down to each version of each session, and whether its numbers follow from it.
//!
//! Written in the transaction that publishes, when the public figures have everything of the months; so
//! what was counted is what is in force, less what waits to be covered.

use super::Release;
use crate::domain::figures::Measures;
use crate::domain::figures::measure::{Counted, Measure};
use crate::domain::figures::period::Month;
use crate::domain::figures::release::{Row, Table};
use crate::domain::figures::view::{By, time_name};
use crate::domain::figures::waits::Waits;
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::store::at_once::placeholders;
use crate::store::instants::Day;
use crate::store::nominations::places::codes_inside;
use crate::store::rollup::{
    Leaf, Nomination, ROUNDS, Round, agreed, nomination_columns, values_of,
};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

const COLUMNS: &str = "release_id, kind, thing_id, month, inside_code, category, origin";

/// In which row of the table by area something lies: what was recorded for the council itself in its ward or
/// in none, all else in the area directly inside it, however much deeper.
const INSIDE: &str = "CASE WHEN p.council_code = $2 THEN COALESCE(p.ward_code, p.council_code) ELSE \
    (WITH RECURSIVE below(code, row_code) AS (SELECT code, code FROM area WHERE parent_code = $2 UNION \
    SELECT a.code, b.row_code FROM area a JOIN below b ON a.parent_code = b.code) \
    SELECT row_code FROM below WHERE code = p.council_code) END";

/// Which councils count.
fn councils() -> String {
    format!("p.council_code IN {}", codes_inside(&["$2".into()]))
}

fn values(release: &Release) -> [Value; 4] {
    [
        release.id.into(),
        release.area_code.clone().into(),
        release.span.from.to_string().into(),
        release.span.to.to_string().into(),
    ]
}

/// Writes down what is counted now.
pub async fn keep(conn: &Conn<'_>, release: &Release) -> Result<(), StoreError> {
    let in_months = |day: &str| format!("substr({day}, 1, 7) >= $3 AND substr({day}, 1, 7) <= $4");
    let sessions = format!(
        "INSERT INTO release_counted ({COLUMNS}) \
         SELECT $1, 'session', r.id, substr(r.day, 1, 7), {INSIDE}, p.category, p.origin FROM session_in_force f \
         JOIN session_return r ON r.id = f.return_id JOIN project p ON p.id = f.project_id \
         WHERE {} AND {}",
        councils(),
        in_months("r.day")
    );
    conn.run(sessions, values(release)).await?;
    let project = |kind: &str, day: &str, also: &str| {
        format!(
            "INSERT INTO release_counted ({COLUMNS}, stage, from_day, to_day) \
             SELECT $1, '{kind}', p.id, substr(p.{day}, 1, 7), {INSIDE}, p.category, p.origin, p.stage, \
             p.nominated_on, p.completed_on FROM project p \
             WHERE {} AND {} {also}",
            councils(),
            in_months(&format!("p.{day}"))
        )
    };
    let completed = project("completed", "completed_on", "AND p.stage = 'completed'");
    for sql in [project("agreed", "agreed_on", ""), completed] {
        conn.run(sql, values(release)).await?;
    }
    keep_chosen(conn, release).await?;
    keep_waiting(conn, release).await
}

#[derive(FromQueryResult)]
struct Chosen<T: FromQueryResult> {
    id: i64,
    inside_code: Option<String>,
    #[sea_orm(nested)]
    counted: T,
}

/// The columns of what is counted of nominations and of votes.
const CHOSEN: [&str; 6] = [
    "supports",
    "decided",
    "decided_in_time",
    "votes_cast",
    "votes_among_known",
    "population",
];

/// Nominations and votes. Their months are London's.
async fn keep_chosen(conn: &Conn<'_>, release: &Release) -> Result<(), StoreError> {
    // The first placeholder is not needed, but both engines want all that are given.
    let nominations = format!(
        "SELECT p.id, {INSIDE} AS inside_code, {} FROM nomination p \
         WHERE {} AND p.moderated_at IS NOT NULL AND p.public AND $1 <> '' ORDER BY p.id",
        nomination_columns("p"),
        councils()
    );
    let rounds = format!(
        "SELECT p.*, {INSIDE} AS inside_code FROM {ROUNDS} AS p WHERE {} AND $1 <> '' ORDER BY p.id",
        councils()
    );
    keep_each::<Nomination>(conn, release, ("nomination", nominations)).await?;
    keep_each::<Round>(conn, release, ("round", rounds)).await
}

async fn keep_each<T: FromQueryResult + Into<(Leaf, Measures)>>(
    conn: &Conn<'_>,
    release: &Release,
    (kind, sql): (&str, String),
) -> Result<(), StoreError> {
    let area = release.area_code.clone();
    let values: [Value; 2] = [area.clone().into(), area.into()];
    for row in conn.all::<Chosen<T>>(sql, values).await? {
        let (leaf, counts) = row.counted.into();
        if !release.span.holds(leaf.month) {
            continue;
        }
        let mut values: Vec<Value> = vec![
            release.id.into(),
            kind.into(),
            row.id.into(),
            leaf.month.to_string().into(),
            row.inside_code.into(),
            leaf.category.into(),
            leaf.origin.into(),
        ];
        values.extend(values_of(&counts, &CHOSEN));
        let sql = format!(
            "INSERT INTO release_counted ({COLUMNS}, {}) VALUES {}",
            CHOSEN.join(", "),
            placeholders(conn.engine(), 1, values.len())
        );
        conn.run(sql, values).await?;
    }
    Ok(())
}

/// What waits is in no public figure, unless nothing at all could be published yet: then it is withheld
/// where it stands.
async fn keep_waiting(conn: &Conn<'_>, release: &Release) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM public_atom LIMIT 1) AS a";
    if conn.number(sql, []).await? == 0 {
        return Ok(());
    }
    let counts = "sessions_held, attendances, offenders, minutes_offered, minutes_credited";
    let sql = format!(
        "INSERT INTO release_counted ({COLUMNS}, {counts}) \
         SELECT $1, 'waiting', p.id, p.month, {INSIDE}, p.category, p.origin, {counts} FROM waiting_change p \
         WHERE {} AND p.month >= $3 AND p.month <= $4",
        councils()
    );
    conn.run(sql, values(release)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Part {
    kind: String,
    month: String,
    inside_code: Option<String>,
    category: String,
    origin: String,
    held: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
    supports: i64,
    decided: i64,
    decided_in_time: i64,
    votes_cast: i64,
    votes_among_known: i64,
    population: i64,
    stage: Option<String>,
    from_day: Option<Day>,
    to_day: Option<Day>,
}

impl Part {
    fn counts(&self) -> Measures {
        let of_people = Measures {
            sessions_held: self.held,
            attendances: self.attendances,
            offenders: self.offenders,
            minutes_offered: self.minutes_offered,
            minutes_credited: self.minutes_credited,
            ..Measures::NONE
        };
        match self.kind.as_str() {
            "session" => Measures {
                stood_down: 1 - self.held,
                ..of_people
            },
            "waiting" => -of_people,
            // A release from before stages were counted has none.
            "agreed" => agreed(self.stage.as_deref().unwrap_or_default()),
            "round" => Measures {
                rounds: 1,
                votes_cast: self.votes_cast,
                votes_among_known: self.votes_among_known,
                population: self.population,
                ..Measures::NONE
            },
            "completed" => Measures {
                projects_completed: 1,
                ..Measures::NONE
            },
            _ => Measures {
                nominations: 1,
                supports: self.supports,
                decided: self.decided,
                decided_in_time: self.decided_in_time,
                ..Measures::NONE
            },
        }
    }

    /// How many days a project took from its nomination to its completion.
    fn days(&self) -> Option<i64> {
        let is_completed = self.kind == "completed";
        let (from, to) = (self.from_day.as_ref()?, self.to_day.as_ref()?);
        is_completed.then(|| (to.0 - from.0).num_days().max(0))
    }

    /// The code of the row of a table that it counts in, if it counts in any.
    fn row(
        &self,
        table: Table,
        has_inside: bool,
        area: &str,
    ) -> Result<Option<String>, StoreError> {
        let month: Month = self
            .month
            .parse()
            .map_err(|_| StoreError::Unreadable(format!("month {:?}", self.month)))?;
        Ok(match table {
            Table::Total => Some(table.code().into()),
            Table::By(By::Time(cut)) => Some(time_name(cut, month).code),
            Table::By(By::Category | By::Origin) if self.kind == "round" => None,
            Table::By(By::Category) => Some(self.category.clone()),
            Table::By(By::Origin) => Some(self.origin.clone()),
            Table::By(By::Area) if has_inside => self.inside_code.clone(),
            Table::By(By::Area) => Some(area.to_string()),
        })
    }
}

/// The numbers of every row of a release, worked out again from what it counted: sessions from the
/// ledger itself.
async fn recounted(
    conn: &Conn<'_>,
    release: &Release,
    rows: &[Row],
) -> Result<BTreeMap<(&'static str, String), Recounted>, StoreError> {
    let sql = "SELECT c.kind, c.month, c.inside_code, c.category, c.origin, \
         CASE WHEN c.kind <> 'session' THEN c.sessions_held WHEN r.status = 'held' THEN 1 ELSE 0 END AS held, \
         COALESCE(r.attending, c.attendances) AS attendances, \
         COALESCE(r.new_to_project, c.offenders) AS offenders, \
         COALESCE(r.minutes_offered, c.minutes_offered) AS minutes_offered, \
         COALESCE(r.minutes_credited, c.minutes_credited) AS minutes_credited, \
         c.supports, c.decided, c.decided_in_time, c.votes_cast, c.votes_among_known, c.population, \
         c.stage, c.from_day, c.to_day \
         FROM release_counted c LEFT JOIN session_return r ON c.kind = 'session' AND r.id = c.thing_id \
         WHERE c.release_id = $1 AND (c.kind <> 'session' OR r.id IS NOT NULL)";
    let parts: Vec<Part> = conn.all(sql, [release.id.into()]).await?;
    let is_inside = |row: &Row| row.table == Table::By(By::Area) && row.code != release.area_code;
    let has_inside = rows.iter().any(is_inside);
    let mut sums: BTreeMap<(&'static str, String), Recounted> = BTreeMap::new();
    sums.insert(("total", "total".into()), Recounted::default());
    for part in parts {
        for table in Table::of(release.span) {
            if let Some(code) = part.row(table, has_inside, &release.area_code)? {
                let sum = sums.entry((table.code(), code)).or_default();
                sum.counts += part.counts();
                if let Some(days) = part.days() {
                    sum.days.note(days);
                }
            }
        }
    }
    Ok(sums)
}

/// What a row of a release comes to.
#[derive(Debug, Default)]
struct Recounted {
    counts: Measures,
    days: Waits,
}

impl Recounted {
    fn number(&self, measure: Measure) -> Shown {
        match measure {
            Measure::MedianDays => self.days.median().map_or(Shown::NotAvailable, Shown::Count),
            other => self.counts.counted(other),
        }
    }
}

/// What of a row that is shown is not what was counted, and what small number is shown, in words.
fn wrong(shown: &PublicMeasures, counted: &Recounted, release: &Release) -> Vec<String> {
    let differs = |measure: &Measure| {
        let (now, counted) = (
            shown.counted(*measure).count(),
            counted.number(*measure).count(),
        );
        let may_hide = measure.is_of_people() || *measure == Measure::MedianDays;
        now != counted && !(may_hide && now.is_none())
    };
    let in_words = |measure: Measure| {
        let number = |shown: Shown| measure.in_words(shown);
        let (shown, counted) = (
            number(shown.counted(measure)),
            number(counted.number(measure)),
        );
        let what = measure.told().words.to_lowercase();
        format!("{what}: published {shown}, counted {counted}")
    };
    let edition = Measure::in_edition(release.reading.edition);
    let mut all: Vec<String> = edition.filter(differs).map(in_words).collect();
    let small = |count: i64| (1..release.threshold).contains(&count);
    let hides = small(counted.counts.offenders) || small(counted.counts.attendances);
    if hides && !shown.is_withheld() {
        all.push("a small number of people is shown".into());
    }
    all
}

/// The rows of a release that do not follow from what it counted, in words. None is the right answer.
pub async fn differences(
    conn: &Conn<'_>,
    release: &Release,
    rows: &[Row],
) -> Result<Vec<String>, StoreError> {
    let mut sums = recounted(conn, release, rows).await?;
    let of = |table: &str, code: &str| format!("release {}, {table} {code}", release.slug);
    let mut all = vec![];
    for row in rows {
        let counted = sums.remove(&(row.table.code(), row.code.clone()));
        let wrong = wrong(&row.counts, &counted.unwrap_or_default(), release);
        if !wrong.is_empty() {
            let row = of(row.table.code(), &row.code);
            all.push(format!("{row}: {}", wrong.join("; ")));
        }
    }
    sums.retain(|_, counted| !counted.counts.is_empty());
    all.extend(sums.into_keys().map(|(table, code)| {
        let row = of(table, &code);
        format!("{row}: not published, but something was counted")
    }));
    Ok(all)
}
