//! What browsers send about releases.

use crate::actions::figures::releases::{Draft, Verdict};
use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::Measure;
use crate::domain::figures::period::Cut;
use crate::domain::figures::release::period;
use crate::domain::figures::view::By;
use crate::domain::mistakes::{self, Mistakes};
use crate::web::pieces::MonthTyped;

crate::form! {
    /// What the list of releases is asked for.
    pub struct ListQuery { area, page }
}

crate::form! {
    /// Of which group of measures the tables of a release tell, and which page of what is long in it.
    pub struct PageQuery { stage, page }
}

impl PageQuery {
    /// The group, of those that an edition has.
    pub fn group(&self, edition: i64) -> Option<Stage> {
        let stage = Stage::parse(&self.stage)?;
        let has_any = Measure::of_stage(stage, edition).next().is_some();
        has_any.then_some(stage)
    }

    /// The same group, for links to other pages of it.
    pub fn pairs(&self) -> [(&'static str, &str); 1] {
        [("stage", &self.stage)]
    }
}

crate::form! {
    /// A release to draft. A page from before the month had two boxes sends it as `month`, like 2026-04.
    pub struct DraftForm { area, length, month, month_month, month_year, reason }
}

/// The lengths of a period, as the form offers them.
pub const LENGTHS: [(Cut, &str); 3] = [
    (Cut::Year, "A financial year, from April to March"),
    (Cut::Quarter, "A quarter"),
    (Cut::Month, "A month"),
];

impl DraftForm {
    /// The first month, as it stands in its boxes.
    pub fn first(&self) -> MonthTyped {
        let both = [&self.month_month, &self.month_year];
        match self.month.split_once('-') {
            Some((year, month)) if both.iter().all(|part| part.is_empty()) => {
                MonthTyped::new(month, year)
            }
            _ => MonthTyped::new(&self.month_month, &self.month_year),
        }
    }

    /// The draft, or every mistake. `areas` are the codes that may be picked.
    pub fn parse(&self, areas: &[(String, String)]) -> Result<Draft, Mistakes> {
        let mut found = Mistakes::none();
        if !areas.iter().any(|(code, _)| *code == self.area) {
            found.add("area", "Pick the council");
        }
        let length = match By::parse(&self.length) {
            Some(By::Time(cut)) => Ok(cut),
            _ => Err("Pick how long the period is"),
        };
        let length = found.check("length", length);
        let month = self.first().read("month", &mut found);
        let reason = mistakes::optional_words(&self.reason, 1000);
        let reason = found.check("reason", reason);
        let span = match (length, month) {
            (Some(length), Some(month)) => found.check("month-month", period(length, month)),
            _ => None,
        };
        match (span, reason, found.is_empty()) {
            (Some(span), Some(reason), true) => Ok(Draft {
                area: self.area.clone(),
                span,
                reason,
            }),
            _ => Err(found),
        }
    }
}

crate::form! {
    /// What an officer says of a draft as it stood at a version, with the tables as they were seen.
    pub struct CheckForm { version, seen, note, findings }
    many { sure }
}

impl CheckForm {
    /// The verdict, or every mistake.
    pub fn parse(&self) -> Result<Verdict, Mistakes> {
        let mut found = Mistakes::none();
        let note = found.check("note", mistakes::optional_words(&self.note, 1000));
        let findings = mistakes::optional_words(&self.findings, 2000);
        let findings = found.check("findings", findings);
        if self.sure.is_empty() {
            found.add("sure", "Say that you have looked at the figures");
        }
        match (note, findings, found.is_empty()) {
            (Some(note), Some(findings), true) => Ok(Verdict {
                note,
                findings,
                seen: self.seen.clone(),
            }),
            _ => Err(found),
        }
    }

    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }
}

crate::form! {
    /// A step of a release as it stood at a version.
    pub struct StepForm { version }
}

impl StepForm {
    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::period::Span;

    #[test]
    fn a_draft_reads_whole_or_names_every_mistake() {
        let areas = [("E06000016".to_string(), "Leicester".to_string())];
        let form = DraftForm {
            area: "E06000016".into(),
            length: "year".into(),
            month_month: "4".into(),
            month_year: "2009".into(),
            ..DraftForm::default()
        };
        let from_before = DraftForm {
            month: "2009-04".into(),
            month_month: String::new(),
            month_year: String::new(),
            ..form.clone()
        };
        assert_eq!(from_before.parse(&areas), form.parse(&areas));
        let draft = form.parse(&areas).expect("a draft");
        assert_eq!(draft.span, Span::financial_year(2009));
        let wrong = DraftForm {
            area: "E06000017".into(),
            length: "area".into(),
            month_month: "soon".into(),
            month_year: "2009".into(),
            ..DraftForm::default()
        };
        let mistakes = wrong.parse(&areas).expect_err("three mistakes");
        for field in ["area", "length", "month-month"] {
            assert!(mistakes.at(field).is_some(), "{field}");
        }
        let june = DraftForm {
            month_month: "6".into(),
            ..form
        };
        let mistakes = june.parse(&areas).expect_err("a year begins in April");
        assert_eq!(
            mistakes.at("month-month"),
            Some("A financial year begins in April")
        );
    }
}
