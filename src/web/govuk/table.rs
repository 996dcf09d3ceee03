//! Rows and columns.

use maud::{Markup, Render, html};

use super::element::{Element, element};
use super::options::{Attributes, text_or_html};

/// A table with a caption.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Table {
    pub rows: Vec<Vec<TableCell>>,
    pub head: Vec<TableCell>,
    pub caption: String,
    pub caption_classes: String,
    /// Whether the first cell of each row names the row.
    pub first_cell_is_header: bool,
    pub classes: String,
    pub attributes: Attributes,
}

/// A cell of the head or of a row.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct TableCell {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// `numeric`, or nothing.
    pub format: String,
    pub classes: String,
    pub colspan: Option<u16>,
    pub rowspan: Option<u16>,
    pub attributes: Attributes,
}

impl TableCell {
    /// A number, right-aligned in figures of one width.
    pub fn numeric(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            format: "numeric".to_owned(),
            ..Default::default()
        }
    }

    fn at(&self, cell: Element) -> Markup {
        cell.class(&self.classes)
            .attr_if_some("colspan", self.colspan)
            .attr_if_some("rowspan", self.rowspan)
            .attributes(&self.attributes)
            .holds(text_or_html(&self.text, &self.html))
    }

    fn format_class(&self, block: &str) -> String {
        if self.format.is_empty() {
            String::new()
        } else {
            format!("{block}--{}", self.format)
        }
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Default::default()
        }
    }
}

impl From<String> for TableCell {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Default::default()
        }
    }
}

impl From<Markup> for TableCell {
    fn from(html: Markup) -> Self {
        Self {
            html,
            ..Default::default()
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        element("table").class("govuk-table").class(&self.classes).attributes(&self.attributes).holds(html! {
            @if !self.caption.is_empty() {
                (element("caption").class("govuk-table__caption").class(&self.caption_classes).holds(&self.caption))
            }
            @if !self.head.is_empty() {
                thead.govuk-table__head {
                    tr.govuk-table__row { @for cell in &self.head { (column_head(cell)) } }
                }
            }
            tbody.govuk-table__body {
                @for row in &self.rows {
                    tr.govuk-table__row {
                        @for (index, cell) in row.iter().enumerate() {
                            (self.body_cell(cell, index == 0))
                        }
                    }
                }
            }
        })
    }
}

fn column_head(cell: &TableCell) -> Markup {
    cell.at(element("th")
        .attr("scope", "col")
        .class("govuk-table__header")
        .class(&cell.format_class("govuk-table__header")))
}

impl Table {
    fn body_cell(&self, cell: &TableCell, first: bool) -> Markup {
        if first && self.first_cell_is_header {
            return cell.at(element("th")
                .attr("scope", "row")
                .class("govuk-table__header"));
        }
        cell.at(element("td")
            .class("govuk-table__cell")
            .class(&cell.format_class("govuk-table__cell")))
    }
}
