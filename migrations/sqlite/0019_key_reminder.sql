-- Officers who keep the key of a sealed box are reminded once, before the day on which they destroy it.

CREATE TABLE box_care_kept (
    round_id INTEGER NOT NULL REFERENCES round (id),
    done TEXT NOT NULL CHECK (done IN ('kept-shut', 'order-forgotten', 'key-end-told')),
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, done)
) STRICT;
INSERT INTO box_care_kept SELECT round_id, done, at FROM box_care;
DROP TABLE box_care;
ALTER TABLE box_care_kept RENAME TO box_care;
