//! Equal Shares: each voter gets the same share of the budget, and an option is taken when its
//! supporters together can pay for it. (Peters and Skowron, 'Method of Equal Shares'.)
//!
//! Shares are raised by a thousandth of the first share at a time; the result is the run before
//! the first that overspends, or the first that takes every supported option. One run is in
//! `run`, the exact fractions in `ledger`. Start at [`count_equal_shares`].

mod crowd;
mod ledger;
mod outcome;
mod price;
mod run;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use self::crowd::Crowd;
use self::outcome::{RunEnd, StoppedRun, TieOrder};
use self::run::Run;
use super::budget::{BudgetCount, BudgetPoll};
use super::lots::Lots;
use super::paper::OptionIndex;
use super::result::{Counted, Stopped, Tie, TieAbout};

/// How many runs may be tried to find out whether a tie makes any difference.
const MOST_TRIALS: usize = 128;

/// After so many runs that ended alike, the counter looks for the next that can differ.
const ALIKE_BEFORE_LEAP: u32 = 8;

/// Counts a budget by Equal Shares.
///
/// A tie stops the count only where it matters: where the tied options would leave the same
/// balances in any order, or where every order ends in the same selection, no lots are needed.
pub fn count_equal_shares(poll: &BudgetPoll<'_>, lots: &Lots) -> Counted<BudgetCount> {
    let crowd = Crowd::of(poll);
    let mut completion = Completion {
        crowd: &crowd,
        lots,
        step: 0,
        alike: 0,
    };
    let first = completion
        .trials(0)
        .map_err(|tie| completion.stopped(tie))?;
    let mut last = first;
    let mut at = 0;
    while !last.iter().all(|trial| trial.end.complete) && poll.budget > 0 {
        let next = completion.next_step(&last);
        let trials = completion
            .trials(next)
            .map_err(|tie| completion.stopped(tie))?;
        let over = trials
            .iter()
            .filter(|trial| trial.end.cost > poll.budget)
            .count();
        if over == trials.len() {
            at = next - 1;
            break;
        }
        if over > 0 {
            return Err(completion.stopped(StoppedRun::of(&trials)));
        }
        completion.note(next, &last, &trials);
        last = trials;
        at = next;
    }
    let selection = last[0].end.selection();
    if last.iter().any(|trial| trial.end.selection() != selection) {
        return Err(completion.stopped(StoppedRun::of(&last)));
    }
    Ok(completion.report(at, &last[0].order))
}

/// One way in which a run can end, with the order among tied options that leads there.
struct Trial<'a> {
    order: TieOrder<'a>,
    end: RunEnd,
    /// The first tie on the way that no lots decided, and what was taken before it.
    tie: Option<StoppedRun>,
}

struct Completion<'a> {
    crowd: &'a Crowd<'a>,
    lots: &'a Lots,
    step: u64,
    /// How many runs in a row took the same options in the same order.
    alike: u32,
}

