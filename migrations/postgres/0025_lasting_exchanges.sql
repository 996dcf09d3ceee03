-- Whether an exchange fits everything ever published, as those do that cover what a publication takes up, or
-- only what was published since: those that a raised threshold asked for.
ALTER TABLE exchange ADD COLUMN fits_earlier BOOLEAN NOT NULL DEFAULT TRUE;
