//! A count told stage by stage, for people to read in a terminal.

use crate::domain::ballots::budget::BudgetCount;
use crate::domain::ballots::count::{Contest, Count};
use crate::domain::ballots::count_json::{amount_text, decimal_text, fraction_text, vote_text};
use crate::domain::ballots::irv::IrvCount;
use crate::domain::ballots::method::Method;
use crate::domain::ballots::paper::OptionIndex;
use crate::domain::ballots::plurality::PluralityCount;
use crate::domain::ballots::result::{Counted, LookBack, Tie, TieAbout};
use crate::domain::ballots::stv::{StvAction, StvCount};
use crate::domain::text::grouped;

/// The whole text.
pub fn to_text(counted: &Counted<Count>, contest: &Contest) -> String {
    let (count, tie) = match counted {
        Ok(count) => (count, None),
        Err(stopped) => (&stopped.so_far, Some(&stopped.tie)),
    };
    let mut page = Page {
        contest,
        text: String::new(),
    };
    let (valid, blank) = count.ballots();
    page.line(format!("{}.", method_name(count.method())));
    page.line(format!(
        "Ballots that count: {}. Blank: {}.",
        number(valid),
        number(blank)
    ));
    match count {
        Count::Plurality(count) | Count::Approval(count) => page.plurality(count),
        Count::RunOff(count) => page.irv(count),
        Count::Transferable(count) => page.stv(count),
        Count::Greedy(count) | Count::EqualShares(count) => page.budget(count),
    }
    page.end(count, tie);
    page.text
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Plurality => "Single choice",
        Method::Approval => "Approval",
        Method::RunOff => "Instant run-off",
        Method::Transferable => "Several winners by ranking, by the Scottish rules",
        Method::Greedy => "Budget by votes",
        Method::EqualShares => "Budget by Equal Shares",
    }
}

fn number(number: u64) -> String {
    i64::try_from(number).map_or_else(|_| number.to_string(), grouped)
}

