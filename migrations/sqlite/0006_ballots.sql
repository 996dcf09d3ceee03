-- Votes. The voter register and the ballot box share no key, no time and no order: nothing in this
-- file may ever join them. Neither has a serial number, and rows of the box carry random keys.

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE round (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    question TEXT NOT NULL DEFAULT '',
    area_code TEXT NOT NULL REFERENCES area (code),
    panel_id INTEGER REFERENCES panel (id),
    shortlist_id INTEGER REFERENCES shortlist (id),
    campaign_id INTEGER REFERENCES campaign (id),
    method TEXT NOT NULL CHECK (method IN ('plurality', 'approval', 'irv', 'stv', 'greedy', 'equal-shares')),
    seats INTEGER NOT NULL DEFAULT 1 CHECK (seats > 0),
    budget_minutes INTEGER CHECK (budget_minutes > 0),
    mode TEXT NOT NULL CHECK (mode IN ('simple', 'sealed', 'reported')),
    tie_source TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'open', 'closed', 'counted', 'declared', 'abandoned')),
    opens_at TEXT NOT NULL,
    closes_at TEXT NOT NULL,
    rule_sheet TEXT,
    round_key TEXT UNIQUE,
    public_key TEXT,
    held_key TEXT,
    receipt_secret TEXT,
    announced_at TEXT,
    opened_at TEXT,
    closed_at TEXT,
    counted_at TEXT,
    counted_by INTEGER REFERENCES account (id),
    declared_at TEXT,
    declared_by INTEGER REFERENCES account (id),
    keys_end_at TEXT,
    tie_value TEXT,
    reason TEXT NOT NULL DEFAULT '',
    received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
    provenance TEXT NOT NULL DEFAULT '',
    made_by INTEGER REFERENCES account (id),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX round_state ON round (state, closes_at);
CREATE INDEX round_area ON round (area_code);

CREATE TABLE round_option (
    round_id INTEGER NOT NULL REFERENCES round (id),
    option_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    nomination_id INTEGER REFERENCES nomination (id),
    label TEXT NOT NULL,
    work TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    estimate_minutes INTEGER CHECK (estimate_minutes > 0),
    PRIMARY KEY (round_id, option_id)
) STRICT;

CREATE TABLE voter_register (
    round_id INTEGER NOT NULL REFERENCES round (id),
    voter TEXT NOT NULL,
    once_digest TEXT NOT NULL,
    ward_code TEXT,
    ward_checked INTEGER NOT NULL CHECK (ward_checked IN (0, 1)),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'code', 'desk', 'paper')),
    PRIMARY KEY (round_id, voter)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_box (
    round_id INTEGER NOT NULL REFERENCES round (id),
    slot TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (round_id, slot)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ballot_box_keeps_every_ballot BEFORE UPDATE ON ballot_box
BEGIN SELECT RAISE(ABORT, 'a sealed ballot is never changed'); END;
CREATE TRIGGER ballot_box_loses_no_ballot BEFORE DELETE ON ballot_box
WHEN (SELECT state FROM round WHERE id = OLD.round_id) <> 'declared'
BEGIN SELECT RAISE(ABORT, 'a sealed ballot is kept until the result is declared'); END;

CREATE TABLE vote_code (
    round_id INTEGER NOT NULL REFERENCES round (id),
    request TEXT NOT NULL,
    digest TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, request)
) STRICT;

CREATE TABLE box_head (
    round_id INTEGER NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    ballots INTEGER NOT NULL,
    head TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
) STRICT;

CREATE TABLE round_file (
    round_id INTEGER NOT NULL REFERENCES round (id),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (round_id, name)
) STRICT;

CREATE TABLE round_result (
    round_id INTEGER PRIMARY KEY REFERENCES round (id),
    votes_cast INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    blank INTEGER NOT NULL,
    malformed INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    checked_wards INTEGER NOT NULL,
    declared_wards INTEGER NOT NULL,
    winners TEXT NOT NULL,
    stages TEXT NOT NULL,
    root TEXT NOT NULL
) STRICT;
