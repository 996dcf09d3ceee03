-- The work that follows, from agreement to completion.

CREATE TABLE project (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    category TEXT NOT NULL REFERENCES category (code),
    stage TEXT NOT NULL CHECK (stage IN ('agreed', 'scheduled', 'in-progress', 'paused', 'completed', 'cancelled')),
    stage_before TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('vote', 'nomination', 'other')),
    nomination_id INTEGER REFERENCES nomination (id),
    round_id INTEGER REFERENCES round (id),
    council_code TEXT NOT NULL REFERENCES area (code),
    ward_code TEXT REFERENCES area (code),
    ward_set TEXT REFERENCES ward_set (name),
    lat REAL,
    lon REAL,
    place TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    beneficiary TEXT NOT NULL DEFAULT '',
    supervised_by TEXT NOT NULL DEFAULT '',
    estimate_minutes INTEGER CHECK (estimate_minutes > 0),
    group_limit INTEGER CHECK (group_limit > 0),
    nominated_on TEXT,
    agreed_on TEXT NOT NULL,
    planned_month TEXT,
    started_on TEXT,
    expected_on TEXT,
    completed_on TEXT,
    cancelled_on TEXT,
    closing_statement TEXT NOT NULL DEFAULT '',
    work_done TEXT NOT NULL DEFAULT '',
    provenance TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX project_stage ON project (stage, completed_on);
CREATE INDEX project_council ON project (council_code, completed_on);
CREATE INDEX project_ward ON project (ward_code);
CREATE INDEX project_completed ON project (completed_on);
CREATE INDEX project_agreed ON project (agreed_on);
CREATE INDEX project_nomination ON project (nomination_id);
CREATE INDEX project_round ON project (round_id);

CREATE TABLE project_number (
    council_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (council_code, year)
) STRICT;

CREATE TABLE project_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES project (id),
    at TEXT NOT NULL,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    by_account INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX project_step_of ON project_step (project_id, id);

CREATE TABLE project_update (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES project (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    written_by INTEGER REFERENCES account (id),
    written_at TEXT NOT NULL,
    published_at TEXT,
    published_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX project_update_of ON project_update (project_id, id);
