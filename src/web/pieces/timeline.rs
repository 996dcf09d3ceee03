//! What happened, in order, with reasons.

use maud::{Markup, Render, html};

/// Entries, newest or oldest first as the caller gives them.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub entries: Vec<TimelineEntry>,
}

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub struct TimelineEntry {
    /// What links lead to, such as `step-12`; none where nothing does.
    pub id: Option<String>,
    /// Written out, such as "21 June 2009".
    pub when: String,
    /// For machines, such as "2009-06-21"; none where there is only a month.
    pub datetime: Option<String>,
    pub title: String,
    /// Who did it, by role: "Leicester City Council". Never a resident's name.
    pub by: String,
    /// Why, or what was said.
    pub body: Markup,
}

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.app-timeline {
                @for entry in &self.entries {
                    li.app-timeline__entry id=[entry.id.as_ref()] {
                        h3.app-timeline__title { (entry.title) }
                        p.app-timeline__when {
                            time datetime=[entry.datetime.as_ref()] { (entry.when) }
                            @if !entry.by.is_empty() { ", " (entry.by) }
                        }
                        (entry.body)
                    }
                }
            }
        }
    }
}
