//! Forms: nominating, voting, recording a session, and the end of a journey.

use maud::html;
use payback_panel::web::govuk::*;
use payback_panel::web::layout::Page;
use payback_panel::web::pieces::*;

pub fn nominate() -> Page<'static> {
    let body = html! {
        h1.govuk-heading-l { "Where is the place?" }
        form method="post" novalidate {
            (Input {
                name: "place".into(),
                label: Label::question("Name of the place"),
                hint: Some("For example, the field behind Larch Close".into()),
                error_message: Some("Enter the name of the place".into()),
                ..Default::default()
            })
            (Radios {
                name: "toilets".into(),
                fieldset: Some(Fieldset::question("Are there toilets within a five-minute walk?")),
                items: vec![
                    RadiosItem::new("yes", "Yes"),
                    RadiosItem { conditional: html! { (Input { name: "where".into(), label: "Where?".into(), ..Default::default() }) }.into(), ..RadiosItem::new("no", "No") },
                    RadiosItem { hint: Some("We will find out".into()), ..RadiosItem::new("unknown", "I do not know") },
                ],
                value: "no".into(),
                classes: "govuk-radios--small".into(),
                ..Default::default()
            })
            (CharacterCount {
                name: "work".into(),
                label: Label::question("What should be done?"),
                maxlength: Some(500),
                value: "The hedge has grown over the path.".into(),
                ..Default::default()
            })
            (DateInput {
                id: "seen".into(),
                name_prefix: "seen".into(),
                fieldset: Some(Fieldset::question("When did you see it?")),
                hint: Some("For example, 21 6 2009".into()),
                ..Default::default()
            })
            (FileUpload { name: "photos".into(), label: Label::question("Photos"), hint: Some("Nobody should be on them.".into()), multiple: true, javascript: true, ..Default::default() })
            div.govuk-button-group { (Button::new("Continue")) a.govuk-link href="/" { "Cancel" } }
        }
    };
    Page {
        title: "Where is the place?",
        about: "Nominate a place",
        path: "/nominate/place",
        mistaken: true,
        before: html! { (BackLink::to("/nominate")) },
        notice: html! { (ErrorSummary::of([("place", "Enter the name of the place")])) },
        body,
        ..Default::default()
    }
}

pub fn paper() -> Page<'static> {
    let options = [
        "Larch Field",
        "Path behind the library",
        "Churchyard of St Mark",
        "Brook Park",
        "Mill Lane allotments",
    ];
    let items = options.map(|name| RadiosItem {
        hint: Some(paper_option(
            "Beaumont Leys",
            &format!("Cut back the hedge and clean the walls at {name}."),
            "About 400 hours",
            Some(&crate::places::photo("before", "")),
        )),
        ..RadiosItem::new(name.to_lowercase().replace(' ', "-"), name)
    });
    let body = html! {
        p class="govuk-body-l" { "Choose one. The place with the most votes becomes the next project." }
        form method="post" {
            (Radios { name: "choice".into(), classes: "app-options".into(), fieldset: Some(Fieldset::question("Which place should come first?")), items: items.into(),
                value: "brook-park".into(), ..Default::default() })
            (WarningText::from("You cannot change your vote after you have cast it."))
            (Button::new("Cast my vote"))
        }
    };
    Page {
        title: "Which place comes first?",
        heading: Some("Which place comes first in Leicester?"),
        about: "Votes",
        path: "/votes/june",
        before: html! { (BackLink::to("/votes")) },
        body,
        ..Default::default()
    }
}

pub fn session() -> Page<'static> {
    let number = |name: &str, label: &str, value: &str| Input {
        name: name.into(),
        label: Label::question(label),
        value: value.into(),
        inputmode: "numeric".into(),
        classes: "govuk-input--width-3".into(),
        ..Default::default()
    };
    let body = html! {
        form method="post" {
            (number("attending", "How many attended?", "6"))
            (number("new", "How many of them are new to this project?", "1"))
            (Button::new("Save the session"))
        }
        (SummaryList { rows: vec![
            SummaryListRow::new("Start", "9:00am").with_change("/x", "start"),
            SummaryListRow::new("End", "4:00pm").with_change("/y", "end"),
        ], ..Default::default() })
        (TaskList { items: vec![
            TaskListItem { title: "LC-2026-0142, Larch Field".into(), href: "/x".into(), hint: Some("3 working days left".into()), status: TaskListStatus { tag: Some(Tag { text: "To assess".into(), classes: "govuk-tag--blue".into(), ..Default::default() }), ..Default::default() }, ..Default::default() },
            TaskListItem { title: "LC-2026-0139, Brook Park".into(), href: "/y".into(), hint: Some("2 working days over the promise".into()), status: TaskListStatus { tag: Some(Tag { text: "Late".into(), classes: "govuk-tag--red".into(), ..Default::default() }), ..Default::default() }, ..Default::default() },
        ], ..Default::default() })
        (Details::new("What counts as attending?", html! { p.govuk-body { "Whoever worked." } }))
        (InsetText::from("Sessions are saved once, also when you press twice."))
        (PasswordInput { name: "password".into(), label: "Password".into(), ..Default::default() })
    };
    Page {
        title: "Record a session",
        heading: Some("Record a session"),
        about: "Larch Field",
        path: "/staff/projects/7/session",
        notice: html! { (NotificationBanner::success("The session of 20 July 2009 is saved.")) },
        body,
        ..Default::default()
    }
}

pub fn done() -> Page<'static> {
    let body = html! {
        (Panel { title_text: "Nomination received".into(), html: html! { "Your reference" br; strong { "LC-2026-0142" } }, ..Default::default() })
        h2.govuk-heading-m { "What happens next" }
        p.govuk-body { "We sent a letter to your address. Open the link in it to confirm, within 24 hours." }
        (Provenance::Invented)
    };
    Page {
        title: "Nomination received",
        path: "/nominate/done",
        body,
        ..Default::default()
    }
}
