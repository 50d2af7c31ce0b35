-- live ranks of dead claims
SELECT live.pos, 'target' AS field, live.target AS value, NULL AS other
FROM live
SEMI JOIN dead ON dead.id = live.target
SEMI JOIN records ON records.id = live.target AND records.op = 'claim'
WHERE live.op = 'rank'
