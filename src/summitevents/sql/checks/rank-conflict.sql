-- live ranks of a claim that an earlier live record ranks otherwise
SELECT again.pos, 'target' AS field, again.target AS value, firsts.id AS other
FROM live AS again
JOIN (SELECT target, min(pos) AS pos, min_by(id, pos) AS id, min_by(rank, pos) AS rank FROM live WHERE op = 'rank' GROUP BY target) AS firsts
    ON firsts.target = again.target
WHERE again.op = 'rank' AND again.rank <> firsts.rank
