-- sources without a last day of publication whose inferred first one is before something that they tell as past had begun
SELECT document.pos, 'published' AS field, document.published AS value, max(told.start_min) AS other
FROM live AS document
JOIN dates AS issued ON issued.edtf = document.published
JOIN live AS claim ON claim.op = 'claim' AND claim.source = document.source AND claim.status = 'occurred'
JOIN dates AS told ON told.edtf = claim.happened
WHERE document.op = 'source' AND document.published_basis = 'inferred'
    AND issued.end_max IS NULL AND told.start_min > issued.start_min
GROUP BY document.pos, document.published
