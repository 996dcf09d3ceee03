-- Whether an exchange fits everything ever published, as those do that cover what a publication takes up, or
-- only what was published since: those that a raised threshold asked for.
ALTER TABLE exchange ADD COLUMN fits_earlier INTEGER NOT NULL DEFAULT 1 CHECK (fits_earlier IN (0, 1));
