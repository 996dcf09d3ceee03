//! The pages of a long list.

use super::address::address;
use maud::{Markup, Render};

use crate::web::govuk::{Pagination, PaginationItem, PaginationLink};

/// Links to the pages of a list, keeping what else was asked for. One page needs none.
///
/// `asked` is the query without `page`. Page numbers begin at 1.
pub fn pages(path: &str, asked: &[(&str, &str)], page: u64, last: u64) -> Markup {
    if last <= 1 {
        return Markup::default();
    }
    let link = |number: u64| PaginationLink {
        href: page_address(path, asked, number),
        ..Default::default()
    };
    Pagination {
        previous: (page > 1).then(|| link(page - 1)),
        next: (page < last).then(|| link(page + 1)),
        items: Some(
            items(page, last)
                .into_iter()
                .map(|at| item(at, path, asked, page))
                .collect(),
        ),
        ..Default::default()
    }
    .render()
}

fn item(at: Option<u64>, path: &str, asked: &[(&str, &str)], page: u64) -> PaginationItem {
    match at {
        None => PaginationItem {
            ellipsis: true,
            ..Default::default()
        },
        Some(number) => PaginationItem {
            number: number.to_string(),
            href: page_address(path, asked, number),
            current: number == page,
            ..Default::default()
        },
    }
}

/// First, last and the pages around this one; `None` stands for a gap of two or more.
fn items(page: u64, last: u64) -> Vec<Option<u64>> {
    let mut items = Vec::new();
    let mut before = 0;
    for number in [1, page.saturating_sub(1), page, page + 1, last] {
        if number <= before || number > last {
            continue;
        }
        match number - before {
            1 => {}
            2 => items.push(Some(number - 1)),
            _ => items.push(None),
        }
        items.push(Some(number));
        before = number;
    }
    items
}

/// The address of a page. The first is the list itself.
fn page_address(path: &str, asked: &[(&str, &str)], number: u64) -> String {
    let page = match number {
        0 | 1 => String::new(),
        later => later.to_string(),
    };
    let asked = asked.iter().copied();
    address(path, asked.chain([("page", page.as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: u64, last: u64) -> String {
        let items = items(page, last).into_iter();
        items
            .map(|at| at.map_or("…".to_owned(), |at| at.to_string()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn first_last_and_neighbours_are_shown() {
        assert_eq!(shown(1, 1), "1");
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(1, 500), "1 2 … 500");
        assert_eq!(shown(4, 500), "1 2 3 4 5 … 500");
        assert_eq!(shown(250, 500), "1 … 249 250 251 … 500");
        assert_eq!(shown(500, 500), "1 … 499 500");
        assert_eq!(shown(900, 500), "1 … 500");
    }

    #[test]
    fn what_else_was_asked_is_kept() {
        let asked = [("q", "hedge & wall"), ("area", ""), ("sort", "newest")];
        assert_eq!(
            page_address("/projects", &asked, 2),
            "/projects?q=hedge+%26+wall&sort=newest&page=2"
        );
        assert_eq!(page_address("/projects", &[], 1), "/projects");
    }

    #[test]
    fn one_page_has_no_links() {
        assert_eq!(pages("/projects", &[], 1, 1).into_string(), "");
    }
}
