//! Files of sessions over the web, drawn.

use super::{PATH, samples};
use crate::actions::imports::attendances::{self, ABSENCES};
use crate::actions::imports::returns;
use crate::domain::hours::credit::OUTCOMES;
use crate::domain::hours::session_return::{HELD, STOOD_DOWN};
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, plural};
use crate::domain::time::clock_time;
use crate::store::uploads::{Kind, State, Upload};
use crate::web::govuk::{
    Button, Details, Fieldset, FileUpload, Hint, InsetText, Label, Panel, Radios, RadiosItem,
    Table, TableCell,
};
use crate::web::mistaken;
use crate::web::pieces::{Paged, scrolling};
use maud::{Markup, html};

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Returns => "Session returns",
        Kind::Attendances => "Attendance list",
    }
}

/// `Attendance list: 1,204 lines`
fn named(upload: &Upload) -> String {
    format!(
        "{}: {}",
        kind_name(upload.kind),
        plural(upload.lines, "line", "lines")
    )
}

/// Whether nothing stands below the heading.
fn is_bare(upload: &Upload) -> bool {
    upload.lines == 0
}

/// The title of a file's page.
pub fn title(upload: &Upload) -> String {
    match upload.state {
        State::Checking => "Your file is being checked".into(),
        State::Faulty => match upload.problem_count {
            1 => "There is 1 problem in your file".into(),
            many => format!("There are {} problems in your file", grouped(many)),
        },
        State::Ready if is_bare(upload) => "Your file has a heading and no lines".into(),
        State::Ready => "Your file has no mistakes".into(),
        State::Importing => "Your file is being imported".into(),
        State::Imported => "Your file is imported".into(),
    }
}

/// The form for a file.
pub fn form(keys: Markup, kind: &str, mistakes: &Mistakes, own: &[Upload]) -> Markup {
    let kinds = [
        (Kind::Returns, "Head-counts and minutes, a line a session."),
        (
            Kind::Attendances,
            "A line for each person booked. Case numbers tell people apart while it is read; none is kept.",
        ),
    ];
    let items = kinds.map(|(kind, hint)| RadiosItem {
        hint: Some(Hint::from(hint)),
        ..RadiosItem::new(kind.code(), kind_name(kind))
    });
    html! {
        p class="govuk-body" { "Your file is checked first. You see every problem in it, and nothing changes until you say so." }
        form method="post" action=(PATH) enctype="multipart/form-data" novalidate {
            // Before the file: nothing is read of that without the token.
            (keys)
            (Radios {
                name: "kind".into(), value: kind.into(), fieldset: Some(Fieldset::question("What does the file hold?")),
                error_message: mistaken::at(mistakes, "kind"), items: items.into(), ..Default::default()
            })
            (FileUpload {
                name: "file".into(), label: Label::question("The file"),
                hint: Some(Hint::from("CSV in UTF-8, with a heading, up to 8 MB: about 150,000 lines.")),
                error_message: mistaken::at(mistakes, "file"), ..Default::default()
            })
            (Button::new("Check this file"))
        }
        p class="govuk-body" {
            "To begin from: "
            a class="govuk-link" href={ (PATH) "/" (samples::name(Kind::Returns)) } { "a small file of session returns" }
            " or "
            a class="govuk-link" href={ (PATH) "/" (samples::name(Kind::Attendances)) } { "a small attendance list" }
            ", each with every column and two lines to write over: the project in them does not exist."
        }
        (columns())
        @if !own.is_empty() {
            h2 class="govuk-heading-m" { "Your files" }
            ul class="govuk-list govuk-list--spaced" {
                @for upload in own {
                    li {
                        a class="govuk-link" href={ (PATH) "/" (upload.key) } { (named(upload)) }
                        ". " (title(upload)) ", " (clock_time(upload.touched_at)) "."
                    }
                }
            }
            p class="govuk-body-s" { "A file is taken away an hour after it was last touched." }
        }
    }
}

