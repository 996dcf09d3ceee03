//! What somebody can work out who reads every public answer after each of three publications, and has a solver.
//!
//! `tests/small_numbers` proves the rule over invented ledgers in memory. Here the numbers and marks are those that
//! the product gives over HTTP: pages, CSV, JSON, the API, open data, questions and releases, put together.

#[path = "../../small_numbers/bounds.rs"]
mod bounds;
mod ledger;
mod reading;

use crate::releases::{checks, drafts};
use crate::withheld_stretches::{Atom, DISTRICTS, LEICESTER};
use crate::world::{Actor, World};
use bounds::{Independent, Known, MEASURES};
use ledger::{Ledger, PUBLICATIONS};
use payback_panel::domain::figures::Measures;
use payback_panel::domain::figures::period::{Month, Span};
use payback_panel::domain::figures::withholding::THRESHOLD;
use payback_panel::domain::policy::Role;
use reading::{Atoms, Told};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// A project, its month and what was published of it.
pub type Row = (i64, Atom, Measures);

/// What a publication holds, as its tables have it. The solver is told none of these counts, but of how many
/// sessions each project's month is, and where nothing changed.
pub struct Published {
    atoms: Vec<Row>,
    /// The names of kinds of work, by their codes.
    kinds: BTreeMap<String, String>,
}

impl Published {
    async fn read(world: &World) -> Published {
        let db = world.place().connect().await;
        let all = async |sql: &str| {
            let statement = Statement::from_string(db.get_database_backend(), sql);
            db.query_all_raw(statement).await.expect("the rows")
        };
        let sql = "SELECT * FROM public_atom ORDER BY project_id, month";
        let found = all(sql).await;
        let atoms = found.iter().map(|row| {
            let count = |column: &str| row.try_get::<i64>("", column).expect("a count");
            let text = |column: &str| row.try_get::<String>("", column).expect("a text");
            let atom = Atom {
                month: text("month").parse::<Month>().expect("a month"),
                council: text("council_code"),
                ward: row.try_get("", "ward_code").expect("a ward"),
                category: text("category"),
                origin: text("origin"),
                exchange: 0,
                counts: 0,
            };
            let counts = Measures {
                sessions_held: count("sessions_held"),
                attendances: count("attendances"),
                offenders: count("offenders"),
                minutes_offered: count("minutes_offered"),
                minutes_credited: count("minutes_credited"),
                ..Measures::default()
            };
            (count("project_id"), atom, counts)
        });
        let atoms = atoms.collect();
        let kinds = all("SELECT code, name FROM category").await;
        let text =
            |row: &sea_orm::QueryResult, column| row.try_get::<String>("", column).expect("a text");
        let kinds = kinds
            .iter()
            .map(|row| (text(row, "code"), text(row, "name")));
        Published {
            atoms,
            kinds: kinds.collect(),
        }
    }

    fn total(&self, atoms: &Atoms) -> Measures {
        atoms.iter().map(|at| self.atoms[*at].2).sum()
    }

    /// The sum of a measure.
    pub fn sum(&self, atoms: &Atoms, measure: usize) -> i64 {
        MEASURES[measure](&self.total(atoms))
    }

    /// Each atom by what it is of, with its counts.
    fn by_name(&self) -> Vec<((i64, Month), Measures)> {
        let atoms = self.atoms.iter();
        atoms
            .map(|(project, atom, counts)| ((*project, atom.month), *counts))
            .collect()
    }
}

/// Everything that was told, publication after publication.
#[derive(Default)]
struct Reader {
    known: Known,
    publications: Vec<(Published, Told)>,
    /// For each publication the places of its atoms among the unknowns.
    places: Vec<Vec<usize>>,
}

impl Reader {
    /// Takes a publication in: its unknowns, and each number that does not follow from others of it.
    fn learns(&mut self, published: Published, told: Told) {
        let atoms = published.by_name();
        let before = self.publications.last().map(|(before, _)| before.by_name());
        let before = before.as_deref().zip(self.places.last().map(Vec::as_slice));
        let places = self.known.lists(&atoms, before);
        for measure in 0..MEASURES.len() {
            let mut independent = Independent::default();
            for ((sum, of), value) in &told.sums {
                let (true, Some(value)) = (*of == measure, value) else {
                    continue;
                };
                let small = (1..THRESHOLD).contains(value);
                assert!(measure > 1 || !small, "{value} is shown of {sum:?}");
                let weight = |at: usize| f64::from(u8::from(sum.contains(&at)));
                if independent.takes((0..atoms.len()).map(weight).collect()) {
                    self.known.is_told(within(&places, sum), measure, *value);
                }
            }
        }
        self.places.push(places);
        self.publications.push((published, told));
    }

