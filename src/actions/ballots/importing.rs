//! A vote from before this service, as reported: its ballots are counted by the same code, and
//! everything is marked with where it comes from.
//!
//! The description is a JSON file and the ballots a published list (`code,words,choices`). Every mistake
//! is found before anything is written; the votes that the description reports must be those that the
//! ballots give.

use super::counting::{Decided, Opened, Whole, Worked, worked_out};
use crate::actions::nominations::moves;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::ballot_list::{BallotLine, BallotList};
use crate::domain::ballots::canonical::Json;
use crate::domain::ballots::method::Method;
use crate::domain::ballots::publication::RegisterTotals;
use crate::domain::ballots::receipt::ReceiptCode;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::{BallotBox, RuleSheet, SMALLEST_POLL, SheetArea};
use crate::domain::ballots::words::CheckWords;
use crate::domain::events::Event;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::time::instant_in_london;
use crate::store::ballots::change::{self, NewRound, PastDays};
use crate::store::ballots::{self as store, Mode, RoundOption, outcome};
use crate::store::projects::change as projects;
use crate::store::{Work, nominations, panels};
use chrono::{DateTime, NaiveDateTime, Utc};

/// A reported round, read and checked.
struct Reported {
    new: NewRound,
    /// For each option, the reference of its nomination.
    references: Vec<Option<String>>,
    panel: Option<String>,
    days: PastDays,
    voted: u64,
    votes: Vec<(String, u64)>,
    winner: String,
    opened: Opened,
}

/// Imports a round from its description and its ballots, and says the last part of its address.
pub async fn import_round(
    desk: &Desk,
    person: &Person,
    description: &str,
    ballots: &str,
) -> Result<String, Refusal> {
    let reported = read(description, ballots)?;
    person.need(desk, Permission::RunRounds, &reported.new.area_code)?;
    desk.work(
        person,
        move |work| async move { write(work, reported).await },
    )
    .await
}

async fn write(work: Work, mut reported: Reported) -> Result<String, Refusal> {
    find_what_it_names(&work, &mut reported).await?;
    let id = change::add(&work, &reported.new).await?;
    let round = store::by_id(&work.read(), id)
        .await?
        .ok_or(Refusal::NotThere)?;
    let sheet = sheet(&reported.new, &round.area_name);
    let whole = counted(&sheet, &reported)?;
    let (text, round_key) = (sheet.to_text(), sheet.round_id());
    change::report(&work, id, &text, round_key.as_str(), &reported.days).await?;
    outcome::put(&work, id, &whole.outcome).await?;
    outcome::put_files(&work, id, &whole.files).await?;
    let won = |option: &&RoundOption| option.id == reported.winner;
    for option in reported.new.options.iter().filter(won) {
        if let Some(nomination) = option.nomination_id {
            let reason = format!("Won the vote “{}”", reported.new.title);
            moves::choose(&work, nomination, &reason).await?;
            projects::chosen_by(&work, nomination, id).await?;
        }
    }
    let event = Event::RoundImported {
        round: round.named(),
    };
    work.commit(event).await?;
    Ok(reported.new.slug)
}

/// Finds the panel and the nominations that a description names. Its address must be free.
async fn find_what_it_names(work: &Work, reported: &mut Reported) -> Result<(), Refusal> {
    let conn = work.read();
    if store::by_slug(&conn, &reported.new.slug).await?.is_some() {
        return Err(Refusal::mistake(
            "slug",
            "There is a vote at this address already",
        ));
    }
    if let Some(slug) = &reported.panel {
        let panel = panels::by_slug(&conn, slug).await?;
        let panel = panel.ok_or_else(|| Refusal::mistake("panel", "There is no such panel"))?;
        reported.new.panel_id = Some(panel.id);
    }
    for (option, reference) in reported.new.options.iter_mut().zip(&reported.references) {
        if let Some(reference) = reference {
            let found = nominations::by_reference(&conn, reference).await?;
            let why =
                || Refusal::mistake("nomination", format!("There is no nomination {reference}"));
            option.nomination_id = Some(found.ok_or_else(why)?.nomination.id);
        }
    }
    Ok(())
}

