-- one row per contested claim: its position, named by a day that all its starts share, and one that all its ends do
-- A date fits several positions if it overlaps two that exclude each other: the first to end, and the last to begin. Its
-- position is then null. Ends are compared among the dates whose starts overlap.
WITH starts AS (
    SELECT
        pos, begins IS NOT NULL AS asks,
        min(ends) OVER (PARTITION BY event, planned ORDER BY day DESC) AS first_end,
        max(begins) OVER (PARTITION BY event, planned ORDER BY day) AS last_start
    FROM (
        SELECT pos, event, planned, from_min AS day, from_min AS begins, CAST(NULL AS VARCHAR) AS ends FROM contested
        UNION ALL
        SELECT pos, event, planned, from_max AS day, CAST(NULL AS VARCHAR) AS begins, from_max AS ends FROM contested
    ) AS days
),
by_start AS (
    SELECT pos, min(CASE WHEN asks THEN first_end END) AS shared
    FROM starts
    GROUP BY pos
    HAVING min(CASE WHEN asks THEN first_end END) >= min(CASE WHEN NOT asks THEN last_start END)
),
overlapping AS (
    SELECT contested.pos, contested.event, contested.planned, by_start.shared, contested.to_min, contested.to_max
    FROM contested
    JOIN by_start ON by_start.pos = contested.pos
),
ends AS (
    SELECT
        pos, begins IS NOT NULL AS asks,
        min(ends) OVER (PARTITION BY event, planned, shared ORDER BY day DESC) AS first_end,
        max(begins) OVER (PARTITION BY event, planned, shared ORDER BY day) AS last_start
    FROM (
        SELECT pos, event, planned, shared, to_min AS day, to_min AS begins, CAST(NULL AS VARCHAR) AS ends FROM overlapping
        UNION ALL
        SELECT pos, event, planned, shared, to_max AS day, CAST(NULL AS VARCHAR) AS begins, to_max AS ends FROM overlapping
    ) AS days
),
by_end AS (
    SELECT pos, min(CASE WHEN asks THEN first_end END) AS shared
    FROM ends
    GROUP BY pos
    HAVING min(CASE WHEN asks THEN first_end END) >= min(CASE WHEN NOT asks THEN last_start END)
)
SELECT
    contested.pos, contested.event, contested.planned, contested.voice,
    CASE WHEN by_end.shared IS NOT NULL THEN by_start.shared END AS by_start,
    by_end.shared AS by_end
FROM contested
LEFT JOIN by_start ON by_start.pos = contested.pos
LEFT JOIN by_end ON by_end.pos = contested.pos
