-- one row per contested claim: the numbers of its position, by start and by end; null if its date fits several
-- By end as by start (by_start.sql), among the dates whose starts overlap.
WITH ends AS (
    SELECT record, asks, min(found) OVER (PARTITION BY event, planned, nr ORDER BY day DESC) AS first_end
    FROM (
        SELECT record, event, planned, nr, to_max AS day, to_max AS found, FALSE AS asks FROM by_start
        UNION ALL
        SELECT record, event, planned, nr, to_min AS day, NULL AS found, TRUE AS asks FROM by_start
    ) AS days
),
beginnings AS (
    SELECT record, asks, max(found) OVER (PARTITION BY event, planned, nr ORDER BY day) AS last_start
    FROM (
        SELECT record, event, planned, nr, to_min AS day, to_min AS found, FALSE AS asks FROM by_start
        UNION ALL
        SELECT record, event, planned, nr, to_max AS day, NULL AS found, TRUE AS asks FROM by_start
    ) AS days
),
fitting AS (
    SELECT by_start.record, by_start.event, by_start.planned, by_start.nr, by_start.to_min, by_start.to_max
    FROM by_start
    JOIN ends ON ends.record = by_start.record AND ends.asks
    JOIN beginnings ON beginnings.record = by_start.record AND beginnings.asks
    WHERE by_start.nr IS NOT NULL AND ends.first_end >= beginnings.last_start
),
opened AS (
    SELECT
        record, event, planned, nr, to_min,
        CASE
            WHEN to_min > max(to_max) OVER (
                PARTITION BY event, planned, nr ORDER BY to_min, record ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 1 ELSE 0
        END AS opens
    FROM fitting
),
numbered AS (
    SELECT
        record, nr AS by_start,
        CAST(1 + sum(opens) OVER (PARTITION BY event, planned, nr ORDER BY to_min, record) AS BIGINT) AS by_end
    FROM opened
)
SELECT by_start.record, by_start.event, by_start.planned, by_start.voice, numbered.by_start, numbered.by_end
FROM by_start
LEFT JOIN numbered ON numbered.record = by_start.record
