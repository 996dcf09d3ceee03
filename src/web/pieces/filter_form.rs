//! Searching, filtering and sorting a list, by a plain `GET` form.

use super::address::address;
use maud::{Markup, Render, html};

use crate::domain::figures::period::Month;
use crate::domain::text::plural;
use crate::domain::time::long_date;
use crate::web::govuk::{Button, Details, Input, Label, Select, SelectItem};

/// The form above a list, what it filters by now, and how many are left.
#[derive(Debug, Clone, Default)]
pub struct FilterForm {
    /// The address of the list.
    pub action: String,
    /// The words searched for, under the name `q`; none where the list cannot be searched.
    pub search: Option<FilterField>,
    pub fields: Vec<FilterField>,
    /// What opens the fields; the usual words where it is empty.
    pub opener: String,
    /// The order, under the name `sort`.
    pub sort: Option<FilterField>,
    pub found: i64,
    /// What is listed, as one and many: "project", "projects". Empty where nothing is counted.
    pub noun: (String, String),
}

/// What is typed into a box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    #[default]
    Words,
    /// A day.
    Day,
    /// A month.
    Month,
}

/// One thing to filter by.
#[derive(Debug, Clone, Default)]
pub struct FilterField {
    pub name: String,
    pub label: String,
    pub value: String,
    /// Values and words to choose from, without "all". None: a box to type in.
    pub choices: Vec<(String, String)>,
    /// What the box takes, where it is not words.
    pub takes: Takes,
    /// A way to show what is found, such as what each row stands for, and no filter: always set.
    pub is_way_to_show: bool,
}

impl FilterField {
    /// A box to type in.
    pub fn text(name: &str, label: &str, value: &str) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            value: value.into(),
            ..Default::default()
        }
    }

    /// A box for a day. The browser sends it like `2026-06-21`.
    pub fn date(name: &str, label: &str, value: &str) -> Self {
        Self {
            takes: Takes::Day,
            ..Self::text(name, label, value)
        }
    }

    /// A box for a month. The browser sends it like `2026-06`; one that has no such box sends what was typed.
    pub fn month(name: &str, label: &str, value: &str) -> Self {
        let month = Month::typed(value).map(|month| month.to_string());
        Self {
            takes: Takes::Month,
            ..Self::text(name, label, month.as_deref().unwrap_or(value))
        }
    }

    /// One of several values, each with its words.
    pub fn choice<V: Into<String>, W: Into<String>>(
        name: &str,
        label: &str,
        value: &str,
        choices: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        let choices = choices
            .into_iter()
            .map(|(value, words)| (value.into(), words.into()))
            .collect();
        Self {
            choices,
            ..Self::text(name, label, value)
        }
    }

    /// One of several ways to show what is found. One of them is always chosen.
    pub fn way_to_show<V: Into<String>, W: Into<String>>(
        name: &str,
        label: &str,
        value: &str,
        choices: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        Self {
            is_way_to_show: true,
            ..Self::choice(name, label, value, choices)
        }
    }

    /// The words for the value that is set.
    fn chosen(&self) -> String {
        let written = match self.takes {
            Takes::Words => None,
            Takes::Day => self.value.parse().ok().map(long_date),
            Takes::Month => Month::typed(&self.value).map(Month::words),
        };
        let choice = || self.choices.iter().find(|(value, _)| *value == self.value);
        let written = written.or_else(|| choice().map(|(_, words)| words.clone()));
        written.unwrap_or_else(|| self.value.clone())
    }

    fn is_set(&self) -> bool {
        !self.is_way_to_show && !self.value.is_empty()
    }

    fn control(&self, empty_choice: Option<&str>) -> Markup {
        let id = format!("filter-{}", self.name);
        let label = Label::from(self.label.as_str());
        if !self.choices.is_empty() {
            let all = empty_choice.map(|words| SelectItem::new("", words));
            let items = self
                .choices
                .iter()
                .map(|(value, words)| SelectItem::new(value, words));
            return Select {
                id,
                name: self.name.clone(),
                label,
                value: self.value.clone(),
                items: all.into_iter().chain(items).collect(),
                ..Default::default()
            }
            .render();
        }
        Input {
            id,
            name: self.name.clone(),
            label,
            value: self.value.clone(),
            kind: match self.takes {
                Takes::Words => String::new(),
                Takes::Day => "date".to_owned(),
                Takes::Month => "month".to_owned(),
            },
            ..Default::default()
        }
        .render()
    }
}

