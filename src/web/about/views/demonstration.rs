//! What is known and what is invented in the demonstration.

use crate::web::pieces::{Provenance, key_facts};
use maud::{Markup, Render, html};

/// The title of the page.
pub const TITLE: &str = "What is real in this demonstration";

/// The whole page.
pub fn page() -> Markup {
    html! {
        p.govuk-body-l { "This site shows how the service works. A few facts in it are known. Everything else is made up." }
        h2.govuk-heading-m { "What is known" }
        p.govuk-body { "These facts about 2009 were given to the project. The first publications were looked for and not found, so no address is given for them." }
        ul.govuk-list.govuk-list--bullet {
            li { "In the first year of Leicester’s citizens’ panels, 149 projects were completed. 676 offenders worked on them, for 4,732 hours." }
            li { "In June 2009 the public voted between five options. The field around Scalpay Close and Beaumont Walk in Beaumont Leys won. Hedges were cut back there, graffiti was removed and unauthorised posters were taken down." }
            li { "203,439 hours of unpaid work were reported for 2008–09. That is a reported figure: it is shown apart and is in no total." }
            li { "The three councils have 910,300 people together, 300,000 of them in Leicester. How the others are shared between Leicestershire and Rutland is rounded." }
            li { "Names and codes of councils and wards are the official ones of 2025. In 2009 there were other wards." }
        }
        h2.govuk-heading-m { "What is invented" }
        (key_facts([
            ("The year", "‘First year’ is taken to be 1 April 2009 to 31 March 2010"),
            ("Projects", "All but one of the 149: their names, places, work and days. Of the field that won, the days, the numbers and the hours"),
            ("Sessions", "How 676 offenders and 4,732 hours are shared out. Only the sums are known"),
            ("The vote of 2009", "The other four options, how many voted, and every ballot. No voter stands behind any of them"),
            ("Nominations", "All of them, with the decisions and reasons"),
            ("What is going on now", "Everything: nominations, votes, projects and sessions in the present"),
            ("People", "All names. Every address ends in .example"),
            ("Postcodes", "LE99 1AA and onward. No home has one"),
            ("Outlines on maps", "Schematic. They are not real boundaries and not drawn from any"),
            ("PDU-LLR", "A code made up for the probation delivery unit of Leicester, Leicestershire and Rutland"),
        ]))
        h2.govuk-heading-m { "How you can tell" }
        p.govuk-body { "Pages of single things say which it is:" }
        (Provenance::Known { source: "where the fact comes from".into() }.render())
        (Provenance::Invented.render())
        p.govuk-body { "Nothing here is about a real person on probation." }
        p.govuk-body { "The demonstration sends no email. " a.govuk-link href="/demo/post" { "Read the letters it would send" } "." }
    }
}
