//! How this vote is counted and how you can check it: first for residents, then step by step for whoever
//! writes a program.

use super::methods::{example, learned_name, method_in_a_sentence, method_name};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::rule_sheet::{MOST_RANKS, SMALLEST_POLL};
use crate::web::govuk::{Details, InsetText};
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
        p.govuk-body-l { "Each mailbox, each letter and each name at a desk gets one vote and no more. Nobody can see how you voted. And where " (SMALLEST_POLL) " or more people voted, nobody has to take our word for the result: everybody can count again." }
        (contents())
        (who_votes())
        (secrecy())
        (receipt())
        (methods())
        (ties())
        (checking())
        (limits())
        h2.govuk-heading-m id="exactly" { "For whoever writes a program" }
        p.govuk-body { "This is everything that you need to check a result with a program of your own." }
        (Details::new("What is sealed, and what is kept", kept()))
        (Details::new("The files, and the fingerprint over the list", files()))
        (Details::new("How marks are read", reading()))
        (Details::new("How each method counts, to the last digit", exactly()))
    }
}

fn contents() -> Markup {
    let parts = [
        ("who", "Who can vote"),
        ("secret", "Why nobody can see how you voted"),
        ("receipt", "Your receipt"),
        ("methods", "How votes are counted"),
        ("ties", "When places are tied"),
        ("check", "How you can check it"),
        ("limits", "What this is not"),
        ("exactly", "For whoever writes a program"),
    ];
    html! {
        nav aria-label="On this page" {
            ul class="govuk-list govuk-list--bullet" {
                @for (id, title) in parts { li { a.govuk-link href={ "#" (id) } { (title) } } }
            }
        }
    }
}

fn who_votes() -> Markup {
    html! {
        h2.govuk-heading-m id="who" { "Who can vote" }
        p.govuk-body { "Anybody who lives in the area of the vote. You show it with your postcode; we keep the ward and not the postcode. If we do not know your postcode, you choose your ward from a list, and the result says how many did, unless that would pick somebody out." }
        p.govuk-body { "Each person may vote once. We send a code to your email address to see that it is yours. Addresses that lead to one mailbox count as one. Where a vote also has letters with voting codes, a desk or paper, its page says so. A mailbox, a letter and a name at the desk each work once, however often and however quickly somebody tries. We do not keep lists that would tell us that a mailbox, a letter and a name belong to one person: see " a.govuk-link href="#limits" { "what this is not" } "." }
    }
}

fn secrecy() -> Markup {
    html! {
        h2.govuk-heading-m id="secret" { "Why nobody can see how you voted" }
        p.govuk-body { "Think of two rooms. In the first, a list says who has been handed a paper. In the second stands the box. Papers go into the box in closed envelopes that all look alike, and nobody writes down when." }
        ul class="govuk-list govuk-list--bullet" {
            li { "The list of who has voted and the box of votes have nothing in common: no number, no time, no order." }
            li { "Your vote is sealed before it goes into the box. It is opened only after the vote has closed." }
            li { "While the vote is open, nobody sees how it is going. Staff see how many votes are in the box." }
            li { "When the result is declared, the sealed votes are deleted and overwritten. The keys are destroyed some weeks later, when the time to object is over." }
        }
        p.govuk-body { "In a sealed vote, officers keep the keys away from this site until the count. Before the vote opens, they show with a test ballot that the keys work. In simple mode, for trials and demonstrations, the site keeps the key itself. The page of each result says which it was." }
    }
}

fn receipt() -> Markup {
    html! {
        h2.govuk-heading-m id="receipt" { "Your receipt" }
        p.govuk-body { "When you have voted you see a receipt code. Nobody can guess it, and it is not emailed. If " (SMALLEST_POLL) " or more people vote, every vote is published with its code when the result is declared. Look yours up: it must show what you chose. With fewer votes no list is published, so that nobody’s vote can be guessed." }
        p.govuk-body { "If you picked two check words, they stand beside your code. So nobody can have been shown your line as theirs." }
        p.govuk-body { "The receipt says what you chose, so keep it to yourself if you want your vote to stay secret." }
    }
}

