-- A resident's proposal that work be done at a place, and everything that was decided about it.

CREATE TABLE nomination (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL UNIQUE,
    stage TEXT NOT NULL CHECK (stage IN ('unconfirmed', 'submitted', 'under-assessment', 'needs-information', 'assessed', 'shortlisted', 'chosen', 'project', 'declined', 'merged', 'withdrawn')),
    stage_before TEXT,
    title TEXT NOT NULL,
    category TEXT NOT NULL REFERENCES category (code),
    description TEXT NOT NULL,
    benefit TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL,
    postcode TEXT,
    lat REAL,
    lon REAL,
    council_code TEXT NOT NULL REFERENCES area (code),
    ward_code TEXT REFERENCES area (code),
    ward_set TEXT REFERENCES ward_set (name),
    beneficiary TEXT NOT NULL DEFAULT '',
    land_owner TEXT NOT NULL DEFAULT '',
    toilets TEXT NOT NULL DEFAULT '',
    site_access TEXT NOT NULL DEFAULT '',
    nominator_id INTEGER REFERENCES account (id),
    contact_name TEXT,
    contact_email TEXT,
    contact_phone TEXT,
    public INTEGER NOT NULL DEFAULT 1 CHECK (public IN (0, 1)),
    submitted_at TEXT NOT NULL,
    confirmed_at TEXT,
    moderated_at TEXT,
    decided_at TEXT,
    merged_into INTEGER REFERENCES nomination (id),
    decline_reason TEXT,
    earlier_supports INTEGER NOT NULL DEFAULT 0 CHECK (earlier_supports >= 0),
    provenance TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX nomination_stage ON nomination (stage, submitted_at);
CREATE INDEX nomination_council ON nomination (council_code, submitted_at);
CREATE INDEX nomination_ward ON nomination (ward_code, submitted_at);
CREATE INDEX nomination_nominator ON nomination (nominator_id);
CREATE INDEX nomination_newest ON nomination (submitted_at);

CREATE TABLE nomination_number (
    council_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (council_code, year)
) STRICT;

CREATE TABLE nomination_draft (
    digest TEXT PRIMARY KEY,
    answers TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE nomination_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    at TEXT NOT NULL,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    by_role TEXT NOT NULL,
    by_account INTEGER REFERENCES account (id),
    public INTEGER NOT NULL DEFAULT 1 CHECK (public IN (0, 1))
) STRICT;
CREATE INDEX nomination_step_of ON nomination_step (nomination_id, id);

CREATE TABLE support (
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at TEXT NOT NULL,
    PRIMARY KEY (nomination_id, account_id)
) STRICT;
CREATE INDEX support_account ON support (account_id);

CREATE TABLE assessment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    number INTEGER NOT NULL,
    duration INTEGER NOT NULL CHECK (duration BETWEEN 0 AND 5),
    intensiveness INTEGER NOT NULL CHECK (intensiveness BETWEEN 0 AND 5),
    scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 5),
    skills_development INTEGER NOT NULL CHECK (skills_development BETWEEN 0 AND 5),
    value_for_money INTEGER NOT NULL CHECK (value_for_money BETWEEN 0 AND 5),
    supervision_support INTEGER NOT NULL CHECK (supervision_support BETWEEN 0 AND 5),
    community_support INTEGER NOT NULL CHECK (community_support BETWEEN 0 AND 5),
    community_safety INTEGER NOT NULL CHECK (community_safety BETWEEN 0 AND 5),
    weights TEXT NOT NULL,
    permission TEXT NOT NULL CHECK (permission IN ('given', 'not-needed', 'waiting', 'refused')),
    permission_from TEXT NOT NULL DEFAULT '',
    risk_assessed_on TEXT,
    estimate_minutes INTEGER NOT NULL CHECK (estimate_minutes > 0),
    group_size INTEGER NOT NULL CHECK (group_size > 0),
    summary TEXT NOT NULL DEFAULT '',
    assessed_by INTEGER REFERENCES account (id),
    assessed_at TEXT NOT NULL,
    UNIQUE (nomination_id, number)
) STRICT;
