-- one row per live claim: its standing among the claims of its event (rule 1), 1 is what the timeline shows
SELECT
    claimed.pos, claimed.event, claimed.rank,
    row_number() OVER (
        PARTITION BY claimed.event
        ORDER BY
            CASE claimed.rank WHEN 'preferred' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END,
            firmness.nr,
            CASE WHEN claimed.happened IS NULL THEN 2 ELSE 1 END,
            coalesce(supported.supporting, 0) DESC,
            claimed.days NULLS LAST,
            CASE WHEN claimed.basis = 'stated' THEN 1 ELSE 2 END,
            claimed.published NULLS LAST,
            claimed.seq
    ) AS standing,
    claimed.known_perhaps
FROM claimed
LEFT JOIN (
    -- how many voices each position has; where all dates agree, there is none to compare it with
    SELECT placed.pos, voices.n AS supporting
    FROM placed
    JOIN (
        SELECT event, planned, by_start, by_end, count(DISTINCT voice) AS n
        FROM placed
        WHERE by_end IS NOT NULL
        GROUP BY event, planned, by_start, by_end
    ) AS voices
        ON voices.event = placed.event AND voices.planned = placed.planned
            AND voices.by_start = placed.by_start AND voices.by_end = placed.by_end
) AS supported ON supported.pos = claimed.pos
LEFT JOIN vocabulary AS firmness ON firmness.list = 'status' AND firmness.term = claimed.status