/// What a file must have.
fn columns() -> Markup {
    let rows = |columns: &[&str]| columns.join(", ");
    let outcome = |attended: bool| {
        let codes = OUTCOMES
            .iter()
            .filter(move |one| one.attended() == attended);
        html! {
            ul class="govuk-list govuk-list--bullet" { @for one in codes { li { (one.code()) ": " (one.name()) } } }
        }
    };
    html! {
        (Details {
            summary_text: "Which columns the file needs".into(),
            html: html! {
                p class="govuk-body" { "Session returns: " (rows(&returns::COLUMNS)) "." }
                p class="govuk-body" { "Attendance list: " (rows(&attendances::COLUMNS)) "." }
                p class="govuk-body" {
                    "The status of a session is " (HELD) " or " (STOOD_DOWN) ". One that was stood down has no people and no \
                     minutes, and one of these reasons:"
                }
                ul class="govuk-list govuk-list--bullet" {
                    @for reason in StoodDown::ALL { li { (reason.code()) ": " (reason.name()) } }
                }
                p class="govuk-body" {
                    "Dates are written like 2026-11-20 and times like 09:30. A column over_limit_confirmed with 'yes' says \
                     that more people than the group limit really attended. Other columns are passed over and not kept."
                }
            },
            ..Default::default()
        })
        (Details {
            summary_text: "Which outcomes count as attended".into(),
            html: html! {
                p class="govuk-body" { "These do. What is credited is the time from start to end, less the penalty." }
                (outcome(true))
                p class="govuk-body" { "These do not, and nothing is credited." }
                (outcome(false))
            },
            ..Default::default()
        })
    }
}

fn abandon(csrf: &Markup, upload: &Upload, words: &str) -> Markup {
    html! {
        form method="post" action={ (PATH) "/" (upload.key) "/abandon" } {
            (csrf)
            (Button::secondary(words))
        }
    }
}

/// A file that is worked on: how far that is. A script brings this part up to date; without one there is
/// a link that does.
pub fn at_work(upload: &Upload, lines: Option<u64>) -> Markup {
    let total = u64::try_from(upload.lines).unwrap_or_default();
    let done = lines.unwrap_or_default().min(total);
    let (what, after) = match upload.state {
        State::Importing => (
            "read",
            "Nothing counts until all of it is in: then all of it does, at once.",
        ),
        _ => ("checked", "Nothing is changed by the check."),
    };
    html! {
        div class="app-at-work" data-at-work {
            p class="govuk-body" { (named(upload)) "." }
            progress class="app-at-work__bar" aria-label="Lines read" max=(total.max(1)) value=(done) {}
            p class="govuk-body" role="status" {
                @match lines {
                    Some(_) => { (grouped(i64::try_from(done).unwrap_or_default())) " of " (grouped(upload.lines)) " lines " (what) ". " }
                    None => { "It is waiting for its turn, or another of our machines is at it. " }
                }
                (after)
            }
            p class="govuk-body" {
                a class="govuk-link" href={ (PATH) "/" (upload.key) } { "See how far it is now" }
            }
            p class="govuk-body" { "You can leave this page and come back: it goes on by itself." }
        }
    }
}

/// Work on a file that ended before it was done.
pub fn broken_off(csrf: Markup, upload: &Upload) -> Markup {
    html! {
        p class="govuk-body" { (named(upload)) "." }
        p class="govuk-body" { "The work on this file was broken off, and nothing was changed." }
        @if upload.state == State::Importing {
            form method="post" action={ (PATH) "/" (upload.key) "/import" } {
                (csrf)
                (Button::new("Import it now"))
            }
        } @else { p class="govuk-body" { "Take it away and send it again." } }
        (abandon(&csrf, upload, "Take this file away"))
    }
}

