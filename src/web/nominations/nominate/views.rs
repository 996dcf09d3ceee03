//! What the pages of the nomination form show.

use super::begun::Begun;
use crate::actions::nominations::finding::Candidates;
use crate::domain::identity::email::EmailAddress;
use crate::domain::nominations::draft::Page;
use crate::domain::nominations::proposal::longest;
use crate::store::nominations::places::{Category, Place};
use crate::store::photos::Photo;
use crate::web::govuk::{
    Button, Input, InsetText, Label, Radios, RadiosItem, SummaryList, SummaryListRow, WarningText,
};
use crate::web::map::owners;
use crate::web::photos::views as photos;
use crate::web::questions::{Questions, trap};
use maud::{Markup, html};

/// What the form needs to know to ask.
pub struct Known {
    /// The kinds of work.
    pub categories: Vec<Category>,
    /// Councils and wards.
    pub places: Vec<Place>,
    /// What the owners of postcodes and place names ask to be said.
    pub credits: Option<String>,
    /// What may be typed to say where, as examples that are found.
    pub examples: Vec<String>,
    /// Places that the words typed may mean, where they may mean several.
    pub meant: Candidates,
    /// Where the coordinates are that stand in the form, in a sentence.
    pub found: Option<String>,
    /// The address of whoever is signed in.
    pub signed_in_as: Option<String>,
}

/// The start page: what can be nominated, and what to have ready.
pub fn start() -> Markup {
    html! {
        p class="govuk-body-l" {
            "Tell us about a place near you that needs work. Offenders who were sentenced to unpaid work can do it, with a supervisor."
        }
        p.govuk-body { "The work must:" }
        ul class="govuk-list govuk-list--bullet" {
            li { "be good for the local community" }
            li { "not take paid work away from anyone" }
            li { "not make a profit for anyone" }
        }
        p.govuk-body {
            "Good examples are removing graffiti, clearing litter and brambles, painting a hall or a fence, mending a path, or looking after a shared garden."
        }
        h2.govuk-heading-m { "What we cannot do" }
        ul class="govuk-list govuk-list--bullet" {
            li { "private gardens and homes" }
            li { "work at height, such as on a roof or a ladder" }
            li { "electrics, plumbing, and anything with asbestos" }
        }
        h2.govuk-heading-m { "Before you start" }
        p.govuk-body { "It takes about 5 minutes. You will need:" }
        ul class="govuk-list govuk-list--bullet" {
            li { "the name of the place or organisation, and where it is" }
            li { "a short description of the work" }
            li { "who would benefit, and who owns the land if you know" }
            li { "where the nearest toilets and hand-washing are" }
            li { "how somebody with mobility difficulties would get there" }
            li { "your name and email address. We never publish them" }
        }
        (Button::start("Start now", "/nominate/begin"))
        h2.govuk-heading-m { "What happens next" }
        ol class="govuk-list govuk-list--number" {
            li { "A moderator reads your nomination. Then everybody can see and support it." }
            li { "The probation service finds out if the work can be done." }
            li { "A citizens’ panel puts the best ones on a shortlist, and residents vote." }
            li { "The place that is chosen becomes a project. You can watch it until it is finished." }
        }
        p.govuk-body { a.govuk-link href="/nominations" { "See what others have nominated" } }
    }
}

/// The heading of a page of the form.
pub fn heading(page: Page) -> &'static str {
    match page {
        Page::Place => "Where is it?",
        Page::Work => "What needs to be done?",
        Page::People => "Who would benefit?",
        Page::Site => "What is the site like?",
        Page::Contact => "How can we reach you?",
    }
}

/// The questions of a page.
pub fn questions(page: Page, ask: &Questions<'_>, known: &Known) -> Markup {
    match page {
        Page::Place => place(ask, known),
        Page::Work => work(ask, &known.categories),
        Page::People => people(ask),
        Page::Site => site(ask),
        Page::Contact => contact(ask, known.signed_in_as.as_deref()),
    }
}

