//! The page around every page: head, header, navigation, main part, footer.
//!
//! Nothing in it is inline: style and script come from our own address, so the content security
//! policy can forbid all else. No page names another site. Start at [`render`].

use maud::{DOCTYPE, Markup, Render, html};

use super::assets;
use super::govuk::{
    PhaseBanner, ServiceNavigation, ServiceNavigationEnd, ServiceNavigationItem,
    ServiceNavigationSlots, SkipLink,
};
pub use super::site::Site;

/// What pages may load and where they may send forms. Served with every page.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
    connect-src 'self'; manifest-src 'self'";

/// Who looks at the page, as far as the navigation shows it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Viewer<'a> {
    /// The name of whoever is signed in.
    pub name: Option<&'a str>,
    pub is_staff: bool,
    pub is_admin: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page<'a> {
    /// What the page is: the first part of its title.
    pub title: &'a str,
    /// What it is about, such as the name of a project: the second part, where there is one.
    pub about: &'a str,
    /// What it is about stands above the heading too.
    pub named: bool,
    /// The heading in the page. Where there is none, the body has its own `h1`.
    pub heading: Option<&'a str>,
    /// The path asked for, which decides what the navigation marks.
    pub path: &'a str,
    /// What follows the address of the site where the page is printed. Nothing where the page is only its
    /// reader's: such an address may hold the token of a letter.
    pub printed: &'a str,
    pub viewer: Viewer<'a>,
    /// Uses the whole width, for tables and maps. Text alone is easier to read in two thirds.
    pub wide: bool,
    /// The form on the page was sent with mistakes; the title says so first.
    pub mistaken: bool,
    /// Before the main part: a back link or breadcrumbs.
    pub before: Markup,
    /// In the main part, above the heading: an error summary or a notification banner.
    pub notice: Markup,
    /// A band over the whole width above the main part, as on the home page.
    pub banner: Markup,
    pub body: Markup,
    /// More for the head, such as a link to a feed.
    pub head: Markup,
}

/// The whole document.
pub fn render(site: &Site, page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html.govuk-template lang="en" {
            (head(site, page))
            body.govuk-template__body {
                script src=(assets::START_JS) {}
                (SkipLink { text: "Skip to main content".to_owned(), href: "#main-content".to_owned(), ..Default::default() })
                header.govuk-template__header {
                    (site.header())
                    (navigation(page))
                    @if site.is_demonstration { (demonstration()) }
                }
                (way_back(&page.before))
                main #main-content {
                    (page.banner)
                    div.govuk-width-container { div.govuk-main-wrapper { (main_part(page)) } }
                }
                footer.govuk-template__footer {
                    (site.footer(page.viewer.is_staff))
                    @if !site.address.is_empty() {
                        p class="govuk-body-s govuk-width-container app-printed" { (site.name) ", " (site.address) (page.printed) }
                    }
                }
            }
        }
    }
}

fn head(site: &Site, page: &Page) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            title { (title(site, page)) }
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="theme-color" content=(site.brand.colour());
            link rel="icon" sizes="48x48" href=(assets::FAVICON_ICO);
            link rel="icon" sizes="any" type="image/svg+xml" href=(assets::MARK_SVG);
            link rel="apple-touch-icon" href=(assets::TOUCH_ICON_PNG);
            link rel="stylesheet" href=(assets::APP_CSS);
            link rel="stylesheet" href=(site.brand.href());
            link rel="modulepreload" href=(assets::GOVUK_JS);
            script type="module" src=(assets::APP_JS) {}
            (page.head)
        }
    }
}

/// Page, thing and service, with the mistake first.
fn title(site: &Site, page: &Page) -> String {
    let parts = [page.title, page.about, &site.name];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let title = parts.join(" – ");
    if page.mistaken {
        format!("Error: {title}")
    } else {
        title
    }
}

/// Links back or up. They stand before the main part, so that the skip link passes them, and in a
/// landmark, so that no part of the page is outside of one.
fn way_back(links: &Markup) -> Markup {
    let is_landmark = links.0.starts_with("<nav");
    html! {
        @if !links.0.is_empty() {
            div.govuk-width-container {
                @if is_landmark { (links) } @else { nav aria-label="Back" { (links) } }
            }
        }
    }
}

fn main_part(page: &Page) -> Markup {
    let content = html! {
        (page.notice)
        @if let Some(heading) = page.heading {
            @if page.named { span.govuk-caption-l { (page.about) } }
            h1.govuk-heading-l { (heading) }
        }
        (page.body)
    };
    if page.wide {
        return content;
    }
    html! { div.govuk-grid-row { div.govuk-grid-column-two-thirds { (content) } } }
}

/// The parts of the service, and below which address each lies.
const PARTS: [(&str, &str); 6] = [
    ("Home", "/"),
    ("Nominate a place", "/nominate"),
    ("Votes", "/votes"),
    ("Projects", "/projects"),
    ("Figures", "/figures"),
    ("Areas", "/areas"),
];

