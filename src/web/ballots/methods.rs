//! The six methods in plain words, each with a worked example that a test counts again.
//!
//! Officers read these when they draft a round, voters on the paper, everybody on the page that explains
//! how votes are counted.

use crate::domain::ballots::method::Method;
use crate::web::govuk::Details;
use maud::{Markup, html};

/// What officers and readers call a method.
pub fn method_name(method: Method) -> &'static str {
    match method {
        Method::Plurality => "Single choice",
        Method::Approval => "Any number of choices",
        Method::RunOff => "Ranking, one winner",
        Method::Transferable => "Ranking, several winners",
        Method::Greedy => "A budget of hours, by votes",
        Method::EqualShares => "A budget of hours, by equal shares",
    }
}

/// What the field calls a method, for whoever wants to look it up.
pub fn learned_name(method: Method) -> &'static str {
    match method {
        Method::Plurality => "plurality, or first past the post",
        Method::Approval => "approval voting",
        Method::RunOff => "instant run-off, or the alternative vote",
        Method::Transferable => {
            "single transferable vote, by the rules of Scottish council elections"
        }
        Method::Greedy => "participatory budgeting, greedy rule",
        Method::EqualShares => "participatory budgeting, Method of Equal Shares",
    }
}

/// When an officer would pick it.
pub fn good_for(method: Method) -> &'static str {
    match method {
        Method::Plurality => {
            "Voters pick one place. Quick, and known to everybody. Good for two places."
        }
        Method::Approval => {
            "Voters pick every place they would be happy with. Good where places are alike. For one or \
             several winners."
        }
        Method::RunOff => {
            "Voters put up to five places in order. The winner has the backing of more than half. Good for \
             three or more places."
        }
        Method::Transferable => {
            "Voters put up to five places in order. Several places win, so that most voters see one of \
             theirs among them."
        }
        Method::Greedy => {
            "Voters pick every place they like. The places with the most votes are done while there are \
             hours left."
        }
        Method::EqualShares => {
            "Voters pick every place they like. Each voter has the same share of the hours, so that small \
             groups get small places done. The fairest way to share out hours."
        }
    }
}

/// How a method works, in a sentence or two, as voters read it.
pub fn method_in_a_sentence(method: Method) -> &'static str {
    match method {
        Method::Plurality => {
            "You pick one place; the place with the most votes wins. For example, if 40 people pick \
             place A, 35 place B and 25 place C, place A wins."
        }
        Method::Approval => {
            "You pick as many places as you like; what most people picked wins. For example, if \
             you would be happy with two of the places, pick both."
        }
        Method::RunOff => {
            "You put places in order; the last place drops out and its votes go to the next choice on each \
             paper, until one place has more than half. For example, if your first choice drops out, your \
             second choice counts."
        }
        Method::Transferable => {
            "You put places in order; several places win, and votes that a place does not need go to the next \
             choice on each paper. For example, if your first choice has more than enough, part of your vote \
             goes to your second choice."
        }
        Method::Greedy => {
            "You pick as many places as you like; places are taken by votes while there are hours left. For \
             example, if the first place takes 80 of 100 hours, the next one that needs 20 or fewer follows."
        }
        Method::EqualShares => {
            "You pick as many places as you like; everybody has an equal share of the hours, and a place is \
             taken when the people who picked it can pay for it together. For example, 50 people with an hour \
             each can pay for a place that needs 40 hours."
        }
    }
}

/// The worked example, folded away.
pub fn worked_example(method: Method) -> Details {
    Details::new(
        format!("A worked example: {}", method_name(method).to_lowercase()),
        example(method),
    )
}

/// Each line of the example: how many papers, and what is on them.
fn papers(method: Method) -> [&'static str; 3] {
    match method {
        Method::Plurality => [
            "40 people pick Alder Park",
            "35 pick Brook Lane",
            "25 pick Castle Steps",
        ],
        Method::Approval => [
            "40 people pick Alder Park only",
            "35 pick Brook Lane and Castle Steps",
            "25 pick Castle Steps only",
        ],
        Method::RunOff => [
            "40 people put Alder Park first",
            "35 put Brook Lane first",
            "25 put Castle Steps first and Brook Lane second",
        ],
        Method::Transferable => [
            "60 people put Alder Park first and Brook Lane second",
            "22 put Castle Steps first",
            "18 put Brook Lane first",
        ],
        Method::Greedy | Method::EqualShares => [
            "60 people pick Alder Park, which needs 80 hours",
            "45 pick Brook Lane, which needs 40 hours, and Castle Steps, which needs 20",
            "5 pick Brook Lane only",
        ],
    }
}

