-- What was recorded for a council in a ward, or in none, is an area of its own among the cells: the council's
-- code, a stroke, the ward's code. So what a council has in its wards, in no ward and in the councils inside it
-- adds up to its own sum, also where a ward lies elsewhere today. A cell that stood for a ward alone is taken for
-- that of the council around it; where a ward went from one council to another, figures rebuild puts it right.

CREATE TABLE council_ward (
    council_code TEXT NOT NULL REFERENCES area (code) DEFERRABLE,
    ward_code TEXT NOT NULL REFERENCES area (code) DEFERRABLE,
    PRIMARY KEY (council_code, ward_code)
);
CREATE INDEX council_ward_ward ON council_ward (ward_code);

INSERT INTO council_ward (council_code, ward_code)
SELECT council_code, ward_code FROM project WHERE ward_code IS NOT NULL
UNION
SELECT council_code, ward_code FROM nomination WHERE ward_code IS NOT NULL
UNION
SELECT parent_code, code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL;

UPDATE month_cell
SET area_code = (SELECT a.parent_code || '/' || a.code FROM area a WHERE a.code = month_cell.area_code)
WHERE area_code IN (SELECT code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL);

UPDATE public_cell
SET area_code = (SELECT a.parent_code || '/' || a.code FROM area a WHERE a.code = public_cell.area_code)
WHERE area_code IN (SELECT code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL);

UPDATE dirty_cell
SET area_code = (SELECT a.parent_code || '/' || a.code FROM area a WHERE a.code = dirty_cell.area_code)
WHERE area_code IN (SELECT code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL);

UPDATE withheld_stretch
SET area_code = (SELECT a.parent_code || '/' || a.code FROM area a WHERE a.code = withheld_stretch.area_code)
WHERE area_code IN (SELECT code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL);

INSERT INTO month_cell (area_code, category, origin, month, nominations, projects_agreed, projects_completed, sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited)
SELECT m.area_code || '/', m.category, m.origin, m.month,
    m.nominations - COALESCE(i.nominations, 0),
    m.projects_agreed - COALESCE(i.projects_agreed, 0),
    m.projects_completed - COALESCE(i.projects_completed, 0),
    m.sessions_held - COALESCE(i.sessions_held, 0),
    m.stood_down - COALESCE(i.stood_down, 0),
    m.attendances - COALESCE(i.attendances, 0),
    m.offenders - COALESCE(i.offenders, 0),
    m.minutes_offered - COALESCE(i.minutes_offered, 0),
    m.minutes_credited - COALESCE(i.minutes_credited, 0)
FROM month_cell m
JOIN area a ON a.code = m.area_code AND a.kind = 'council'
LEFT JOIN (
    SELECT b.around, w.category, w.origin, w.month,
        CAST(SUM(w.nominations) AS BIGINT) AS nominations,
        CAST(SUM(w.projects_agreed) AS BIGINT) AS projects_agreed,
        CAST(SUM(w.projects_completed) AS BIGINT) AS projects_completed,
        CAST(SUM(w.sessions_held) AS BIGINT) AS sessions_held,
        CAST(SUM(w.stood_down) AS BIGINT) AS stood_down,
        CAST(SUM(w.attendances) AS BIGINT) AS attendances,
        CAST(SUM(w.offenders) AS BIGINT) AS offenders,
        CAST(SUM(w.minutes_offered) AS BIGINT) AS minutes_offered,
        CAST(SUM(w.minutes_credited) AS BIGINT) AS minutes_credited
    FROM month_cell w
    JOIN (
        SELECT code AS area_code, parent_code AS around FROM area WHERE kind = 'council' AND parent_code IS NOT NULL
        UNION ALL
        SELECT parent_code || '/' || code, parent_code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL
    ) AS b ON b.area_code = w.area_code
    GROUP BY b.around, w.category, w.origin, w.month
) AS i ON i.around = m.area_code AND i.category = m.category AND i.origin = m.origin AND i.month = m.month
WHERE ((m.category = '*') = (m.origin = '*'))
    AND (m.nominations <> COALESCE(i.nominations, 0)
    OR m.projects_agreed <> COALESCE(i.projects_agreed, 0)
    OR m.projects_completed <> COALESCE(i.projects_completed, 0)
    OR m.sessions_held <> COALESCE(i.sessions_held, 0)
    OR m.stood_down <> COALESCE(i.stood_down, 0)
    OR m.attendances <> COALESCE(i.attendances, 0)
    OR m.offenders <> COALESCE(i.offenders, 0)
    OR m.minutes_offered <> COALESCE(i.minutes_offered, 0)
    OR m.minutes_credited <> COALESCE(i.minutes_credited, 0));

