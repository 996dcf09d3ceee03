//! What happened, as the audit log keeps it.
//!
//! Every change ends in one [`Event`]; `store::Work::commit` takes nothing else. An event names
//! things by id and reference, never a person's address. Where a letter needs an address or a secret
//! link, the event carries it for [`crate::domain::letters`] and leaves it out of its [`Line`].

mod lines;
mod things;

pub use lines::Line;
pub use things::{CategoryChange, Named, Secret};

use crate::domain::ballots::box_events::BoxEvent;
use crate::domain::ballots::count_events::CountEvent;
use crate::domain::figures::release::Step;
use crate::domain::panels::minutes::Step as MinutesStep;
use crate::domain::policy::Role;

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
    Categories(CategoryChange),
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
    Minutes(Named, MinutesStep),
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
    OfBox {
        round: Named,
        happened: BoxEvent,
    },
    RoundClosed {
        round: Named,
    },
    OfCount {
        round: Named,
        happened: CountEvent,
    },
    ResultAnswered {
        round: Named,
    },
    RoundDeclared {
        round: Named,
        winners: Vec<Named>,
        more_ballots: String,
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
    AttendancesImported {
        count: usize,
        already_there: usize,
        sessions: usize,
    },
    SessionsPlanned {
        project: Named,
        from: String,
    },
    // figures
    FiguresPublished {
        number: i64,
    },
    ReportedFiguresImported {
        count: usize,
    },
    Release(Named, Step),
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
