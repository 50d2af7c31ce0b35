-- live replacements of a record that an earlier live record replaces
SELECT again.pos, 'replaces' AS field, again.replaces AS value, firsts.id AS other
FROM live AS again
JOIN (SELECT replaces, min(pos) AS pos, min_by(id, pos) AS id FROM live WHERE replaces IS NOT NULL GROUP BY replaces) AS firsts
    ON firsts.replaces = again.replaces
WHERE again.pos <> firsts.pos