fn methods() -> Markup {
    html! {
        h2.govuk-heading-m id="methods" { "How votes are counted" }
        p.govuk-body { "Each vote uses one of six methods. Its page says which, before it opens. Every method comes with an example here." }
        @for method in Method::ALL {
            h3 class="govuk-heading-s" id=(method.name()) { (method_name(method)) }
            p.govuk-body { (method_in_a_sentence(method)) }
            (Details::new(
                format!("A worked example: {}", method_name(method).to_lowercase()),
                html! { (example(method)) p.govuk-body-s { "In books it is called " (learned_name(method)) "." } },
            ))
        }
        p.govuk-body { "Blank votes count in the turnout and for no place. So does a paper for one place that is marked for two or more, and a ranking with two first choices: the result says how many there were of each. A record in the box that is no vote at all is rejected, and the result says how many were." }
        p.govuk-body { "One officer counts and another declares. If fewer than " (SMALLEST_POLL) " people voted, only totals are published, so that nobody’s vote can be guessed." }
    }
}

fn ties() -> Markup {
    html! {
        h2.govuk-heading-m id="ties" { "When places are tied" }
        p.govuk-body { "With rankings, earlier stages of the count decide first. If places are still equal, the count stops and says which they are." }
        p.govuk-body { "The rules name a public value that nobody could know before the vote closed, such as the numbers of a lottery draw. That value decides, by a sum that anybody can work out again. If it cannot be had, a lot is drawn in public, and two people put their names to it." }
        p.govuk-body { "Where nobody votes for any place, no place is chosen, and no lot is drawn. The council then says what happens next." }
    }
}

fn checking() -> Markup {
    html! {
        h2.govuk-heading-m id="check" { "How you can check it" }
        h3.govuk-heading-s { "Your own vote, in a minute" }
        ol class="govuk-list govuk-list--number" {
            li { "On the page of the result follow “Find my vote”, and type the code on your receipt. It is not kept." }
            li { "Or, without telling this site your code: download ballots.csv, open it in a spreadsheet or a text editor, and search for your code there." }
            li { "The line must have your two check words, if you picked any, and your choice." }
        }
        h3.govuk-heading-s { "The whole count, in an evening" }
        ol class="govuk-list govuk-list--number" {
            li { "Download the five files beside the result into one folder: the rules, all votes, the result, how many voted, and the fingerprints of the files." }
            li { "Compare the fingerprint (Merkle root) on the page with what others wrote down. If one vote in the list were changed, added or left out, it would be another." }
            li { "Run " code.app-code { "payback-panel round verify" } " with the name of the folder. The program needs no connection. It checks every fingerprint, that every receipt is there once, that there are no more votes than people who voted, and it counts again." }
            li { "Or count in a program of your own: " code.app-code { "payback-panel count ballots.csv --json" } " prints every stage to compare with. It also reads BLT and Pabulib files of other people’s votes." }
        }
        p.govuk-body { "If something is wrong, tell the council at once. The sealed votes’ keys are kept until the time to object is over." }
    }
}

fn limits() -> Markup {
    html! {
        h2.govuk-heading-m id="limits" { "What this is not" }
        ul class="govuk-list govuk-list--bullet" {
            li { "It does not protect you from somebody who stands beside you when you vote, or who makes you show your receipt." }
            li { "It does not protect against a dishonest operator of this site while votes are being cast. Your browser hands your vote to the site, and the site seals it." }
            li { "A code by email shows a mailbox, not a person. Somebody with two mailboxes could vote twice, and we could not tell." }
            li { "Nor could we tell that one person voted by email, with the code in a letter to their home, and under their name at a desk. Where a vote has more than one of these, its page says so, and the result says how many voted in each way. A council that wants one vote a household, and no other, opens the vote with letters alone." }
            li { "Nobody outside can prove that no vote was added by the operator. What they can see is that there are never more votes than people in the register, and, for longer votes, a chain of nightly fingerprints of the box." }
            li { "It is for local choices about unpaid work. It is not for elections that the law governs." }
        }
    }
}

fn kept() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { "A vote is the text “v1|id of the vote|method|choices|receipt code|check words”, filled up to one length for all votes of a round, and sealed with an anonymous public-key box (X25519, XSalsa20-Poly1305) to the key or keys in the rule sheet." }
            li { "One transaction writes a row in the register and a row in the box. The register row has the ward, the way of voting and a digest of the form: of its one-time key with the choice and the check words, so that a form sent again with another choice or other words is told from the same form sent twice. The key is random and is not kept, so the digest tells nobody the choice. The box row has a random name and the sealed bytes. Neither has a time or a number. Casts of several people share one write." }
            li { "The receipt code has 80 bits. It is made from the form’s one-time key with a secret of the round that is destroyed at closing. So the same form sent twice gives the same receipt and one vote." }
            li { "The register’s key is a keyed digest: of the mailbox, of the code in a letter or on a paper, or of the name and address that somebody shows at a desk. The database refuses a second row with the same. The three are not compared with each other." }
            li { "The letter with a code by email is deleted as soon as the code has ended, 15 minutes after it was asked for. The log has no line of it." }
        }
        (InsetText::from("Once the box is opened, votes are sorted by receipt code before anything else is done with them."))
    }
}

