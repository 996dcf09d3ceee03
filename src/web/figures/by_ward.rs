//! Nominations by council and ward beside each other: a file, too long for the page of questions.

use super::question_sheets::head;
use super::questions::need_area;
use crate::domain::csv_cells;
use crate::store::StoreError;
use crate::store::figures::by_ward as wards;
use crate::store::figures::questions::Question;
use crate::web::pieces::download;
use crate::web::visit::{Answer, Visit};

/// Its name, beside those of the answers.
pub(super) const PART: &str = "nominations-by-ward";

/// Every council's nominations by ward, in parts, so that memory holds no more of many years than of one.
pub(super) async fn file(visit: Visit, question: Question) -> Answer {
    need_area(&visit, &question.area).await?;
    let db = visit.app.desk.db.clone();
    let name = format!("{PART}.csv");
    Ok(download::csv(&name, move |lines| async move {
        let (_, when) = head(question.cut);
        let columns = [
            when,
            "council_code",
            "council",
            "ward_code",
            "ward",
            "nominations",
        ];
        let _ = lines.send(csv_cells::row(&columns)).await;
        for (row, span) in wards::stretches(&db.read(), &question).await? {
            let found = wards::nominations(&db.read(), &question.area, span).await?;
            let when = question.cut.words(row);
            let some: String = found.iter().map(|found| ward_line(&when, found)).collect();
            if lines.send(some).await.is_err() {
                break;
            }
        }
        Ok::<_, StoreError>(())
    }))
}

fn ward_line(when: &str, found: &wards::InWard) -> String {
    let (code, ward) = match &found.ward {
        Some((code, name)) => (code.as_str(), name.as_str()),
        None => ("[z]", "In no ward that is known"),
    };
    let (council, name) = &found.council;
    let line = csv_cells::Row::new().text(when).text(council).text(name);
    line.text(code).text(ward).number(found.nominations).end()
}
