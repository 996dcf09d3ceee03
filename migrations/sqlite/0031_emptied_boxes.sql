-- That nothing is left of a declared box, or of a key that was destroyed, is noted once what was deleted is
-- overwritten too, so that an overwriting that was interrupted or refused is done again.

CREATE TABLE box_care_kept (
    round_id INTEGER NOT NULL REFERENCES round (id),
    done TEXT NOT NULL CHECK (done IN ('kept-shut', 'order-forgotten', 'key-end-told', 'box-emptied', 'key-wiped')),
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, done)
) STRICT;
INSERT INTO box_care_kept SELECT round_id, done, at FROM box_care;
DROP TABLE box_care;
ALTER TABLE box_care_kept RENAME TO box_care;
