//! Releases: an officer drafts and checks one, a second officer publishes it, and it never changes.
//!
//! What is published is what was checked: where the public figures moved in between, the second
//! officer is told so and nothing happens. A correction is a draft of the next revision.

use crate::actions::once::{came_before, claimed, remember};
use crate::actions::publishing::releases::{digest, files};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Named};
use crate::domain::figures::period::Span;
use crate::domain::figures::release::{
    Row, Stage, Step, can_have_records, is_over, revised, slug, title,
};
use crate::domain::hours::notes::fields_that_name_a_case;
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::domain::time::london_date;
use crate::store::figures::releases::{self as store, Release, counted, review};
use crate::store::once::Seen;
use crate::store::{Conn, StoreError, Work};

/// What a draft is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The council.
    pub area: String,
    /// The months.
    pub span: Span,
    /// Why what was published before is revised. Needed where something was.
    pub reason: String,
}

/// What an officer says who has checked a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What readers should know.
    pub note: String,
    /// What was found of the anomalies. For staff.
    pub findings: String,
    /// The digest of the tables that were on the page.
    pub seen: String,
}

fn named(release: &Release) -> Named {
    let title = title(&release.area_name, release.span, release.revision);
    Named::new(release.id, &release.slug, title)
}

/// The release at an address, if the person may publish for its council.
pub async fn to_run(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    slug: &str,
) -> Result<Release, Refusal> {
    let release = store::by_slug(conn, slug).await?.ok_or(Refusal::NotThere)?;
    if !person.may(desk, Permission::PublishReleases, &release.area_code) {
        // What another council is about to publish is its own affair.
        return Err(match release.stage {
            Stage::Published => Refusal::NotAllowed,
            Stage::Draft | Stage::Checked => Refusal::NotThere,
        });
    }
    Ok(release)
}

/// Begins a draft of a release, or of the next revision of one, and says the last part of its address.
pub async fn draft(
    desk: &Desk,
    person: &Person,
    draft: Draft,
    once: Option<OnceKey>,
) -> Result<String, Refusal> {
    person.need(desk, Permission::PublishReleases, &draft.area)?;
    fields_that_name_a_case(&[("reason", &draft.reason)])?;
    if !can_have_records(draft.span) {
        return Err(Refusal::mistake(
            "month",
            "There was no Community Payback before 1973: enter a later month",
        ));
    }
    if !is_over(draft.span, london_date(desk.now())) {
        return Err(Refusal::mistake(
            "month",
            "The period must be over before its figures are released",
        ));
    }
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(slug)) = claimed(&work, once.as_ref(), "release").await? {
            return Ok(slug);
        }
        let before = store::revisions(&work.read(), &draft.area, draft.span).await?;
        if let Some(open) = before.iter().find(|one| one.stage != Stage::Published) {
            let why = format!("There is a draft of this already: {}", open.slug);
            return Err(Refusal::mistake("month", why));
        }
        if !before.is_empty() && draft.reason.is_empty() {
            let why = "This was published before. Say why it is revised";
            return Err(Refusal::mistake("reason", why));
        }
        let revision = before.len() as i64 + 1;
        let reason = if before.is_empty() { "" } else { &draft.reason };
        let slug = slug(&draft.area, draft.span, revision);
        let of = (draft.area.as_str(), draft.span, revision);
        let id = store::draft(&work, &slug, of, reason).await?;
        remember(&work, once.as_ref(), "release", &slug).await?;
        let release = Named::new(id, &slug, draft.span.words());
        work.commit(Event::Release(release, Step::Drafted)).await?;
        Ok(slug)
    })
    .await
}

/// The release, where it stands so.
fn at(wanted: Stage, release: Release) -> Result<Release, Refusal> {
    if release.stage == wanted {
        return Ok(release);
    }
    let words = |stage: Stage| stage.name().to_lowercase();
    Err(Refusal::TooLate(format!(
        "This release is no longer what it was: {}. It must be: {}.",
        words(release.stage),
        words(wanted)
    )))
}

