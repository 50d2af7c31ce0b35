-- events absorbed into one event, and by a later live record into another
SELECT again.pos, 'other' AS field, again.other AS value, firsts.event AS other
FROM live AS again
JOIN (SELECT other, min_by(event, pos) AS event FROM live WHERE op = 'same' GROUP BY other) AS firsts ON firsts.other = again.other
WHERE again.op = 'same' AND again.event <> firsts.event
