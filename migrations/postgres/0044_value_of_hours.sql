-- Which edition of the measures a release has, and the wage that it states the value of hours at. Releases from
-- before this stay as they were published, without values.
ALTER TABLE release ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
ALTER TABLE release ADD COLUMN wage_pence BIGINT;
