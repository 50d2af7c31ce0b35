-- one row per claim whose date counts, of the events and sides (what was, or plans) on which not all dates agree
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