    /// Asks about each sum of which a count of people is withheld. How many there are.
    fn doubts_everything(&self) -> usize {
        let mut asked = BTreeSet::new();
        for (at, (published, told)) in self.publications.iter().enumerate() {
            let withheld = told
                .sums
                .iter()
                .filter(|((_, of), value)| *of < 2 && value.is_none());
            for ((sum, _), _) in withheld {
                let places = within(&self.places[at], sum);
                let total = published.total(sum);
                if !asked.insert(places.clone()) {
                    continue;
                }
                self.known
                    .doubts(&places, &total, THRESHOLD)
                    .unwrap_or_else(|known| panic!("publication {at}, {sum:?}: {known}"));
            }
        }
        asked.len()
    }

    /// A withheld sum and one that is told and has all of it and more, of the last publication.
    fn withheld_in_told(&self) -> (Atoms, Atoms) {
        let (_, told) = self.publications.last().expect("a publication");
        let offenders = || told.sums.iter().filter(|((_, of), _)| *of == 0);
        let mut pairs =
            offenders()
                .filter(|(_, value)| value.is_none())
                .flat_map(|((small, _), _)| {
                    let around = offenders().filter(move |((large, _), value)| {
                        value.is_some() && small.is_subset(large) && small != large
                    });
                    around.map(move |((large, _), _)| (small.clone(), large.clone()))
                });
        pairs
            .next()
            .expect("a withheld number in a sum that is shown")
    }
}

fn within(places: &[usize], atoms: &Atoms) -> Vec<usize> {
    atoms.iter().map(|at| places[*at]).collect()
}

/// Two officers check and publish Leicester's March. Says the page.
async fn releases((helen, hugo): (&mut Actor<'_>, &mut Actor<'_>), reason: &str) -> String {
    drafts(helen, "2026-03", reason).await;
    checks(helen).await;
    let staff = helen.page().path.clone();
    hugo.opens(&staff).await;
    hugo.presses("Publish for everybody").await;
    hugo.gets(200).page().path.clone()
}

walk!(
    nothing_that_all_answers_tell_gives_a_withheld_number_back,
    |world| {
        world.leaves_letters();
        world.place().runs(DISTRICTS).await;
        let mut ledger = Ledger::of(5);
        world.place().runs(&ledger.projects()).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        let mut hugo = world.staff("Hugo", Role::Council, LEICESTER).await;
        let mut vera = world.visitor("Vera");
        let mut reader = Reader::default();
        let month = "2026-03".parse::<Month>().expect("a month");
        let march = Span {
            from: month,
            to: month,
        };
        let mut read = 0;
        for publication in 0..PUBLICATIONS {
            world.publishes(&ledger.before(publication)).await;
            let published = Published::read(world).await;
            let mut told = reading::reads_everything(&mut vera, &published).await;
            // A release, and after the last publication its revision.
            if publication != 1 {
                let reason = ["", "", "Sessions were counted again"][publication];
                let page = releases((&mut helen, &mut hugo), reason).await;
                reading::reads_release(&mut vera, &mut told, &published, (&page, march)).await;
            }
            read += told.read;
            reader.learns(published, told);
        }
        let asked = reader.doubts_everything();
        println!("{read} numbers and marks read, {asked} withheld sums asked about");
        assert!(read > 5_000 && asked > 50, "{read} read, {asked} asked");
        // The test can fail: one number more, what a sum has beside the withheld one, and it is found out.
        let (small, large) = reader.withheld_in_told();
        let (published, places) = (
            &reader.publications[PUBLICATIONS - 1].0,
            &reader.places[PUBLICATIONS - 1],
        );
        let complement: Atoms = large.difference(&small).copied().collect();
        let count = published.sum(&complement, 0);
        reader.known.is_told(within(places, &complement), 0, count);
        let found =
            reader
                .known
                .doubts(&within(places, &small), &published.total(&small), THRESHOLD);
        assert!(found.is_err(), "{small:?} beside {complement:?}");
    }
);
