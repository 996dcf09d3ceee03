//! Things to do, and how far each has got.

use maud::{Markup, Render, html};

use super::Tag;
use super::element::element;
use super::options::{Attributes, Content, or, text_or_html};

/// A list of tasks with their states.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct TaskList {
    pub items: Vec<TaskListItem>,
    /// What the ids begin with: `task-list` where nothing is given.
    pub id_prefix: String,
    pub classes: String,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct TaskListItem {
    pub title: Content,
    pub hint: Option<Content>,
    pub status: TaskListStatus,
    pub href: String,
    pub classes: String,
}

/// A tag, or plain text.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct TaskListStatus {
    pub tag: Option<Tag>,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub classes: String,
}

impl Render for TaskList {
    fn render(&self) -> Markup {
        let prefix = or(&self.id_prefix, "task-list");
        element("ul").class("govuk-task-list").class(&self.classes).attributes(&self.attributes).holds(html! {
            @for (index, item) in self.items.iter().enumerate() { (item.render(&format!("{prefix}-{}", index + 1))) }
        })
    }
}

impl TaskListItem {
    fn render(&self, id: &str) -> Markup {
        let hint_id = format!("{id}-hint");
        let status_id = format!("{id}-status");
        let described_by = if self.hint.is_some() {
            format!("{hint_id} {status_id}")
        } else {
            status_id.clone()
        };
        let title = if self.href.is_empty() {
            element("div").class(&self.title.classes).holds(&self.title)
        } else {
            element("a")
                .class("govuk-link govuk-task-list__link")
                .class(&self.title.classes)
                .attr("href", &self.href)
                .attr("aria-describedby", described_by)
                .holds(&self.title)
        };
        let status = element("div")
            .class("govuk-task-list__status")
            .class(&self.status.classes)
            .attr("id", &status_id);
        element("li")
            .class("govuk-task-list__item")
            .class_if(!self.href.is_empty(), "govuk-task-list__item--with-link")
            .class(&self.classes)
            .holds(html! {
                div.govuk-task-list__name-and-hint {
                    (title)
                    @if let Some(hint) = &self.hint { div.govuk-task-list__hint id=(hint_id) { (hint) } }
                }
                (status.holds(html! {
                    @match &self.status.tag {
                        Some(tag) => (tag),
                        None => (text_or_html(&self.status.text, &self.status.html)),
                    }
                }))
            })
    }
}
