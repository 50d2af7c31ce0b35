-- one row per contested claim: the group of dates that it shares with all whose starts overlap; null if its own fits several
-- A start fits several groups if it overlaps two that exclude each other: the first to end, and the last to begin.
WITH ends AS (
    SELECT record, asks, min(found) OVER (PARTITION BY event, planned ORDER BY day DESC) AS first_end
    FROM (
        SELECT record, event, planned, from_max AS day, from_max AS found, FALSE AS asks FROM contested
        UNION ALL
        SELECT record, event, planned, from_min AS day, NULL AS found, TRUE AS asks FROM contested
    ) AS days
),
beginnings AS (
    SELECT record, asks, max(found) OVER (PARTITION BY event, planned ORDER BY day) AS last_start
    FROM (
        SELECT record, event, planned, from_min AS day, from_min AS found, FALSE AS asks FROM contested
        UNION ALL
        SELECT record, event, planned, from_max AS day, NULL AS found, TRUE AS asks FROM contested
    ) AS days
),
fitting AS (
    SELECT contested.record, contested.event, contested.planned, contested.from_min, contested.from_max
    FROM contested
    JOIN ends ON ends.record = contested.record AND ends.asks
    JOIN beginnings ON beginnings.record = contested.record AND beginnings.asks
    WHERE ends.first_end >= beginnings.last_start
),
opened AS (
    SELECT
        record, event, planned, from_min,
        CASE
            WHEN from_min > max(from_max) OVER (
                PARTITION BY event, planned ORDER BY from_min, record ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 1 ELSE 0
        END AS opens
    FROM fitting
),
numbered AS (
    SELECT record, CAST(1 + sum(opens) OVER (PARTITION BY event, planned ORDER BY from_min, record) AS BIGINT) AS nr
    FROM opened
)
SELECT contested.record, contested.event, contested.planned, contested.voice, contested.to_min, contested.to_max, numbered.nr
FROM contested
LEFT JOIN numbered ON numbered.record = contested.record
