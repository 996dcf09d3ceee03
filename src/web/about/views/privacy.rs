//! What is held about people, why, and for how long.

use super::{reach, signed_in};
use crate::actions::identity::{CODE_MINUTES, LINK_MINUTES};
use crate::config::Config;
use crate::domain::retention::{
    BROWSER_COOKIE_DAYS, DRAFT_DAYS, FORM_KEY_DAYS, LETTER_DAYS, UNPASSED_PHOTO_DAYS,
    VOTE_CODE_MINUTES,
};
use crate::domain::text::plural;
use crate::store::identity::Strength;
use crate::web::govuk::Table;
use crate::web::pieces::scrolling;
use maud::{Markup, html};

/// The title of the page.
pub const TITLE: &str = "Privacy";

fn days(count: i64) -> String {
    plural(count, "day", "days")
}

fn photos() -> [String; 3] {
    [
        "Photos you sent. We draw each anew: where, when and with what it was taken goes at once"
            .into(),
        "To show the place. Nobody but you and our staff sees one before a moderator has passed it"
            .into(),
        format!(
            "Until you or a moderator take it away; one that was never passed, {} after it was sent at the earliest, once the nomination is decided",
            days(UNPASSED_PHOTO_DAYS)
        ),
    ]
}

/// For how long letters are kept. One with a code to vote would tell when somebody voted.
fn letters() -> String {
    format!(
        "{}; a code to vote {VOTE_CODE_MINUTES} minutes",
        days(LETTER_DAYS)
    )
}

/// What is held, why, and until when.
fn held() -> Vec<[String; 3]> {
    let row = |what: &str, why: &str, until: String| [what.to_string(), why.to_string(), until];
    vec![
        row(
            "A nomination you sent: the place and the work",
            "To decide on it, and to show everybody what was asked for",
            "For good. It is part of the public record".into(),
        ),
        row(
            "Your name, email address and telephone number with a nomination",
            "To ask you questions and tell you what we decided. Never shown in public",
            "As long as the nomination is kept, or until you delete your account".into(),
        ),
        row(
            "A nomination you began and did not send",
            "So that you can go on with it",
            format!("{} after your last answer", days(DRAFT_DAYS)),
        ),
        photos(),
        row(
            "Your email address, and your name if you gave it, as an account",
            "To let you sign in",
            "Until you delete your account".into(),
        ),
        row(
            "What you support and follow, and what you told us about finished work",
            "To count support, and to send you the news you asked for",
            "Until you stop it. If you delete your account, your words and what you follow go; your support still counts, without a name".into(),
        ),
        row(
            "That you voted, and the ward you live in",
            "So that nobody votes twice",
            "With the vote. Not how you voted: that is kept apart, and nobody can put the two together".into(),
        ),
        row(
            "Letters we sent you",
            "To find out what went wrong if one did not arrive",
            letters(),
        ),
        row(
            "Links and codes for signing in",
            "To let you in once. We keep only a digest, which cannot be turned back into the link",
            format!("Links {LINK_MINUTES} minutes, codes {CODE_MINUTES} minutes"),
        ),
        row(
            "That your browser is signed in",
            "So that you need not sign in on every page",
            format!(
                "{}; staff {}",
                signed_in(Strength::Link),
                signed_in(Strength::PasswordAndCode)
            ),
        ),
        row(
            "The key of a form you sent",
            "So that a form sent twice counts once",
            days(FORM_KEY_DAYS),
        ),
    ]
}

/// The whole page.
pub fn page(config: &Config) -> Markup {
    let rows = held().into_iter().map(|row| row.map(Into::into).to_vec());
    let table = Table {
        caption: "What we hold about you".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["What".into(), "Why".into(), "For how long".into()],
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    };
    html! {
        p.govuk-body-l { "You can read everything here without telling us who you are. We ask for little, and say why." }
        @if config.demonstration {
            p.govuk-body { "This is a demonstration. Do not give it real names or addresses." }
        }
        h2.govuk-heading-m { "Who is responsible" }
        p.govuk-body {
            @if config.contact.run_by.is_empty() { "Whoever runs this site answers for it. " }
            @else { "This site is run by " (config.contact.run_by) ". " }
            (reach(&config.contact, true)) " with any question."
        }
        h2.govuk-heading-m { "What we hold about you" }
        (scrolling(&table))
        h2.govuk-heading-m { "Why we may" }
        p.govuk-body { "Councils and the probation service look after Community Payback as a public task, and must ask people what work should be done. What we hold is needed for that. We send news only if you ask for it." }
        h2.govuk-heading-m { "People who do the work" }
        p.govuk-body { "We hold nothing that says who they are: no names, no case numbers, no offences, no ages. Only how many came and for how many minutes. Very small numbers are " a.govuk-link href="/about/figures#small-numbers" { "not shown" } "." }
        p.govuk-body { "When staff load a list of who attended, the case numbers in it are used to count different people. Only a digest stays, until the project is closed. Then that is deleted too." }
        h2.govuk-heading-m { "Who else sees it" }
        p.govuk-body { "Staff of the council and the probation service of the area see your contact details with your nomination. We sell nothing, share nothing with advertisers and use no trackers." }
        p.govuk-body { "The log of our server says which kind of page was asked for and when, not by whom. To stop misuse we count tries to sign in from a network address, for an hour at most, under a digest." }
        h2.govuk-heading-m { "Your own data" }
        ul.govuk-list.govuk-list--bullet {
            li { "To take it with you or delete it, sign in and open " a.govuk-link href="/me" { "your account" } "." }
            li { "To withdraw a nomination, open it from your account." }
            li { "To stop letters, follow the link at the end of any of them." }
            li { "To object, or to have something put right, " (reach(&config.contact, false)) "." }
        }
        p.govuk-body { "If you are not happy with our answer, you can complain to the Information Commissioner’s Office, which looks after data protection in the United Kingdom." }
        p.govuk-body { "A browser that is shown a form gets a cookie for " (days(BROWSER_COOKIE_DAYS)) ". " a.govuk-link href="/about/cookies" { "More about cookies" } "." }
    }
}
