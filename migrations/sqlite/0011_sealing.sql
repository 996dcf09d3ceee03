-- Sealed boxes: the public keys that ballots are sealed to, the test that each of them must pass
-- before a vote opens, and the heads that show if a ballot was taken out. No private key is ever here.

CREATE TABLE box_key (
    round_id INTEGER NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number IN (1, 2)),
    public_key TEXT NOT NULL,
    test_ballot TEXT,
    test_digest TEXT,
    tested_at TEXT,
    tested_by INTEGER REFERENCES account (id),
    PRIMARY KEY (round_id, number)
) STRICT;

-- What was done for a box once: its officers were told that it stays shut, and after closing the
-- order in which its rows came was wiped out.
CREATE TABLE box_care (
    round_id INTEGER NOT NULL REFERENCES round (id),
    done TEXT NOT NULL CHECK (done IN ('kept-shut', 'order-forgotten')),
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, done)
) STRICT;

-- Heads were not made before. Each now has the root of its list, so that anybody can follow the chain.
DROP TABLE box_head;
CREATE TABLE box_head (
    round_id INTEGER NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    ballots INTEGER NOT NULL,
    root TEXT NOT NULL,
    head TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
) STRICT;

-- The sorted digests under the last head: 32 bytes a ballot.
CREATE TABLE box_list (
    round_id INTEGER PRIMARY KEY REFERENCES round (id),
    digests BLOB NOT NULL
) STRICT;
