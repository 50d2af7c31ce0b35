-- dates that end before they start
SELECT pos, CASE op WHEN 'source' THEN 'published' ELSE 'happened' END AS field, edtf AS value, NULL AS other
FROM live
JOIN (
    SELECT edtf FROM dates WHERE end_max < start_min
    UNION
    SELECT edtf FROM distant WHERE to_max < from_min
) AS reversed ON reversed.edtf = coalesce(live.happened, live.published)
