-- claims that an event occurred more than a day after the last day its source can have come out, where that day is stated
SELECT live.pos, 'happened' AS field, live.happened AS value, document.published AS other
FROM live
JOIN live AS document ON document.op = 'source' AND document.source = live.source
JOIN dates AS told ON told.edtf = live.happened
JOIN dates AS issued ON issued.edtf = document.published
WHERE live.op = 'claim' AND live.status = 'occurred' AND document.published_basis = 'stated'
    AND CAST(told.start_min AS DATE) > CAST(issued.end_max AS DATE) + INTERVAL 1 DAY