/// The ballots counted again: they must give what was reported, without a tie.
fn counted(sheet: &RuleSheet, reported: &Reported) -> Result<Box<Whole>, Refusal> {
    let totals = RegisterTotals {
        voted: reported.voted,
        ..RegisterTotals::default()
    };
    match worked_out(sheet, &reported.opened, &totals, &Decided::Nothing)? {
        Worked::Tied(_) => Err(Refusal::mistake("ballots_file", "The ballots end in a tie")),
        Worked::Whole(whole) => {
            check_votes(reported, &whole.outcome.stages, &whole.outcome.winners)?;
            Ok(whole)
        }
    }
}

fn sheet(new: &NewRound, area_name: &str) -> RuleSheet {
    RuleSheet {
        title: new.title.clone(),
        area: SheetArea {
            code: new.area_code.clone(),
            name: area_name.to_string(),
        },
        method: new.method,
        options: new
            .options
            .iter()
            .map(super::announcing::sheet_option)
            .collect(),
        seats: u16::try_from(new.seats).unwrap_or(1),
        budget_minutes: None,
        ranks: super::announcing::ranks(new.method, new.options.len()),
        opens_at: new.times.opens_at,
        closes_at: new.times.closes_at,
        may_vote: vec![],
        tie_source: new.tie_source.clone(),
        smallest_poll: SMALLEST_POLL,
        ballot_box: BallotBox::Reported,
    }
}

/// The ballots must give what the description reports.
fn check_votes(reported: &Reported, result: &str, winners: &str) -> Result<(), Mistakes> {
    let mut mistakes = Mistakes::none();
    let result = Json::parse(result.trim_end()).unwrap_or(Json::Null);
    let votes = result.get("votes");
    for (id, said) in &reported.votes {
        let option = reported.new.options.iter().find(|option| option.id == *id);
        let counted = option
            .and_then(|option| votes?.get(&option.label)?.as_text())
            .and_then(|votes| votes.parse::<u64>().ok());
        if counted != Some(*said) {
            let counted = counted.map_or("none".into(), |votes| votes.to_string());
            mistakes.add(
                "result",
                format!("{id} has {said} votes in the description and {counted} in the ballots"),
            );
        }
    }
    if winners != reported.winner {
        mistakes.add("result", format!("The ballots give the winner {winners}"));
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes)
    }
}

fn read(description: &str, ballots: &str) -> Result<Reported, Refusal> {
    let json = Json::parse(description).map_err(|fault| Refusal::mistake("json", fault))?;
    let mut wrong = Mistakes::none();
    let said = said(&json, &mut wrong);
    let times = times(&json, &mut wrong);
    let (options, references) = options(&json, &mut wrong);
    let opened = wrong.check("ballots_file", lines(ballots));
    let (Some(said), Some((times, days)), Some(opened), true) =
        (said, times, opened, wrong.is_empty())
    else {
        return Err(wrong.into());
    };
    let result = json.get("result");
    let register = json.get("register");
    let seats = whole(&json, "seats").and_then(|seats| i64::try_from(seats).ok());
    Ok(Reported {
        new: NewRound {
            slug: said.slug,
            title: said.title,
            question: said.question,
            area_code: said.area_code,
            panel_id: None,
            shortlist_id: None,
            method: said.method,
            seats: seats.unwrap_or(1),
            budget_minutes: None,
            mode: Mode::Reported,
            tie_source: "None is known; no tie arose".into(),
            times,
            provenance: json.get("provenance").map(provenance).unwrap_or_default(),
            options,
        },
        references,
        panel: text(&json, "panel").ok(),
        days,
        voted: register
            .and_then(|found| whole(found, "voted"))
            .unwrap_or(0),
        votes: votes(result),
        winner: result
            .and_then(|result| text(result, "winner").ok())
            .unwrap_or_default(),
        opened,
    })
}

/// What a description says of the vote itself.
struct Said {
    slug: String,
    title: String,
    question: String,
    area_code: String,
    method: Method,
}

