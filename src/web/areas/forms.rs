//! What is asked of the list of areas.

use crate::domain::areas::AreaKind;
use crate::form;
use crate::store::areas::AreaDetails;

form! {
    /// Words or a postcode, a kind of area, an order and a page.
    pub struct AreasQuery { q, kind, sort, page }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By name.
    Name,
    /// The most people first.
    Population,
}

impl Order {
    /// Every order with its word and its words.
    pub const ALL: [(Order, &'static str, &'static str); 2] = [
        (Order::Name, "name", "Name, A to Z"),
        (Order::Population, "population", "Most people first"),
    ];

    fn parse(word: &str) -> Order {
        let found = Order::ALL.into_iter().find(|(_, code, _)| *code == word);
        found.map_or(Order::Name, |(order, _, _)| order)
    }
}

impl AreasQuery {
    /// Whether anything was asked for, so that a list answers and not the overview.
    pub fn asks(&self) -> bool {
        [&self.q, &self.kind, &self.sort, &self.page]
            .iter()
            .any(|field| !field.trim().is_empty())
    }

    /// The areas among these whose names hold every word, in the order asked for. Their own council's
    /// name may hold some of the words: "abbey leicester".
    pub fn picked<'a>(&self, areas: &'a [AreaDetails], words: &str) -> Vec<&'a AreaDetails> {
        let kind = AreaKind::parse(&self.kind);
        let words = looked_for(words);
        let name = |area: &AreaDetails| {
            let parent = area.area.parent.as_ref();
            let parent = parent.and_then(|code| areas.iter().find(|one| one.area.code == *code));
            let parent = parent.map_or("", |parent| parent.area.name.as_str());
            format!("{} {parent} {}", area.area.name, area.area.code).to_lowercase()
        };
        let mut found: Vec<&AreaDetails> = areas
            .iter()
            .filter(|area| kind.is_none_or(|kind| area.area.kind == kind))
            .filter(|area| {
                let name = name(area);
                words.iter().all(|word| name.contains(word))
            })
            .collect();
        found.sort_by(|a, b| (&a.area.name, &a.area.code).cmp(&(&b.area.name, &b.area.code)));
        if Order::parse(&self.sort) == Order::Population {
            found.sort_by_key(|area| std::cmp::Reverse(area.population));
        } else {
            found.sort_by_key(|area| how_far(&area.area.name, &words));
        }
        found
    }
}

/// The words of a search. That somebody looks for a ward need not stand in its name.
fn looked_for(words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let all: Vec<String> = words.split_whitespace().map(str::to_string).collect();
    let names: Vec<String> = all.iter().filter(|word| *word != "ward").cloned().collect();
    if names.is_empty() { all } else { names }
}

/// How far a name is from what was looked for: 0 if it is that, 1 if it begins so, 2 if it holds all of it, 3 if it was
/// found by what it lies in.
fn how_far(name: &str, words: &[String]) -> u8 {
    let (name, all) = (name.to_lowercase(), words.join(" "));
    match &name {
        name if *name == all => 0,
        name if name.starts_with(&all) => 1,
        name if words.iter().all(|word| name.contains(word)) => 2,
        _ => 3,
    }
}
