//! How this vote is counted and how you can check it, for everybody.

use crate::web::govuk::Details;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// The page.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit
        .page("How this vote is counted and how you can check it", body())
        .kept()
        .into_response())
}

fn body() -> Markup {
    html! {
        h2.govuk-heading-m { "Who can vote" }
        p.govuk-body { "Anybody who lives in the area of the vote. You show it with your postcode; we keep the ward and not the postcode. If we do not know your postcode, you choose your ward from a list, and the result says how many did." }
        p.govuk-body { "Each person has one vote. We send a code to your email address to see that it is yours. Addresses that lead to one mailbox count as one." }
        h2.govuk-heading-m { "Why nobody can see how you voted" }
        ul class="govuk-list govuk-list--bullet" {
            li { "The list of who has voted and the box of votes have nothing in common: no number, no time, no order." }
            li { "Your vote is sealed before it goes into the box. It is opened only after the vote has closed." }
            li { "While the vote is open, nobody sees how it is going. Staff see how many votes are in the box." }
            li { "When the result is declared, the sealed votes are deleted and overwritten. The key is destroyed three weeks later." }
        }
        h2.govuk-heading-m { "Your receipt" }
        p.govuk-body { "When you have voted you see a receipt code. Nobody can guess it, and it is not emailed. When the result is declared, every vote is published with its code. Look yours up: it must show what you chose." }
        p.govuk-body { "If you picked two check words, they stand beside your code. So nobody can have been shown your line as theirs." }
        h2.govuk-heading-m { "How votes are counted" }
        p.govuk-body { "Each vote says its method in one sentence. With a single choice, the place with the most votes wins. Blank votes count in the turnout and for no place. A vote that does not read is rejected, and the result says how many were." }
        p.govuk-body { "If two places have equally many votes, the count stops. The rules name a public value that nobody could know before the vote closed, such as the numbers of a lottery draw. That value decides, by a rule that anybody can work out again." }
        p.govuk-body { "One council officer counts and another declares. If fewer than 20 people voted, only totals are published." }
        h2.govuk-heading-m { "How you can check it" }
        ol class="govuk-list govuk-list--number" {
            li { "Find your own vote by its receipt code on the page of the result." }
            li { "Download the files beside the result: the rules, all votes, the result, and the fingerprints of the files." }
            li { "Count the votes yourself, in a spreadsheet or with the command " code.app-code { "payback-panel round verify" } "." }
        }
        (Details::new("The exact steps, for whoever writes a program", exact()))
        h2.govuk-heading-m { "What this is not" }
        p.govuk-body { "It does not protect against somebody who stands beside you when you vote. It does not protect against a dishonest operator of this site while votes are being cast. It is not for elections that the law governs." }
    }
}

fn exact() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { "The id of a vote is the first 20 hexadecimal digits of the SHA-256 of rule-sheet.json without its last line break." }
            li { "ballots.csv has one line a vote: code, words, choices as marked; sorted by code." }
            li { "The fingerprint is a Merkle root over its lines without the heading: leaf = SHA-256(0x00 and the line), node = SHA-256(0x01, left, right), split at the largest power of two below the length." }
            li { "In a tie, the key of a place is SHA-256(“tie|v1|”, id of the vote, “|”, value, “|”, id of the place). The smaller key stands higher." }
            li { "SHA256SUMS has the SHA-256 of each file, as the command sha256sum -c reads it." }
        }
    }
}
