-- dates that are sure to lie more than ten years after they were written down
SELECT pos, CASE op WHEN 'source' THEN 'published' ELSE 'happened' END AS field, edtf AS value, NULL AS other
FROM live
JOIN (
    SELECT
        edtf,
        CASE
            WHEN greatest(from_min, to_min) > ':' THEN 99999 -- after the year 9999
            ELSE CAST(substr(greatest(start_min, end_min), 1, 4) AS INTEGER)
        END AS first_year
    FROM dates
    LEFT JOIN distant USING (edtf)
) AS sure ON sure.edtf = coalesce(live.happened, live.published)
WHERE first_year > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