fn files() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { "rule-sheet.json is canonical: keys in order, no spare spaces, UTF-8. The id of a vote is the first 20 hexadecimal digits of the SHA-256 of the file, so “sha256sum rule-sheet.json” begins with it. It is published before the vote opens." }
            li { "ballots.csv has one line a vote: code, words, choices as marked; sorted by code. Ticks are joined by “+”, ranks are parted by “>”, places that share a rank are joined by “=”. A blank vote is empty." }
            li { "The fingerprint is a Merkle root over its lines without the heading: leaf = SHA-256(0x00 and the line), node = SHA-256(0x01, left, right), split at the largest power of two below the length." }
            li { "result.json has every stage, register-totals.json how many voted and in which way. A way that fewer than 10 people used is not shown, and neither is any number that would give it away; of a vote with fewer than " (SMALLEST_POLL) " papers none is." }
            li { "SHA256SUMS has the SHA-256 of each file, as the command sha256sum -c reads it." }
            li { "Each night after which the box holds at least 20 votes more than at the last, a head is published: SHA-256(0x02, the head before (32 zero bytes for the first), the Merkle root over the sorted SHA-256 of the sealed votes, how many they are as 8 bytes, the highest first). The list of digests is on the page of the ballot box while the vote is open." }
        }
    }
}

fn reading() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { "A ranked paper has at most " (MOST_RANKS) " ranks: a longer order could mark its voter out." }
            li { "Empty ranks close up. A place named again counts at its first rank only. A rank with two or more places ends the paper there." }
            li { "On a paper for one place, two or more ticks count for nothing; neither does a ranking whose first rank has two or more places. Such papers are among the blank ones of result.json, and its field “unclear” says how many they are. What was marked is what is published, whatever it counts for." }
        }
    }
}

fn exactly() -> Markup {
    html! {
        dl.govuk-body {
            @for (method, rule) in RULES {
                dt { strong { (method_name(method)) } }
                dd { (rule) }
            }
            dt { strong { "Lot order" } }
            dd { "The key of a place is SHA-256(“tie|v1|”, id of the vote, “|”, value, “|”, id of the place). The smaller key stands higher. The lower one is excluded, the higher one wins, has its surplus moved first, or is taken first." }
        }
    }
}

const RULES: [(Method, &str); 6] = [
    (
        Method::Plurality,
        "Most votes. For k winners the k highest. A tie across the line goes to the lot order.",
    ),
    (
        Method::Approval,
        "The same, with every tick of a paper counted.",
    ),
    (
        Method::RunOff,
        "At each stage a paper goes to its first continuing place or is exhausted. It stops when one has more \
         than half of the continuing papers, or one is left. Else the single lowest is excluded. Tie for lowest: \
         back stage by stage to the latest where the tied differ, keeping only the lowest there, and on back \
         with those; still tied, the lowest in the lot order.",
    ),
    (
        Method::Transferable,
        "The Scottish Local Government Elections Order 2011, schedule 1. Unit: 1/100,000 of a vote. Quota: \
         valid papers divided by winners and one, rounded down, and one. Largest surplus first, one a stage, \
         before any exclusion; new value of each paper = surplus × value when received ÷ the place’s total, \
         rounded down, for every paper it holds. Exclusion: the lowest; papers move at the value they had. \
         Whoever has exactly the quota makes no surplus stage, and nobody elected or excluded receives \
         anything. When as many continue as winners are left to find, all of them win. Ties: back stage by \
         stage to the latest where the tied differ; the higher there has its surplus moved first, the lower \
         there is excluded; still tied, the lot order.",
    ),
    (
        Method::Greedy,
        "By votes, high first, then fewer minutes, then lot order. What fits the minutes left is taken. A \
         place without votes is never taken.",
    ),
    (
        Method::EqualShares,
        "Peters and Skowron, Method of Equal Shares, with cost utilities. n = papers with at least one tick, B \
         = minutes, first share B/n. For each place whose supporters together hold its cost: the smallest q \
         with the sum of min(balance, q) = cost. The least q/cost is taken and paid for; ties: lower cost, \
         more votes, lot order. Completion: shares B(1000 + k)/(1000 n) for k = 0, 1, 2, …; the result is the \
         run before the first that overspends B, or the first that takes every supported place. All in exact \
         fractions.",
    ),
];
