-- Sessions stood down are kept added up as cells are: of a place and of every area around it, by month, by quarter, by
-- financial year and since launch. An answer reads as many rows as it shows, however many wards and months there are.

ALTER TABLE public_stand_down RENAME TO earlier_stand_down;

CREATE TABLE public_stand_down (
    area_code TEXT NOT NULL,
    stretch TEXT NOT NULL CHECK (stretch IN ('month', 'quarter', 'year', 'ever')),
    start TEXT NOT NULL,
    reason TEXT NOT NULL,
    sessions BIGINT NOT NULL CHECK (sessions > 0),
    PRIMARY KEY (area_code, stretch, start, reason)
);

INSERT INTO public_stand_down (area_code, stretch, start, reason, sessions)
WITH RECURSIVE around (council, area) AS (
    SELECT code, code FROM area WHERE kind <> 'ward'
    UNION
    SELECT x.council, a.parent_code FROM around x JOIN area a ON a.code = x.area
    WHERE a.kind <> 'ward' AND a.parent_code IS NOT NULL
),
spread (area, month, reason, sessions) AS (
    SELECT '', month, reason, sessions FROM earlier_stand_down
    UNION ALL
    SELECT council_code || '/' || ward_code, month, reason, sessions FROM earlier_stand_down
    UNION ALL
    SELECT x.area, e.month, e.reason, e.sessions FROM earlier_stand_down e JOIN around x ON x.council = e.council_code
),
counted (area, stretch, start, reason, sessions) AS (
    SELECT m.area, s.stretch,
        CASE s.stretch
            WHEN 'month' THEN m.month
            WHEN 'quarter' THEN substr(m.month, 1, 5) || CASE
                WHEN substr(m.month, 6, 2) <= '03' THEN '01'
                WHEN substr(m.month, 6, 2) <= '06' THEN '04'
                WHEN substr(m.month, 6, 2) <= '09' THEN '07'
                ELSE '10' END
            WHEN 'year' THEN CASE
                WHEN substr(m.month, 6, 2) >= '04' THEN substr(m.month, 1, 4)
                ELSE CAST(CAST(substr(m.month, 1, 4) AS INTEGER) - 1 AS TEXT) END || '-04'
            ELSE '0001-01' END,
        m.reason, m.sessions
    FROM spread m
    CROSS JOIN (SELECT 'month' AS stretch UNION ALL SELECT 'quarter' UNION ALL SELECT 'year' UNION ALL SELECT 'ever') AS s
)
SELECT area, stretch, start, reason, CAST(SUM(sessions) AS BIGINT)
FROM counted
GROUP BY area, stretch, start, reason;

DROP TABLE earlier_stand_down;

-- A session whose reason alone was corrected was not counted anew: the next publication counts all.
INSERT INTO dirty_cell (area_code, category, origin, stretch, start)
SELECT DISTINCT area_code, '*', '*', stretch, start FROM public_stand_down WHERE true
ON CONFLICT (area_code, category, origin, stretch, start) DO NOTHING;
