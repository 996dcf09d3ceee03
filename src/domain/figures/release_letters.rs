//! Letters to the officers of a council whose release waits for a second of them.

use super::release::Step;
use crate::domain::events::Named;
use crate::domain::letters::{Letter, Recipient};

const OFFICER: &str = "You get this email because you may publish figures for your council.";

/// Who hears of what happened to a release.
pub fn letters(release: &Named, step: &Step) -> Vec<Letter> {
    match step {
        Step::Checked { .. } => vec![waits(release)],
        Step::SentBack { checker: Some(who) } => vec![sent_back(release, *who)],
        Step::Drafted
        | Step::SentBack { checker: None }
        | Step::Discarded
        | Step::Published { .. } => vec![],
    }
}

fn waits(release: &Named) -> Letter {
    Letter {
        kind: "release-waits",
        to: Recipient::OtherReleaseOfficers(release.id),
        subject: format!("Figures wait to be published: {}", release.title),
        paragraphs: vec![
            format!(
                "An officer of your council has checked the figures of {}. A second officer must look at them and \
                 publish them, or send them back. You can do that here:",
                release.title
            ),
            format!("/staff/releases/{}", release.reference),
            "Until then nobody outside the council sees the release.".into(),
        ],
        why: OFFICER.into(),
    }
}

fn sent_back(release: &Named, checker: i64) -> Letter {
    Letter {
        kind: "release-sent-back",
        to: Recipient::Account(checker),
        subject: format!("Figures sent back to be checked again: {}", release.title),
        paragraphs: vec![
            format!(
                "You checked the figures of {}. Another officer of your council did not publish them and sent them \
                 back: ask what they found. Then look at the figures and check them again:",
                release.title
            ),
            format!("/staff/releases/{}", release.reference),
        ],
        why: OFFICER.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_writes_where_it_waits_for_somebody_else() {
        let release = Named::new(7, "e06000016-2025-26", "Leicester, financial year 2025–26");
        let checked = Step::Checked {
            digest: "d".into(),
            anomalies: 2,
        };
        let sent = letters(&release, &checked);
        assert_eq!(sent[0].to, Recipient::OtherReleaseOfficers(7));
        assert!(
            sent[0]
                .subject
                .ends_with("Leicester, financial year 2025–26")
        );
        let by_other = Step::SentBack { checker: Some(3) };
        assert_eq!(letters(&release, &by_other)[0].to, Recipient::Account(3));
        let by_checker = Step::SentBack { checker: None };
        for step in [Step::Drafted, by_checker, Step::Discarded] {
            assert!(letters(&release, &step).is_empty());
        }
    }
}
