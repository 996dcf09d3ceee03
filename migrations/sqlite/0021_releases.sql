-- Releases: the figures of a council and a period that two officers have checked and published.
--
-- Frozen when it is published: the numbers as the public saw them, the files with their digests, and what
-- exactly was counted, so that every release can be worked out again. A correction is a new revision.

CREATE TABLE release (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    area_code TEXT NOT NULL REFERENCES area (code),
    from_month TEXT NOT NULL,
    to_month TEXT NOT NULL CHECK (to_month >= from_month),
    revision INTEGER NOT NULL CHECK (revision > 0),
    stage TEXT NOT NULL CHECK (stage IN ('draft', 'checked', 'published')),
    reason TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    findings TEXT NOT NULL DEFAULT '',
    drafted_by INTEGER REFERENCES account (id),
    drafted_at TEXT NOT NULL,
    checked_by INTEGER REFERENCES account (id),
    checked_at TEXT,
    checked_digest TEXT NOT NULL DEFAULT '',
    published_by INTEGER REFERENCES account (id),
    published_at TEXT,
    figures_as_at TEXT,
    threshold INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((stage = 'draft') = (checked_at IS NULL)),
    CHECK ((stage = 'published') = (published_at IS NOT NULL)),
    UNIQUE (area_code, from_month, to_month, revision)
) STRICT;
CREATE INDEX release_published ON release (stage, published_at);

-- A row of a table of a release. A number that is withheld is not there.
CREATE TABLE release_row (
    release_id INTEGER NOT NULL REFERENCES release (id),
    place INTEGER NOT NULL,
    cut TEXT NOT NULL CHECK (cut IN ('total', 'month', 'quarter', 'category', 'origin', 'area')),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    nominations INTEGER NOT NULL,
    projects_agreed INTEGER NOT NULL,
    projects_completed INTEGER NOT NULL,
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER,
    offenders INTEGER,
    minutes_offered INTEGER,
    minutes_credited INTEGER,
    PRIMARY KEY (release_id, place),
    UNIQUE (release_id, cut, code)
) STRICT;

CREATE TABLE release_file (
    release_id INTEGER NOT NULL REFERENCES release (id),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (release_id, name)
) STRICT;

-- What a release counted: a version of a session, a project that was agreed or completed, a nomination, or
-- what waited to be covered and so was not counted. Beside it the area inside the council that it lies in, as
-- the table by area has it. Never published.
CREATE TABLE release_counted (
    release_id INTEGER NOT NULL REFERENCES release (id),
    kind TEXT NOT NULL CHECK (kind IN ('session', 'agreed', 'completed', 'nomination', 'waiting')),
    thing_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    inside_code TEXT,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sessions_held INTEGER NOT NULL DEFAULT 0,
    attendances INTEGER NOT NULL DEFAULT 0,
    offenders INTEGER NOT NULL DEFAULT 0,
    minutes_offered INTEGER NOT NULL DEFAULT 0,
    minutes_credited INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (release_id, kind, thing_id)
) STRICT;

CREATE TRIGGER release_stays_as_published BEFORE UPDATE ON release WHEN OLD.stage = 'published'
BEGIN SELECT RAISE(ABORT, 'a release is never changed: publish a revision'); END;
CREATE TRIGGER release_is_never_taken_back BEFORE DELETE ON release WHEN OLD.stage = 'published'
BEGIN SELECT RAISE(ABORT, 'a release is never deleted: publish a revision'); END;
CREATE TRIGGER release_row_stays BEFORE UPDATE ON release_row
BEGIN SELECT RAISE(ABORT, 'a release is never changed: publish a revision'); END;
CREATE TRIGGER release_row_is_not_deleted BEFORE DELETE ON release_row
BEGIN SELECT RAISE(ABORT, 'a release is never deleted: publish a revision'); END;
CREATE TRIGGER release_file_stays BEFORE UPDATE ON release_file
BEGIN SELECT RAISE(ABORT, 'a release is never changed: publish a revision'); END;
CREATE TRIGGER release_file_is_not_deleted BEFORE DELETE ON release_file
BEGIN SELECT RAISE(ABORT, 'a release is never deleted: publish a revision'); END;
CREATE TRIGGER release_counted_stays BEFORE UPDATE ON release_counted
BEGIN SELECT RAISE(ABORT, 'a release is never changed: publish a revision'); END;
CREATE TRIGGER release_counted_is_not_deleted BEFORE DELETE ON release_counted
BEGIN SELECT RAISE(ABORT, 'a release is never deleted: publish a revision'); END;
