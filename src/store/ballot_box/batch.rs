//! One transaction of casts: what is known is read, each cast is ruled on, what is new is written.

use super::rows::{self, CodeRow, Known, Voter};
use super::{Answer, Cast, Channel, TRIES};
use crate::domain::ballots::casting::{CastRefusal, Ruling, decide};
use crate::domain::ballots::merkle::Digest;
use crate::store::{Conn, Db, StoreError};
use sea_orm::{DatabaseExecutor, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::collections::{HashMap, HashSet};

/// Writes casts in one transaction. The answers stand in the order of the casts.
pub async fn write(db: &Db, casts: &[Cast]) -> Result<Vec<Answer>, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "casting is the one write beside Work: it groups many people's ballots"
    )]
    let transaction = db.writer().begin_with_options(options).await?;
    let conn = Conn::new(DatabaseExecutor::Transaction(&transaction), db.engine());
    let mut known = rows::known(&conn, casts).await?;
    let mut answers: Vec<Answer> = casts.iter().map(|cast| rule(&mut known, cast)).collect();
    let tried = rows::note_tries(&conn, &known).await?;
    let new = entered(casts, &answers);
    if new.is_empty() {
        drop(conn);
        if tried {
            transaction.commit().await?;
        }
        return Ok(answers);
    }
    let registered = rows::register(&conn, &new).await?;
    if registered.len() < new.len() {
        give_way(&conn, casts, &mut answers, &registered).await?;
    }
    rows::fill_box(&conn, &entered(casts, &answers)).await?;
    drop(conn);
    transaction.commit().await?;
    Ok(answers)
}

fn entered<'c>(casts: &'c [Cast], answers: &[Answer]) -> Vec<&'c Cast> {
    let entered = |(_, answer): &(&Cast, &Answer)| **answer == Answer::Entered;
    casts
        .iter()
        .zip(answers)
        .filter(entered)
        .map(|(cast, _)| cast)
        .collect()
}

/// Rules on one cast by what is known, and keeps what follows from it for those behind.
fn rule(known: &mut Known, cast: &Cast) -> Answer {
    let Some((stage, times)) = known.rounds.get(&cast.round) else {
        return Answer::NotOpen;
    };
    let voter: Voter = (cast.round, cast.voter.clone());
    let voted = known.register.get(&voter);
    let ruling = decide(*stage, times, voted, &cast.form, cast.at);
    match ruling {
        Ok(Ruling::AlreadyEntered) => return Answer::SameForm,
        Err(CastRefusal::NotOpenYet { .. } | CastRefusal::Closed { .. }) => return Answer::NotOpen,
        Ok(Ruling::Enter) | Err(_) => {}
    }
    if cast.channel == Channel::Code && !known.letters.contains(&voter) {
        return Answer::WrongCode;
    }
    // Only who has the code learns whether the mailbox has voted.
    if let Some(code) = &cast.code {
        let request = (cast.round, code.request.clone());
        let works = known.codes.get_mut(&request).map(|row| try_code(row, cast));
        match works {
            Some(Ok(())) => {}
            Some(Err(refused)) => return refused,
            None => return Answer::CodeEnded,
        }
    }
    if ruling.is_err() {
        return Answer::AlreadyVoted;
    }
    known.register.insert(voter, cast.form);
    Answer::Entered
}

fn try_code(row: &mut CodeRow, cast: &Cast) -> Result<(), Answer> {
    if row.tries >= TRIES || row.ends_at < cast.at {
        return Err(Answer::CodeEnded);
    }
    let typed = cast.code.as_ref().map(|code| code.digest.as_str());
    if typed == Some(row.digest.as_str()) {
        return Ok(());
    }
    row.tries += 1;
    if row.tries >= TRIES {
        Err(Answer::CodeEnded)
    } else {
        Err(Answer::WrongCode)
    }
}

/// Another process registered some of these voters first. Their casts are ruled on again by what it
/// wrote.
async fn give_way(
    conn: &Conn<'_>,
    casts: &[Cast],
    answers: &mut [Answer],
    registered: &HashSet<Voter>,
) -> Result<(), StoreError> {
    let beaten: HashSet<Voter> = entered(casts, answers)
        .into_iter()
        .map(|cast| (cast.round, cast.voter.clone()))
        .filter(|voter| !registered.contains(voter))
        .collect();
    let of_beaten: Vec<&Cast> = casts
        .iter()
        .filter(|cast| beaten.contains(&(cast.round, cast.voter.clone())))
        .collect();
    let stands: HashMap<Voter, Digest> = rows::register_of(conn, &of_beaten).await?;
    for (cast, answer) in casts.iter().zip(answers) {
        let voter = (cast.round, cast.voter.clone());
        let ruled = matches!(
            answer,
            Answer::Entered | Answer::SameForm | Answer::AlreadyVoted
        );
        if ruled && beaten.contains(&voter) {
            *answer = if stands.get(&voter) == Some(&cast.form) {
                Answer::SameForm
            } else {
                Answer::AlreadyVoted
            };
        }
    }
    Ok(())
}
