//! Bars drawn by the server, beside the table that holds the same numbers.

use maud::{Markup, Render, html};

/// One bar a row, longest as wide as the page allows. Reads without colour: every bar has its name
/// above it and its number at its end.
#[derive(Debug, Clone, Default)]
pub struct BarChart {
    /// An id that no other chart of the page has.
    pub id: String,
    /// What the chart shows, in a few words.
    pub title: String,
    /// The finding in a sentence, for whoever cannot see the bars.
    pub description: String,
    pub bars: Vec<Bar>,
    /// A length that matters, such as more than half, and what it is called. Drawn as a broken line.
    pub line: Option<(i64, String)>,
}

/// A bar and its number as shown. A withheld number has no length.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    pub label: String,
    pub length: Option<i64>,
    /// Such as `4,732` or `[c]`.
    pub shown: String,
}

/// How high a bar with its number is, in pixels.
const ROW: usize = 22;
/// How wide the longest bar may be, in tenths of a per cent: the rest is for its number.
const LONGEST: usize = 780;
/// How wide a chart is on the narrowest telephone, and a letter of a number in it, in pixels.
const NARROWEST: usize = 290;
const LETTER: usize = 9;

impl Bar {
    pub fn new(label: impl Into<String>, length: i64, shown: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            length: Some(length),
            shown: shown.into(),
        }
    }

    pub fn withheld(label: impl Into<String>, mark: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            length: None,
            shown: mark.into(),
        }
    }

    /// The width of the bar beside the longest, which is `room` wide, in tenths of a per cent.
    fn width(&self, longest: i64, room: i64) -> String {
        share(self.length.unwrap_or(0), longest, room)
    }
}

/// How far a length reaches where the longest is `room` wide.
fn share(length: i64, longest: i64, room: i64) -> String {
    let tenths = if longest > 0 {
        i128::from(length.max(0)) * i128::from(room) / i128::from(longest)
    } else {
        0
    };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

impl BarChart {
    /// How wide the longest bar is, so that the longest number fits beside it on a telephone too.
    fn room(&self) -> i64 {
        let letters = self.bars.iter().map(|bar| bar.shown.chars().count()).max();
        let number = (letters.unwrap_or(0) * LETTER + 10) * 1000 / NARROWEST;
        let room = LONGEST.min(1000_usize.saturating_sub(number)).max(200);
        i64::try_from(room).unwrap_or(0)
    }
}

impl Render for BarChart {
    fn render(&self) -> Markup {
        let longest = self
            .bars
            .iter()
            .filter_map(|bar| bar.length)
            .chain(self.line.iter().map(|(length, _)| *length))
            .max()
            .unwrap_or(0);
        let room = self.room();
        let [title, description] =
            ["title", "description"].map(|part| format!("{}-{part}", self.id));
        html! {
            div.app-chart role="img" aria-labelledby={ (title) " " (description) } {
                p.govuk-visually-hidden id=(title) { (self.title) }
                p.govuk-visually-hidden id=(description) { (self.description) }
                @let across = self.line.as_ref().map(|(length, _)| share(*length, longest, room));
                @for bar in &self.bars {
                    // Words are HTML, so that a long name breaks on a telephone.
                    p.app-chart__label { (bar.label) }
                    (row(bar, &bar.width(longest, room), across.as_deref()))
                }
                @if let Some(((_, name), x)) = self.line.as_ref().zip(across.as_deref()) {
                    (drawing(html! { text.app-chart__foot x=(x) y="16" text-anchor="end" { (name) } }))
                }
            }
        }
    }
}

/// The bar, over it the line that matters, and over both the number, so that none hides another.
fn row(bar: &Bar, width: &str, across: Option<&str>) -> Markup {
    drawing(html! {
        @if bar.length.is_some() { rect.app-chart__bar x="0" y="3" width=(width) height="16" {} }
        @if let Some(x) = across { line.app-chart__line x1=(x) x2=(x) y1="0" y2=(ROW) {} }
        text.app-chart__number x=(width) dx=(if bar.length.is_some() { "8" } else { "0" }) y="16" { (bar.shown) }
    })
}

fn drawing(parts: Markup) -> Markup {
    html! {
        svg.app-chart__row xmlns="http://www.w3.org/2000/svg" width="100%" height=(ROW) aria-hidden="true" focusable="false" {
            (parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_number() {
        let room = |shown: &str| {
            BarChart {
                bars: vec![Bar::new("Leicester", 400, shown)],
                ..Default::default()
            }
            .room()
        };
        assert_eq!(room("400"), 780);
        // 290 pixels less eleven letters and a space.
        assert_eq!(room("4,732 hours"), 625);
        assert_eq!(room(&"9".repeat(200)), 200);
        assert_eq!(Bar::new("Leicester", 400, "400").width(400, 780), "78.0%");
        assert_eq!(Bar::new("Rutland", 1, "1").width(400, 780), "0.1%");
        assert_eq!(Bar::new("Nowhere", 0, "0").width(0, 780), "0.0%");
        let all = Bar::new("All", i64::MAX, "");
        assert_eq!(all.width(i64::MAX, 780), "78.0%");
    }

    #[test]
    fn a_withheld_number_has_no_bar() {
        let chart = BarChart {
            bars: vec![Bar::withheld("Rutland", "[c]")],
            ..Default::default()
        };
        let html = chart.render().into_string();
        assert!(html.contains("[c]") && !html.contains("<rect"));
    }

    #[test]
    fn the_chart_has_a_name_and_a_finding() {
        let chart = BarChart {
            id: "hours".into(),
            title: "Hours by council".into(),
            description: "Leicester has most.".into(),
            ..Default::default()
        };
        let html = chart.render().into_string();
        assert!(
            html.contains("role=\"img\"")
                && html.contains("aria-labelledby=\"hours-title hours-description\"")
        );
        assert!(html.contains("id=\"hours-description\">Leicester has most.</p>"));
    }
}
