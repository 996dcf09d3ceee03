//! Everything that is held about one account, to take away and to erase.
//!
//! A room that keeps something about an account adds a line to `HELD_BY_ACCOUNT`, and to
//! `ERASED_BY_ACCOUNT` where it says who a person is.

use crate::store::identity::Account;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use serde_json::Value as Json;

/// What is held where. `$1` is the account.
const HELD_BY_ACCOUNT: [(&str, &str); 11] = [
    (
        "account",
        "SELECT email, name, created_at, disabled_at FROM account WHERE id = $1",
    ),
    (
        "grants",
        "SELECT role, area_code, given_at FROM account_grant WHERE account_id = $1 ORDER BY id",
    ),
    (
        "sessions",
        "SELECT signed_in_at, ends_at, strength FROM web_session WHERE account_id = $1 ORDER BY signed_in_at",
    ),
    (
        "nominations",
        "SELECT reference, stage, title, description, place, postcode, contact_name, contact_email, contact_phone, \
         submitted_at FROM nomination WHERE nominator_id = $1 ORDER BY submitted_at, id",
    ),
    (
        "photos",
        "SELECT n.reference, p.alt, p.key, p.added_at, p.passed_at FROM photo p JOIN nomination n ON n.id = p.nomination_id \
         WHERE n.nominator_id = $1 ORDER BY p.added_at, p.id",
    ),
    (
        "supports",
        "SELECT n.reference, s.at FROM support s JOIN nomination n ON n.id = s.nomination_id \
         WHERE s.account_id = $1 ORDER BY s.at, n.reference",
    ),
    (
        "follows",
        "SELECT subject_kind, subject, at FROM follow WHERE account_id = $1 ORDER BY at, subject",
    ),
    (
        "feedback",
        "SELECT p.reference, f.rating, f.words, f.at FROM feedback f JOIN project p ON p.id = f.project_id \
         WHERE f.account_id = $1 ORDER BY f.at, p.reference",
    ),
    (
        "panels",
        "SELECT p.name, m.side, m.joined_at, m.left_at FROM panel_member m JOIN panel p ON p.id = m.panel_id \
         WHERE m.account_id = $1 ORDER BY m.joined_at, p.name",
    ),
    (
        "rankings",
        "SELECT r.shortlist_id, n.reference, r.rank, r.at FROM shortlist_ranking r \
         JOIN nomination n ON n.id = r.nomination_id WHERE r.account_id = $1 ORDER BY r.shortlist_id, r.rank",
    ),
    (
        "answers to minutes",
        "SELECT p.name, a.minutes_id, a.number, a.agrees, a.words, a.at FROM panel_minutes_answer a \
         JOIN panel_minutes m ON m.id = a.minutes_id JOIN panel p ON p.id = m.panel_id \
         WHERE a.account_id = $1 ORDER BY a.id",
    ),
];

/// What is held under the address alone. `$1` is the address in small letters.
const HELD_BY_ADDRESS: [(&str, &str); 2] = [
    (
        "unconfirmed nominations",
        "SELECT reference, stage, title, contact_name, contact_email, contact_phone, submitted_at FROM nomination \
         WHERE nominator_id IS NULL AND lower(contact_email) = $1 ORDER BY submitted_at, id",
    ),
    (
        "letters",
        "SELECT kind, subject, written_at, sent_at FROM outbox WHERE lower(to_address) = $1 ORDER BY id",
    ),
];

/// What goes when an account is erased. `$1` is the account.
const ERASED_BY_ACCOUNT: [&str; 8] = [
    "UPDATE nomination SET contact_name = NULL, contact_email = NULL, contact_phone = NULL WHERE nominator_id = $1",
    "UPDATE feedback SET words = '' WHERE account_id = $1",
    "UPDATE panel_minutes_answer SET words = '' WHERE account_id = $1",
    "DELETE FROM follow WHERE account_id = $1",
    "DELETE FROM recovery_code WHERE account_id = $1",
    "DELETE FROM web_session WHERE account_id = $1",
    "DELETE FROM sign_in_try WHERE account_id = $1",
    "DELETE FROM account_grant WHERE account_id = $1",
];

/// What goes with the address. `$1` is the address in small letters.
const ERASED_BY_ADDRESS: [&str; 3] = [
    "UPDATE nomination SET contact_name = NULL, contact_email = NULL, contact_phone = NULL \
     WHERE lower(contact_email) = $1",
    "DELETE FROM one_time_link WHERE lower(email) = $1",
    "DELETE FROM outbox WHERE lower(to_address) = $1",
];

/// What ends. `$1` is the account, `$2` is now.
const ENDED: [&str; 2] = [
    "UPDATE panel_member SET left_at = $2 WHERE account_id = $1 AND left_at IS NULL",
    "UPDATE account SET email = '', email_key = 'erased ' || id, name = 'Deleted account', search = '', \
     password_hash = NULL, totp_secret = NULL, totp_last_step = NULL, disabled_at = $2, version = version + 1 \
     WHERE id = $1",
];

/// Everything that is held about an account, by where it is held.
pub async fn held(
    conn: &Conn<'_>,
    account: &Account,
) -> Result<Vec<(&'static str, Vec<Json>)>, StoreError> {
    let mut all = vec![];
    for (what, sql) in HELD_BY_ACCOUNT {
        all.push((what, conn.all::<Json>(sql, [account.id.into()]).await?));
    }
    let address = account.email.to_lowercase();
    for (what, sql) in HELD_BY_ADDRESS {
        all.push((what, conn.all::<Json>(sql, [address.clone().into()]).await?));
    }
    Ok(all)
}

/// Takes everything out that says whose the account was. Its row stays, without a name or an address,
/// so that what was decided keeps its author.
pub async fn erase(work: &Work, account: &Account) -> Result<(), StoreError> {
    let conn = work.read();
    for sql in ERASED_BY_ACCOUNT {
        conn.run(sql, [account.id.into()]).await?;
    }
    let address = account.email.to_lowercase();
    for sql in ERASED_BY_ADDRESS {
        conn.run(sql, [address.clone().into()]).await?;
    }
    let now = At(work.at()).to_string();
    for sql in ENDED {
        conn.run(sql, [account.id.into(), now.clone().into()])
            .await?;
    }
    Ok(())
}
