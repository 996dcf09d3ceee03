//! Writing nominations down. Each change says which version it was based on.

use super::Listed;
use crate::domain::nominations::nomination::{Nomination, Step};
use crate::domain::nominations::proposal::{Contact, Proposal};
use crate::domain::nominations::reasons::DeclineReason;
use crate::domain::nominations::stage::Stage;
use crate::domain::settings::DECISION_PROMISE_DAYS;
use crate::domain::time::london_date;
use crate::store::entities::nominations::{nomination, nomination_step};
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work, rollup, settings, ward_sets};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::future::Future;

/// A nomination that is not written down yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNomination {
    /// Its reference, which nothing else has.
    pub reference: String,
    /// Where it begins.
    pub stage: Stage,
    /// What is proposed.
    pub proposal: Proposal,
    /// The account behind it, where it is known.
    pub nominator: Option<i64>,
    /// How to reach the nominator, where the account does not say.
    pub contact: Option<Contact>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// When it became public, for records.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was decided, for records.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was declined, for records.
    pub decline_reason: Option<DeclineReason>,
    /// Supporters counted before this service.
    pub earlier_supports: i64,
    /// Where a record comes from.
    pub provenance: String,
}

/// The next number of a council in a year. Numbers of nominations that came to nothing stay used.
pub async fn next_number(work: &Work, council: &str, year: i32) -> Result<i64, StoreError> {
    work.read()
        .number(
            "INSERT INTO nomination_number (council_code, year, last) VALUES ($1, $2, 1) \
             ON CONFLICT (council_code, year) DO UPDATE SET last = nomination_number.last + 1 RETURNING last",
            [council.into(), i64::from(year).into()],
        )
        .await
}

/// Takes note that numbers up to this one are used, by records that came with their references.
pub async fn use_numbers_to(
    work: &Work,
    council: &str,
    year: i32,
    last: i64,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO nomination_number (council_code, year, last) VALUES ($1, $2, $3) \
             ON CONFLICT (council_code, year) DO UPDATE SET last = excluded.last \
             WHERE nomination_number.last < excluded.last",
            [council.into(), i64::from(year).into(), last.into()],
        )
        .await?;
    Ok(())
}

/// What a nomination is found by: its words in small letters.
fn search_words(reference: &str, proposal: &Proposal) -> String {
    let place = &proposal.whereabouts;
    let postcode = place.postcode.as_deref().unwrap_or_default();
    [
        reference,
        &proposal.title,
        &place.place,
        postcode,
        &proposal.description,
        &proposal.beneficiary,
    ]
    .join(" ")
    .to_lowercase()
}

/// Writes a nomination down and says its row.
pub async fn add(work: &Work, new: &NewNomination) -> Result<i64, StoreError> {
    let conn = work.read();
    let proposal = &new.proposal;
    let place = &proposal.whereabouts;
    let ward_set = match &place.ward {
        Some(ward) => ward_sets::with(&conn, ward, london_date(new.submitted_at)).await?,
        None => None,
    };
    let confirmed = new.stage != Stage::Unconfirmed;
    let contact = new.contact.as_ref();
    let promised = match new.decided_at {
        Some(_) => Some(promised_days(work, &place.council).await?),
        None => None,
    };
    let row = nomination::ActiveModel {
        reference: Set(new.reference.clone()),
        stage: Set(new.stage.code().into()),
        title: Set(proposal.title.clone()),
        category: Set(proposal.category.clone()),
        description: Set(proposal.description.clone()),
        benefit: Set(proposal.benefit.clone()),
        place: Set(place.place.clone()),
        postcode: Set(place.postcode.clone()),
        lat: Set(place.spot.map(|spot| spot.lat())),
        lon: Set(place.spot.map(|spot| spot.lon())),
        council_code: Set(place.council.clone()),
        ward_code: Set(place.ward.clone()),
        ward_set: Set(ward_set),
        beneficiary: Set(proposal.beneficiary.clone()),
        land_owner: Set(proposal.land_owner.clone()),
        toilets: Set(proposal.toilets.clone()),
        site_access: Set(proposal.site_access.clone()),
        nominator_id: Set(new.nominator),
        contact_name: Set(contact.map(|contact| contact.name.clone())),
        contact_email: Set(contact.map(|contact| contact.email.clone())),
        contact_phone: Set(contact.map(|contact| contact.phone.clone())),
        public: Set(true),
        submitted_at: Set(At(new.submitted_at)),
        confirmed_at: Set(confirmed.then_some(At(new.submitted_at))),
        moderated_at: Set(new.published_at.map(At)),
        decided_at: Set(new.decided_at.map(At)),
        promised_days: Set(promised),
        decline_reason: Set(new.decline_reason.map(|reason| reason.code().into())),
        earlier_supports: Set(new.earlier_supports),
        provenance: Set(new.provenance.clone()),
        search: Set(search_words(&new.reference, proposal)),
        version: Set(1),
        ..Default::default()
    };
    let done = nomination::Entity::insert(row).exec(conn.db()).await?;
    let id = done.last_insert_id;
    rollup::add(work, &rollup::of_nomination(&conn, id).await?).await?;
    Ok(id)
}

