-- live comparisons of dead claims
SELECT amends.pos, amends.field, amends.value, NULL AS other
FROM amends
SEMI JOIN live ON live.pos = amends.pos AND live.op = 'compare'
SEMI JOIN dead ON dead.id = amends.value
SEMI JOIN records ON records.id = amends.value AND records.op = 'claim'
WHERE NOT amends.ends
