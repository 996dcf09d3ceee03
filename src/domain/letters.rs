//! Who hears of an event, and in what words. All of the letters start in [`letters`].
//!
//! A letter is plain text. It says why it came and how to stop it. It never carries a voter's choice.

use crate::domain::ballots::{box_letters, count_events};
use crate::domain::events::{Event, Named, Secret};
use crate::domain::figures::release_letters;
use crate::domain::panels::minutes_letters;

/// Who a letter goes to. The store looks the addresses up in the transaction of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// An address that somebody typed.
    Address(String),
    /// Whoever nominated this.
    Nominator(i64),
    /// Everybody who supports or follows this nomination.
    Supporters(i64),
    /// Everybody who follows this project, and the nominator and supporters of its nomination.
    ProjectFollowers(i64),
    /// The members of a panel.
    PanelMembers(i64),
    /// The council officers who may run this round.
    RoundOfficers(i64),
    /// The council officers who may publish this release: all but the one who checked it.
    OtherReleaseOfficers(i64),
    /// Somebody with an account.
    Account(i64),
}

/// The service as letters name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The name of the deployment, like `Payback Panel`.
    pub service: String,
    /// The address of the site without a slash at the end, like `https://panel.example`.
    pub address: String,
}

/// A letter before it has an address on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What kind, for operators.
    pub kind: &'static str,
    /// Who it goes to.
    pub to: Recipient,
    /// The subject line.
    pub subject: String,
    /// The paragraphs. A line that starts with `/` is a page of this site.
    pub paragraphs: Vec<String>,
    /// Why it came and how to stop it.
    pub why: String,
}

impl Letter {
    /// The whole text, with pages written out as addresses.
    pub fn text(&self, head: &Letterhead) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            if paragraph.starts_with('/') {
                text.push_str(&head.address);
            }
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
        text.push_str(&format!(
            "{}\n{}\n\n{}\n",
            head.service, head.address, self.why
        ));
        text
    }
}

/// The kind of a letter with a code to vote, which is forgotten when the code has ended.
pub const VOTE_CODE: &str = "vote-code";

const ASKED: &str = "You get this email because somebody typed your address on our site. \
    If it was not you, do nothing: nothing happens without the button behind the link.";
const CODE_ASKED: &str = "You get this email because somebody typed your address on our site to vote. \
    If it was not you, do nothing: nobody can vote with your address without this code.";
const NOMINATED: &str = "You get this email because you nominated this place. \
    To stop these emails, sign in and change your choices on your account page.";
const FOLLOWED: &str = "You get this email because you support or follow this. \
    To stop these emails, sign in and change your choices on your account page.";
pub(super) const MEMBER: &str = "You get this email because you are a member of this panel. \
    To stop these emails, tell the council officer who looks after the panel.";

fn to_address(
    kind: &'static str,
    secret: &Secret,
    subject: String,
    before: &str,
    after: &str,
) -> Letter {
    Letter {
        kind,
        to: Recipient::Address(secret.email.clone()),
        subject,
        paragraphs: vec![before.into(), secret.path.clone(), after.into()],
        why: ASKED.into(),
    }
}

fn to_nominator(
    kind: &'static str,
    thing: &Named,
    subject: String,
    paragraphs: Vec<String>,
) -> Letter {
    let mut paragraphs = paragraphs;
    paragraphs.push(format!("/nominations/{}", thing.reference));
    Letter {
        kind,
        to: Recipient::Nominator(thing.id),
        subject,
        paragraphs,
        why: NOMINATED.into(),
    }
}

fn to_supporters(kind: &'static str, thing: &Named, subject: String, paragraph: String) -> Letter {
    Letter {
        kind,
        to: Recipient::Supporters(thing.id),
        subject,
        paragraphs: vec![paragraph, format!("/nominations/{}", thing.reference)],
        why: FOLLOWED.into(),
    }
}

