-- live records that stand in for one that an earlier live record stands in for too, both perhaps by way of others
WITH RECURSIVE heirs AS (
    SELECT pos, id, replaces, replaces AS ended FROM live WHERE replaces IS NOT NULL
    UNION
    SELECT heirs.pos, heirs.id, heirs.replaces, further.replaces AS ended
    FROM heirs
    JOIN records AS further ON further.id = heirs.ended AND further.replaces IS NOT NULL
)
SELECT again.pos, 'replaces' AS field, again.replaces AS value, min_by(firsts.id, firsts.pos) AS other
FROM heirs AS again
JOIN (SELECT ended, min(pos) AS pos, min_by(id, pos) AS id FROM heirs GROUP BY ended) AS firsts ON firsts.ended = again.ended
WHERE again.pos <> firsts.pos
GROUP BY again.pos, again.replaces
