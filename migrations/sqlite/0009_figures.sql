-- Roll-ups of the ledger by month, and the copy of them that the public is shown.
--
-- A cell is an area, a category, an origin and a month. An empty area is everywhere; the category or
-- origin '*' is all of them. Sums are kept beside what they sum, so that a page reads as many rows as
-- it shows months, however many sessions there are. store/rollup.rs is the only writer.

CREATE TABLE month_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    month TEXT NOT NULL,
    nominations INTEGER NOT NULL,
    projects_agreed INTEGER NOT NULL,
    projects_completed INTEGER NOT NULL,
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL,
    PRIMARY KEY (area_code, category, origin, month)
) STRICT;

CREATE TABLE project_total (
    project_id INTEGER PRIMARY KEY REFERENCES project (id),
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL
) STRICT;

-- What changed since the last publication.
CREATE TABLE dirty_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    month TEXT NOT NULL,
    PRIMARY KEY (area_code, category, origin, month)
) STRICT;

CREATE TABLE dirty_project (
    project_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE publication (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    as_at TEXT
) STRICT;
INSERT INTO publication (id, number, as_at) VALUES (1, 0, NULL);

CREATE TABLE public_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    month TEXT NOT NULL,
    nominations INTEGER NOT NULL,
    projects_agreed INTEGER NOT NULL,
    projects_completed INTEGER NOT NULL,
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL,
    PRIMARY KEY (area_code, category, origin, month)
) STRICT;

CREATE TABLE public_project_total (
    project_id INTEGER PRIMARY KEY REFERENCES project (id),
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL
) STRICT;

CREATE TABLE reported_figure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    area_code TEXT NOT NULL REFERENCES area (code),
    label TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    value INTEGER NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('hours', 'projects', 'offenders')),
    source TEXT NOT NULL,
    UNIQUE (area_code, label, from_day, to_day, unit)
) STRICT;
