-- What is withheld, sum by sum: whether any exchange changes what an area has of a category and an origin
-- ('*' for all) in a month, a quarter, a financial year or since launch. It takes the place of what each
-- exchange changes in each month, which a page had to add up. `area_code` with '/' behind it stands for the
-- places of a council in no known ward. store/figures/withheld.rs is the only writer.

CREATE TABLE withheld_stretch (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    stretch TEXT NOT NULL CHECK (stretch IN ('month', 'quarter', 'year', 'ever')),
    start TEXT NOT NULL,
    PRIMARY KEY (area_code, category, origin, stretch, start)
);

INSERT INTO withheld_stretch (area_code, category, origin, stretch, start)
SELECT DISTINCT area_code, category, origin, stretch, start
FROM (
    SELECT n.area_code, n.category, n.origin, n.exchange_id, s.stretch,
        CASE s.stretch
            WHEN 'month' THEN n.month
            WHEN 'quarter' THEN substr(n.month, 1, 5) || CASE
                WHEN substr(n.month, 6, 2) < '04' THEN '01'
                WHEN substr(n.month, 6, 2) < '07' THEN '04'
                WHEN substr(n.month, 6, 2) < '10' THEN '07'
                ELSE '10' END
            WHEN 'year' THEN CASE
                WHEN substr(n.month, 6, 2) < '04' THEN CAST(CAST(substr(n.month, 1, 4) AS INTEGER) - 1 AS TEXT)
                ELSE substr(n.month, 1, 4) END || '-04'
            ELSE '0001-01' END AS start,
        SUM(n.net) AS net
    FROM (
        SELECT area_code, category, origin, month, exchange_id, net FROM withheld_cell
        UNION ALL
        SELECT w.area_code, w.category, '*', w.month, w.exchange_id, w.net
        FROM withheld_cell w JOIN area a ON a.code = w.area_code AND a.kind = 'ward'
        WHERE w.category <> '*' AND w.origin <> '*'
        UNION ALL
        SELECT w.area_code, '*', w.origin, w.month, w.exchange_id, w.net
        FROM withheld_cell w JOIN area a ON a.code = w.area_code AND a.kind = 'ward'
        WHERE w.category <> '*' AND w.origin <> '*'
        UNION ALL
        SELECT p.council_code || '/', c.category, o.origin, p.month, p.exchange_id, p.sign
        FROM exchange_part p
        JOIN (SELECT DISTINCT category AS own, category FROM exchange_part
              UNION SELECT DISTINCT category, '*' FROM exchange_part) c ON c.own = p.category
        JOIN (SELECT DISTINCT origin AS own, origin FROM exchange_part
              UNION SELECT DISTINCT origin, '*' FROM exchange_part) o ON o.own = p.origin
        WHERE p.ward_code IS NULL
    ) n
    CROSS JOIN (SELECT 'month' AS stretch UNION ALL SELECT 'quarter' UNION ALL SELECT 'year' UNION ALL SELECT 'ever') s
    GROUP BY n.area_code, n.category, n.origin, n.exchange_id, s.stretch, 6
) nets
WHERE net <> 0;

DROP TABLE withheld_cell;