fn place(ask: &Questions<'_>, known: &Known) -> Markup {
    let wards = wards(&known.places, true);
    let hint = format!(
        "{}It finds the ward for you. A National Grid reference will do too. You can also choose the place on a map, with the button below.",
        for_example(&known.examples)
    );
    html! {
        (ask.line("place", "Name of the place or organisation", "For example, field between Scalpay Close and Beaumont Walk. Do not give a home address."))
        (Input { autocomplete: "off".into(), spellcheck: Some(false), ..ask.line("where", "Postcode, place name or map reference", &hint) })
        @if let Some(found) = &known.found {
            (InsetText { text: found.clone(), ..Default::default() })
        }
        (which(ask, &known.meant))
        (ask.grouped_list("ward", "Ward", "A ward is a part of a council’s area. You can leave this if you answered the question above. If you do not know the ward, choose the council.", &wards))
        @if let Some(credits) = &known.credits { (owners(std::slice::from_ref(credits))) }
    }
}

/// `For example, LE99 1AA, Abbey Park or 52.6577, -1.1391. ` Nothing where there are no examples.
pub fn for_example(examples: &[String]) -> String {
    match examples {
        [] => String::new(),
        [only] => format!("For example, {only}. "),
        [before @ .., last] => format!("For example, {} or {last}. ", before.join(", ")),
    }
}

/// Asks which of several places is meant; nothing where there are none.
pub fn which(ask: &Questions<'_>, meant: &Candidates) -> Markup {
    let choices = meant
        .all
        .iter()
        .map(|one| RadiosItem::new(&one.code, &one.label));
    html! {
        @if !meant.all.is_empty() {
            (ask.choice("choice", "Which of these do you mean?", &meant.hint, choices))
        }
    }
}

/// Wards grouped by council, each group beginning with the council itself where somebody may not know
/// the ward.
pub fn wards(places: &[Place], may_be_unsure: bool) -> Vec<(String, Vec<(String, String)>)> {
    places
        .iter()
        .filter(|place| place.kind == "council")
        .filter_map(|council| {
            let inside = places.iter().filter(|place| {
                place.kind == "ward" && place.parent_code.as_deref() == Some(council.code.as_str())
            });
            let mut choices: Vec<(String, String)> = inside
                .map(|ward| (ward.code.clone(), ward.name.clone()))
                .collect();
            if choices.is_empty() {
                return None;
            }
            let unsure = format!("{}: I do not know the ward", council.name);
            if may_be_unsure {
                choices.insert(0, (council.code.clone(), unsure));
            }
            Some((council.name.clone(), choices))
        })
        .collect()
}

fn work(ask: &Questions<'_>, categories: &[Category]) -> Markup {
    let items = categories.iter().map(|category| RadiosItem {
        hint: (!category.description.is_empty()).then(|| category.description.as_str().into()),
        ..RadiosItem::new(&category.code, &category.name)
    });
    html! {
        (ask.line("title", "Give it a short title", "Everybody sees this. For example, Overgrown hedges around the field."))
        (Radios { ..ask.choice("category", "What kind of work is it?", "Choose the one that fits best.", items) })
        (ask.words("description", "Describe the work", "What is wrong now, and what should it be like? Do not name people.", longest::DESCRIPTION))
    }
}

fn people(ask: &Questions<'_>) -> Markup {
    html! {
        (ask.line("beneficiary", "Who would benefit?", "For example, families and dog walkers, or the members of a community centre."))
        (ask.words("benefit", "How would it help them?", "", longest::BENEFIT))
        (ask.line("land-owner", "Who owns the land or building, if you know?", "For example, the council, a housing association or a church. We ask them before any work begins."))
    }
}

fn site(ask: &Questions<'_>) -> Markup {
    html! {
        (ask.words("toilets", "Where are the nearest toilets and hand-washing?", "People work there for about 7 hours. If you do not know, write that.", longest::SITE))
        (ask.words("site-access", "How would somebody with mobility difficulties get there?", "For example, level from the road, or six steps at the entrance. If you do not know, write that.", longest::SITE))
    }
}

fn contact(ask: &Questions<'_>, signed_in_as: Option<&str>) -> Markup {
    html! {
        p.govuk-body { "We write to you about your nomination. We never publish who nominated a place." }
        (Input { autocomplete: "name".into(), spellcheck: Some(false), ..ask.line("name", "Your name", "") })
        @match signed_in_as {
            Some(email) => (InsetText { html: html! { "We write to " strong { (email) } ", the address of your account." }, ..Default::default() }),
            None => (Input {
                kind: "email".into(),
                autocomplete: "email".into(),
                spellcheck: Some(false),
                ..ask.line("email", "Email address", "We send you a link to confirm your nomination.")
            }),
        }
        (Input {
            kind: "tel".into(),
            autocomplete: "tel".into(),
            label: Label::question("Telephone number (optional)"),
            ..ask.short("phone", "", "Only if we may call you with a question.", 20)
        })
        (trap("website"))
    }
}