impl<'a> Completion<'a> {
    /// All ways in which the run at a step can end. More than one only where a tie is undecided;
    /// an error where there are too many ways to try.
    fn trials(&self, step: u64) -> Result<Vec<Trial<'a>>, StoppedRun> {
        let mut open = vec![(TieOrder::of(self.lots), None::<StoppedRun>)];
        let mut trials = Vec::new();
        while let Some((order, tie)) = open.pop() {
            match Run::at(self.crowd, step, &order).finish() {
                Ok(end) => trials.push(Trial { order, end, tie }),
                Err(stopped) => {
                    let first = tie.unwrap_or_else(|| stopped.clone());
                    if trials.len() + open.len() + stopped.tied.len() > MOST_TRIALS {
                        return Err(first);
                    }
                    // The first of the paper is tried first, so that it comes out first.
                    for option in stopped.tied.iter().rev() {
                        let supposed = order.supposing(*option, &stopped.tied);
                        open.extend(supposed.map(|order| (order, Some(first.clone()))));
                    }
                }
            }
        }
        Ok(trials)
    }

    fn note(&mut self, step: u64, last: &[Trial<'_>], now: &[Trial<'_>]) {
        let same = match (last, now) {
            ([last], [now]) => now.end.calm && last.end.order() == now.end.order(),
            _ => false,
        };
        self.alike = if same { self.alike + 1 } else { 0 };
        self.step = step;
    }

    /// The next step worth running: the very next one, or after a long row of like runs, the next
    /// at which an option that is not taken could be.
    fn next_step(&self, last: &[Trial<'_>]) -> u64 {
        let next = self.step + 1;
        match last {
            [only]
                if only.end.calm
                    && self.alike > 0
                    && self.alike.is_multiple_of(ALIKE_BEFORE_LEAP) =>
            {
                self.leap(&only.end).max(next)
            }
            _ => next,
        }
    }

    /// In a calm run everything was paid for evenly, so larger shares change nothing until the
    /// supporters of an option that is not taken hold its cost. That step, or one before it.
    ///
    /// An option with fewer votes than the one taken cannot come before it, so what its supporters
    /// hold is looked at only from the first one with as few votes on.
    fn leap(&self, end: &RunEnd) -> u64 {
        let crowd = self.crowd;
        let steps = crowd.unmet(end).map(|option| {
            let votes = crowd.votes[usize::from(option)];
            let paid = end
                .order()
                .into_iter()
                .take_while(|taken| crowd.votes[usize::from(*taken)] > votes)
                .map(|taken| {
                    let both = BigInt::from(crowd.together(option, taken));
                    let cost = BigInt::from(crowd.cost(taken));
                    BigRational::new(both * cost, crowd.votes[usize::from(taken)].into())
                })
                .fold(
                    BigRational::from_integer(crowd.cost(option).into()),
                    |sum, part| sum + part,
                );
            // votes × budget × (1000 + step) / (1000 × voters) ≥ what is needed.
            let scale = BigInt::from(crowd.voters) * 1000;
            let share = BigInt::from(votes) * BigInt::from(crowd.budget);
            let needed: BigInt = paid.numer() * scale;
            let needed = needed.div_ceil(&(paid.denom() * share));
            // Below nought it could be paid for all along: nothing is to be leapt over then.
            (needed - BigInt::from(1000)).to_u64().unwrap_or(0)
        });
        steps.min().unwrap_or(self.step)
    }

    fn stopped(&self, stopped: StoppedRun) -> Box<Stopped<BudgetCount>> {
        let mut so_far = self.crowd.poll.nothing_taken();
        so_far.steps = Some(self.step);
        stopped.taken.iter().for_each(|option| so_far.take(*option));
        let tie = Tie {
            stage: u32::try_from(stopped.taken.len() + 1).unwrap_or(u32::MAX),
            about: TieAbout::Budget,
            options: stopped.tied,
            chosen: Vec::new(),
        };
        Stopped::at(tie, so_far)
    }

    /// The result, with the fractions that are published beside it.
    fn report(&self, step: u64, order: &TieOrder<'_>) -> BudgetCount {
        let mut count = self.crowd.poll.nothing_taken();
        count.steps = Some(step);
        let mut run = Run::at(self.crowd, step, order);
        run.keep_fractions();
        // This run has ended before, with this very order, so it cannot stop here.
        let Ok(end) = run.finish() else { return count };
        for taken in end.taken {
            count.take(taken.option);
            let entry = &mut count.options[usize::from(taken.option)];
            entry.effective_votes = taken.effective_votes;
            entry.held = taken.held;
        }
        for (option, held) in end.left {
            count.options[usize::from(option)].held = Some(held);
        }
        count.ties = end.ties;
        count
    }
}

impl StoppedRun {
    /// The first undecided tie of trials that end in different ways.
    fn of(trials: &[Trial<'_>]) -> StoppedRun {
        let tie = trials.iter().find_map(|trial| trial.tie.clone());
        tie.unwrap_or(StoppedRun {
            tied: Vec::<OptionIndex>::new(),
            taken: Vec::new(),
        })
    }
}