struct Page<'a> {
    contest: &'a Contest,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Lines of a name and a number, the numbers one under another.
    fn table(&mut self, rows: &[(String, String)]) {
        let width = |text: &String| text.chars().count();
        let names = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
        let numbers = rows
            .iter()
            .map(|(_, number)| width(number))
            .max()
            .unwrap_or(0);
        for (name, number) in rows {
            self.line(format!("  {name:names$}  {number:>numbers$}"));
        }
    }

    fn name(&self, option: OptionIndex) -> String {
        self.contest.name(option).to_owned()
    }

    fn names(&self, options: &[OptionIndex]) -> String {
        options
            .iter()
            .map(|option| self.contest.name(*option))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn plurality(&mut self, count: &PluralityCount) {
        let mut standing = self.contest.tally.standing();
        standing.sort_by_key(|option| std::cmp::Reverse(count.votes[usize::from(*option)]));
        let rows: Vec<_> = standing
            .into_iter()
            .map(|option| (self.name(option), number(count.votes[usize::from(option)])))
            .collect();
        self.table(&rows);
    }

    fn irv(&mut self, count: &IrvCount) {
        for (stage, round) in (1..).zip(&count.rounds) {
            self.line(format!("\nRound {stage}"));
            let votes = round.votes.iter();
            let mut rows: Vec<_> = votes
                .map(|(option, votes)| (self.name(*option), number(*votes)))
                .collect();
            rows.push(("no choice left".to_owned(), number(round.exhausted)));
            self.table(&rows);
            self.look_back(round.look_back.as_ref());
            if let Some(option) = round.excluded {
                self.line(format!("  Excluded: {}", self.name(option)));
            }
        }
    }

    fn stv(&mut self, count: &StvCount) {
        self.line(format!(
            "Seats: {}. Quota: {}.",
            count.seats,
            number(count.quota)
        ));
        for (number, stage) in (1..).zip(&count.stages) {
            let action = match stage.action {
                StvAction::FirstPreferences => "first preferences".to_owned(),
                StvAction::Surplus(option) => format!("surplus of {}", self.name(option)),
                StvAction::Exclusion(option) => format!("exclusion of {}", self.name(option)),
            };
            self.line(format!("\nStage {number}: {action}"));
            self.look_back(stage.look_back.as_ref());
            let standing = self.contest.tally.standing();
            let votes = |option: OptionIndex| vote_text(stage.votes[usize::from(option)]);
            let mut rows: Vec<_> = standing
                .into_iter()
                .map(|option| (self.name(option), votes(option)))
                .collect();
            rows.push((
                "non-transferable".to_owned(),
                vote_text(stage.non_transferable),
            ));
            rows.push((
                "lost by rounding".to_owned(),
                vote_text(stage.rounding_loss),
            ));
            self.table(&rows);
            if !stage.elected.is_empty() {
                self.line(format!("  Elected: {}", self.names(&stage.elected)));
            }
        }
    }

    fn budget(&mut self, count: &BudgetCount) {
        let places = self.contest.places;
        let (cost, budget) = (
            amount_text(count.cost, places),
            amount_text(count.budget, places),
        );
        self.line(format!("Taken: {cost} of {budget}."));
        if let Some(steps) = count.steps {
            self.line(format!("Shares raised by {} thousandths.", number(steps)));
        }
        self.takings(count);
        let rows: Vec<_> = (0..)
            .zip(&count.options)
            .map(|(option, entry)| {
                let mark = if entry.selected { "taken  " } else { "       " };
                let mut told = format!(
                    "{} votes, cost {}",
                    number(entry.votes),
                    amount_text(entry.cost, places)
                );
                if let Some(effective) = &entry.effective_votes {
                    told.push_str(&format!(", effective votes {}", decimal_text(effective)));
                }
                if let Some(held) = &entry.held {
                    let held = fraction_text(held, places);
                    told.push_str(&format!(", supporters held {held}"));
                }
                (format!("{mark}{}", self.name(option)), told)
            })
            .collect();
        self.table(&rows);
    }

    /// What was taken, one after another, and what was left after each.
    fn takings(&mut self, count: &BudgetCount) {
        let places = self.contest.places;
        let mut left = count.budget;
        for (step, option) in (1..).zip(&count.winners) {
            let cost = count.options[usize::from(*option)].cost;
            left = left.saturating_sub(cost);
            self.line(format!(
                "  {step}. {}, cost {}, {} left",
                self.name(*option),
                amount_text(cost, places),
                amount_text(left, places)
            ));
        }
    }

    fn look_back(&mut self, look_back: Option<&LookBack>) {
        if let Some(look_back) = look_back {
            let names = self.names(&look_back.options);
            self.line(format!(
                "  Equal: {names}. Decided by the votes at stage {}.",
                look_back.stage
            ));
        }
    }

    fn end(&mut self, count: &Count, tie: Option<&Tie>) {
        let ties = match count {
            Count::Plurality(count) | Count::Approval(count) => &count.ties,
            Count::RunOff(count) => &count.ties,
            Count::Transferable(count) => &count.ties,
            Count::Greedy(count) | Count::EqualShares(count) => &count.ties,
        };
        self.line("");
        for tie in ties {
            let (tied, chosen) = (self.names(&tie.options), self.names(&tie.chosen));
            self.line(format!(
                "Lots decided {}: {chosen}, where {tied} were equal.",
                about(tie.about)
            ));
        }
        let winners = self.names(count.winners());
        match tie {
            Some(tie) => {
                let tied = self.names(&tie.options);
                self.line(format!(
                    "Tied: {tied}. Lots must decide {}.",
                    about(tie.about)
                ));
                if !winners.is_empty() {
                    self.line(format!("Certain so far: {winners}"));
                }
            }
            None if winners.is_empty() => self.line("Nothing was chosen."),
            None => self.line(format!("Chosen, in this order: {winners}")),
        }
    }
}

fn about(about: TieAbout) -> &'static str {
    match about {
        TieAbout::Seat => "who wins",
        TieAbout::Exclusion => "who is excluded",
        TieAbout::Surplus => "whose surplus goes first",
        TieAbout::Budget => "what is taken first",
    }
}
