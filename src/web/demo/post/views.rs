//! The post box and a letter, drawn.

use super::forms::PostQuery;
use crate::domain::time::long_instant;
use crate::store::outbox::Posted;
use crate::web::govuk::Table;
use crate::web::pieces::{FilterField, FilterForm, empty_list, key_facts, pages, scrolling};
use maud::{Markup, Render, html};

/// A page of letters, newest first.
pub fn list(
    letters: &[&Posted],
    found: usize,
    query: &PostQuery,
    (page, last): (usize, usize),
    address: &str,
) -> Markup {
    let (q, to) = (query.q.as_str(), query.to.as_str());
    let filter = FilterForm {
        action: "/demo/post".into(),
        search: Some(FilterField::text(
            "q",
            "Search for an address or a subject",
            q,
        )),
        fields: vec![FilterField::text(
            "to",
            "Letters to this address, opened",
            to,
        )],
        found: i64::try_from(found).unwrap_or(i64::MAX),
        noun: ("letter".into(), "letters".into()),
        ..Default::default()
    };
    let rows = letters.iter().map(|letter| {
        vec![
            html! { a.govuk-link href={ "/demo/post/" (letter.id) } { (letter.subject) } }.into(),
            letter.to.clone().into(),
            long_instant(letter.written_at).into(),
        ]
    });
    let table = Table {
        caption: "Letters, newest first".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Subject".into(), "To".into(), "Written".into()],
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    };
    html! {
        p.govuk-body-l { "The demonstration sends no email. The letters it would send are here, with links that work." }
        (filter.render())
        @if letters.is_empty() {
            (empty_list("There are no such letters.", html! {
                "A letter is written when somebody " a.govuk-link href="/nominate" { "nominates a place" }
                " or " a.govuk-link href="/sign-in" { "asks to sign in" } "."
            }))
        } @else {
            @if to.is_empty() { (scrolling(&table)) }
            @else {
                @for one in letters {
                    h2.govuk-heading-m { (one.subject) }
                    (letter(one, address))
                }
            }
            (pages("/demo/post", &[("q", q), ("to", to)], page as u64, last as u64))
        }
    }
}

/// One letter. Lines that are pages of this site are links.
pub fn letter(letter: &Posted, address: &str) -> Markup {
    html! {
        (key_facts([
            ("To", letter.to.clone()),
            ("Written", long_instant(letter.written_at)),
        ]))
        div.app-letter {
            @for paragraph in letter.body.split("\n\n").filter(|text| !text.trim().is_empty()) {
                p.govuk-body {
                    @for (at, line) in paragraph.lines().enumerate() {
                        @if at > 0 { br; }
                        (linked(line, address))
                    }
                }
            }
        }
    }
}

/// A line with the addresses of this site in it as links within the site.
fn linked(line: &str, address: &str) -> Markup {
    let words: Vec<&str> = line.split(' ').collect();
    html! {
        @for (at, word) in words.iter().enumerate() {
            @if at > 0 { " " }
            @match path_of(word, address) {
                Some(path) => a.govuk-link href=(path) { (word) },
                None => (word),
            }
        }
    }
}

/// The path of an address of this site. Another site's address, or one that only begins alike, has none.
fn path_of<'w>(word: &'w str, address: &str) -> Option<&'w str> {
    match word.strip_prefix(address)? {
        "" => Some("/"),
        path if path.starts_with('/') && !path.starts_with("//") => Some(path),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_links() {
        let here = "http://127.0.0.1:8000";
        assert_eq!(
            path_of("http://127.0.0.1:8000/sign-in/abc", here),
            Some("/sign-in/abc")
        );
        assert_eq!(path_of("http://127.0.0.1:8000", here), Some("/"));
        assert_eq!(path_of("http://127.0.0.1:80001/x", here), None);
        assert_eq!(
            path_of("http://127.0.0.1:8000//elsewhere.example", here),
            None
        );
        assert_eq!(path_of("https://elsewhere.example/", here), None);
    }

    #[test]
    fn what_people_wrote_is_escaped() {
        let html =
            linked("<b> http://panel.example/a?x=\"y\"", "http://panel.example").into_string();
        assert!(html.contains("&lt;b&gt;") && html.contains("href=\"/a?x=&quot;y&quot;\""));
    }
}
