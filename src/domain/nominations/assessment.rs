//! The probation service's finding on a nomination: eight factors, permission, risk, hours, group.
//!
//! The score is a whole number: the sum of each factor's 0 to 5 times its weight. Weights are kept
//! with each assessment, so that a score can be worked out again after an administrator changed them.

use chrono::NaiveDate;
use std::fmt;

/// One of the eight things that are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// How long the work lasts.
    Duration,
    /// How demanding it is.
    Intensiveness,
    /// How big it is.
    Scale,
    /// What people learn by it.
    SkillsDevelopment,
    /// What it costs for what it gives.
    ValueForMoney,
    /// What help there is to supervise.
    SupervisionSupport,
    /// How many people want it.
    CommunitySupport,
    /// What it does against crime and the fear of it.
    CommunitySafety,
}

/// How many factors there are.
pub const FACTORS: usize = 8;
/// The most a factor can score.
pub const MOST: i64 = 5;

impl Factor {
    /// Every factor, in the order in which scores and weights are kept.
    pub const ALL: [Factor; FACTORS] = [
        Factor::Duration,
        Factor::Intensiveness,
        Factor::Scale,
        Factor::SkillsDevelopment,
        Factor::ValueForMoney,
        Factor::SupervisionSupport,
        Factor::CommunitySupport,
        Factor::CommunitySafety,
    ];

    /// The word in files and form fields.
    pub fn code(self) -> &'static str {
        match self {
            Factor::Duration => "duration",
            Factor::Intensiveness => "intensiveness",
            Factor::Scale => "scale",
            Factor::SkillsDevelopment => "skills-development",
            Factor::ValueForMoney => "value-for-money",
            Factor::SupervisionSupport => "supervision-support",
            Factor::CommunitySupport => "community-support",
            Factor::CommunitySafety => "community-safety",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Factor::Duration => "Duration",
            Factor::Intensiveness => "Intensiveness",
            Factor::Scale => "Scale",
            Factor::SkillsDevelopment => "Skills development",
            Factor::ValueForMoney => "Value for money",
            Factor::SupervisionSupport => "Supervision support",
            Factor::CommunitySupport => "Community support",
            Factor::CommunitySafety => "Community safety",
        }
    }

    /// What it asks.
    pub fn question(self) -> &'static str {
        match self {
            Factor::Duration => "How long will the work last?",
            Factor::Intensiveness => "How demanding is the work?",
            Factor::Scale => "How big is the place or the change?",
            Factor::SkillsDevelopment => "How much can people learn from it?",
            Factor::ValueForMoney => "How much does it give for what it costs?",
            Factor::SupervisionSupport => "How much help is there with supervision on site?",
            Factor::CommunitySupport => "How many people in the area want it?",
            Factor::CommunitySafety => "How much would it do against crime, or the fear of it?",
        }
    }

    /// What 0, 3 and 5 mean, in plain words.
    pub fn hints(self) -> [&'static str; 3] {
        match self {
            Factor::Duration => [
                "less than a day",
                "a day or two a week for a month",
                "three months or more",
            ],
            Factor::Intensiveness => [
                "light work, done sitting or standing",
                "steady work with hand tools",
                "hard, visible work all day",
            ],
            Factor::Scale => [
                "one small spot",
                "a street, a park or a hall",
                "a whole estate or neighbourhood",
            ],
            Factor::SkillsDevelopment => [
                "nothing new to learn",
                "useful skills for some",
                "training that leads towards a job for most",
            ],
            Factor::ValueForMoney => [
                "much to buy for little change",
                "ordinary cost for a clear change",
                "tools and materials are there, and the change is large",
            ],
            Factor::SupervisionSupport => [
                "nobody on site",
                "somebody on site some of the time",
                "somebody on site who can guide the work every day",
            ],
            Factor::CommunitySupport => [
                "one person asked",
                "several people or a group asked",
                "many residents and local groups asked",
            ],
            Factor::CommunitySafety => [
                "no effect",
                "people would feel somewhat safer",
                "it would end a known problem",
            ],
        }
    }

    fn place(self) -> usize {
        Factor::ALL
            .iter()
            .position(|factor| *factor == self)
            .unwrap_or(0)
    }
}

/// What each factor scored, 0 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores([i64; FACTORS]);

impl Scores {
    /// Scores in the order of [`Factor::ALL`]; `None` where one is not 0 to 5.
    pub fn new(scores: [i64; FACTORS]) -> Option<Scores> {
        scores
            .iter()
            .all(|score| (0..=MOST).contains(score))
            .then_some(Scores(scores))
    }

    /// What one factor scored.
    pub fn of(&self, factor: Factor) -> i64 {
        self.0[factor.place()]
    }
}

