//! The result of a count as one JSON object: what `count --json` prints, and the heart of a
//! published `result.json`.
//!
//! Votes are decimal text: whole numbers without a point, hundred-thousandths with five places.
//! Start at [`to_json`].

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;

use super::budget::BudgetCount;
use super::canonical::Json;
use super::count::{Amount, Contest, Count};
use super::irv::IrvCount;
use super::paper::OptionIndex;
use super::plurality::PluralityCount;
use super::result::{Counted, LookBack, Tie};
use super::stv::{StvAction, StvCount, VOTE};

type Fields = BTreeMap<String, Json>;

/// The object. A count that a tie has stopped has the tie as `undecided` and last among `ties`, and
/// in the rest what was counted before it.
pub fn to_json(counted: &Counted<Count>, contest: &Contest) -> Json {
    match counted {
        Ok(count) => Json::Object(fields(count, contest)),
        Err(stopped) => {
            let mut fields = fields(&stopped.so_far, contest);
            let tie = tie_json(&stopped.tie, contest);
            if let Some(Json::List(ties)) = fields.get_mut("ties") {
                ties.push(tie.clone());
            }
            put(&mut fields, "undecided", tie);
            Json::Object(fields)
        }
    }
}

fn fields(count: &Count, contest: &Contest) -> Fields {
    let mut fields = Fields::new();
    let (valid, blank) = count.ballots();
    put(&mut fields, "method", Json::text(count.method().name()));
    put(&mut fields, "valid", Json::whole(valid));
    put(&mut fields, "blank", Json::whole(blank));
    put(&mut fields, "winners", names(count.winners(), contest));
    if !count.method().has_budget() {
        let standing = contest.tally.standing();
        put(&mut fields, "options", names(&standing, contest));
        let all = (0..).take(contest.names.len());
        let withdrawn: Vec<OptionIndex> = all.filter(|o| !contest.tally.stands(*o)).collect();
        if !withdrawn.is_empty() {
            put(&mut fields, "withdrawn", names(&withdrawn, contest));
        }
    }
    match count {
        Count::Plurality(count) | Count::Approval(count) => {
            plurality_fields(count, contest, &mut fields);
        }
        Count::RunOff(count) => irv_fields(count, contest, &mut fields),
        Count::Transferable(count) => stv_fields(count, contest, &mut fields),
        Count::Greedy(count) | Count::EqualShares(count) => {
            budget_fields(count, contest, &mut fields);
        }
    }
    fields
}

fn plurality_fields(count: &PluralityCount, contest: &Contest, fields: &mut Fields) {
    let votes = standing_votes(contest, |option| whole_text(count.votes[option]));
    put(fields, "seats", whole_number(count.seats));
    put(fields, "votes", votes);
    put(fields, "ties", ties_json(&count.ties, contest));
}

fn irv_fields(count: &IrvCount, contest: &Contest, fields: &mut Fields) {
    let of_round = |votes: &[(OptionIndex, u64)]| {
        Json::object(
            votes
                .iter()
                .map(|(option, votes)| (contest.name(*option), Json::text(votes.to_string()))),
        )
    };
    let rounds = (1_u64..).zip(&count.rounds).map(|(number, round)| {
        let mut fields = Fields::new();
        put(&mut fields, "round", Json::whole(number));
        put(&mut fields, "votes", of_round(&round.votes));
        put(&mut fields, "exhausted", whole_text(round.exhausted));
        let excluded = round.excluded.map(|option| contest.name(option));
        put(&mut fields, "excluded", Json::maybe_text(excluded));
        put_look_back(&mut fields, round.look_back.as_ref(), contest);
        Json::Object(fields)
    });
    let first = count.rounds.first().map_or(&[][..], |round| &round.votes);
    put(fields, "votes", of_round(first));
    put(fields, "rounds", Json::List(rounds.collect()));
    put(fields, "ties", ties_json(&count.ties, contest));
}

fn stv_fields(count: &StvCount, contest: &Contest, fields: &mut Fields) {
    let stages = (1_u64..).zip(&count.stages).map(|(number, stage)| {
        let (action, option) = match stage.action {
            StvAction::FirstPreferences => ("first preferences", None),
            StvAction::Surplus(option) => ("surplus", Some(option)),
            StvAction::Exclusion(option) => ("exclusion", Some(option)),
        };
        let mut fields = Fields::new();
        put(&mut fields, "stage", Json::whole(number));
        put(&mut fields, "action", Json::text(action));
        put(
            &mut fields,
            "option",
            Json::maybe_text(option.map(|option| contest.name(option))),
        );
        let votes = standing_votes(contest, |option| vote_json(stage.votes[option]));
        put(&mut fields, "votes", votes);
        put(
            &mut fields,
            "non_transferable",
            vote_json(stage.non_transferable),
        );
        put(&mut fields, "rounding_loss", vote_json(stage.rounding_loss));
        put(&mut fields, "elected", names(&stage.elected, contest));
        put_look_back(&mut fields, stage.look_back.as_ref(), contest);
        Json::Object(fields)
    });
    let first = count.stages.first().map_or(&[][..], |stage| &stage.votes);
    let votes = standing_votes(contest, |option| {
        vote_json(first.get(option).copied().unwrap_or(0))
    });
    put(fields, "votes", votes);
    put(fields, "seats", whole_number(count.seats));
    put(fields, "quota", whole_text(count.quota));
    put(fields, "rounds", Json::List(stages.collect()));
    put(fields, "ties", ties_json(&count.ties, contest));
}

