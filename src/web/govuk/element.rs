//! One HTML element, written by hand: what maud's macro cannot do.
//!
//! Design System components take any number of further attributes and classes, and the macro wants
//! attribute names in the source. Whatever is given as a value is escaped. Start at [`element`].

use std::fmt::Write as _;

use maud::{Escaper, Markup, PreEscaped, Render};

use super::options::Attributes;

/// Begins an element of that name.
pub(super) fn element(name: &'static str) -> Element {
    Element {
        name,
        classes: String::new(),
        attributes: String::new(),
    }
}

/// An element whose attributes are being gathered.
pub(super) struct Element {
    name: &'static str,
    classes: String,
    attributes: String,
}

impl Element {
    /// Adds classes, separated by spaces. Nothing adds nothing.
    pub(super) fn class(mut self, classes: &str) -> Self {
        if !classes.is_empty() {
            if !self.classes.is_empty() {
                self.classes.push(' ');
            }
            self.classes.push_str(classes);
        }
        self
    }

    pub(super) fn class_if(self, wanted: bool, classes: &str) -> Self {
        if wanted { self.class(classes) } else { self }
    }

    /// Adds an attribute, unless its value is empty.
    pub(super) fn attr(self, name: &str, value: impl AsRef<str>) -> Self {
        if value.as_ref().is_empty() {
            self
        } else {
            self.attr_even_empty(name, value)
        }
    }

    /// Adds an attribute whatever its value.
    pub(super) fn attr_even_empty(mut self, name: &str, value: impl AsRef<str>) -> Self {
        write_attribute(&mut self.attributes, name, Some(value.as_ref()));
        self
    }

    pub(super) fn attr_if_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.attr_even_empty(name, value.to_string()),
            None => self,
        }
    }

    /// Adds an attribute that stands without a value.
    pub(super) fn flag(mut self, name: &str, wanted: bool) -> Self {
        if wanted {
            write_attribute(&mut self.attributes, name, None);
        }
        self
    }

    /// Adds what the caller asked for besides.
    pub(super) fn attributes(mut self, attributes: &Attributes) -> Self {
        for (name, value) in attributes.iter() {
            write_attribute(&mut self.attributes, name, value);
        }
        self
    }

    /// The element around a content.
    pub(super) fn holds(self, content: impl Render) -> Markup {
        let name = self.name;
        let mut html = self.start();
        content.render_to(&mut html);
        let _ = write!(html, "</{name}>");
        PreEscaped(html)
    }

    /// The element where HTML knows no content, such as `input`.
    pub(super) fn void(self) -> Markup {
        PreEscaped(self.start())
    }

    fn start(self) -> String {
        let mut html = format!("<{}", self.name);
        if !self.classes.is_empty() {
            write_attribute(&mut html, "class", Some(&self.classes));
        }
        html.push_str(&self.attributes);
        html.push('>');
        html
    }
}

fn write_attribute(html: &mut String, name: &str, value: Option<&str>) {
    debug_assert!(
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c)),
        "{name:?} is no attribute name"
    );
    html.push(' ');
    html.push_str(name);
    if let Some(value) = value {
        html.push_str("=\"");
        let _ = Escaper::new(html).write_str(value);
        html.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_leave_its_attribute() {
        let html = element("a")
            .attr("title", "\"><script>alert(1)</script>")
            .holds("<b>");
        assert_eq!(
            html.into_string(),
            "<a title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">&lt;b&gt;</a>"
        );
    }

    #[test]
    fn empty_values_leave_no_attribute() {
        let html = element("p")
            .class("")
            .class_if(false, "no")
            .attr("id", "")
            .flag("hidden", true)
            .holds("");
        assert_eq!(html.into_string(), "<p hidden></p>");
    }
}