/// The buttons of a page of the form.
pub fn buttons(page: Page, hidden: Markup, change: bool) -> Markup {
    html! {
        (hidden)
        @if change { input type="hidden" name="change" value="yes"; }
        div.govuk-button-group {
            (Button::new("Continue"))
            @if page == Page::Place {
                (Button { name: "go".into(), value: "map".into(), ..Button::secondary("Choose on a map") })
            }
        }
    }
}

/// All answers, each with a link to change it.
pub fn answers(begun: &Begun, where_it_is: &str, category: &str, email: Option<&str>) -> Markup {
    let draft = &begun.draft;
    let row = |page: Page, field: &str, key: &str, value: String| {
        let shown = if value.is_empty() {
            "Not given".to_string()
        } else {
            value
        };
        let page = format!("/nominate/{}?change=yes", page.code());
        let href = format!("{}#{field}", begun.path(&page));
        SummaryListRow::new(key, html! { span.app-typed { (shown) } })
            .with_change(href, key.to_lowercase())
    };
    let get = |field: &str| draft.get(field);
    let own = |field: &str, page: Page, key: &str| row(page, field, key, get(field));
    let list = |rows: Vec<SummaryListRow>| SummaryList {
        rows,
        ..Default::default()
    };
    let mut contact = vec![own("name", Page::Contact, "Name")];
    match email {
        Some(email) => contact.push(SummaryListRow::new("Email address", email)),
        None => contact.push(row(
            Page::Contact,
            "email",
            "Email address",
            typed_email(&get("email")),
        )),
    }
    contact.push(own("phone", Page::Contact, "Telephone number"));
    html! {
        h2.govuk-heading-m { "The place" }
        (list(vec![
            own("place", Page::Place, "Name of the place"),
            row(Page::Place, "ward", "Ward and council", where_it_is.to_string()),
            own("where", Page::Place, "Postcode, name or map reference"),
        ]))
        h2.govuk-heading-m { "The work" }
        (list(vec![
            own("title", Page::Work, "Title"),
            row(Page::Work, "category", "Kind of work", category.to_string()),
            own("description", Page::Work, "Description"),
        ]))
        h2.govuk-heading-m { "Who would benefit" }
        (list(vec![
            own("beneficiary", Page::People, "Who would benefit"),
            own("benefit", Page::People, "How it would help"),
            own("land-owner", Page::People, "Owner of the land"),
        ]))
        h2.govuk-heading-m { "The site" }
        (list(vec![
            own("toilets", Page::Site, "Toilets and hand-washing"),
            own("site-access", Page::Site, "Access"),
        ]))
        h2.govuk-heading-m { "You" }
        (list(contact))
    }
}

/// The address as letters will use it.
fn typed_email(typed: &str) -> String {
    EmailAddress::parse(typed).map_or_else(|_| typed.to_string(), |email| email.to_string())
}

/// The photos that go with it, or that there are none.
pub fn photos(begun: &Begun, photos: &[Photo]) -> Markup {
    let change = begun.path("/nominate/photos");
    html! {
        h2.govuk-heading-m { "Photos" }
        @if photos.is_empty() {
            (SummaryList {
                rows: vec![SummaryListRow::new("Photos", "None").with_change(&change, "photos")],
                ..Default::default()
            })
        } @else {
            (photos::gallery(photos))
            p.govuk-body { a.govuk-link href=(change) { "Change" span.govuk-visually-hidden { " photos" } } }
        }
    }
}

/// What the nominator states by sending.
pub fn statement(begun: &Begun, hidden: Markup) -> Markup {
    html! {
        h2.govuk-heading-m { "Now send your nomination" }
        p.govuk-body { "By sending it you say that, as far as you know, the work is good for the local community, takes no paid work away from anyone, and makes no profit for anyone." }
        (WarningText { text: "Everybody can read your answers about the place and the work once a moderator has passed them. Your name and how to reach you are never shown.".into(), icon_fallback_text: "Important".into(), ..Default::default() })
        form method="post" action=(begun.path("/nominate/check")) novalidate { (hidden) (Button::new("Send nomination")) }
    }
}
