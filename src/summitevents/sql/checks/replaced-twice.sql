-- live records that stand in for one that an earlier live record stands in for too, both perhaps by way of others
SELECT again.pos, 'replaces' AS field, again.replaces AS value, min_by(firsts.id, firsts.pos) AS other
FROM heirs AS again
JOIN (SELECT ended, min(pos) AS pos, min_by(id, pos) AS id FROM heirs GROUP BY ended) AS firsts ON firsts.ended = again.ended
WHERE again.pos <> firsts.pos
GROUP BY again.pos, again.replaces