fn navigation(page: &Page) -> Markup {
    let viewer = page.viewer;
    let staff = viewer.is_staff.then_some(("Staff", "/staff"));
    let admin = viewer.is_admin.then_some(("Admin", "/admin"));
    let parts = PARTS
        .into_iter()
        .chain(staff)
        .chain(admin)
        .map(|(text, href)| part(page, text, href));
    let own = if viewer.name.is_some() {
        ("Your account", "/me")
    } else {
        ("Sign in", "/sign-in")
    };
    let end = html! {
        div.app-own {
            a.govuk-service-navigation__link href=(own.1) aria-current=[(page.path == own.1).then_some("page")] {
                (own.0)
                @if let Some(name) = viewer.name.filter(|name| !name.is_empty()) {
                    span.govuk-visually-hidden { ", signed in as " (name) }
                }
            }
        }
    };
    ServiceNavigation {
        navigation: parts.collect(),
        slots: ServiceNavigationSlots {
            end: ServiceNavigationEnd {
                html: end,
                align: "inline".to_owned(),
            },
            ..Default::default()
        },
        ..Default::default()
    }
    .render()
}

fn part(page: &Page, text: &str, href: &str) -> ServiceNavigationItem {
    let below = href != "/"
        && page
            .path
            .strip_prefix(href)
            .is_some_and(|rest| rest.starts_with('/'));
    ServiceNavigationItem {
        text: text.to_owned(),
        href: href.to_owned(),
        current: page.path == href,
        active: below,
        ..Default::default()
    }
}

fn demonstration() -> Markup {
    let words = html! {
        "Most of this is "
        a.govuk-link href="/about/demonstration" { "invented for illustration" }
        ". "
        a.govuk-link href="/demo/post" { "Read the letters it sends" } "."
    };
    html! {
        div.app-phase {
            (PhaseBanner { tag: "Demonstration".into(), html: words, ..Default::default() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::brand::Brand;
    use super::*;

    fn site() -> Site {
        Site::new("Payback Panel".to_owned(), Brand::default(), false)
    }

    fn rendered(page: &Page) -> String {
        render(&site(), page).into_string()
    }

    #[test]
    fn a_title_says_page_thing_and_service() {
        let page = Page {
            title: "Project",
            about: "Scalpay Close",
            ..Default::default()
        };
        assert!(rendered(&page).contains("<title>Project – Scalpay Close – Payback Panel</title>"));
        let mistaken = Page {
            mistaken: true,
            title: "Nominate a place",
            ..Default::default()
        };
        assert!(
            rendered(&mistaken).contains("<title>Error: Nominate a place – Payback Panel</title>")
        );
    }

    #[test]
    fn a_page_that_belongs_to_one_thing_of_many_names_it_above_the_heading() {
        let page = Page {
            title: "Record a session",
            heading: Some("Record a session"),
            about: "Scalpay Close",
            named: true,
            ..Default::default()
        };
        assert!(rendered(&page).contains(
            r#"<span class="govuk-caption-l">Scalpay Close</span><h1 class="govuk-heading-l">Record a session</h1>"#
        ));
        let plain = Page {
            named: false,
            ..page
        };
        assert!(!rendered(&plain).contains("govuk-caption-l"));
    }

    #[test]
    fn the_navigation_marks_where_the_page_lies() {
        let html = rendered(&Page {
            path: "/projects/LC-2009-0007",
            ..Default::default()
        });
        assert!(html.contains(r#"href="/projects" aria-current="true""#));
        assert!(!html.contains(r#"href="/" aria-current"#));
        let html = rendered(&Page {
            path: "/votes",
            ..Default::default()
        });
        assert!(html.contains(r#"href="/votes" aria-current="page""#));
    }

    #[test]
    fn only_staff_see_the_way_to_staff_pages() {
        let resident = Viewer {
            name: Some("Rita Marsh"),
            ..Default::default()
        };
        let html = rendered(&Page {
            viewer: resident,
            ..Default::default()
        });
        assert!(html.contains("Rita Marsh") && html.contains("Your account"));
        assert!(!html.contains(r#"href="/staff""#) && !html.contains(r#"href="/admin""#));
        assert!(html.contains(r#"href="/staff/sign-in""#));
        let officer = Viewer {
            is_staff: true,
            ..resident
        };
        let html = rendered(&Page {
            viewer: officer,
            ..Default::default()
        });
        // In the navigation, and at the end of the page in place of the way to sign in.
        assert_eq!(html.matches(r#"href="/staff""#).count(), 2);
        assert!(!html.contains(r#"href="/staff/sign-in""#));
    }

    #[test]
    fn nothing_is_inline_and_nothing_is_fetched_from_elsewhere() {
        let demonstration = Site::new("Payback Panel".to_owned(), Brand::default(), true);
        let html = render(&demonstration, &Page::default()).into_string();
        for forbidden in [
            "style=",
            "<style",
            "onclick",
            "src=\"http",
            "href=\"http",
            "javascript:",
        ] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        for script in html.split("<script").skip(1) {
            assert!(script.contains("src=\"/assets/") && script.contains("></script>"));
        }
    }

    #[test]
    fn a_name_is_escaped() {
        let site = Site::new("<b>".to_owned(), Brand::default(), false);
        assert!(
            !render(&site, &Page::default())
                .into_string()
                .contains("<b>")
        );
    }
}
