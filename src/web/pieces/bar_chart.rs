//! Bars drawn by the server, beside the table that holds the same numbers.

use maud::{Markup, Render, html};

/// One bar a row, longest as wide as the page allows. Reads without colour: every bar has its name
/// above it and its number at its end. A withheld number has its mark in a broken frame instead of a bar, and words
/// above the chart say how many there are, so that no gap reads as if nothing had been done.
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
    /// How many of the numbers are withheld, and what that does not mean.
    fn withheld(&self) -> Option<String> {
        let (all, bars) = (self.bars.len(), self.bars.iter());
        let how_many = match bars.filter(|bar| bar.length.is_none()).count() {
            0 => return None,
            some if some == all => {
                format!("All {all} numbers are withheld [c], so there are no bars.")
            }
            1 => format!("1 of the {all} numbers is withheld [c] and has no bar."),
            some => format!("{some} of the {all} numbers are withheld [c] and have no bar."),
        };
        Some(format!(
            "{how_many} It does not mean that nothing was done."
        ))
    }

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
        let withheld = self.withheld();
        let has_bars = self.bars.iter().any(|bar| bar.length.is_some());
        html! {
            @if let Some(words) = withheld { p.govuk-body-s { (words) } }
            @if has_bars {
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
}

/// The bar, over it the line that matters, and over both the number, so that none hides another.
fn row(bar: &Bar, width: &str, across: Option<&str>) -> Markup {
    drawing(html! {
        @if bar.length.is_some() { rect.app-chart__bar x="0" y="3" width=(width) height="16" {} }
        @else { rect.app-chart__withheld x="1" y="2" width="34" height="18" {} }
        @if let Some(x) = across { line.app-chart__line x1=(x) x2=(x) y1="0" y2=(ROW) {} }
        text.app-chart__number x=(width) dx="8" y="16" { (bar.shown) }
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
            bars: vec![
                Bar::withheld("Rutland", "[c]"),
                Bar::new("Leicester", 9, "9"),
            ],
            ..Default::default()
        };
        let html = chart.render().into_string();
        assert!(html.contains("[c]</text>"), "{html}");
        assert_eq!(html.matches("app-chart__bar").count(), 1, "{html}");
        assert_eq!(html.matches("app-chart__withheld").count(), 1, "{html}");
    }

    #[test]
    fn a_chart_of_nothing_but_withheld_numbers_is_a_sentence() {
        let chart = BarChart {
            bars: vec![Bar::withheld("Rutland", "[c]")],
            ..Default::default()
        };
        let html = chart.render().into_string();
        assert!(
            html.contains("withheld") && !html.contains("<svg"),
            "{html}"
        );
    }

    #[test]
    fn words_say_how_many_numbers_are_withheld() {
        let words = |withheld: usize, told: usize| {
            let withheld = std::iter::repeat_n(Bar::withheld("June", "[c]"), withheld);
            let told = std::iter::repeat_n(Bar::new("May", 1, "1"), told);
            let bars = withheld.chain(told).collect();
            BarChart {
                bars,
                ..Default::default()
            }
            .withheld()
        };
        assert_eq!(words(0, 3), None);
        for (counts, start) in [
            ((1, 2), "1 of the 3 numbers is withheld"),
            ((2, 1), "2 of the 3 numbers are withheld"),
            ((3, 0), "All 3 numbers are withheld"),
        ] {
            let words = words(counts.0, counts.1).expect("words");
            assert!(words.starts_with(start), "{words}");
            assert!(words.ends_with("It does not mean that nothing was done."));
        }
    }

    #[test]
    fn the_chart_has_a_name_and_a_finding() {
        let chart = BarChart {
            id: "hours".into(),
            title: "Hours by council".into(),
            description: "Leicester has most.".into(),
            bars: vec![Bar::new("Leicester", 9, "9")],
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