/// Changes a nomination, or who supports it, and puts the cells right: out of the old, into the new. It is held
/// from the first look, or what another change keeps between the two would be added here once more.
pub(super) async fn recounted<T>(
    work: &Work,
    id: i64,
    change: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    hold(work, id).await?;
    let before = rollup::of_nomination(&work.read(), id).await?;
    let changed = change.await?;
    let after = rollup::of_nomination(&work.read(), id).await?;
    let gone = before.into_iter().map(|(leaf, counts)| (leaf, -counts));
    rollup::add(work, &gone.chain(after).collect::<Vec<_>>()).await?;
    Ok(changed)
}

/// Within how many days a council promises a decision today.
async fn promised_days(work: &Work, council: &str) -> Result<i64, StoreError> {
    let conn = work.read();
    let otherwise = settings::number(&conn, &DECISION_PROMISE_DAYS).await?;
    let sql = "SELECT COALESCE(MAX(promise_days), $2) FROM area WHERE code = $1";
    conn.number(sql, [council.into(), otherwise.into()]).await
}

/// Writes down where a nomination stands now. False if somebody changed it since it was read; then
/// nothing was written.
pub async fn save(work: &Work, nomination: &Nomination) -> Result<bool, StoreError> {
    recounted(work, nomination.id, written(work, nomination)).await
}

