//! Letters to the officers of a council whose release waits for a second of them.

use super::release::Step;
use crate::domain::events::Named;
use crate::domain::letters::{Letter, Recipient};

/// Who hears of what happened to a release.
pub fn letters(release: &Named, step: &Step) -> Vec<Letter> {
    match step {
        Step::Checked { .. } => vec![waits(release)],
        Step::Drafted | Step::SentBack | Step::Discarded | Step::Published { .. } => vec![],
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
        why: "You get this email because you may publish figures for your council.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_checked_release_waits_for_somebody() {
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
        for step in [Step::Drafted, Step::SentBack, Step::Discarded] {
            assert!(letters(&release, &step).is_empty());
        }
    }
}
