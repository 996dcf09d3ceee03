-- Counts of nominations, votes and projects beside those of work: supports, decisions within what was promised,
-- votes with their turnout, and where projects stand now.
--
-- What was promised and how many people lived somewhere is kept with the decision and with the result, so that
-- no later change of either changes a figure. The first publication after this counts everything again.

ALTER TABLE nomination ADD COLUMN promised_days BIGINT;
UPDATE nomination SET promised_days = COALESCE(
    (SELECT a.promise_days FROM area a WHERE a.code = nomination.council_code),
    (SELECT CAST(s.value AS BIGINT) FROM setting s WHERE s.name = 'decision-promise-days'), 28)
WHERE decided_at IS NOT NULL;

ALTER TABLE round ADD COLUMN population BIGINT;
UPDATE round SET population = (SELECT a.population FROM area a WHERE a.code = round.area_code)
WHERE state = 'declared';

ALTER TABLE exact_cell ADD COLUMN supports BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN decided BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN decided_in_time BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN rounds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN votes_cast BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN votes_among_known BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN population BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_agreed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_scheduled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_in_progress BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_completed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exact_cell ADD COLUMN now_cancelled BIGINT NOT NULL DEFAULT 0;

ALTER TABLE public_cell ADD COLUMN supports BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN decided BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN decided_in_time BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN rounds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN votes_cast BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN votes_among_known BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN population BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_agreed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_scheduled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_in_progress BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_completed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_cell ADD COLUMN now_cancelled BIGINT NOT NULL DEFAULT 0;

CREATE TABLE recount_due (
    id BIGINT PRIMARY KEY CHECK (id = 1)
);
INSERT INTO recount_due (id) SELECT 1 FROM nomination UNION SELECT 1 FROM project UNION SELECT 1 FROM round;

-- Within how many days of their nomination half of the projects were completed, of each sum with enough of them.
CREATE TABLE public_median (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL,
    start TEXT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
);

CREATE TABLE median_due (
    id BIGINT PRIMARY KEY CHECK (id = 1)
);

-- The same in releases. Those from before this stay as they were published, without.
ALTER TABLE release_row ADD COLUMN supports BIGINT;
ALTER TABLE release_row ADD COLUMN decided BIGINT;
ALTER TABLE release_row ADD COLUMN decided_in_time BIGINT;
ALTER TABLE release_row ADD COLUMN rounds BIGINT;
ALTER TABLE release_row ADD COLUMN votes_cast BIGINT;
ALTER TABLE release_row ADD COLUMN votes_among_known BIGINT;
ALTER TABLE release_row ADD COLUMN population BIGINT;
ALTER TABLE release_row ADD COLUMN now_agreed BIGINT;
ALTER TABLE release_row ADD COLUMN now_scheduled BIGINT;
ALTER TABLE release_row ADD COLUMN now_in_progress BIGINT;
ALTER TABLE release_row ADD COLUMN now_paused BIGINT;
ALTER TABLE release_row ADD COLUMN now_completed BIGINT;
ALTER TABLE release_row ADD COLUMN now_cancelled BIGINT;
ALTER TABLE release_row ADD COLUMN median_days BIGINT;

ALTER TABLE release_counted DROP CONSTRAINT release_counted_kind_check;
ALTER TABLE release_counted ADD CONSTRAINT release_counted_kind_check CHECK (kind IN ('session', 'agreed', 'completed', 'nomination', 'waiting', 'round'));
ALTER TABLE release_counted ADD COLUMN supports BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN decided BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN decided_in_time BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN votes_cast BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN votes_among_known BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN population BIGINT NOT NULL DEFAULT 0;
ALTER TABLE release_counted ADD COLUMN stage TEXT;
ALTER TABLE release_counted ADD COLUMN from_day TEXT;
ALTER TABLE release_counted ADD COLUMN to_day TEXT;
