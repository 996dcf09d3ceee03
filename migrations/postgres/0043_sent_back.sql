-- A count that a second officer sent back, why and who, and what was said of a list with more ballots than voters.
ALTER TABLE round ADD COLUMN sent_back TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN sent_back_by BIGINT REFERENCES account (id) DEFERRABLE;
ALTER TABLE round ADD COLUMN more_ballots TEXT NOT NULL DEFAULT '';
