-- dates that are sure to lie more than ten years after they were written down
SELECT pos, field, edtf AS value, NULL AS other
FROM (
    SELECT pos, recorded_at, 'happened' AS field, happened AS edtf FROM live WHERE happened IS NOT NULL
    UNION ALL
    SELECT pos, recorded_at, 'published' AS field, published AS edtf FROM live WHERE published IS NOT NULL
) AS dated
JOIN (
    SELECT
        edtf,
        CASE
            WHEN greatest(from_min, to_min) > ':' THEN 99999 -- after the year 9999
            ELSE CAST(substr(greatest(start_min, end_min), 1, 4) AS INTEGER)
        END AS first_year
    FROM dates
    LEFT JOIN distant USING (edtf)
) AS sure USING (edtf)
WHERE first_year > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