/// What each factor weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights([i64; FACTORS]);

/// Not eight weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Weights are eight whole numbers from 0 to 100")]
pub struct NotWeights;

impl Weights {
    /// Every factor counts the same.
    pub const EQUAL: Weights = Weights([1; FACTORS]);

    /// Weights in the order of [`Factor::ALL`].
    pub fn new(weights: [i64; FACTORS]) -> Result<Weights, NotWeights> {
        if weights.iter().all(|weight| (0..=100).contains(weight)) {
            Ok(Weights(weights))
        } else {
            Err(NotWeights)
        }
    }

    /// Reads `1, 1, 1, 2, 2, 2, 3, 3`, as an assessment keeps them.
    pub fn parse(text: &str) -> Result<Weights, NotWeights> {
        let read: Option<Vec<i64>> = text
            .split(',')
            .map(|weight| weight.trim().parse::<i64>().ok())
            .collect();
        let weights: [i64; FACTORS] = read
            .and_then(|weights| weights.try_into().ok())
            .ok_or(NotWeights)?;
        Weights::new(weights)
    }

    /// What one factor weighs.
    pub fn of(&self, factor: Factor) -> i64 {
        self.0[factor.place()]
    }

    /// The most points that can be had.
    pub fn most(&self) -> i64 {
        self.0.iter().sum::<i64>() * MOST
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.0.iter().map(i64::to_string).collect();
        f.write_str(&texts.join(", "))
    }
}

/// Whether the owner of the land agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// They do.
    Given,
    /// Nobody need be asked.
    NotNeeded,
    /// Asked, no answer yet.
    Waiting,
    /// They do not.
    Refused,
}

impl Permission {
    /// Every answer, in the order in which forms offer them.
    pub const ALL: [Permission; 4] = [
        Permission::Given,
        Permission::NotNeeded,
        Permission::Waiting,
        Permission::Refused,
    ];

    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Permission::Given => "given",
            Permission::NotNeeded => "not-needed",
            Permission::Waiting => "waiting",
            Permission::Refused => "refused",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Permission::Given => "Given",
            Permission::NotNeeded => "Not needed",
            Permission::Waiting => "Asked for, no answer yet",
            Permission::Refused => "Refused",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<Permission> {
        Permission::ALL
            .into_iter()
            .find(|permission| permission.code() == code)
    }

    /// Whether work may begin as far as the owner is concerned.
    pub fn allows_work(self) -> bool {
        matches!(self, Permission::Given | Permission::NotNeeded)
    }
}

/// What the probation service found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Each factor's 0 to 5.
    pub scores: Scores,
    /// What each factor weighed when it was scored.
    pub weights: Weights,
    /// Whether the owner agrees.
    pub permission: Permission,
    /// Who gave permission.
    pub permission_from: String,
    /// The day of the risk assessment; none yet means the work is not ready.
    pub risk_assessed_on: Option<NaiveDate>,
    /// The minutes of work that it is thought to need.
    pub estimate_minutes: i64,
    /// How many people can work there at once.
    pub group_size: i64,
    /// What else should be known. Public with the shortlist.
    pub summary: String,
}

impl Finding {
    /// The weighted score: the sum of score times weight. Exact.
    pub fn score(&self) -> i64 {
        Factor::ALL
            .into_iter()
            .map(|factor| self.scores.of(factor) * self.weights.of(factor))
            .sum()
    }

    /// The most that the score could have been.
    pub fn most(&self) -> i64 {
        self.weights.most()
    }

    /// The score out of 100 in whole points; a half point goes up.
    pub fn points(&self) -> i64 {
        let most = self.most();
        if most == 0 {
            return 0;
        }
        (self.score() * 200 + most) / (most * 2)
    }

    /// Whether the work can be done as things stand.
    pub fn is_feasible(&self) -> bool {
        self.lacks().is_empty()
    }

    /// What is missing before the work can be done, in words.
    pub fn lacks(&self) -> Vec<&'static str> {
        let mut lacks = vec![];
        match self.permission {
            Permission::Given | Permission::NotNeeded => {}
            Permission::Waiting => lacks.push("the landowner’s permission"),
            Permission::Refused => lacks.push("the landowner’s permission, which was refused"),
        }
        if self.risk_assessed_on.is_none() {
            lacks.push("the risk assessment");
        }
        lacks
    }
}

/// A finding as it was recorded. A later one does not overwrite it: it gets the next number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Counts up from 1 for each nomination.
    pub number: i64,
    /// What was found.
    pub finding: Finding,
    /// When.
    pub assessed_at: chrono::DateTime<chrono::Utc>,
    /// By which account; none for records from before this service.
    pub assessed_by: Option<i64>,
}
