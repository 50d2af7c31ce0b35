-- sources without a last day of publication whose inferred first one is before something that they tell as past had begun
WITH reach AS (
    SELECT edtf, coalesce(start_min, from_min) AS first_day, coalesce(end_max, to_max) AS last_day
    FROM dates
    LEFT JOIN distant USING (edtf)
)
SELECT
    document.pos, 'published' AS field, document.published AS value,
    CASE
        WHEN max(told.first_day) BETWEEN '0001' AND ':' THEN max(told.first_day)
        ELSE max_by(claim.happened, told.first_day || claim.happened)
    END AS other
FROM live AS document
JOIN reach AS issued ON issued.edtf = document.published
JOIN live AS claim ON claim.op = 'claim' AND claim.source = document.source AND claim.status = 'occurred'
JOIN reach AS told ON told.edtf = claim.happened
WHERE document.op = 'source' AND document.published_basis = 'inferred'
    AND issued.last_day IS NULL AND told.first_day > issued.first_day
GROUP BY document.pos, document.published