INSERT INTO public_cell (area_code, category, origin, month, nominations, projects_agreed, projects_completed, sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited)
SELECT m.area_code || '/', m.category, m.origin, m.month,
    m.nominations - COALESCE(i.nominations, 0),
    m.projects_agreed - COALESCE(i.projects_agreed, 0),
    m.projects_completed - COALESCE(i.projects_completed, 0),
    m.sessions_held - COALESCE(i.sessions_held, 0),
    m.stood_down - COALESCE(i.stood_down, 0),
    m.attendances - COALESCE(i.attendances, 0),
    m.offenders - COALESCE(i.offenders, 0),
    m.minutes_offered - COALESCE(i.minutes_offered, 0),
    m.minutes_credited - COALESCE(i.minutes_credited, 0)
FROM public_cell m
JOIN area a ON a.code = m.area_code AND a.kind = 'council'
LEFT JOIN (
    SELECT b.around, w.category, w.origin, w.month,
        CAST(SUM(w.nominations) AS BIGINT) AS nominations,
        CAST(SUM(w.projects_agreed) AS BIGINT) AS projects_agreed,
        CAST(SUM(w.projects_completed) AS BIGINT) AS projects_completed,
        CAST(SUM(w.sessions_held) AS BIGINT) AS sessions_held,
        CAST(SUM(w.stood_down) AS BIGINT) AS stood_down,
        CAST(SUM(w.attendances) AS BIGINT) AS attendances,
        CAST(SUM(w.offenders) AS BIGINT) AS offenders,
        CAST(SUM(w.minutes_offered) AS BIGINT) AS minutes_offered,
        CAST(SUM(w.minutes_credited) AS BIGINT) AS minutes_credited
    FROM public_cell w
    JOIN (
        SELECT code AS area_code, parent_code AS around FROM area WHERE kind = 'council' AND parent_code IS NOT NULL
        UNION ALL
        SELECT parent_code || '/' || code, parent_code FROM area WHERE kind = 'ward' AND parent_code IS NOT NULL
    ) AS b ON b.area_code = w.area_code
    GROUP BY b.around, w.category, w.origin, w.month
) AS i ON i.around = m.area_code AND i.category = m.category AND i.origin = m.origin AND i.month = m.month
WHERE ((m.category = '*') = (m.origin = '*'))
    AND (m.nominations <> COALESCE(i.nominations, 0)
    OR m.projects_agreed <> COALESCE(i.projects_agreed, 0)
    OR m.projects_completed <> COALESCE(i.projects_completed, 0)
    OR m.sessions_held <> COALESCE(i.sessions_held, 0)
    OR m.stood_down <> COALESCE(i.stood_down, 0)
    OR m.attendances <> COALESCE(i.attendances, 0)
    OR m.offenders <> COALESCE(i.offenders, 0)
    OR m.minutes_offered <> COALESCE(i.minutes_offered, 0)
    OR m.minutes_credited <> COALESCE(i.minutes_credited, 0));

INSERT INTO dirty_cell (area_code, category, origin, month)
SELECT d.area_code || '/', d.category, d.origin, d.month
FROM dirty_cell d
JOIN area a ON a.code = d.area_code AND a.kind = 'council'
WHERE (d.category = '*') = (d.origin = '*')
ON CONFLICT (area_code, category, origin, month) DO NOTHING;
