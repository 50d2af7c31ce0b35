-- live comparisons of dead claims
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'target' AS field, target AS value FROM live WHERE op = 'compare'
    UNION ALL
    SELECT pos, 'other' AS field, other AS value FROM live WHERE op = 'compare'
) AS named
SEMI JOIN dead ON dead.id = named.value
SEMI JOIN records ON records.id = named.value AND records.op = 'claim'