fn said(json: &Json, wrong: &mut Mistakes) -> Option<Said> {
    let mut take = |field: &'static str, read: Result<String, String>| wrong.check(field, read);
    let title = take("title", text(json, "title"));
    let question = take("question", text(json, "question"));
    let area_code = take("area_code", text(json, "area_code"));
    let slug = text(json, "slug").and_then(|slug| {
        slug.parse::<Slug>()
            .map_err(|_| "It must be small letters, digits and hyphens".into())
    });
    let slug = take("slug", slug.map(|slug| slug.to_string()));
    let method = text(json, "method").ok();
    let method = method.as_deref().and_then(Method::parse);
    let method = wrong.check("method", method.ok_or("There is no such method"));
    Some(Said {
        slug: slug?,
        title: title?,
        question: question?,
        area_code: area_code?,
        method: method?,
    })
}

fn times(json: &Json, wrong: &mut Mistakes) -> Option<(Times, PastDays)> {
    let mut at = |field: &'static str| wrong.check(field, instant(json, field));
    let (opens_at, closes_at) = (at("opens_at"), at("closes_at"));
    let (announced_at, counted_at, declared_at) =
        (at("announced_at"), at("counted_at"), at("declared_at"));
    let times = Times {
        opens_at: opens_at?,
        closes_at: closes_at?,
    };
    let days = PastDays {
        announced_at: announced_at?,
        counted_at: counted_at?,
        declared_at: declared_at?,
    };
    Some((times, days))
}

fn text(json: &Json, field: &str) -> Result<String, String> {
    let found = json.get(field).and_then(Json::as_text);
    found
        .map(str::to_string)
        .ok_or_else(|| "It is missing".into())
}

fn whole(json: &Json, field: &str) -> Option<u64> {
    json.get(field).and_then(Json::as_whole)
}

/// A time in London like `2009-06-21 18:00`.
fn instant(json: &Json, field: &str) -> Result<DateTime<Utc>, String> {
    let wrong = || "It must be a time in London like 2009-06-21 18:00".to_string();
    let text = text(json, field)?;
    let there = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").map_err(|_| wrong())?;
    instant_in_london(there.date(), there.time()).ok_or_else(wrong)
}

fn options(json: &Json, wrong: &mut Mistakes) -> (Vec<RoundOption>, Vec<Option<String>>) {
    let listed = json.get("options").and_then(Json::as_list).unwrap_or(&[]);
    let mut options = vec![];
    let mut references = vec![];
    for one in listed {
        let (id, label) = (text(one, "id"), text(one, "label"));
        let (Some(id), Some(label)) = (wrong.check("options", id), wrong.check("options", label))
        else {
            continue;
        };
        let minutes = whole(one, "estimate_minutes");
        options.push(RoundOption {
            id,
            label,
            work: text(one, "work").unwrap_or_default(),
            place: text(one, "place").unwrap_or_default(),
            estimate_minutes: minutes.and_then(|minutes| i64::try_from(minutes).ok()),
            nomination_id: None,
            reference: None,
        });
        references.push(text(one, "nomination").ok());
    }
    if options.len() < 2 {
        wrong.add("options", "A vote needs at least two options");
    }
    (options, references)
}

fn votes(result: Option<&Json>) -> Vec<(String, u64)> {
    match result.and_then(|result| result.get("votes")) {
        Some(Json::Object(votes)) => votes
            .iter()
            .filter_map(|(id, votes)| Some((id.clone(), votes.as_whole()?)))
            .collect(),
        _ => vec![],
    }
}

fn lines(ballots: &str) -> Result<Opened, String> {
    let list = BallotList::read(ballots).map_err(|fault| fault.to_string())?;
    let mut lines = Vec::with_capacity(list.lines().len());
    for line in list.lines() {
        let mut parts = line.split(',');
        let mut part = || parts.next().unwrap_or_default();
        lines.push(BallotLine {
            code: ReceiptCode::parse(part()).map_err(|fault| fault.to_string())?,
            words: CheckWords::parse(part()).map_err(|fault| fault.to_string())?,
            choices: part().to_string(),
        });
    }
    Ok(Opened { lines, rejected: 0 })
}

/// What is known and what is invented, as sentences in one line each.
fn provenance(json: &Json) -> String {
    let known = text(json, "known").map(|known| format!("Known: {known}"));
    let invented =
        text(json, "illustration").map(|text| format!("Invented for illustration: {text}"));
    let lines: Vec<String> = [known, invented].into_iter().flatten().collect();
    lines.join("\n")
}