/// The release as it stands inside a transaction, where nobody else moves it.
async fn as_now(work: &Work, release: &Release) -> Result<Release, Refusal> {
    store::hold(work, release.id).await?;
    let now = store::by_slug(&work.read(), &release.slug).await?;
    now.ok_or(Refusal::NotThere)
}

/// Whether the release stands just where this account's same verdict on it, sent a moment before, has put it:
/// a double click.
fn was_checked(release: &Release, version: i64, by: Option<i64>, verdict: &Verdict) -> bool {
    release.stage == Stage::Checked
        && release.version == version + 1
        && release.checked_by == by
        && release.checked_digest == verdict.seen
        && release.findings == verdict.findings
        && release.note == verdict.note
}

/// Whether it was published as it stood at this version.
fn was_published(release: &Release, version: i64) -> bool {
    release.stage == Stage::Published && release.version == version + 1
}

/// Whether it was made a draft again as it stood at this version.
fn was_sent_back(release: &Release, version: i64) -> bool {
    release.stage == Stage::Draft && release.version == version + 1
}

/// Refuses while the public figures lack something of the months.
async fn need_whole(conn: &Conn<'_>, release: &Release) -> Result<(), Refusal> {
    if store::is_behind(conn, &release.area_code, release.span).await? {
        return Err(Refusal::TooLate(
            "Something was recorded for this council since the public figures were last made. \
             Check the release again when they have been made anew."
                .into(),
        ));
    }
    Ok(())
}

/// Says that a draft is right as it was on the page.
pub async fn check(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    verdict: Verdict,
) -> Result<(), Refusal> {
    let release = to_run(desk, person, &desk.db.read(), slug).await?;
    if was_checked(&release, version, person.account(), &verdict) {
        return Ok(());
    }
    let release = at(Stage::Draft, release)?;
    fields_that_name_a_case(&[("note", &verdict.note), ("findings", &verdict.findings)])?;
    desk.work(person, move |work| async move {
        let conn = work.read();
        if was_checked(
            &as_now(&work, &release).await?,
            version,
            work.actor().account(),
            &verdict,
        ) {
            return Ok(());
        }
        need_whole(&conn, &release).await?;
        let rows = store::preview(&conn, &release.area_code, release.span).await?;
        if digest(release.reading, &rows) != verdict.seen {
            return Err(Refusal::Stale);
        }
        let found = review::anomalies(&conn, &release).await?;
        if !found.is_empty() && verdict.findings.is_empty() {
            let why = "Say what you found when you looked at the list above";
            return Err(Refusal::mistake("findings", why));
        }
        let said = (
            verdict.note.as_str(),
            verdict.findings.as_str(),
            verdict.seen.as_str(),
        );
        if !store::check(&work, &release, version, said).await? {
            return Err(Refusal::Stale);
        }
        let step = Step::Checked {
            digest: verdict.seen,
            anomalies: found.len(),
        };
        work.commit(Event::Release(named(&release), step)).await?;
        Ok(())
    })
    .await
}