/// A file with mistakes, a part of those that are listed.
pub fn faulty(csrf: Markup, upload: &Upload, (listed, part): (&[[String; 3]], &Paged)) -> Markup {
    let rows = part.of_rows(listed).iter().map(|[line, field, problem]| {
        let line = if line == "0" { "–" } else { line.as_str() };
        vec![
            TableCell::numeric(line),
            field.as_str().into(),
            problem.as_str().into(),
        ]
    });
    let table = Table {
        caption: match part.words() {
            Some(words) => format!("Problems, {words}"),
            None => "Every problem".into(),
        },
        head: vec![
            TableCell::numeric("Line"),
            "Column".into(),
            "What to do".into(),
        ],
        rows: rows.collect(),
        ..Default::default()
    };
    let count = listed.len() as i64;
    let more = upload.problem_count - count;
    let address = format!("{PATH}/{}", upload.key);
    html! {
        p class="govuk-body" {
            (named(upload)) ". Nothing was changed, and nothing of the file is kept. Put these right in your file and send it again."
        }
        @if more > 0 {
            p class="govuk-body" {
                "Those of the first lines are listed, and there are " (grouped(more)) " more. One cause often stands behind many: \
                 put these right first."
            }
        }
        (scrolling(&table))
        (part.links(&address, &[]))
        p class="govuk-body" {
            a class="govuk-link" href={ (address) "/problems.csv" } {
                @if count == 1 { "This problem" }
                @else if more > 0 { "The " (plural(count, "problem", "problems")) " listed here" }
                @else { "All " (plural(count, "problem", "problems")) }
                " as CSV"
            }
        }
        (Button::link("Send another file", PATH))
        (abandon(&csrf, upload, "Take this list away"))
    }
}

fn coming(upload: &Upload) -> Markup {
    let counts = upload.counts;
    html! {
        ul class="govuk-list govuk-list--bullet" {
            @if upload.kind == Kind::Attendances {
                li { (plural(counts.added, "line is", "lines are")) " new, in " (plural(counts.sessions, "session", "sessions")) }
            } @else {
                li { (plural(counts.added, "session is", "sessions are")) " new" }
            }
            li {
                (plural(counts.already_there, "line was", "lines were")) " there already"
                @if upload.kind == Kind::Attendances && counts.already_there > 0 { (ABSENCES) }
            }
        }
        @if counts.unsure > 0 {
            (InsetText {
                html: html! {
                    p {
                        (plural(counts.unsure, "person counts", "people count")) " as new to a project that has sessions without a list. \
                         Whoever worked at one of those is counted twice: correct the people new to the project there."
                    }
                },
                ..Default::default()
            })
        }
    }
}

/// A file that waits for a word.
pub fn ready(csrf: Markup, upload: &Upload) -> Markup {
    let added = upload.counts.added;
    html! {
        p class="govuk-body" { (named(upload)) "." }
        @if !is_bare(upload) { (coming(upload)) }
        @if added > 0 {
            form method="post" action={ (PATH) "/" (upload.key) "/import" } {
                (csrf)
                (Button::new(format!("Import {}", match added { 1 => "this line".into(), many => format!("these {} lines", grouped(many)) })))
            }
        } @else {
            p class="govuk-body" { "There is nothing to import." }
        }
        (abandon(&csrf, upload, "Do not import it"))
        p class="govuk-body-s" { "If you do nothing, the file is taken away in an hour and nothing changes." }
    }
}

/// A file that is in.
pub fn imported(upload: &Upload) -> Markup {
    let added = plural(upload.counts.added, "line", "lines");
    html! {
        (Panel { title_text: "Imported".into(), text: format!("{added} added"), ..Default::default() })
        (coming(upload))
        p class="govuk-body" {
            "They count from now on. The public figures take them in when they are next published. Nothing of the file is kept."
        }
        (Button::link("Done", "/staff/sessions/week"))
        p class="govuk-body" { a class="govuk-link" href=(PATH) { "Import another file" } }
    }
}
