-- Which months of a project changed, from the first to the last: a publication looks at those alone. A row that
-- names none is of every month.
ALTER TABLE dirty_project ADD COLUMN first_month TEXT NOT NULL DEFAULT '0000-00';
ALTER TABLE dirty_project ADD COLUMN last_month TEXT NOT NULL DEFAULT '9999-99';

-- What a publication holds back of a cell, for what waits: the cell is copied without it, and only where that
-- reads otherwise than before.
ALTER TABLE dirty_cell ADD COLUMN held_back_sessions_held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dirty_cell ADD COLUMN held_back_attendances BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dirty_cell ADD COLUMN held_back_offenders BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dirty_cell ADD COLUMN held_back_minutes_offered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dirty_cell ADD COLUMN held_back_minutes_credited BIGINT NOT NULL DEFAULT 0;

-- A cell that has nothing left goes with the change that takes the last of it, no longer with a publication.
DELETE FROM exact_cell WHERE nominations = 0 AND projects_agreed = 0 AND projects_completed = 0 AND sessions_held = 0
    AND stood_down = 0 AND attendances = 0 AND offenders = 0 AND minutes_offered = 0
    AND minutes_credited = 0 AND supports = 0 AND decided = 0 AND decided_in_time = 0 AND rounds = 0
    AND votes_cast = 0 AND votes_among_known = 0 AND population = 0 AND now_agreed = 0
    AND now_scheduled = 0 AND now_in_progress = 0 AND now_paused = 0 AND now_completed = 0
    AND now_cancelled = 0;
