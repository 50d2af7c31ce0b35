-- one row per claim whose date counts, of the events and sides (what was, or plans) on which not all dates agree: its position,
-- named by a day that all its starts share, and one that all its ends do
-- A date fits several positions if it overlaps two that exclude each other: the first to end, and the last to begin. Its
-- position is then null. Ends are compared among the dates whose starts overlap.
WITH contested AS (
    SELECT pos, event, planned, voice, from_min, from_max, to_min, to_max
    FROM claimed
    SEMI JOIN (
        SELECT event, planned
        FROM claimed
        WHERE counts_for_date
        GROUP BY event, planned
        HAVING max(from_min) > min(from_max) OR max(to_min) > min(to_max)
    ) AS sides ON sides.event = claimed.event AND sides.planned = claimed.planned
    WHERE counts_for_date
),
starts AS (
    SELECT
        pos, begins,
        min(CASE WHEN NOT begins THEN day END) OVER (
            PARTITION BY event, planned ORDER BY day RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS first_end,
        max(CASE WHEN begins THEN day END) OVER (PARTITION BY event, planned ORDER BY day) AS last_start
    FROM (
        SELECT pos, event, planned, from_min AS day, TRUE AS begins FROM contested
        UNION ALL
        SELECT pos, event, planned, from_max AS day, FALSE AS begins FROM contested
    ) AS days
),
by_start AS (
    SELECT pos, min(CASE WHEN begins THEN first_end END) AS day
    FROM starts
    GROUP BY pos
    HAVING min(CASE WHEN begins THEN first_end END) >= min(CASE WHEN NOT begins THEN last_start END)
),
overlapping AS (
    SELECT contested.pos, contested.event, contested.planned, by_start.day AS by_start, contested.to_min, contested.to_max
    FROM contested
    JOIN by_start ON by_start.pos = contested.pos
),
ends AS (
    SELECT
        pos, by_start, begins,
        min(CASE WHEN NOT begins THEN day END) OVER (
            PARTITION BY event, planned, by_start ORDER BY day RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS first_end,
        max(CASE WHEN begins THEN day END) OVER (PARTITION BY event, planned, by_start ORDER BY day) AS last_start
    FROM (
        SELECT pos, event, planned, by_start, to_min AS day, TRUE AS begins FROM overlapping
        UNION ALL
        SELECT pos, event, planned, by_start, to_max AS day, FALSE AS begins FROM overlapping
    ) AS days
),
by_end AS (
    SELECT pos, by_start, min(CASE WHEN begins THEN first_end END) AS day
    FROM ends
    GROUP BY pos, by_start
    HAVING min(CASE WHEN begins THEN first_end END) >= min(CASE WHEN NOT begins THEN last_start END)
)
SELECT contested.pos, contested.event, contested.planned, contested.voice, by_end.by_start, by_end.day AS by_end
FROM contested
LEFT JOIN by_end ON by_end.pos = contested.pos
