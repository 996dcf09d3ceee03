//! What waits for somebody: nominations, photos, votes, shortlists, minutes, projects, sessions and news of
//! their areas.

use crate::domain::areas::code::AreaCode;
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::figures::period::Month;
use crate::domain::nominations::promise::days_left_in_words;
use crate::domain::nominations::stage::Stage;
use crate::domain::panels::State as ListState;
use crate::domain::panels::minutes::Answer;
use crate::domain::policy::Permission;
use crate::domain::projects::Stage as ProjectStage;
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::Conn;
use crate::store::ballots::{self, Mode, Round, State, keys};
use crate::store::hours::waiting::{Unheard, Waiting};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self, Order, Wanted};
use crate::store::panels::{self, Panel, minutes, shortlists};
use crate::store::photos::{self as pictures, Filed};
use crate::store::projects::Project;
use crate::store::projects::list::{self as projects, Filter, Sort};
use crate::store::projects::updates;
use crate::web::problem::Problem;
use crate::web::staff_nominations::queue;
use crate::web::visit::Visit;
use chrono::{Days, NaiveDate};

/// As many of a kind as stand here: the next come up as these are done.
pub const AT_ONCE: usize = 20;
/// The same where the database is asked for them.
const MOST: u64 = AT_ONCE as u64;
/// A project that was heard of within so many days needs nobody.
const QUIET_DAYS: u64 = 7;

/// One thing to do.
pub struct Task {
    /// What to do, like `Assess`.
    pub act: &'static str,
    /// What with.
    pub title: String,
    /// Where it is done.
    pub href: String,
    /// Which area it is about.
    pub area: String,
    /// Since when it waits.
    pub since: NaiveDate,
    /// How pressing it is, such as the days left against the promise.
    pub note: String,
}

/// Everything that waits for whoever asks, what waits longest first.
pub async fn of(visit: &Visit) -> Result<Vec<Task>, Problem> {
    let mut all = nominations(visit).await?;
    all.extend(photos(visit).await?);
    all.extend(votes(visit).await?);
    all.extend(lists(visit).await?);
    all.extend(moves(visit).await?);
    all.extend(sessions(visit).await?);
    all.extend(news(visit).await?);
    all.sort_by_key(|task| task.since);
    Ok(all)
}

/// Those that have waited longest.
fn longest(mut tasks: Vec<Task>) -> Vec<Task> {
    tasks.sort_by_key(|task| task.since);
    tasks.truncate(AT_ONCE);
    tasks
}

async fn nominations(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::ModerateNominations) {
        return Ok(vec![]);
    }
    let assesses = may_somewhere(visit, Permission::AssessNominations);
    let mut stages = vec![Stage::Submitted];
    if assesses {
        stages.push(Stage::UnderAssessment);
    }
    let wanted = Wanted {
        seen: queue::seen_by(visit),
        stages,
        order: Order::Oldest,
        ..Wanted::default()
    };
    let (found, _) = list::page(&visit.read(), &wanted, 1, MOST).await?;
    let promises = queue::promises(visit, &found).await?;
    let task = |listed: &Listed| {
        let nomination = &listed.nomination;
        let days = queue::left(visit, listed, &promises);
        let is_new = nomination.stage == Stage::Submitted;
        Task {
            act: if is_new { "Pass or decline" } else { "Assess" },
            title: nomination.proposal.title.clone(),
            href: format!("/staff/nominations/{}", nomination.reference),
            area: listed.council.clone(),
            since: london_date(nomination.submitted_at),
            note: days.map(days_left_in_words).unwrap_or_default(),
        }
    };
    Ok(found.iter().map(task).collect())
}

async fn photos(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::ModerateNominations) {
        return Ok(vec![]);
    }
    let areas = visit.person().areas_where(Permission::ModerateNominations);
    let waiting = pictures::waiting(&visit.read(), areas.as_deref(), 0, MOST).await?;
    let atlas = visit.app.desk.atlas();
    let council = |filed: &Filed| {
        let code = AreaCode::parse(filed.council.as_deref()?).ok()?;
        Some(atlas.tree().get(&code)?.name.clone())
    };
    let task = |filed: Filed| Task {
        act: "Look at a photo",
        area: council(&filed).unwrap_or_default(),
        since: london_date(filed.photo.added_at),
        note: "Nobody else can see it yet".into(),
        href: format!("/staff/photos/{}", filed.photo.id),
        title: format!("{}, {}", filed.photo.alt, filed.title),
    };
    Ok(waiting.into_iter().map(task).collect())
}

async fn votes(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::RunRounds) {
        return Ok(vec![]);
    }
    let rounds = ballots::all(&visit.read()).await?;
    let mut tasks = vec![];
    for round in &rounds {
        if visit.may(Permission::RunRounds, &round.area_code) {
            tasks.extend(test_ballot(visit, round).await?);
            tasks.extend(vote(visit, round));
        }
    }
    Ok(longest(tasks))
}

/// A sealed vote stays shut until each key of its box has opened a test ballot.
async fn test_ballot(visit: &Visit, round: &Round) -> Result<Option<Task>, Problem> {
    let waits = round.state.is(RoundStage::Announced) && round.mode == Mode::Sealed;
    if !waits || keys::untested(&visit.read(), round.id).await? == 0 {
        return Ok(None);
    }
    let opens = long_date(london_date(round.times.opens_at));
    let is_late = round.times.opens_at <= visit.now();
    Ok(Some(Task {
        act: "Open the test ballot",
        title: round.title.clone(),
        href: format!("/staff/rounds/{}/keys", round.slug),
        area: round.area_name.clone(),
        since: london_date(round.announced_at.unwrap_or(round.times.opens_at)),
        note: if is_late {
            format!("It was to open on {opens} and stays shut until then")
        } else {
            format!("Opens on {opens}, and not before this is done")
        },
    }))
}

