//! `count`: counts a ballot file with no database.

use crate::cli::contest_file::{ContestFile, read, wrong_use};
use crate::cli::count_export::{Format, export};
use crate::cli::{Failure, Outcome, count_text};
use crate::domain::ballots::count::{Contest, CountFault, count};
use crate::domain::ballots::count_json::to_json;
use crate::domain::ballots::formats::pabulib::decimal;
use crate::domain::ballots::lots::Lots;
use crate::domain::ballots::method::Method;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The exit code where the ballots end in a tie that no order decides.
const TIED: u8 = 3;

/// What to count, and how.
///
/// Without --method, a .blt file is counted by irv for one seat and by stv for more, a .pb file by
/// the rule it names, and a published list by its rule sheet. Where the ballots end in a tie and no
/// --tie-order decides it, prints what is tied and exits 3.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .blt file, a Pabulib .pb file, or a published ballots.csv with its rule-sheet.json beside it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// plurality, approval, irv, stv, greedy or equal-shares
    #[arg(long, value_name = "METHOD", value_parser = method)]
    method: Option<Method>,
    /// How many win, instead of what the file says
    #[arg(long, value_name = "N")]
    seats: Option<usize>,
    /// What there is to share out, instead of what the file says
    #[arg(long, value_name = "N")]
    budget: Option<String>,
    /// Options in the order of the lots drawn, the highest first
    #[arg(long, value_name = "A,B,C", conflicts_with = "tie_value")]
    tie_order: Option<String>,
    /// The public value that the rule sheet names for ties
    #[arg(long, value_name = "TEXT")]
    tie_value: Option<String>,
    /// Read rankings or points of a .pb file as approvals of every project listed
    #[arg(long)]
    as_approvals: bool,
    /// Write the ballots as read into a new .blt file, or with a budget a new .pb file
    #[arg(long, value_name = "OUT")]
    export: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn method(name: &str) -> Result<Method, String> {
    let names = Method::ALL.map(Method::name).join(", ");
    Method::parse(name).ok_or_else(|| format!("the methods are {names}"))
}

/// Runs it.
pub fn run(args: Args) -> Outcome {
    let file = read(&args.file)?;
    let method = args.method.unwrap_or_else(|| file.usual_method());
    let export_to = export_to(&args, method)?;
    let mut contest = file.contest(&args.file, method, args.as_approvals)?;
    set_seats(&mut contest, method, args.seats)?;
    set_budget(&mut contest, method, args.budget.as_deref())?;
    let lots = lots(&file, &contest, &args)?;
    for note in file.notes() {
        eprintln!("{}: {note}", args.file.display());
    }
    let counted = count(&contest, method, &lots).map_err(|fault| match fault {
        CountFault::Budget(_) => Failure::new(format!("{}: {fault}", args.file.display())),
        _ => wrong_use(format!("{}: {fault}", args.file.display())),
    })?;
    if let Some((path, format)) = export_to {
        export(path, format, (&file, &contest), &counted)?;
    }
    let printed = if args.json {
        to_json(&counted, &contest).to_text() + "\n"
    } else {
        count_text::to_text(&counted, &contest)
    };
    std::io::stdout().lock().write_all(printed.as_bytes())?;
    match counted {
        Ok(_) => Ok(()),
        Err(stopped) => {
            let tied: Vec<&str> = stopped
                .tie
                .options
                .iter()
                .map(|option| contest.name(*option))
                .collect();
            Err(Failure {
                line: format!(
                    "the ballots end in a tie between {}; draw lots and name them in order with \
                     --tie-order",
                    tied.join(", ")
                ),
                code: TIED,
            })
        }
    }
}

fn export_to(args: &Args, method: Method) -> Result<Option<(&Path, Format)>, Failure> {
    let path = args.export.as_deref();
    path.map(|path| Ok((path, Format::of(path, method)?)))
        .transpose()
}

fn lots(file: &ContestFile, contest: &Contest, args: &Args) -> Result<Lots, Failure> {
    match (&args.tie_order, &args.tie_value) {
        (Some(order), _) => file.lots(contest, order),
        (None, Some(value)) => file.drawn(value),
        (None, None) => Ok(Lots::none()),
    }
}

fn set_seats(contest: &mut Contest, method: Method, seats: Option<usize>) -> Result<(), Failure> {
    match seats {
        Some(_) if method.has_budget() => Err(wrong_use(format!(
            "{method} shares out a budget; it has no seats"
        ))),
        Some(seats) => {
            contest.seats = seats;
            Ok(())
        }
        None => {
            if method == Method::RunOff {
                contest.seats = 1;
            }
            Ok(())
        }
    }
}

fn set_budget(contest: &mut Contest, method: Method, budget: Option<&str>) -> Result<(), Failure> {
    let Some(budget) = budget else { return Ok(()) };
    if !method.has_budget() {
        return Err(wrong_use(format!("{method} fills seats; it has no budget")));
    }
    let (digits, places) = decimal(1, "--budget", budget)
        .map_err(|fault| wrong_use(format!("--budget: {}", fault.why)))?;
    let too_large = || wrong_use("--budget: the amount is too large to count with");
    let unit = |more: u32| 10_u64.checked_pow(more).ok_or_else(too_large);
    if places > contest.places {
        let finer = unit(places - contest.places)?;
        for cost in &mut contest.costs {
            *cost = cost.checked_mul(finer).ok_or_else(too_large)?;
        }
        contest.places = places;
    }
    let budget = digits.checked_mul(unit(contest.places - places)?);
    contest.budget = Some(budget.ok_or_else(too_large)?);
    Ok(())
}
