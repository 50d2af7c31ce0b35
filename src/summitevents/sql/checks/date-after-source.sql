-- claims that an event occurred more than a day after the last day its source can have come out, where that day is stated
-- Before year 1 and after 9999, it is one day or more.
WITH reach AS (
    SELECT edtf, coalesce(start_min, from_min) AS first_day, coalesce(end_max, to_max) AS last_day
    FROM dates
    LEFT JOIN distant USING (edtf)
)
SELECT live.pos, 'happened' AS field, live.happened AS value, document.published AS other
FROM live
JOIN live AS document ON document.op = 'source' AND document.source = live.source
JOIN reach AS told ON told.edtf = live.happened
JOIN reach AS issued ON issued.edtf = document.published
WHERE live.op = 'claim' AND live.status = 'occurred' AND document.published_basis = 'stated'
    AND CASE
        WHEN least(told.first_day, issued.last_day) > '0001' AND greatest(told.first_day, issued.last_day) < ':'
            THEN CAST(told.first_day AS DATE) > CAST(issued.last_day AS DATE) + INTERVAL 1 DAY
        ELSE told.first_day > issued.last_day
    END
