-- one row per live claim: its standing among the claims of its event (rule 1), 1 is what the timeline shows
SELECT
    claimed.*,
    row_number() OVER (
        PARTITION BY claimed.event
        ORDER BY
            CASE rank WHEN 'preferred' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END,
            firmness.nr,
            CASE WHEN happened IS NULL THEN 2 ELSE 1 END,
            agreeing DESC NULLS LAST,
            date_diff('day', CAST(start_min AS DATE), CAST(end_max AS DATE)) NULLS LAST,
            CASE WHEN basis = 'stated' THEN 1 ELSE 2 END,
            published NULLS LAST,
            seq
    ) AS standing
FROM claimed
LEFT JOIN agreeing ON agreeing.record = claimed.record
LEFT JOIN vocabulary AS firmness ON firmness.list = 'status' AND firmness.term = claimed.status