impl Render for FilterForm {
    fn render(&self) -> Markup {
        let set = self.fields.iter().any(FilterField::is_set);
        let opener = match (self.opener.as_str(), self.noun.0.as_str()) {
            ("", "") => "Choose what to show",
            ("", _) => "Filter the list",
            (own, _) => own,
        };
        let fields = html! {
            div.app-filter__fields {
                @for field in &self.fields { (field.control((!field.is_way_to_show).then_some("All"))) }
            }
            (Button { text: "Show".to_owned(), classes: "govuk-button--secondary".to_owned(), ..Default::default() })
        };
        html! {
            form.app-filter action=(self.action) method="get" role="search" {
                @if let Some(search) = &self.search {
                    div.app-filter__search { (search.control(None)) (Button { text: "Search".to_owned(), ..Default::default() }) }
                }
                @if !self.fields.is_empty() {
                    (Details { open: set, classes: "app-filter__more".to_owned(), ..Details::new(opener, fields) })
                }
                @if !self.noun.0.is_empty() || self.sort.is_some() { (self.result()) }
            }
            (self.selected())
        }
    }
}

impl FilterForm {
    /// How many were found, and in which order they stand.
    fn result(&self) -> Markup {
        html! {
            div.app-filter__result {
                @if !self.noun.0.is_empty() {
                    p.app-filter__count role="status" { (plural(self.found, &self.noun.0, &self.noun.1)) }
                }
                @if let Some(sort) = &self.sort {
                    div.app-filter__sort {
                        (sort.control(None))
                        (Button { text: "Sort".to_owned(), classes: "govuk-button--secondary".to_owned(), ..Default::default() })
                    }
                }
            }
        }
    }

    /// What the list is filtered by, each with a link that takes it away.
    fn selected(&self) -> Markup {
        let set: Vec<&FilterField> = self
            .search
            .iter()
            .chain(&self.fields)
            .filter(|field| field.is_set())
            .collect();
        html! {
            @if !set.is_empty() {
                div.app-selected {
                    h2 class="govuk-visually-hidden" { "Filters that are set" }
                    ul.app-selected__list {
                        @for field in set {
                            li {
                                a.app-selected__filter href=(self.without(&field.name)) {
                                    span.govuk-visually-hidden { "Remove the filter " }
                                    @if field.name == "q" { "“" (field.value) "”" } @else { (field.label) ": " (field.chosen()) }
                                }
                            }
                        }
                    }
                    a.govuk-link href=(self.action) { "Clear all filters" }
                }
            }
        }
    }

    /// The address of the list with one thing less asked for.
    fn without(&self, name: &str) -> String {
        let all = self.search.iter().chain(&self.fields).chain(&self.sort);
        let rest = all.filter(|field| field.name != name);
        let asked = rest.map(|field| (field.name.as_str(), field.value.as_str()));
        address(&self.action, asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> FilterForm {
        FilterForm {
            opener: String::new(),
            action: "/projects".into(),
            search: Some(FilterField::text("q", "Search", "hedge")),
            fields: vec![
                FilterField::choice("area", "Area", "E06000016", [("E06000016", "Leicester")]),
                FilterField::date("from", "From", ""),
            ],
            sort: Some(FilterField::choice(
                "sort",
                "Sort by",
                "newest",
                [("newest", "Newest first")],
            )),
            found: 1,
            noun: ("project".into(), "projects".into()),
        }
    }

    #[test]
    fn a_filter_that_is_set_can_be_taken_away_alone() {
        assert_eq!(form().without("area"), "/projects?q=hedge&sort=newest");
        let html = form().render().into_string();
        assert!(html.contains("Area: Leicester") && !html.contains("From: "));
        assert!(html.contains("1 project"));
    }

    #[test]
    fn a_way_to_show_is_no_filter_and_a_day_is_written_out() {
        let figures = FilterForm {
            fields: vec![
                FilterField::way_to_show("by", "One row for each", "year", [("year", "Year")]),
                FilterField::date("from", "From", "2026-04-01"),
                FilterField::month("until", "To month", "2026-10"),
            ],
            ..Default::default()
        };
        let html = figures.render().into_string();
        assert!(html.contains("From: 1 April 2026") && html.contains("To month: October 2026"));
        assert!(!html.contains("One row for each: ") && !html.contains("app-filter__count"));
    }

    #[test]
    fn a_list_with_nothing_set_has_no_filters_to_remove() {
        let plain = FilterForm {
            search: Some(FilterField::text("q", "Search", "")),
            ..Default::default()
        };
        assert!(!plain.render().into_string().contains("app-selected"));
    }
}
