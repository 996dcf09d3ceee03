-- Cells of longer stretches than a month: quarters, financial years and since launch, by the first month of each.
--
-- A page reads as many rows as it shows, however many years there are. What was kept by month is added up here.

ALTER TABLE public_cell RENAME TO earlier_public_cell;
ALTER TABLE dirty_cell RENAME TO earlier_dirty_cell;

CREATE TABLE exact_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL CHECK (stretch IN ('month', 'quarter', 'year', 'ever')),
    start TEXT NOT NULL,
    nominations BIGINT NOT NULL,
    projects_agreed BIGINT NOT NULL,
    projects_completed BIGINT NOT NULL,
    sessions_held BIGINT NOT NULL,
    stood_down BIGINT NOT NULL,
    attendances BIGINT NOT NULL,
    offenders BIGINT NOT NULL,
    minutes_offered BIGINT NOT NULL,
    minutes_credited BIGINT NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
);
CREATE INDEX exact_cell_start ON exact_cell (start);

CREATE TABLE public_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL CHECK (stretch IN ('month', 'quarter', 'year', 'ever')),
    start TEXT NOT NULL,
    nominations BIGINT NOT NULL,
    projects_agreed BIGINT NOT NULL,
    projects_completed BIGINT NOT NULL,
    sessions_held BIGINT NOT NULL,
    stood_down BIGINT NOT NULL,
    attendances BIGINT NOT NULL,
    offenders BIGINT NOT NULL,
    minutes_offered BIGINT NOT NULL,
    minutes_credited BIGINT NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
);

CREATE TABLE dirty_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL,
    start TEXT NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
);

INSERT INTO exact_cell SELECT m.area_code, m.category, m.origin, s.stretch,
    CASE s.stretch WHEN 'month' THEN m.month
    WHEN 'quarter' THEN substr(m.month, 1, 5) || CASE WHEN substr(m.month, 6, 2) <= '03' THEN '01' WHEN substr(m.month, 6, 2) <= '06' THEN '04'
        WHEN substr(m.month, 6, 2) <= '09' THEN '07' ELSE '10' END
    WHEN 'year' THEN CASE WHEN substr(m.month, 6, 2) >= '04' THEN substr(m.month, 1, 4)
        ELSE lpad(CAST(CAST(substr(m.month, 1, 4) AS INTEGER) - 1 AS TEXT), 4, '0') END || '-04'
    ELSE '0001-01' END AS start,
    CAST(SUM(m.nominations) AS BIGINT), CAST(SUM(m.projects_agreed) AS BIGINT), CAST(SUM(m.projects_completed) AS BIGINT),
    CAST(SUM(m.sessions_held) AS BIGINT), CAST(SUM(m.stood_down) AS BIGINT), CAST(SUM(m.attendances) AS BIGINT),
    CAST(SUM(m.offenders) AS BIGINT), CAST(SUM(m.minutes_offered) AS BIGINT), CAST(SUM(m.minutes_credited) AS BIGINT)
FROM month_cell m CROSS JOIN (SELECT 'month' AS stretch UNION ALL SELECT 'quarter' UNION ALL SELECT 'year' UNION ALL SELECT 'ever') AS s
GROUP BY 1, 2, 3, 4, 5;
INSERT INTO public_cell SELECT m.area_code, m.category, m.origin, s.stretch,
    CASE s.stretch WHEN 'month' THEN m.month
    WHEN 'quarter' THEN substr(m.month, 1, 5) || CASE WHEN substr(m.month, 6, 2) <= '03' THEN '01' WHEN substr(m.month, 6, 2) <= '06' THEN '04'
        WHEN substr(m.month, 6, 2) <= '09' THEN '07' ELSE '10' END
    WHEN 'year' THEN CASE WHEN substr(m.month, 6, 2) >= '04' THEN substr(m.month, 1, 4)
        ELSE lpad(CAST(CAST(substr(m.month, 1, 4) AS INTEGER) - 1 AS TEXT), 4, '0') END || '-04'
    ELSE '0001-01' END AS start,
    CAST(SUM(m.nominations) AS BIGINT), CAST(SUM(m.projects_agreed) AS BIGINT), CAST(SUM(m.projects_completed) AS BIGINT),
    CAST(SUM(m.sessions_held) AS BIGINT), CAST(SUM(m.stood_down) AS BIGINT), CAST(SUM(m.attendances) AS BIGINT),
    CAST(SUM(m.offenders) AS BIGINT), CAST(SUM(m.minutes_offered) AS BIGINT), CAST(SUM(m.minutes_credited) AS BIGINT)
FROM earlier_public_cell m CROSS JOIN (SELECT 'month' AS stretch UNION ALL SELECT 'quarter' UNION ALL SELECT 'year' UNION ALL SELECT 'ever') AS s
GROUP BY 1, 2, 3, 4, 5;
INSERT INTO dirty_cell SELECT DISTINCT m.area_code, m.category, m.origin, s.stretch,
    CASE s.stretch WHEN 'month' THEN m.month
    WHEN 'quarter' THEN substr(m.month, 1, 5) || CASE WHEN substr(m.month, 6, 2) <= '03' THEN '01' WHEN substr(m.month, 6, 2) <= '06' THEN '04'
        WHEN substr(m.month, 6, 2) <= '09' THEN '07' ELSE '10' END
    WHEN 'year' THEN CASE WHEN substr(m.month, 6, 2) >= '04' THEN substr(m.month, 1, 4)
        ELSE lpad(CAST(CAST(substr(m.month, 1, 4) AS INTEGER) - 1 AS TEXT), 4, '0') END || '-04'
    ELSE '0001-01' END
FROM earlier_dirty_cell m CROSS JOIN (SELECT 'month' AS stretch UNION ALL SELECT 'quarter' UNION ALL SELECT 'year' UNION ALL SELECT 'ever') AS s;

DROP TABLE month_cell;
DROP TABLE earlier_public_cell;
DROP TABLE earlier_dirty_cell;

-- A publication finds what was published of one cell by the whole name of the cell, however many projects a
-- council has in a month.
DROP INDEX public_atom_cell;
CREATE INDEX public_atom_cell ON public_atom (council_code, month, category, origin, COALESCE(ward_code, ''));
DROP INDEX exchange_part_cell;
CREATE INDEX exchange_part_cell ON exchange_part (council_code, month, category, origin, COALESCE(ward_code, ''));
