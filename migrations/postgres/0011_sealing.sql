-- Sealed boxes: the public keys that ballots are sealed to, the test that each of them must pass
-- before a vote opens, and the heads that show if a ballot was taken out. No private key is ever here.

CREATE TABLE box_key (
    round_id BIGINT NOT NULL REFERENCES round (id) DEFERRABLE,
    number BIGINT NOT NULL CHECK (number IN (1, 2)),
    public_key TEXT NOT NULL,
    test_ballot TEXT,
    test_digest TEXT,
    tested_at TEXT,
    tested_by BIGINT REFERENCES account (id) DEFERRABLE,
    PRIMARY KEY (round_id, number)
);

-- What was done for a box once: its officers were told that it stays shut, and after closing the
-- order in which its rows came was wiped out.
CREATE TABLE box_care (
    round_id BIGINT NOT NULL REFERENCES round (id) DEFERRABLE,
    done TEXT NOT NULL CHECK (done IN ('kept-shut', 'order-forgotten')),
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, done)
);

-- Heads were not made before. Each now has the root of its list, so that anybody can follow the chain.
DROP TABLE box_head;
CREATE TABLE box_head (
    round_id BIGINT NOT NULL REFERENCES round (id) DEFERRABLE,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    ballots BIGINT NOT NULL,
    root TEXT NOT NULL,
    head TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
);

-- The sorted digests under the last head: 32 bytes a ballot.
CREATE TABLE box_list (
    round_id BIGINT PRIMARY KEY REFERENCES round (id) DEFERRABLE,
    digests BYTEA NOT NULL
);

-- After closing every row is written anew, so that no row tells any more in which transaction it came.
-- What a ballot is may still never change.
CREATE OR REPLACE FUNCTION ballot_box_keeps_every_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a sealed ballot is never changed';
    END IF;
    RETURN NEW;
END $$;
