-- A citizens' panel: the body for an area that shortlists assessed nominations.

CREATE TABLE panel (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    area_code TEXT NOT NULL REFERENCES area (code),
    about TEXT NOT NULL DEFAULT '',
    founded_on TEXT,
    provenance TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE panel_member (
    panel_id INTEGER NOT NULL REFERENCES panel (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    side TEXT NOT NULL CHECK (side IN ('resident', 'council', 'probation', 'police', 'voluntary')),
    joined_at TEXT NOT NULL,
    left_at TEXT,
    PRIMARY KEY (panel_id, account_id)
) STRICT;

CREATE TABLE shortlist (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_id INTEGER NOT NULL REFERENCES panel (id),
    title TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places BETWEEN 2 AND 20),
    state TEXT NOT NULL CHECK (state IN ('ranking', 'agreed', 'abandoned')),
    opened_at TEXT NOT NULL,
    agreed_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX shortlist_panel ON shortlist (panel_id, id);

CREATE TABLE shortlist_candidate (
    shortlist_id INTEGER NOT NULL REFERENCES shortlist (id),
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    points INTEGER,
    firsts INTEGER,
    score INTEGER NOT NULL,
    place INTEGER,
    chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
    PRIMARY KEY (shortlist_id, nomination_id)
) STRICT;

CREATE TABLE shortlist_ranking (
    shortlist_id INTEGER NOT NULL REFERENCES shortlist (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    rank INTEGER NOT NULL CHECK (rank > 0),
    at TEXT NOT NULL,
    PRIMARY KEY (shortlist_id, account_id, nomination_id)
) STRICT;
