-- live claims of an event from a place in a source from which an earlier live one gives it the same date
SELECT again.pos, 'event' AS field, again.event AS value, firsts.id AS other
FROM live AS again
JOIN (
    SELECT event, source, locator, passage_start, passage_end, happened, min(pos) AS pos, min_by(id, pos) AS id
    FROM live
    WHERE op = 'claim'
    GROUP BY event, source, locator, passage_start, passage_end, happened
    HAVING count(*) > 1
) AS firsts
    ON firsts.event = again.event
        AND firsts.source = again.source
        AND firsts.locator IS NOT DISTINCT FROM again.locator
        AND firsts.passage_start IS NOT DISTINCT FROM again.passage_start
        AND firsts.passage_end IS NOT DISTINCT FROM again.passage_end
        AND firsts.happened IS NOT DISTINCT FROM again.happened
WHERE again.op = 'claim' AND again.pos <> firsts.pos
