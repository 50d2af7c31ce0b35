-- dates that end before they start
SELECT pos, field, edtf AS value, NULL AS other
FROM (
    SELECT pos, 'happened' AS field, happened AS edtf FROM live WHERE happened IS NOT NULL
    UNION ALL
    SELECT pos, 'published' AS field, published AS edtf FROM live WHERE published IS NOT NULL
) AS dated
JOIN (
    SELECT edtf FROM dates WHERE end_max < start_min
    UNION
    SELECT edtf FROM distant WHERE to_max < from_min
) AS reversed USING (edtf)
