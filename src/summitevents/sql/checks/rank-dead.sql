-- live ranks of dead claims
SELECT live.pos, 'target' AS field, live.target AS value, NULL AS other
FROM live
SEMI JOIN dead ON dead.id = live.target
WHERE live.op = 'rank'
