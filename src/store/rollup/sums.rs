//! Counts of very many changes: spread over their cells and added up in memory, then written at once.

use super::{Key, Leaf, Measures, Parents, around, parents, spread_over, write};
use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::store::{Conn, StoreError, Work};
use std::collections::{BTreeMap, HashMap};

/// Area, category and origin as numbers of their words.
type Words = (u32, u32, u32);

/// A cell of one month; longer stretches are added up when they are written.
type Cell = (Words, Month);

/// So many cells are made ready to be written at once.
const READY: usize = 4_096;

/// Cells with what is to be added to each. Words are held once, however many cells name them.
#[derive(Debug)]
pub(in crate::store) struct Sums {
    parents: Parents,
    /// A council and the areas around it, by the council.
    around: HashMap<String, Vec<String>>,
    words: Vec<String>,
    numbers: HashMap<String, u32>,
    cells: HashMap<Cell, Measures>,
}

impl Sums {
    /// Nothing yet, with the areas as they lie now.
    pub(in crate::store) async fn read(conn: &Conn<'_>) -> Result<Sums, StoreError> {
        Ok(Sums {
            parents: parents(conn).await?,
            around: HashMap::new(),
            words: vec![],
            numbers: HashMap::new(),
            cells: HashMap::new(),
        })
    }

    /// How many cells are held.
    pub(in crate::store) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Adds counts to all cells that a leaf counts in.
    pub(in crate::store) fn note(&mut self, leaf: &Leaf, counts: Measures) {
        if !self.around.contains_key(&leaf.council) {
            let areas = around(&leaf.council, &self.parents);
            self.around.insert(leaf.council.clone(), areas);
        }
        let (words, numbers, cells) = (&mut self.words, &mut self.numbers, &mut self.cells);
        let mut number = |word: &str| match numbers.get(word) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
                words.push(word.to_string());
                numbers.insert(word.to_string(), number);
                number
            }
        };
        let areas = self
            .around
            .get(&leaf.council)
            .map_or(&[][..], Vec::as_slice);
        spread_over(leaf, areas, |area, category, origin| {
            let words = (number(area), number(category), number(origin));
            *cells.entry((words, leaf.month)).or_default() += counts;
        });
    }

    /// Adds everything to the cells, and starts anew.
    pub(in crate::store) async fn write(&mut self, work: &Work) -> Result<(), StoreError> {
        let conn = work.read();
        let mut cells: Vec<(Cell, Measures)> = self.cells.drain().collect();
        let word = |number: u32| self.words.get(number as usize).map_or("", String::as_str);
        let named = |(area, category, origin): Words| [word(area), word(category), word(origin)];
        // In the order of the table, so that neighbours are written together.
        cells.sort_unstable_by_key(|((words, month), _)| (named(*words), *month));
        let mut ready: Vec<(Key, Measures)> = vec![];
        for same in cells.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
            let names = named(same[0].0.0);
            let months = same.iter().map(|((_, month), counts)| (*month, *counts));
            ready.extend(stretched(names, months));
            if ready.len() >= READY {
                write(&conn, &ready).await?;
                ready.clear();
            }
        }
        write(&conn, &ready).await
    }
}

/// The cells of every stretch that months add up to.
fn stretched(
    names: [&str; 3],
    months: impl Iterator<Item = (Month, Measures)>,
) -> impl Iterator<Item = (Key, Measures)> {
    let mut sums: BTreeMap<(Stretch, Month), Measures> = BTreeMap::new();
    for (month, counts) in months {
        for stretch in Stretch::ALL {
            *sums.entry((stretch, stretch.start(month))).or_default() += counts;
        }
    }
    let [area, category, origin] = names.map(str::to_string);
    let cells = sums.into_iter().map(move |((stretch, start), counts)| {
        let key = (
            area.clone(),
            category.clone(),
            origin.clone(),
            stretch,
            start,
        );
        (key, counts)
    });
    cells.filter(|(_, counts)| !counts.is_empty())
}
