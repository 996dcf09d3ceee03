-- The ledger's surroundings: when a project usually works, attendance lists, and files that staff upload.

-- From a day on, on which days of the week a project works. Staff see it, the public never does. The newest
-- row up to a day says what was planned for it. Weekdays are bits, Monday the lowest.
CREATE TABLE session_plan (
    project_id INTEGER NOT NULL REFERENCES project (id),
    from_day TEXT NOT NULL,
    weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
    every_weeks INTEGER NOT NULL CHECK (every_weeks BETWEEN 1 AND 2),
    starts INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
    ends INTEGER NOT NULL CHECK (ends BETWEEN 1 AND 1440 AND ends > starts),
    set_by INTEGER REFERENCES account (id),
    set_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (project_id, from_day)
) STRICT;

-- Whom a project has seen, as keyed digests that mean nothing beside another project's. No table refers
-- to these two; the rows of a project go when it closes.
CREATE TABLE case_digest (
    project_id INTEGER NOT NULL,
    person BLOB NOT NULL,
    PRIMARY KEY (project_id, person)
) STRICT;

-- Which attendances are counted: a digest of person and day, and one of what was said of them.
CREATE TABLE attendance_digest (
    project_id INTEGER NOT NULL,
    attendance BLOB NOT NULL,
    says BLOB NOT NULL,
    PRIMARY KEY (project_id, attendance)
) STRICT;

-- Sessions that were made of attendance lists, which a later list may add people to.
CREATE TABLE listed_session (
    session_key TEXT PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES project (id)
) STRICT;
CREATE INDEX listed_session_project ON listed_session (project_id);

-- The lines of an attendance list while it is imported: written, read in order and taken away in one
-- transaction, so that nobody ever finds a row here.
CREATE TABLE listed_attendance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    person BLOB NOT NULL,
    attendance BLOB NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    docked INTEGER NOT NULL,
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1))
) STRICT;
CREATE INDEX listed_attendance_order ON listed_attendance (project_id, day, person, id);

-- A file that somebody sent, between its check and its import. It goes an hour after it was last touched.
-- What is kept of its lines holds no case number.
CREATE TABLE import_upload (
    key TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('returns', 'attendances')),
    state TEXT NOT NULL CHECK (state IN ('checking', 'faulty', 'ready', 'importing', 'imported')),
    lines INTEGER NOT NULL,
    added INTEGER NOT NULL DEFAULT 0,
    already_there INTEGER NOT NULL DEFAULT 0,
    sessions INTEGER NOT NULL DEFAULT 0,
    unsure INTEGER NOT NULL DEFAULT 0,
    problem_count INTEGER NOT NULL DEFAULT 0,
    problems BLOB NOT NULL,
    cleaned BLOB NOT NULL,
    touched_at TEXT NOT NULL
) STRICT;
CREATE INDEX import_upload_touched ON import_upload (touched_at);

-- Everything is worked out again, and verified, month by month.
CREATE INDEX month_cell_month ON month_cell (month);