/// How the example is counted, a step a line.
fn steps(method: Method) -> &'static [&'static str] {
    match method {
        Method::Plurality => &[
            "Alder Park has the most votes and wins.",
            "If two places were to win, Brook Lane would be the second.",
        ],
        Method::Approval => &[
            "Castle Steps was picked by 35 and 25 people: 60. Alder Park has 40 and Brook Lane 35.",
            "Castle Steps wins. If two places were to win, Alder Park would be the second.",
        ],
        Method::RunOff => &[
            "Stage 1: nobody has more than half of the 100 votes. Castle Steps has the fewest and drops out.",
            "Stage 2: its 25 votes go to the second choice on each paper, Brook Lane, which now has 60.",
            "60 is more than half. Brook Lane wins.",
        ],
        Method::Transferable => &[
            "Two places win. With 100 votes, a place needs 34 to be sure: no third place can have as many.",
            "Stage 1: Alder Park has 60 and wins. It has 26 more than it needs.",
            "Stage 2: those 26 go to the second choice on its 60 papers, each paper with 26 sixtieths of a vote. Brook Lane now has 43.9998 (a tiny part is lost in rounding) and wins.",
        ],
        Method::Greedy => &[
            "There are 100 hours. Alder Park has the most votes, 60, and is taken: 20 hours are left.",
            "Brook Lane is next with 50 votes. Its 40 hours do not fit any more.",
            "Castle Steps has 45 votes. Its 20 hours fit, and it is taken.",
        ],
        Method::EqualShares => &[
            "There are 100 hours and 110 people, so everybody has a share of about 0.9 hours.",
            "The 50 people who picked Brook Lane hold about 45 hours together. It needs 40: they pay 0.8 hours each, and it is taken.",
            "Nobody can pay for more. So all shares are raised, a little at a time, until somebody can: the 45 who picked Castle Steps pay for it with what they have left over.",
            "Raised further, Alder Park could be paid for too, but all three need 140 hours. So it stops before: Brook Lane and Castle Steps are done.",
        ],
    }
}

/// The worked example.
pub fn example(method: Method) -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" { @for paper in papers(method) { li { (paper) "." } } }
        ol class="govuk-list govuk-list--number" { @for step in steps(method) { li { (step) } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ballots::count::{Contest, Count, count};
    use crate::domain::ballots::lots::Lots;
    use crate::domain::ballots::tally::Tally;

    const NAMES: [&str; 3] = ["Alder Park", "Brook Lane", "Castle Steps"];

    /// The papers of an example as they are counted, and what they give.
    fn counted(method: Method, seats: usize) -> Count {
        let ballots: [(&[u16], u64); 3] = match method {
            Method::Plurality => [(&[0], 40), (&[1], 35), (&[2], 25)],
            Method::Approval => [(&[0], 40), (&[1, 2], 35), (&[2], 25)],
            Method::RunOff => [(&[0], 40), (&[1], 35), (&[2, 1], 25)],
            Method::Transferable => [(&[0, 1], 60), (&[2], 22), (&[1], 18)],
            Method::Greedy | Method::EqualShares => [(&[0], 60), (&[1, 2], 45), (&[1], 5)],
        };
        let mut tally = Tally::new(3);
        for (ballot, votes) in ballots {
            tally.add(ballot, votes).expect("few ballots");
        }
        let budgeted = method.has_budget();
        let contest = Contest {
            names: NAMES.map(String::from).to_vec(),
            tally,
            seats,
            costs: if budgeted {
                vec![80 * 60, 40 * 60, 20 * 60]
            } else {
                vec![]
            },
            budget: budgeted.then_some(100 * 60),
            places: 0,
        };
        let counted = count(&contest, method, &Lots::none()).expect("it can be counted");
        counted.expect("it has no tie")
    }

    fn winners(method: Method, seats: usize) -> Vec<&'static str> {
        let count = counted(method, seats);
        count
            .winners()
            .iter()
            .map(|option| NAMES[usize::from(*option)])
            .collect()
    }

    #[test]
    fn every_worked_example_comes_out_as_it_says() {
        assert_eq!(winners(Method::Plurality, 1), ["Alder Park"]);
        assert_eq!(winners(Method::Plurality, 2), ["Alder Park", "Brook Lane"]);
        assert_eq!(winners(Method::Approval, 1), ["Castle Steps"]);
        assert_eq!(winners(Method::Approval, 2), ["Castle Steps", "Alder Park"]);
        assert_eq!(winners(Method::RunOff, 1), ["Brook Lane"]);
        assert_eq!(
            winners(Method::Transferable, 2),
            ["Alder Park", "Brook Lane"]
        );
        assert_eq!(winners(Method::Greedy, 1), ["Alder Park", "Castle Steps"]);
        assert_eq!(
            winners(Method::EqualShares, 1),
            ["Brook Lane", "Castle Steps"]
        );
    }

    #[test]
    fn the_numbers_in_the_example_of_several_winners_are_right() {
        let Count::Transferable(count) = counted(Method::Transferable, 2) else {
            panic!("another method");
        };
        assert_eq!(count.quota, 34);
        assert_eq!(count.stages[1].votes[1], 43_99980);
    }
}
