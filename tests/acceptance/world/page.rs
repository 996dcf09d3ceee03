//! A page as a person reads it: its words, its links and its forms.

use scraper::{ElementRef, Html, Selector};

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// The address it came from.
    pub path: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub text: String,
}

/// A form on a page.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Whether it goes by POST.
    pub posts: bool,
    /// The names and values that it would send as it stands.
    pub fields: Vec<(String, String)>,
    /// The words on its buttons, with the field that each adds.
    pub buttons: Vec<(String, Option<(String, String)>)>,
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

fn words(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<String>())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    /// The words in the body, without spare space.
    pub fn words(&self) -> String {
        let html = Html::parse_document(&self.text);
        html.select(&select("body"))
            .next()
            .map(words)
            .unwrap_or_else(|| squeeze(&self.text))
    }

    /// Where the link with these words goes.
    pub fn link(&self, text: &str) -> Option<String> {
        let html = Html::parse_document(&self.text);
        html.select(&select("a[href]"))
            .find(|link| words(*link).contains(text))
            .and_then(|link| link.value().attr("href").map(str::to_string))
    }

    /// The words over the columns of tables.
    pub fn heads(&self) -> Vec<String> {
        let html = Html::parse_document(&self.text);
        html.select(&select("thead th")).map(words).collect()
    }

    /// All links.
    pub fn links(&self) -> Vec<String> {
        let html = Html::parse_document(&self.text);
        html.select(&select("a[href]"))
            .filter_map(|link| link.value().attr("href").map(str::to_string))
            .collect()
    }

    /// The rows of the table whose caption has these words, cell by cell, without the heading.
    pub fn table(&self, caption: &str) -> Vec<Vec<String>> {
        let html = Html::parse_document(&self.text);
        let table = html.select(&select("table")).find(|table| {
            let found = table.select(&select("caption")).next();
            found.is_some_and(|found| words(found).contains(caption))
        });
        let table = table.unwrap_or_else(|| panic!("no table {caption:?}:\n{}", self.words()));
        table
            .select(&select("tbody tr"))
            .map(|row| row.select(&select("th, td")).map(words).collect())
            .collect()
    }

    /// The bars of every chart: what each is called, and the number on it.
    pub fn charts(&self) -> Vec<Vec<(String, String)>> {
        let html = Html::parse_document(&self.text);
        html.select(&select(".app-chart"))
            .map(|chart| {
                let labels = select(".app-chart__label");
                let numbers = select(".app-chart__number");
                let (labels, numbers) = (chart.select(&labels), chart.select(&numbers));
                labels.map(words).zip(numbers.map(words)).collect()
            })
            .collect()
    }

    /// The forms of the page.
    pub fn forms(&self) -> Vec<Form> {
        let html = Html::parse_document(&self.text);
        html.select(&select("form"))
            .map(|form| read_form(form, &self.path))
            .collect()
    }

    /// The value that stands in a field of the page.
    pub fn value(&self, name: &str) -> Option<String> {
        self.forms()
            .into_iter()
            .flat_map(|form| form.fields)
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    }
}

fn read_form(form: ElementRef<'_>, path: &str) -> Form {
    let attr = |element: ElementRef<'_>, name: &str| element.value().attr(name).map(str::to_string);
    let mut fields = vec![];
    let mut buttons = vec![];
    for control in form.select(&select("input, textarea, select, button")) {
        let name = attr(control, "name").unwrap_or_default();
        let kind = attr(control, "type").unwrap_or_default();
        let value = attr(control, "value");
        match (control.value().name(), kind.as_str()) {
            ("button", _) | ("input", "submit") => {
                let adds = (!name.is_empty()).then(|| (name, value.unwrap_or_default()));
                buttons.push((words(control), adds));
            }
            ("input", "radio" | "checkbox") if attr(control, "checked").is_none() => {}
            ("input", "radio" | "checkbox") => {
                fields.push((name, value.unwrap_or_else(|| "on".into())));
            }
            ("textarea", _) => {
                let text: String = control.text().collect();
                fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_string()));
            }
            ("select", _) => {
                let options: Vec<_> = control.select(&select("option")).collect();
                let chosen = options
                    .iter()
                    .find(|o| attr(**o, "selected").is_some())
                    .or(options.first());
                let value = chosen.map(|o| attr(*o, "value").unwrap_or_else(|| words(*o)));
                fields.push((name, value.unwrap_or_default()));
            }
            _ if !name.is_empty() => fields.push((name, value.unwrap_or_default())),
            _ => {}
        }
    }
    let action = attr(form, "action").filter(|action| !action.is_empty());
    Form {
        action: action.unwrap_or_else(|| path.to_string()),
        posts: attr(form, "method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
        fields,
        buttons,
    }
}
