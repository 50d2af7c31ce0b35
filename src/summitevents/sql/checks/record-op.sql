-- records that amend a record of a kind they may not, and are not dead themselves
SELECT named.pos, named.field, named.value, records.op AS other
FROM (
    SELECT pos, id, op, 'replaces' AS field, replaces AS value, op AS expected FROM records WHERE replaces IS NOT NULL
    UNION ALL
    SELECT pos, id, op, 'target' AS field, target AS value, 'claim' AS expected FROM records WHERE op IN ('compare', 'rank')
    UNION ALL
    SELECT pos, id, op, 'other' AS field, other AS value, 'claim' AS expected FROM records WHERE op = 'compare'
) AS named
JOIN records ON records.id = named.value
ANTI JOIN dead ON dead.id = named.id
WHERE records.op <> named.expected AND named.value <> named.id
