-- Which sets of ward boundaries the numbers of a row of a release are of. Releases from before this stay as
-- they were published, without.
ALTER TABLE release_row ADD COLUMN ward_sets TEXT;
