-- Roll-ups of the ledger by month, and the copy of them that the public is shown.

CREATE TABLE month_cell (
    month TEXT NOT NULL,
    council_code TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sessions_held INTEGER NOT NULL DEFAULT 0,
    stood_down INTEGER NOT NULL DEFAULT 0,
    attendances INTEGER NOT NULL DEFAULT 0,
    offenders INTEGER NOT NULL DEFAULT 0,
    minutes_offered INTEGER NOT NULL DEFAULT 0,
    minutes_credited INTEGER NOT NULL DEFAULT 0,
    projects_agreed INTEGER NOT NULL DEFAULT 0,
    projects_completed INTEGER NOT NULL DEFAULT 0,
    nominations INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (month, council_code, ward_code, category, origin)
) STRICT;

CREATE TABLE project_total (
    project_id INTEGER PRIMARY KEY REFERENCES project (id),
    sessions_held INTEGER NOT NULL DEFAULT 0,
    stood_down INTEGER NOT NULL DEFAULT 0,
    attendances INTEGER NOT NULL DEFAULT 0,
    offenders INTEGER NOT NULL DEFAULT 0,
    minutes_offered INTEGER NOT NULL DEFAULT 0,
    minutes_credited INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE publication (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    as_at TEXT
) STRICT;
INSERT INTO publication (id, number, as_at) VALUES (1, 0, NULL);

CREATE TABLE public_cell (
    month TEXT NOT NULL,
    council_code TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sessions_held INTEGER NOT NULL,
    stood_down INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL,
    projects_agreed INTEGER NOT NULL,
    projects_completed INTEGER NOT NULL,
    nominations INTEGER NOT NULL,
    PRIMARY KEY (month, council_code, ward_code, category, origin)
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
