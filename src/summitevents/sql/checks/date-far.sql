-- dates more than ten years after they were written down
SELECT pos, field, edtf AS value, NULL AS other
FROM (
    SELECT pos, recorded_at, 'happened' AS field, happened AS edtf FROM live WHERE happened IS NOT NULL
    UNION ALL
    SELECT pos, recorded_at, 'published' AS field, published AS edtf FROM live WHERE published IS NOT NULL
) AS dated
JOIN dates USING (edtf)
WHERE CAST(substr(coalesce(start_min, end_max), 1, 4) AS INTEGER) > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
    OR CAST(substr(end_max, 1, 4) AS INTEGER) > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