fn vote(visit: &Visit, round: &Round) -> Option<Task> {
    let own_count = round.counted_by == visit.visitor.session().map(|session| session.account.id);
    let (act, since, note) = match round.state {
        State::At(RoundStage::Draft) => ("Announce the vote", visit.now(), "A draft"),
        State::At(RoundStage::Closed) => (
            "Count the vote",
            round.times.closes_at,
            match round.sent_back.as_str() {
                "" => "Closed",
                _ => "Another officer sent the count back",
            },
        ),
        State::At(RoundStage::Counted) if own_count => return None,
        State::At(RoundStage::Counted) => (
            "Declare the result",
            round.counted_at.unwrap_or(round.times.closes_at),
            "Counted by another officer",
        ),
        _ => return None,
    };
    Some(Task {
        act,
        title: round.title.clone(),
        href: format!("/staff/rounds/{}", round.slug),
        area: round.area_name.clone(),
        since: london_date(since),
        note: note.into(),
    })
}

async fn lists(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::RunPanels) {
        return Ok(vec![]);
    }
    let conn = visit.read();
    let mut tasks = vec![];
    for panel in panels::all(&conn).await? {
        if !visit.may(Permission::RunPanels, &panel.area_code) {
            continue;
        }
        for one in shortlists::of_panel(&conn, panel.id).await? {
            if one.state == ListState::Ranking {
                tasks.push(Task {
                    act: "Agree the shortlist",
                    title: one.title,
                    href: format!("/staff/panels/{}/shortlists/{}", panel.slug, one.id),
                    area: panel.area_name.clone(),
                    since: london_date(one.opened_at),
                    note: "Members are ranking".into(),
                });
            }
        }
        tasks.extend(corrections(&conn, &panel).await?);
    }
    Ok(longest(tasks))
}

/// Minutes of which a member says that something needs to be put right.
async fn corrections(conn: &Conn<'_>, panel: &Panel) -> Result<Vec<Task>, Problem> {
    let mut tasks = vec![];
    for one in minutes::newest(conn, panel.id).await? {
        if one.agreed_at.is_some() {
            continue;
        }
        let answers = minutes::answers(conn, one.at).await?;
        let asking = answers
            .iter()
            .filter(|(_, answer)| matches!(answer, Answer::AsksCorrection(_)));
        let asking = asking.count();
        if asking > 0 {
            tasks.push(Task {
                act: "Correct the minutes",
                title: format!("{}, meeting of {}", panel.name, long_date(one.text.met_on)),
                href: format!("/staff/panels/{}/minutes/{}", panel.slug, one.at.minutes),
                area: panel.area_name.clone(),
                since: london_date(one.written_at),
                note: format!(
                    "{} for a correction",
                    plural(
                        i64::try_from(asking).unwrap_or(i64::MAX),
                        "member asks",
                        "members ask"
                    )
                ),
            });
        }
    }
    Ok(tasks)
}

/// Projects without a month, and those whose month has come.
async fn moves(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::RunProjects) {
        return Ok(vec![]);
    }
    let within = visit.person().areas_where(Permission::RunProjects);
    let mut tasks = vec![];
    for stage in [ProjectStage::Agreed, ProjectStage::Scheduled] {
        let wanted = Filter {
            stage: Some(stage),
            within: within.clone().unwrap_or_default(),
            planned_by: Some(Month::of(visit.today())),
            ..Filter::default()
        };
        let found = projects::some(&visit.read(), &wanted, Sort::Oldest, 0, MOST).await?;
        tasks.extend(found.into_iter().map(next));
    }
    Ok(tasks)
}

fn next(project: Project) -> Task {
    let (act, since, note) = match project.planned_month {
        None => (
            "Plan the project",
            project.agreed_on,
            "It has no month yet".to_string(),
        ),
        Some(month) => (
            "Start the work",
            month.first_day(),
            format!("Planned for {}", month.words()),
        ),
    };
    Task {
        act,
        href: format!("/staff/projects/{}", project.reference),
        area: project.council_name,
        since,
        note,
        title: project.description.title,
    }
}

async fn sessions(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::RecordSessions) {
        return Ok(vec![]);
    }
    let today = visit.today();
    let quiet = Unheard {
        within: visit.person().areas_where(Permission::RecordSessions),
        until: Some(today - Days::new(QUIET_DAYS)),
    };
    let found = quiet.some(&visit.read(), 0, MOST).await?;
    let task = |one: Waiting| Task {
        act: "Record a session",
        href: format!("/staff/projects/{}/sessions/new", one.reference),
        area: one.council_name,
        since: one.since,
        note: format!(
            "Nothing recorded for {}",
            plural((today - one.since).num_days(), "day", "days")
        ),
        title: one.title,
    };
    Ok(found.into_iter().map(task).collect())
}

/// News that staff wrote and an officer has still to publish.
async fn news(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::PublishUpdates) {
        return Ok(vec![]);
    }
    let within = visit.person().areas_where(Permission::PublishUpdates);
    let found = updates::waiting(&visit.read(), within.as_deref(), MOST).await?;
    let task = |one: updates::Waiting| Task {
        act: "Publish the news",
        href: format!("/staff/projects/{}", one.reference),
        area: one.council_name,
        since: london_date(one.written_at),
        note: format!("About {}", one.reference),
        title: one.title,
    };
    Ok(found.into_iter().map(task).collect())
}

/// Whether whoever asks may do the thing in any area at all.
pub fn may_somewhere(visit: &Visit, permission: Permission) -> bool {
    visit
        .person()
        .areas_where(permission)
        .is_none_or(|areas| !areas.is_empty())
}
