//! Counts of very many changes: spread over their cells and added up in memory, then written at once.

use super::{Key, Leaf, Measures, Parents, around, mark, parents, spread_over, upsert};
use crate::domain::figures::period::Month;
use crate::store::at_once::in_pieces;
use crate::store::{Conn, StoreError, Work};
use std::collections::HashMap;

/// Area, category and origin as numbers of their words, and the month.
type Cell = (u32, u32, u32, Month);

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
            let cell = (number(area), number(category), number(origin), leaf.month);
            *cells.entry(cell).or_default() += counts;
        });
    }

    /// Adds everything to the month cells, and starts anew.
    pub(in crate::store) async fn write(&mut self, work: &Work) -> Result<(), StoreError> {
        let conn = work.read();
        let word = |number: &u32| self.words.get(*number as usize).map_or("", String::as_str);
        let mut cells: Vec<(Cell, Measures)> = self.cells.drain().collect();
        cells.retain(|(_, counts)| !counts.is_empty());
        // In the order of the table, so that neighbours are written together.
        cells.sort_unstable_by_key(|((area, category, origin, month), _)| {
            (word(area), word(category), word(origin), *month)
        });
        for some in in_pieces(&cells) {
            let some: Vec<(Key, Measures)> = some
                .iter()
                .map(|((area, category, origin, month), counts)| {
                    let named = [area, category, origin].map(|number| word(number).to_string());
                    let [area, category, origin] = named;
                    ((area, category, origin, month.to_string()), *counts)
                })
                .collect();
            upsert(&conn, "month_cell", &some).await?;
            mark(&conn, &some).await?;
        }
        Ok(())
    }
}
