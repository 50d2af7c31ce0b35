-- references to records that do not exist
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'replaces' AS field, replaces AS value FROM records WHERE replaces IS NOT NULL
    UNION ALL
    SELECT pos, 'target' AS field, target AS value FROM records WHERE target IS NOT NULL
    UNION ALL
    SELECT pos, 'other' AS field, other AS value FROM records WHERE op = 'compare'
) AS named
ANTI JOIN records ON records.id = named.value