fn to_followers(kind: &'static str, project: &Named, subject: String, paragraph: String) -> Letter {
    Letter {
        kind,
        to: Recipient::ProjectFollowers(project.id),
        subject,
        paragraphs: vec![paragraph, format!("/projects/{}", project.reference)],
        why: FOLLOWED.into(),
    }
}

/// Who hears of an event. All of the letters start in this one table.
pub fn letters(event: &Event) -> Vec<Letter> {
    match event {
        Event::SignInAsked { secret } => vec![to_address(
            "sign-in-link",
            secret,
            "Your link to sign in".into(),
            "Open this page and press the button to sign in:",
            "The link works once, for 15 minutes. A newer link replaces it.",
        )],
        Event::AccountAdded { invitation: Some(secret), .. } | Event::AccountInvited { invitation: secret, .. } => {
            vec![to_address(
                "invitation",
                secret,
                "Your invitation".into(),
                "You have been given an account. Open this page to set it up:",
                "The link works once, for 7 days.",
            )]
        }
        Event::AccountWelcomed { email, .. } => vec![Letter {
            kind: "welcome",
            to: Recipient::Address(email.clone()),
            subject: "You have an account".into(),
            paragraphs: vec![
                "You have been given an account. To use it, type this email address on this page, and we \
                 send you a link:"
                    .into(),
                "/sign-in".into(),
            ],
            why: "You get this email because somebody who looks after our site gave you an account. \
                  If you do not want it, sign in and delete it on your account page."
                .into(),
        }],
        Event::NominationReceived { nomination, confirm } => received(nomination, confirm.as_ref()),
        Event::NominationConfirmed { nomination } => vec![to_nominator(
            "nomination-confirmed",
            nomination,
            format!("We have your nomination {}", nomination.reference),
            vec![format!(
                "Thank you for nominating “{}”. Its reference is {}. A moderator reads it next; then \
                 the probation service looks at whether the work can be done. We write to you at each step.",
                nomination.title, nomination.reference
            )],
        )],
        Event::NominationPassed { nomination } => vec![to_nominator(
            "nomination-passed",
            nomination,
            format!("Your nomination {} is public", nomination.reference),
            vec![format!(
                "“{}” is now on our site for everyone to see and support. The probation service \
                 assesses it next.",
                nomination.title
            )],
        )],
        Event::NominationDeclined { nomination, reason, sentence } => vec![to_nominator(
            "nomination-declined",
            nomination,
            format!("Your nomination {} was declined", nomination.reference),
            vec![
                format!("We are sorry: “{}” cannot be done. The reason: {reason}.", nomination.title),
                sentence.clone(),
            ],
        )],
        Event::InformationAsked { nomination, question, answer_at } => {
            asked(nomination, question, answer_at.as_ref())
        }
        Event::NominationAssessed { nomination, feasible: true, .. } => vec![to_nominator(
            "nomination-assessed",
            nomination,
            format!("Your nomination {} can be done", nomination.reference),
            vec![format!(
                "The probation service found that “{}” can be done. The citizens’ panel now decides \
                 whether to put it to the vote.",
                nomination.title
            )],
        )],
        Event::NominationMerged { nomination, into } => vec![to_nominator(
            "nomination-merged",
            nomination,
            format!("Your nomination {} was joined to another", nomination.reference),
            vec![format!(
                "“{}” asks for the same work as “{}” ({}), so we joined the two. Your support counts \
                 there now.",
                nomination.title, into.title, into.reference
            )],
        )],
        Event::SupportAsked { nomination, secret } => vec![to_address(
            "support-link",
            secret,
            format!("Confirm your support for {}", nomination.reference),
            &format!("Open this page and press the button to support “{}”:", nomination.title),
            "The link works once, for 15 minutes.",
        )],
        Event::FollowAsked { title, secret, .. } => vec![to_address(
            "follow-link",
            secret,
            "Confirm that you want news".into(),
            &format!("Open this page and press the button to follow “{title}”:"),
            "The link works once, for 15 minutes.",
        )],
        Event::PanelMemberJoined { panel, account } => vec![Letter {
            kind: "panel-member-joined",
            to: Recipient::Account(*account),
            subject: format!("You are a member of {}", panel.title),
            paragraphs: vec![
                "You now sit on this panel. When there are nominations to rank, we write to you. \
                 Sign in with this address to read them:"
                    .into(),
                format!("/panels/{}", panel.reference),
            ],
            why: MEMBER.into(),
        }],
        Event::ShortlistOpened { panel, shortlist, candidates } => vec![Letter {
            kind: "shortlist-opened",
            to: Recipient::PanelMembers(panel.id),
            subject: format!("{}: {candidates} nominations to rank", panel.title),
            paragraphs: vec![
                "The panel’s next shortlist is ready for your ranking:".into(),
                format!("/panels/{}/shortlists/{shortlist}", panel.reference),
            ],
            why: MEMBER.into(),
        }],
        Event::ShortlistAgreed { chosen, .. } => chosen
            .iter()
            .map(|nomination| {
                to_nominator(
                    "nomination-shortlisted",
                    nomination,
                    format!("Your nomination {} is on the shortlist", nomination.reference),
                    vec![format!(
                        "The citizens’ panel put “{}” on its shortlist. Residents vote on it next.",
                        nomination.title
                    )],
                )
            })
            .collect(),
        Event::VoteCodeAsked { round, secret } => vec![Letter {
            kind: VOTE_CODE,
            to: Recipient::Address(secret.email.clone()),
            subject: format!("Your code to vote: {}", round.title),
            paragraphs: vec![
                "Type this code on the page where you marked your paper:".into(),
                secret.path.clone(),
                "It works once, for 15 minutes. Nobody at the council or the probation service needs \
                 it: do not tell it to anybody."
                    .into(),
            ],
            why: CODE_ASKED.into(),
        }],
        Event::OfBox { round, happened } => box_letters::letters(round, happened),
        Event::OfCount { round, happened } => count_events::letters(round, happened),
        Event::Release(release, step) => release_letters::letters(release, step),
        Event::Minutes(panel, step) => minutes_letters::letters(panel, step),
        Event::RoundDeclared { round, winners, .. } => winners
            .iter()
            .map(|winner| {
                to_supporters(
                    "nomination-chosen",
                    winner,
                    format!("Residents chose {}", winner.reference),
                    format!("“{}” won the vote “{}”. It now becomes a project.", winner.title, round.title),
                )
            })
            .collect(),
        Event::ProjectMade { project, nomination: Some(_) } => vec![to_followers(
            "project-made",
            project,
            format!("{} is now a project", project.title),
            format!("“{}” is now project {}.", project.title, project.reference),
        )],
        Event::UpdatePublished { project, heading, .. } => vec![to_followers(
            "project-update",
            project,
            format!("{}: {heading}", project.title),
            format!("There is news of “{}”.", project.title),
        )],
        Event::ProjectCompleted { project, .. } => vec![to_followers(
            "project-completed",
            project,
            format!("{} is finished", project.title),
            format!(
                "The work at “{}” is finished. Please look at what was done and tell us what you \
                 think of the result.",
                project.title
            ),
        )],
        // Nobody hears of these. They are written out, so that a new event is decided on, not forgotten.
        Event::SignedIn { .. }
        | Event::SignedOut { .. }
        | Event::SignInRefused { .. }
        | Event::SessionsEnded { .. }
        | Event::AccountRenamed { .. }
        | Event::SettingProposed { .. }
        | Event::SettingProposalWithdrawn { .. }
        | Event::OutboxLetterTriedAgain { .. }
        | Event::AccountAdded { invitation: None, .. }
        | Event::AccountReady { .. }
        | Event::AccountDisabled { .. }
        | Event::AccountEnabled { .. }
        | Event::AccountErased { .. }
        | Event::GrantGiven { .. }
        | Event::GrantTaken { .. }
        | Event::RecoveryCodesMade { .. }
        | Event::RecoveryCodeUsed { .. }
        | Event::SettingChanged { .. }
        | Event::Restored { .. }
        | Event::AreasImported { .. }
        | Event::PostcodesImported { .. }
        | Event::NamedPlacesImported { .. }
        | Event::Categories(_)
        | Event::AreaChanged { .. }
        | Event::InformationGiven { .. }
        | Event::NominationAssessed { feasible: false, .. }
        | Event::NominationWithdrawn { .. }
        | Event::NominationPutInWard { .. }
        | Event::NominationSupported { .. }
        | Event::SupportTakenBack { .. }
        | Event::NominationsImported { .. }
        | Event::UnconfirmedNominationsForgotten { .. }
        | Event::PanelMade { .. }
        | Event::PanelMemberLeft { .. }
        | Event::ShortlistRanked { .. }
        | Event::ShortlistAbandoned { .. }
        | Event::RoundDrafted { .. }
        | Event::RoundChanged { .. }
        | Event::RoundAnnounced { .. }
        | Event::RoundWaysSet { .. }
        | Event::VotingCodesMade { .. }
        | Event::VotingCodesCancelled { .. }
        | Event::CampaignMade { .. }
        | Event::PapersMade { .. }
        | Event::PaperCancelled { .. }
        | Event::PaperKeyed { .. }
        | Event::PapersSigned { .. }
        | Event::RoundOpened { .. }
        | Event::RoundAbandoned { .. }
        | Event::BallotsReceived { .. }
        | Event::RoundClosed { .. }
        | Event::ResultAnswered { .. }
        | Event::RoundImported { .. }
        | Event::ProjectMade { nomination: None, .. }
        | Event::ProjectChanged { .. }
        | Event::ProjectMoved { .. }
        | Event::UpdateWritten { .. }
        | Event::ProjectsImported { .. }
        | Event::PhotoAdded { .. }
        | Event::PhotoPassed { .. }
        | Event::PhotoBlurred { .. }
        | Event::PhotoTakenDown { .. }
        | Event::SessionRecorded { .. }
        | Event::SessionCorrected { .. }
        | Event::ReturnsImported { .. }
        | Event::AttendancesImported { .. }
        | Event::SessionsPlanned { .. }
        | Event::FiguresPublished { .. }
        | Event::ReportedFiguresImported { .. }
        | Event::Followed { .. }
        | Event::Unfollowed { .. }
        | Event::FeedbackGiven { .. }
        | Event::OutboxLetterGivenUp { .. }
        | Event::DemonstrationLoaded => vec![],
    }
}

fn received(nomination: &Named, confirm: Option<&Secret>) -> Vec<Letter> {
    match confirm {
        Some(secret) => vec![to_address(
            "confirm-nomination",
            secret,
            format!("Confirm your nomination {}", nomination.reference),
            &format!(
                "Thank you for nominating “{}”. Open this page and press the button, so that we know \
                 this address is yours:",
                nomination.title
            ),
            "The link works once, for 7 days. Without it nobody reads the nomination.",
        )],
        None => vec![],
    }
}

fn asked(nomination: &Named, question: &str, answer_at: Option<&Secret>) -> Vec<Letter> {
    let mut paragraphs = vec![
        format!("We need to know more about “{}”:", nomination.title),
        question.to_string(),
        "Please answer here:".to_string(),
    ];
    match answer_at {
        Some(secret) => {
            paragraphs.push(secret.path.clone());
            vec![Letter {
                kind: "information-asked",
                to: Recipient::Address(secret.email.clone()),
                subject: format!("A question about your nomination {}", nomination.reference),
                paragraphs,
                why: NOMINATED.into(),
            }]
        }
        None => vec![to_nominator(
            "information-asked",
            nomination,
            format!("A question about your nomination {}", nomination.reference),
            paragraphs,
        )],
    }
}
