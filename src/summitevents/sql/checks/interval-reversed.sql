-- dates that end before they start
SELECT pos, field, edtf AS value, NULL AS other
FROM (
    SELECT pos, 'happened' AS field, happened AS edtf FROM live WHERE happened IS NOT NULL
    UNION ALL
    SELECT pos, 'published' AS field, published AS edtf FROM live WHERE published IS NOT NULL
) AS dated
JOIN dates USING (edtf)
WHERE end_max < start_min
