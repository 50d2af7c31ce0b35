-- live claims of an event from a place in a source from which an earlier live one gives it the same date
SELECT again.pos, 'event' AS field, again.event AS value, firsts.id AS other
FROM (
    SELECT event, source, locator, passage_start, passage_end, happened, min(pos) AS pos
    FROM live
    WHERE op = 'claim'
    GROUP BY event, source, locator, passage_start, passage_end, happened
    HAVING count(*) > 1
) AS twice
JOIN live AS firsts ON firsts.pos = twice.pos
JOIN live AS again
    ON again.op = 'claim'
        AND again.event = twice.event
        AND again.source = twice.source
        AND again.locator IS NOT DISTINCT FROM twice.locator
        AND again.passage_start IS NOT DISTINCT FROM twice.passage_start
        AND again.passage_end IS NOT DISTINCT FROM twice.passage_end
        AND again.happened IS NOT DISTINCT FROM twice.happened
        AND again.pos <> twice.pos