fn budget_fields(count: &BudgetCount, contest: &Contest, fields: &mut Fields) {
    let amount = |amount: Amount| Json::Number(amount_text(amount, contest.places));
    let options = contest
        .names
        .iter()
        .zip(&count.options)
        .map(|(name, option)| {
            let effective = option.effective_votes.as_ref().map(decimal_text);
            let held = option.held.as_ref();
            let held = held.map(|held| fraction_text(held, contest.places));
            Json::object([
                ("name", Json::text(name)),
                ("votes", whole_text(option.votes)),
                ("cost", amount(option.cost)),
                ("selected", Json::Bool(option.selected)),
                ("effective_votes", Json::maybe_text(effective)),
                ("held", Json::maybe_text(held)),
            ])
        });
    put(fields, "budget", amount(count.budget));
    put(fields, "cost", amount(count.cost));
    put(fields, "options", Json::List(options.collect()));
    put(fields, "steps", Json::whole(count.steps.unwrap_or(0)));
    put(fields, "ties", ties_json(&count.ties, contest));
}

fn put(fields: &mut Fields, key: &str, value: Json) {
    fields.insert(key.to_owned(), value);
}

fn put_look_back(fields: &mut Fields, look_back: Option<&LookBack>, contest: &Contest) {
    if let Some(look_back) = look_back {
        let options = names(&look_back.options, contest);
        let value = Json::object([
            ("options", options),
            ("stage", Json::whole(look_back.stage)),
        ]);
        put(fields, "look_back", value);
    }
}

fn ties_json(ties: &[Tie], contest: &Contest) -> Json {
    Json::List(ties.iter().map(|tie| tie_json(tie, contest)).collect())
}

fn tie_json(tie: &Tie, contest: &Contest) -> Json {
    Json::object([
        ("about", Json::text(tie.about.name())),
        ("chosen", names(&tie.chosen, contest)),
        ("options", names(&tie.options, contest)),
        ("stage", Json::whole(tie.stage)),
    ])
}

fn names(options: &[OptionIndex], contest: &Contest) -> Json {
    Json::List(
        options
            .iter()
            .map(|option| Json::text(contest.name(*option)))
            .collect(),
    )
}

fn standing_votes(contest: &Contest, votes: impl Fn(usize) -> Json) -> Json {
    let standing = contest.tally.standing();
    Json::object(
        standing
            .into_iter()
            .map(|option| (contest.name(option), votes(usize::from(option)))),
    )
}

fn whole_number(number: usize) -> Json {
    Json::Number(number.to_string())
}

fn whole_text(votes: u64) -> Json {
    Json::text(votes.to_string())
}

fn vote_json(units: u64) -> Json {
    Json::text(vote_text(units))
}

/// Hundred-thousandths of a vote as text with five places.
pub fn vote_text(units: u64) -> String {
    format!("{}.{:05}", units / VOTE, units % VOTE)
}

/// An amount with so many decimal places as text; without a point where it is whole.
pub fn amount_text(amount: Amount, places: u32) -> String {
    let unit = 10_u64.checked_pow(places).unwrap_or(1);
    let (whole, part) = amount.div_rem(&unit);
    if part == 0 {
        return whole.to_string();
    }
    let digits = format!("{part:0width$}", width = places as usize);
    format!("{whole}.{}", digits.trim_end_matches('0'))
}

/// A fraction of an amount with so many decimal places as text, rounded down to five places.
pub fn fraction_text(amount: &BigRational, places: u32) -> String {
    decimal_text(&(amount / BigInt::from(10_u32).pow(places)))
}

/// A fraction as text: whole numbers without a point, else rounded down to five places.
pub fn decimal_text(fraction: &BigRational) -> String {
    if fraction.is_integer() {
        return fraction.to_integer().to_string();
    }
    let scaled = (fraction * BigInt::from(100_000)).floor().to_integer();
    let (whole, part) = scaled.div_mod_floor(&BigInt::from(100_000));
    format!("{whole}.{:0>5}", part.to_string())
}
