//! What waits for somebody: nominations, photos, votes, shortlists, minutes, projects, sessions and news of
//! their areas.

use super::votes;
use crate::domain::areas::code::AreaCode;
use crate::domain::figures::period::Month;
use crate::domain::figures::release::{Stage as ReleaseStage, title};
use crate::domain::nominations::promise::days_left_in_words;
use crate::domain::nominations::stage::Stage;
use crate::domain::panels::State as ListState;
use crate::domain::panels::minutes::Answer;
use crate::domain::policy::Permission;
use crate::domain::projects::Stage as ProjectStage;
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::Conn;
use crate::store::figures::releases::{self as store_releases, Release};
use crate::store::hours::waiting::{Unheard, Waiting};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self, Order, Wanted};
use crate::store::panels::{self, Panel, minutes, shortlists};
use crate::store::photos::{self as pictures, Filed};
use crate::store::projects::Project;
use crate::store::projects::list::{self as projects, Filter, Sort};
use crate::store::projects::updates;
use crate::web::hours::missing;
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
    all.extend(votes::tasks(visit).await?);
    all.extend(lists(visit).await?);
    all.extend(moves(visit).await?);
    all.extend(sessions(visit).await?);
    all.extend(returns(visit).await?);
    all.extend(releases(visit).await?);
    all.extend(news(visit).await?);
    all.sort_by_key(|task| task.since);
    Ok(all)
}

/// Those that have waited longest.
pub(super) fn longest(mut tasks: Vec<Task>) -> Vec<Task> {
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

/// Releases that another officer has checked, and those that are to be checked.
async fn releases(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::PublishReleases) {
        return Ok(vec![]);
    }
    let me = visit.person().account();
    let all = store_releases::all(&visit.read()).await?.into_iter();
    let task = |release: Release| {
        let is_own_check = release.checked_by.is_some() && release.checked_by == me;
        let (act, note) = match release.stage {
            ReleaseStage::Draft => ("Check the release", "A draft"),
            ReleaseStage::Checked if !is_own_check => {
                ("Publish the release", "Checked by another officer")
            }
            ReleaseStage::Checked | ReleaseStage::Published => return None,
        };
        Some(Task {
            act,
            title: title(&release.area_name, release.span, release.revision),
            href: format!("/staff/releases/{}", release.slug),
            since: london_date(release.stands_since),
            area: release.area_name,
            note: note.into(),
        })
    };
    let own = all.filter(|one| visit.may(Permission::PublishReleases, &one.area_code));
    Ok(longest(own.filter_map(task).collect()))
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

/// Planned sessions that are over and of which nothing is recorded: one task for all of them.
async fn returns(visit: &Visit) -> Result<Option<Task>, Problem> {
    if !may_somewhere(visit, Permission::RecordSessions) {
        return Ok(None);
    }
    let missing = missing::now(visit).await?;
    let Some((oldest, area)) = missing.first().cloned() else {
        return Ok(None);
    };
    let is_one_area = missing.iter().all(|(_, one)| *one == area);
    let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
    let sessions = plural(count, "planned session", "planned sessions");
    Ok(Some(Task {
        act: "Record what is missing",
        title: format!("{sessions} without a return"),
        href: "/staff/sessions/week".into(),
        area: if is_one_area { area } else { String::new() },
        since: oldest,
        note: format!("The oldest was planned for {}", long_date(oldest)),
    }))
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
