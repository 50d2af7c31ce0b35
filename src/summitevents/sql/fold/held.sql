-- one row per event, question (its date, its plan, a judged matter), position and claim
-- place: what tells positions apart; fits_several: not a position, but a date that fits more than one
SELECT
    claimed.event,
    CASE WHEN claimed.planned THEN 'plan' ELSE 'date' END AS question,
    CASE
        WHEN placed.pos IS NULL THEN 'all'
        WHEN placed.by_end IS NULL
            THEN claimed.from_min || ' ' || claimed.from_max || ' ' || claimed.to_min || ' ' || claimed.to_max
        ELSE placed.by_start || ' ' || placed.by_end
    END AS place,
    placed.pos IS NOT NULL AND placed.by_end IS NULL AS fits_several,
    claimed.pos
FROM claimed
LEFT JOIN placed ON placed.pos = claimed.pos
WHERE claimed.counts_for_date
UNION ALL
SELECT event, question, CAST(side AS VARCHAR) AS place, FALSE AS fits_several, pos
FROM matters