async fn written(work: &Work, nomination: &Nomination) -> Result<bool, StoreError> {
    let at = |instant: Option<DateTime<Utc>>| instant.map(|instant| At(instant).to_string());
    let council = &nomination.proposal.whereabouts.council;
    let promised = promised_days(work, council).await?;
    let touched = work
        .read()
        .run(
            "UPDATE nomination SET stage = $1, stage_before = $2, moderated_at = $3, decided_at = $4, \
             promised_days = CASE WHEN CAST($4 AS TEXT) IS NULL THEN NULL ELSE COALESCE(promised_days, $5) END, \
             decline_reason = $6, merged_into = $7, nominator_id = $8, version = version + 1 \
             WHERE id = $9 AND version = $10",
            [
                nomination.stage.code().into(),
                nomination.stage_before.map(Stage::code).into(),
                at(nomination.published_at).into(),
                at(nomination.decided_at).into(),
                promised.into(),
                nomination.decline_reason.map(DeclineReason::code).into(),
                nomination.merged_into.into(),
                nomination.nominator.into(),
                nomination.id.into(),
                nomination.version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Puts a nomination into another ward, of the set that held when it was sent where that has it, and
/// moves its count along. The spot stays. Whoever calls it saves the nomination as well, which tells
/// whether it was stale.
pub async fn put_in_ward(
    work: &Work,
    nomination: &mut Nomination,
    ward: &str,
    council: &str,
) -> Result<(), StoreError> {
    let sent_on = london_date(nomination.submitted_at);
    let set = ward_sets::with(&work.read(), ward, sent_on).await?;
    recounted(work, nomination.id, async {
        let sql =
            "UPDATE nomination SET ward_code = $1, ward_set = $2, council_code = $3 WHERE id = $4";
        let id = nomination.id;
        let values = [ward.into(), set.into(), council.into(), id.into()];
        work.read().run(sql, values).await
    })
    .await?;
    nomination.proposal.whereabouts.ward = Some(ward.to_string());
    nomination.proposal.whereabouts.council = council.to_string();
    Ok(())
}

/// Holds a nomination until the change ends: whoever else wants to change it or what hangs on it waits.
pub async fn hold(work: &Work, id: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE nomination SET version = version WHERE id = $1",
            [id.into()],
        )
        .await?;
    Ok(())
}

/// Notes that the nominator has shown that the address is theirs.
pub async fn confirmed(work: &Work, id: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE nomination SET confirmed_at = $1 WHERE id = $2",
            [At(work.at()).to_string().into(), id.into()],
        )
        .await?;
    Ok(())
}

/// Adds a step to the history.
pub async fn add_step(
    work: &Work,
    id: i64,
    step: &Step,
    account: Option<i64>,
) -> Result<(), StoreError> {
    let row = nomination_step::ActiveModel {
        nomination_id: Set(id),
        at: Set(At(step.at)),
        stage: Set(step.stage.code().into()),
        reason: Set(step.reason.clone()),
        note: Set(step.note.clone()),
        by_role: Set(step.by.code().into()),
        by_account: Set(account),
        public: Set(step.public),
        ..Default::default()
    };
    nomination_step::Entity::insert(row)
        .exec_without_returning(work.read().db())
        .await?;
    Ok(())
}

/// Links a record to the earlier nomination it was joined to, once both are written down.
pub async fn join_record(work: &Work, reference: &str, into: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE nomination SET merged_into = (SELECT id FROM nomination WHERE reference = $2) \
             WHERE reference = $1",
            [reference.into(), into.into()],
        )
        .await?;
    Ok(())
}

/// How many nominations an account sent since an instant.
pub async fn sent_by_account(
    work: &Work,
    account: i64,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    work.read()
        .number(
            "SELECT COUNT(*) FROM nomination WHERE nominator_id = $1 AND submitted_at > $2",
            [account.into(), At(since).to_string().into()],
        )
        .await
}

/// Whether any nomination has waited in vain for its confirmation since before an instant.
pub async fn any_never_confirmed(
    conn: &Conn<'_>,
    before: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM nomination WHERE stage = 'unconfirmed' AND submitted_at < $1",
            [At(before).to_string().into()],
        )
        .await?;
    Ok(found > 0)
}

/// The nominations that waited in vain for their confirmation since before an instant.
pub async fn never_confirmed(
    work: &Work,
    before: DateTime<Utc>,
) -> Result<Vec<Listed>, StoreError> {
    super::rows(
        &work.read(),
        "WHERE n.stage = 'unconfirmed' AND n.submitted_at < $1 ORDER BY n.id LIMIT 500",
        [At(before).to_string().into()],
    )
    .await
}

/// Takes a nomination away that nobody ever confirmed, with its history.
pub async fn remove_unconfirmed(work: &Work, id: i64) -> Result<(), StoreError> {
    crate::store::photos::change::remove_of_nomination(work, id).await?;
    let conn = work.read();
    conn.run(
        "DELETE FROM nomination_step WHERE nomination_id = $1",
        [id.into()],
    )
    .await?;
    conn.run(
        "DELETE FROM nomination WHERE id = $1 AND stage = 'unconfirmed'",
        [id.into()],
    )
    .await?;
    Ok(())
}