/// Publishes what another officer checked.
pub async fn publish(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
) -> Result<(), Refusal> {
    let release = to_run(desk, person, &desk.db.read(), slug).await?;
    if was_published(&release, version) {
        return Ok(());
    }
    let release = at(Stage::Checked, release)?;
    if release.checked_by.is_some() && release.checked_by == person.account() {
        let why = "Another officer must publish what you checked.";
        return Err(Refusal::TooLate(why.into()));
    }
    desk.work(person, move |work| async move {
        let conn = work.read();
        let now = as_now(&work, &release).await?;
        if was_published(&now, version) {
            return Ok(());
        }
        if now.version != version {
            return Err(Refusal::Stale);
        }
        need_whole(&conn, &release).await?;
        let rows = store::preview(&conn, &release.area_code, release.span).await?;
        if digest(release.reading, &rows) != release.checked_digest {
            let why = "The public figures have changed since this was checked. Send it back, \
                       so that it is checked again.";
            return Err(Refusal::TooLate(why.into()));
        }
        let frozen = store::as_published(&work, &release).await?;
        let files = made(&conn, &frozen, &rows).await?;
        if !store::publish(&work, &frozen, version, &rows, &files).await? {
            return Err(Refusal::Stale);
        }
        counted::keep(&conn, &frozen).await?;
        let differences = counted::differences(&conn, &frozen, &rows).await?;
        if let Some(first) = differences.into_iter().next() {
            // Never published: an operator must look first.
            return Err(Refusal::Storage(StoreError::Failed(first)));
        }
        let digests = files
            .iter()
            .map(|file| format!("{} {}", file.sha256, file.name));
        let step = Step::Published {
            digests: digests.collect(),
        };
        work.commit(Event::Release(named(&frozen), step)).await?;
        Ok(())
    })
    .await
}

/// The files of a release, made of its rows and of the revision before it.
async fn made(
    conn: &Conn<'_>,
    release: &Release,
    rows: &[Row],
) -> Result<Vec<store::File>, StoreError> {
    let replaced = store::replaced(conn, release).await?;
    let (replaces, changes) = match &replaced {
        None => (None, vec![]),
        Some((before, old)) => {
            let old = (before.reading.edition, old.as_slice());
            (Some(before.slug.as_str()), revised(old, rows))
        }
    };
    Ok(files(release, rows, (replaces, &changes)))
}

/// Sends a checked release back to be looked at again. Sent twice, it goes back once.
pub async fn send_back(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
) -> Result<(), Refusal> {
    let release = to_run(desk, person, &desk.db.read(), slug).await?;
    if was_sent_back(&release, version) {
        return Ok(());
    }
    let release = at(Stage::Checked, release)?;
    desk.work(person, move |work| async move {
        if was_sent_back(&as_now(&work, &release).await?, version) {
            return Ok(());
        }
        if !store::send_back(&work, &release, version).await? {
            return Err(Refusal::Stale);
        }
        let other = |who: &i64| work.actor().account() != Some(*who);
        let step = Step::SentBack {
            checker: release.checked_by.filter(other),
        };
        work.commit(Event::Release(named(&release), step)).await?;
        Ok(())
    })
    .await
}

/// Throws a draft away. The same form again finds it gone, which is no mistake.
pub async fn discard(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let (at_desk, who, slug) = (desk.clone(), person.clone(), slug.to_string());
    desk.work(person, move |work| async move {
        let sent = format!("{slug} {version}");
        if came_before(&work, once.as_ref(), "release-discarded", &sent).await? {
            return Ok(());
        }
        let release = to_run(&at_desk, &who, &work.read(), &slug).await?;
        if release.stage == Stage::Published {
            return Err(Refusal::TooLate("A published release stays.".into()));
        }
        if !store::discard(&work, &release, version).await? {
            return Err(Refusal::Stale);
        }
        let release = named(&release);
        work.commit(Event::Release(release, Step::Discarded))
            .await?;
        Ok(())
    })
    .await
}

/// Works every published release out again and says what differs, in words. Says how many there are.
pub async fn verify(conn: &Conn<'_>) -> Result<(usize, Vec<String>), StoreError> {
    let all = store::published(conn, "").await?;
    let mut differences = vec![];
    for release in &all {
        let rows = store::rows(conn, release.id).await?;
        differences.extend(counted::differences(conn, release, &rows).await?);
        let kept = store::files(conn, release.id).await?;
        let mut again = made(conn, release, &rows).await?;
        again.sort_by(|a, b| a.name.cmp(&b.name));
        let as_kept = |file: &store::File| kept.contains(file);
        if kept.len() != again.len() || !again.iter().all(as_kept) {
            differences.push(format!(
                "release {}: its files are not what its figures make",
                release.slug
            ));
        }
    }
    Ok((all.len(), differences))
}
