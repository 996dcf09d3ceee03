//! What happened, as the audit log keeps it.
//!
//! Every change ends in one [`Event`]; `store::Work::commit` takes nothing else. An event names
//! things by id and reference, never a person's address. Where a letter needs an address or a secret
//! link, the event carries it for [`crate::domain::letters`] and leaves it out of its detail.

use crate::domain::policy::Role;

/// A thing as letters and the audit log name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its row.
    pub id: i64,
    /// What people say on the telephone, or the last part of its address.
    pub reference: String,
    /// Its title.
    pub title: String,
}

impl Named {
    /// A thing by its row, reference and title.
    pub fn new(id: i64, reference: impl Into<String>, title: impl Into<String>) -> Named {
        Named {
            id,
            reference: reference.into(),
            title: title.into(),
        }
    }
}

/// A letter's address and the secret path in it, kept out of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where the letter goes.
    pub email: String,
    /// A path on this site that only the reader of the letter knows, or a code.
    pub path: String,
}

/// Something that happened. Past tense, in the words of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it; `kind` and `detail` below say what is kept
pub enum Event {
    // identity
    SignInAsked {
        secret: Secret,
    },
    SignedIn {
        account: i64,
    },
    SignedOut {
        account: i64,
    },
    SignInRefused {
        account: Option<i64>,
    },
    SessionsEnded {
        account: i64,
    },
    AccountAdded {
        account: i64,
        invitation: Option<Secret>,
    },
    AccountInvited {
        account: i64,
        invitation: Secret,
    },
    AccountWelcomed {
        account: i64,
        email: String,
    },
    AccountRenamed {
        account: i64,
    },
    AccountReady {
        account: i64,
    },
    AccountDisabled {
        account: i64,
    },
    AccountEnabled {
        account: i64,
    },
    AccountErased {
        account: i64,
    },
    GrantGiven {
        account: i64,
        role: Role,
        area: String,
    },
    GrantTaken {
        account: i64,
        role: Role,
        area: String,
    },
    RecoveryCodesMade {
        account: i64,
    },
    RecoveryCodeUsed {
        account: i64,
    },
    SettingChanged {
        name: String,
        from: String,
        to: String,
        proposed_by: Option<i64>,
    },
    SettingProposed {
        name: String,
        from: String,
        to: String,
    },
    SettingProposalWithdrawn {
        name: String,
    },
    Restored {
        rows: i64,
        /// The digest that the audit chain of the backup ended in.
        head: String,
    },
    // areas
    AreasImported {
        set: String,
        kind: String,
        count: usize,
    },
    PostcodesImported {
        count: usize,
    },
    NamedPlacesImported {
        count: usize,
    },
    CategoriesImported {
        count: usize,
    },
    AreaChanged {
        code: String,
        what: String,
    },
    // nominations
    NominationReceived {
        nomination: Named,
        confirm: Option<Secret>,
    },
    NominationConfirmed {
        nomination: Named,
    },
    NominationPassed {
        nomination: Named,
    },
    NominationDeclined {
        nomination: Named,
        reason: String,
        sentence: String,
    },
    InformationAsked {
        nomination: Named,
        question: String,
        answer_at: Option<Secret>,
    },
    InformationGiven {
        nomination: Named,
    },
    NominationAssessed {
        nomination: Named,
        score: i64,
        feasible: bool,
    },
    NominationWithdrawn {
        nomination: Named,
    },
    NominationPutInWard {
        nomination: Named,
        ward: String,
    },
    NominationMerged {
        nomination: Named,
        into: Named,
    },
    NominationSupported {
        nomination: Named,
    },
    SupportAsked {
        nomination: Named,
        secret: Secret,
    },
    SupportTakenBack {
        nomination: Named,
    },
    NominationsImported {
        count: usize,
    },
    UnconfirmedNominationsForgotten {
        count: usize,
    },
    // panels
    PanelMade {
        panel: Named,
    },
    PanelMemberJoined {
        panel: Named,
        account: i64,
    },
    PanelMemberLeft {
        panel: Named,
        account: i64,
    },
    ShortlistOpened {
        panel: Named,
        shortlist: i64,
        candidates: usize,
    },
    ShortlistRanked {
        panel: Named,
        shortlist: i64,
    },
    ShortlistAgreed {
        panel: Named,
        shortlist: i64,
        chosen: Vec<Named>,
    },
    ShortlistAbandoned {
        panel: Named,
        shortlist: i64,
        reason: String,
    },
    // ballots
    RoundDrafted {
        round: Named,
    },
    RoundChanged {
        round: Named,
    },
    RoundAnnounced {
        round: Named,
        round_key: String,
    },
    RoundOpened {
        round: Named,
    },
    RoundAbandoned {
        round: Named,
        reason: String,
    },
    RoundWaysSet {
        round: Named,
        ways: String,
    },
    VotingCodesMade {
        round: Named,
        batch: i64,
        codes: i64,
    },
    VotingCodesCancelled {
        round: Named,
        batch: i64,
        reason: String,
    },
    CampaignMade {
        campaign: Named,
    },
    PapersMade {
        round: Named,
        batch: i64,
        papers: i64,
    },
    PaperCancelled {
        round: Named,
        batch: i64,
    },
    PaperKeyed {
        round: Named,
        batch: i64,
        state: &'static str,
    },
    PapersSigned {
        round: Named,
        batch: i64,
        papers: i64,
    },
    VoteCodeAsked {
        round: Named,
        secret: Secret,
    },
    BallotsReceived {
        round: i64,
        ballots: i64,
    },
    BoxHeadPublished {
        round: Named,
        number: i64,
        head: String,
    },
    BoxKeyTested {
        round: Named,
        number: i64,
    },
    RoundKeptShut {
        round: Named,
        untested: i64,
    },
    BoxKeyDestroyed {
        round: Named,
    },
    RoundClosed {
        round: Named,
    },
    RoundCounted {
        round: Named,
        root: String,
    },
    CountTied {
        round: Named,
        labels: Vec<String>,
    },
    ResultAnswered {
        round: Named,
    },
    RoundDeclared {
        round: Named,
        winners: Vec<Named>,
    },
    RoundImported {
        round: Named,
    },
    // projects
    ProjectMade {
        project: Named,
        nomination: Option<Named>,
    },
    ProjectChanged {
        project: Named,
    },
    ProjectMoved {
        project: Named,
        stage: String,
        reason: String,
    },
    ProjectCompleted {
        project: Named,
        nomination: Option<i64>,
    },
    UpdateWritten {
        project: Named,
        update: i64,
    },
    UpdatePublished {
        project: Named,
        update: i64,
        heading: String,
    },
    ProjectsImported {
        count: usize,
    },
    // photos: `of` is the reference of the nomination or the project; empty for a draft
    PhotoAdded {
        photo: i64,
        of: String,
    },
    PhotoPassed {
        photo: i64,
        of: String,
    },
    PhotoBlurred {
        photo: i64,
        of: String,
    },
    PhotoTakenDown {
        photo: i64,
        of: String,
        reason: String,
    },
    // hours
    SessionRecorded {
        project: Named,
        session_key: String,
    },
    SessionCorrected {
        project: Named,
        session_key: String,
        number: i64,
        reason: String,
    },
    ReturnsImported {
        count: usize,
        already_there: usize,
    },
    // figures
    FiguresPublished {
        number: i64,
    },
    ReportedFiguresImported {
        count: usize,
    },
    // listening
    Followed {
        kind: String,
        subject: String,
    },
    FollowAsked {
        kind: String,
        subject: String,
        title: String,
        secret: Secret,
    },
    Unfollowed {
        kind: String,
        subject: String,
    },
    FeedbackGiven {
        project: Named,
    },
    // the house
    OutboxLetterGivenUp {
        letter: i64,
        kind: String,
    },
    OutboxLetterTriedAgain {
        letter: i64,
        kind: String,
    },
    DemonstrationLoaded,
}

