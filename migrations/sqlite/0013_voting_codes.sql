-- Ways to vote beside email, and campaigns. Codes are kept as keyed digests alone: what was printed is
-- nowhere. No row here names a person, and none joins a paper to an entry of the register.

ALTER TABLE round ADD COLUMN ways TEXT NOT NULL DEFAULT 'verified-email';

ALTER TABLE campaign ADD COLUMN area_code TEXT REFERENCES area (code);
ALTER TABLE campaign ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN method TEXT NOT NULL DEFAULT 'plurality';
ALTER TABLE campaign ADD COLUMN seats INTEGER NOT NULL DEFAULT 1;
ALTER TABLE campaign ADD COLUMN tie_source TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN ways TEXT NOT NULL DEFAULT 'verified-email';
ALTER TABLE campaign ADD COLUMN opens_at TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN closes_at TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN made_by INTEGER REFERENCES account (id);
ALTER TABLE campaign ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX round_campaign ON round (campaign_id);

CREATE TABLE voting_code_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES round (id),
    label TEXT NOT NULL,
    codes INTEGER NOT NULL CHECK (codes > 0),
    file TEXT NOT NULL CHECK (file IN ('csv', 'pdf')),
    made_at TEXT NOT NULL,
    made_by INTEGER REFERENCES account (id),
    cancelled_at TEXT,
    cancelled_by INTEGER REFERENCES account (id),
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX voting_code_batch_round ON voting_code_batch (round_id, id);

CREATE TABLE voting_code (
    round_id INTEGER NOT NULL REFERENCES round (id),
    digest TEXT NOT NULL,
    batch_id INTEGER NOT NULL REFERENCES voting_code_batch (id),
    PRIMARY KEY (round_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX voting_code_of_batch ON voting_code (batch_id);

CREATE TABLE paper_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES round (id),
    label TEXT NOT NULL,
    papers INTEGER NOT NULL CHECK (papers > 0),
    made_at TEXT NOT NULL,
    made_by INTEGER REFERENCES account (id),
    first_signed_at TEXT,
    first_signed_by INTEGER REFERENCES account (id),
    second_signed_at TEXT,
    second_signed_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX paper_batch_round ON paper_batch (round_id, id);

CREATE TABLE ballot_paper (
    round_id INTEGER NOT NULL REFERENCES round (id),
    digest TEXT NOT NULL,
    batch_id INTEGER NOT NULL REFERENCES paper_batch (id),
    state TEXT NOT NULL DEFAULT 'printed'
        CHECK (state IN ('printed', 'cancelled', 'keyed-once', 'differs', 'agreed')),
    code TEXT,
    choices TEXT,
    PRIMARY KEY (round_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_paper_of_batch ON ballot_paper (batch_id, state);

CREATE TABLE paper_keying (
    round_id INTEGER NOT NULL REFERENCES round (id),
    digest TEXT NOT NULL,
    keyed_by INTEGER NOT NULL REFERENCES account (id),
    choices TEXT NOT NULL,
    PRIMARY KEY (round_id, digest, keyed_by)
) STRICT, WITHOUT ROWID;
