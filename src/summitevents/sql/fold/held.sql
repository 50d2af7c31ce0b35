-- one row per event, question (its date, its plan, a judged matter) and claim that takes a position on it
-- stand: the first claim of that position; nr: which of its claims this is; first_of_source: and which of its source's;
-- fits_several: not a position, but a date that fits more than one
SELECT
    taken.event, taken.question, taken.fits_several, taken.pos,
    claimed.record, claimed.seq, claimed.source, claimed.official_of, claimed.happened,
    CASE WHEN standings.event = taken.event THEN standings.standing END AS standing, standings.rank = 'preferred' AS preferred,
    first_value(taken.pos) OVER (
        PARTITION BY taken.event, taken.question, taken.place
        ORDER BY CASE WHEN standings.event = taken.event THEN standings.standing END NULLS LAST, claimed.seq
    ) AS stand,
    row_number() OVER (
        PARTITION BY taken.event, taken.question, taken.place
        ORDER BY CASE WHEN standings.event = taken.event THEN standings.standing END NULLS LAST, claimed.seq
    ) AS nr,
    row_number() OVER (
        PARTITION BY taken.event, taken.question, taken.place, claimed.source
        ORDER BY CASE WHEN standings.event = taken.event THEN standings.standing END NULLS LAST, claimed.seq
    ) = 1 AS first_of_source
FROM (
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
) AS taken
JOIN claimed ON claimed.pos = taken.pos
JOIN standings ON standings.pos = taken.pos
