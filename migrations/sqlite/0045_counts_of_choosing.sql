-- Counts of nominations, votes and projects beside those of work: supports, decisions within what was promised,
-- votes with their turnout, and where projects stand now.
--
-- What was promised and how many people lived somewhere is kept with the decision and with the result, so that
-- no later change of either changes a figure. The first publication after this counts everything again.

ALTER TABLE nomination ADD COLUMN promised_days INTEGER;
UPDATE nomination SET promised_days = COALESCE(
    (SELECT a.promise_days FROM area a WHERE a.code = nomination.council_code),
    (SELECT CAST(s.value AS INTEGER) FROM setting s WHERE s.name = 'decision-promise-days'), 28)
WHERE decided_at IS NOT NULL;

ALTER TABLE round ADD COLUMN population INTEGER;
UPDATE round SET population = (SELECT a.population FROM area a WHERE a.code = round.area_code)
WHERE state = 'declared';

ALTER TABLE exact_cell ADD COLUMN supports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN decided_in_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN votes_cast INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN votes_among_known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN population INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_agreed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_scheduled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_in_progress INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_completed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_cancelled INTEGER NOT NULL DEFAULT 0;

ALTER TABLE public_cell ADD COLUMN supports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN decided_in_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN votes_cast INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN votes_among_known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN population INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_agreed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_scheduled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_in_progress INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_completed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_cancelled INTEGER NOT NULL DEFAULT 0;

CREATE TABLE recount_due (
    id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;
INSERT INTO recount_due (id) SELECT 1 FROM nomination UNION SELECT 1 FROM project UNION SELECT 1 FROM round;

-- Within how many days of their nomination half of the projects were completed, of each sum with enough of them.
CREATE TABLE public_median (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL,
    start TEXT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE median_due (
    id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;

-- The same in releases. Those from before this stay as they were published, without.
ALTER TABLE release_row ADD COLUMN supports INTEGER;
ALTER TABLE release_row ADD COLUMN decided INTEGER;
ALTER TABLE release_row ADD COLUMN decided_in_time INTEGER;
ALTER TABLE release_row ADD COLUMN rounds INTEGER;
ALTER TABLE release_row ADD COLUMN votes_cast INTEGER;
ALTER TABLE release_row ADD COLUMN votes_among_known INTEGER;
ALTER TABLE release_row ADD COLUMN population INTEGER;
ALTER TABLE release_row ADD COLUMN now_agreed INTEGER;
ALTER TABLE release_row ADD COLUMN now_scheduled INTEGER;
ALTER TABLE release_row ADD COLUMN now_in_progress INTEGER;
ALTER TABLE release_row ADD COLUMN now_paused INTEGER;
ALTER TABLE release_row ADD COLUMN now_completed INTEGER;
ALTER TABLE release_row ADD COLUMN now_cancelled INTEGER;
ALTER TABLE release_row ADD COLUMN median_days INTEGER;

ALTER TABLE release_counted RENAME TO earlier_release_counted;
CREATE TABLE release_counted (
    release_id INTEGER NOT NULL REFERENCES release (id),
    kind TEXT NOT NULL CHECK (kind IN ('session', 'agreed', 'completed', 'nomination', 'waiting', 'round')),
    thing_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    inside_code TEXT,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sessions_held INTEGER NOT NULL DEFAULT 0,
    attendances INTEGER NOT NULL DEFAULT 0,
    offenders INTEGER NOT NULL DEFAULT 0,
    minutes_offered INTEGER NOT NULL DEFAULT 0,
    minutes_credited INTEGER NOT NULL DEFAULT 0,
    supports INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    decided_in_time INTEGER NOT NULL DEFAULT 0,
    votes_cast INTEGER NOT NULL DEFAULT 0,
    votes_among_known INTEGER NOT NULL DEFAULT 0,
    population INTEGER NOT NULL DEFAULT 0,
    stage TEXT,
    from_day TEXT,
    to_day TEXT,
    PRIMARY KEY (release_id, kind, thing_id)
) STRICT;
INSERT INTO release_counted (release_id, kind, thing_id, month, inside_code, category, origin, sessions_held, attendances, offenders, minutes_offered, minutes_credited)
SELECT release_id, kind, thing_id, month, inside_code, category, origin, sessions_held, attendances, offenders, minutes_offered, minutes_credited FROM earlier_release_counted;
DROP TABLE earlier_release_counted;
CREATE TRIGGER release_counted_stays BEFORE UPDATE ON release_counted
BEGIN SELECT RAISE(ABORT, 'a release is never changed: publish a revision'); END;
CREATE TRIGGER release_counted_is_not_deleted BEFORE DELETE ON release_counted
BEGIN SELECT RAISE(ABORT, 'a release is never deleted: publish a revision'); END;
