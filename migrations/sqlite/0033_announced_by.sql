-- Which account announced a round: the same sent twice is answered alike, and another officer is told.
ALTER TABLE round ADD COLUMN announced_by INTEGER REFERENCES account (id);