/// An audit line before it is chained: what kind of event, about what, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The event's name, like `nomination-received`.
    pub kind: &'static str,
    /// What it is about, like `nomination LC-2026-0142`.
    pub subject: String,
    /// Everything else, one `name: value` a line. No address, no secret, no choice of a voter.
    pub detail: String,
}

fn line(kind: &'static str, subject: String, detail: &[(&str, String)]) -> Line {
    let detail = detail
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {}", value.replace(['\r', '\n'], " ")))
        .collect::<Vec<_>>()
        .join("\n");
    Line {
        kind,
        subject,
        detail,
    }
}

fn named(noun: &str, thing: &Named) -> String {
    format!("{noun} {}", thing.reference)
}

fn batch_and_papers(batch: i64, papers: i64) -> [(&'static str, String); 2] {
    [("batch", batch.to_string()), ("papers", papers.to_string())]
}

fn references(things: &[Named]) -> String {
    let list: Vec<&str> = things
        .iter()
        .map(|thing| thing.reference.as_str())
        .collect();
    list.join(", ")
}

impl Event {
    /// The audit line of this event.
    pub fn line(&self) -> Line {
        self.house_line()
            .or_else(|| self.nomination_line())
            .or_else(|| self.panel_line())
            .or_else(|| self.ballot_line())
            .or_else(|| self.way_line())
            .or_else(|| self.project_line())
            .or_else(|| self.photo_line())
            .unwrap_or_else(|| line("event", String::new(), &[]))
    }

    fn house_line(&self) -> Option<Line> {
        let account = |id: &i64| format!("account {id}");
        Some(match self {
            Event::SignInAsked { .. } => line("sign-in-asked", String::new(), &[]),
            Event::SignedIn { account: id } => line("signed-in", account(id), &[]),
            Event::SignedOut { account: id } => line("signed-out", account(id), &[]),
            Event::SignInRefused { account: id } => line(
                "sign-in-refused",
                id.as_ref().map(account).unwrap_or_default(),
                &[],
            ),
            Event::SessionsEnded { account: id } => line("sessions-ended", account(id), &[]),
            Event::AccountAdded { account: id, .. } => line("account-added", account(id), &[]),
            Event::AccountInvited { account: id, .. } => line("account-invited", account(id), &[]),
            Event::AccountWelcomed { account: id, .. } => {
                line("account-welcomed", account(id), &[])
            }
            Event::AccountRenamed { account: id } => line("account-renamed", account(id), &[]),
            Event::AccountReady { account: id } => line("account-ready", account(id), &[]),
            Event::AccountDisabled { account: id } => line("account-disabled", account(id), &[]),
            Event::AccountEnabled { account: id } => line("account-enabled", account(id), &[]),
            Event::AccountErased { account: id } => line("account-erased", account(id), &[]),
            Event::GrantGiven {
                account: id,
                role,
                area,
            } => line(
                "grant-given",
                account(id),
                &[("role", role.code().into()), ("area", area.clone())],
            ),
            Event::GrantTaken {
                account: id,
                role,
                area,
            } => line(
                "grant-taken",
                account(id),
                &[("role", role.code().into()), ("area", area.clone())],
            ),
            Event::RecoveryCodesMade { account: id } => {
                line("recovery-codes-made", account(id), &[])
            }
            Event::RecoveryCodeUsed { account: id } => line("recovery-code-used", account(id), &[]),
            Event::SettingChanged {
                name,
                from,
                to,
                proposed_by,
            } => line(
                "setting-changed",
                format!("setting {name}"),
                &[
                    ("from", from.clone()),
                    ("to", to.clone()),
                    (
                        "proposed by",
                        proposed_by.as_ref().map(account).unwrap_or_default(),
                    ),
                ],
            ),
            Event::SettingProposed { name, from, to } => line(
                "setting-proposed",
                format!("setting {name}"),
                &[("from", from.clone()), ("to", to.clone())],
            ),
            Event::SettingProposalWithdrawn { name } => {
                line("setting-proposal-withdrawn", format!("setting {name}"), &[])
            }
            Event::Restored { rows, head } => line(
                "restored",
                "database".to_string(),
                &[("rows", rows.to_string()), ("from", head.clone())],
            ),
            Event::AreasImported { set, kind, count } => line(
                "areas-imported",
                format!("ward set {set}"),
                &[("kind", kind.clone()), ("count", count.to_string())],
            ),
            Event::PostcodesImported { count } => line(
                "postcodes-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::NamedPlacesImported { count } => line(
                "named-places-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::CategoriesImported { count } => line(
                "categories-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::AreaChanged { code, what } => line(
                "area-changed",
                format!("area {code}"),
                &[("what", what.clone())],
            ),
            Event::FiguresPublished { number } => {
                line("figures-published", format!("publication {number}"), &[])
            }
            Event::ReportedFiguresImported { count } => line(
                "reported-figures-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::Followed { kind, subject } => line("followed", format!("{kind} {subject}"), &[]),
            Event::FollowAsked { kind, subject, .. } => {
                line("follow-asked", format!("{kind} {subject}"), &[])
            }
            Event::Unfollowed { kind, subject } => {
                line("unfollowed", format!("{kind} {subject}"), &[])
            }
            Event::OutboxLetterGivenUp { letter, kind } => line(
                "letter-given-up",
                format!("letter {letter}"),
                &[("kind", kind.clone())],
            ),
            Event::OutboxLetterTriedAgain { letter, kind } => line(
                "letter-tried-again",
                format!("letter {letter}"),
                &[("kind", kind.clone())],
            ),
            Event::DemonstrationLoaded => line("demonstration-loaded", String::new(), &[]),
            _ => return None,
        })
    }

    fn nomination_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("nomination", thing);
        Some(match self {
            Event::NominationReceived { nomination, .. } => {
                line("nomination-received", of(nomination), &[])
            }
            Event::NominationConfirmed { nomination } => {
                line("nomination-confirmed", of(nomination), &[])
            }
            Event::NominationPassed { nomination } => {
                line("nomination-passed", of(nomination), &[])
            }
            Event::NominationDeclined {
                nomination,
                reason,
                sentence,
            } => line(
                "nomination-declined",
                of(nomination),
                &[("reason", reason.clone()), ("sentence", sentence.clone())],
            ),
            Event::InformationAsked {
                nomination,
                question,
                ..
            } => line(
                "information-asked",
                of(nomination),
                &[("question", question.clone())],
            ),
            Event::InformationGiven { nomination } => {
                line("information-given", of(nomination), &[])
            }
            Event::NominationAssessed {
                nomination,
                score,
                feasible,
            } => line(
                "nomination-assessed",
                of(nomination),
                &[
                    ("score", score.to_string()),
                    ("feasible", feasible.to_string()),
                ],
            ),
            Event::NominationWithdrawn { nomination } => {
                line("nomination-withdrawn", of(nomination), &[])
            }
            Event::NominationPutInWard { nomination, ward } => line(
                "nomination-put-in-ward",
                of(nomination),
                &[("ward", ward.clone())],
            ),
            Event::NominationMerged { nomination, into } => line(
                "nomination-merged",
                of(nomination),
                &[("into", into.reference.clone())],
            ),
            Event::NominationSupported { nomination } => {
                line("nomination-supported", of(nomination), &[])
            }
            Event::SupportAsked { nomination, .. } => line("support-asked", of(nomination), &[]),
            Event::SupportTakenBack { nomination } => {
                line("support-taken-back", of(nomination), &[])
            }
            Event::NominationsImported { count } => line(
                "nominations-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::UnconfirmedNominationsForgotten { count } => line(
                "unconfirmed-nominations-forgotten",
                String::new(),
                &[("count", count.to_string())],
            ),
            _ => return None,
        })
    }

    fn panel_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("panel", thing);
        let list = |id: &i64| ("shortlist", id.to_string());
        Some(match self {
            Event::PanelMade { panel } => line("panel-made", of(panel), &[]),
            Event::PanelMemberJoined { panel, account } => line(
                "panel-member-joined",
                of(panel),
                &[("account", account.to_string())],
            ),
            Event::PanelMemberLeft { panel, account } => line(
                "panel-member-left",
                of(panel),
                &[("account", account.to_string())],
            ),
            Event::ShortlistOpened {
                panel,
                shortlist,
                candidates,
            } => line(
                "shortlist-opened",
                of(panel),
                &[list(shortlist), ("candidates", candidates.to_string())],
            ),
            Event::ShortlistRanked { panel, shortlist } => {
                line("shortlist-ranked", of(panel), &[list(shortlist)])
            }
            Event::ShortlistAgreed {
                panel,
                shortlist,
                chosen,
            } => line(
                "shortlist-agreed",
                of(panel),
                &[list(shortlist), ("chosen", references(chosen))],
            ),
            Event::ShortlistAbandoned {
                panel,
                shortlist,
                reason,
            } => line(
                "shortlist-abandoned",
                of(panel),
                &[list(shortlist), ("reason", reason.clone())],
            ),
            _ => return None,
        })
    }

    fn ballot_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("round", thing);
        Some(match self {
            Event::RoundDrafted { round } => line("round-drafted", of(round), &[]),
            Event::RoundChanged { round } => line("round-changed", of(round), &[]),
            Event::RoundAnnounced { round, round_key } => line(
                "round-announced",
                of(round),
                &[("round id", round_key.clone())],
            ),
            Event::RoundOpened { round } => line("round-opened", of(round), &[]),
            Event::RoundAbandoned { round, reason } => {
                line("round-abandoned", of(round), &[("reason", reason.clone())])
            }
            Event::VoteCodeAsked { round, .. } => line("vote-code-asked", of(round), &[]),
            Event::BallotsReceived { round, ballots } => line(
                "ballots-received",
                format!("round {round}"),
                &[("ballots", ballots.to_string())],
            ),
            Event::BoxHeadPublished {
                round,
                number,
                head,
            } => line(
                "box-head-published",
                of(round),
                &[("number", number.to_string()), ("head", head.clone())],
            ),
            Event::BoxKeyTested { round, number } => {
                line("box-key-tested", of(round), &[("key", number.to_string())])
            }
            Event::RoundKeptShut { round, untested } => line(
                "round-kept-shut",
                of(round),
                &[("keys not tested", untested.to_string())],
            ),
            Event::BoxKeyDestroyed { round } => line("box-key-destroyed", of(round), &[]),
            Event::RoundClosed { round } => line("round-closed", of(round), &[]),
            Event::RoundCounted { round, root } => {
                line("round-counted", of(round), &[("root", root.clone())])
            }
            Event::CountTied { round, labels } => {
                line("count-tied", of(round), &[("between", labels.join("; "))])
            }
            Event::ResultAnswered { round } => line("result-answered", of(round), &[]),
            Event::RoundDeclared { round, winners } => line(
                "round-declared",
                of(round),
                &[("winners", references(winners))],
            ),
            Event::RoundImported { round } => line("round-imported", of(round), &[]),
            _ => return None,
        })
    }

    /// Ways to vote beside email.
    fn way_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("round", thing);
        Some(match self {
            Event::RoundWaysSet { round, ways } => {
                line("round-ways-set", of(round), &[("ways", ways.clone())])
            }
            Event::VotingCodesMade {
                round,
                batch,
                codes,
            } => line(
                "voting-codes-made",
                of(round),
                &[("batch", batch.to_string()), ("codes", codes.to_string())],
            ),
            Event::VotingCodesCancelled {
                round,
                batch,
                reason,
            } => line(
                "voting-codes-cancelled",
                of(round),
                &[("batch", batch.to_string()), ("reason", reason.clone())],
            ),
            Event::CampaignMade { campaign } => {
                line("campaign-made", named("campaign", campaign), &[])
            }
            Event::PapersMade {
                round,
                batch,
                papers,
            } => line("papers-made", of(round), &batch_and_papers(*batch, *papers)),
            Event::PaperCancelled { round, batch } => line(
                "paper-cancelled",
                of(round),
                &[("batch", batch.to_string())],
            ),
            Event::PaperKeyed {
                round,
                batch,
                state,
            } => line(
                "paper-keyed",
                of(round),
                &[("batch", batch.to_string()), ("state", (*state).into())],
            ),
            Event::PapersSigned {
                round,
                batch,
                papers,
            } => line(
                "papers-signed",
                of(round),
                &batch_and_papers(*batch, *papers),
            ),
            _ => return None,
        })
    }

    fn photo_line(&self) -> Option<Line> {
        let (kind, photo, of, reason) = match self {
            Event::PhotoAdded { photo, of } => ("photo-added", photo, of, ""),
            Event::PhotoPassed { photo, of } => ("photo-passed", photo, of, ""),
            Event::PhotoBlurred { photo, of } => ("photo-blurred", photo, of, ""),
            Event::PhotoTakenDown { photo, of, reason } => {
                ("photo-taken-down", photo, of, reason.as_str())
            }
            _ => return None,
        };
        let detail = [("of", of.clone()), ("reason", reason.to_string())];
        Some(line(kind, format!("photo {photo}"), &detail))
    }

    fn project_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("project", thing);
        Some(match self {
            Event::ProjectMade {
                project,
                nomination,
            } => line(
                "project-made",
                of(project),
                &[(
                    "nomination",
                    nomination
                        .as_ref()
                        .map(|n| n.reference.clone())
                        .unwrap_or_default(),
                )],
            ),
            Event::ProjectChanged { project } => line("project-changed", of(project), &[]),
            Event::ProjectMoved {
                project,
                stage,
                reason,
            } => line(
                "project-moved",
                of(project),
                &[("stage", stage.clone()), ("reason", reason.clone())],
            ),
            Event::ProjectCompleted { project, .. } => line("project-completed", of(project), &[]),
            Event::UpdateWritten { project, update } => line(
                "update-written",
                of(project),
                &[("update", update.to_string())],
            ),
            Event::UpdatePublished {
                project, update, ..
            } => line(
                "update-published",
                of(project),
                &[("update", update.to_string())],
            ),
            Event::ProjectsImported { count } => line(
                "projects-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::SessionRecorded {
                project,
                session_key,
            } => line(
                "session-recorded",
                of(project),
                &[("session", session_key.clone())],
            ),
            Event::SessionCorrected {
                project,
                session_key,
                number,
                reason,
            } => line(
                "session-corrected",
                of(project),
                &[
                    ("session", session_key.clone()),
                    ("version", number.to_string()),
                    ("reason", reason.clone()),
                ],
            ),
            Event::ReturnsImported {
                count,
                already_there,
            } => line(
                "returns-imported",
                String::new(),
                &[
                    ("count", count.to_string()),
                    ("already there", already_there.to_string()),
                ],
            ),
            Event::FeedbackGiven { project } => line("feedback-given", of(project), &[]),
            _ => return None,
        })
    }
}
