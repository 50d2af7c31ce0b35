-- dates that are sure to lie more than ten years after they were written down
SELECT pos, field, edtf AS value, NULL AS other
FROM (
    SELECT pos, recorded_at, 'happened' AS field, happened AS edtf FROM live WHERE happened IS NOT NULL
    UNION ALL
    SELECT pos, recorded_at, 'published' AS field, published AS edtf FROM live WHERE published IS NOT NULL
) AS dated
JOIN dates USING (edtf)
WHERE CAST(substr(start_min, 1, 4) AS INTEGER) > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
    OR CAST(substr(end_min, 1, 4) AS INTEGER) > CAST(substr(recorded_at, 1, 4) AS INTEGER) + 10
    OR (edtf LIKE '%Y%' AND edtf NOT LIKE '%Y-%')
