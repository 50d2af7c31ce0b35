-- records that set something against itself, and that no other record retracts or replaces
SELECT named.pos, named.field, named.value, NULL AS other
FROM (
    SELECT pos, id, field, value FROM amends WHERE value = id
    UNION ALL
    SELECT pos, id, 'other' AS field, other AS value FROM records WHERE other IN (target, event)
    UNION ALL
    SELECT pos, id, 'kin.' || i || '.actor' AS field, actor AS value
    FROM (SELECT pos, id, actor, unnest(kin) AS entry, generate_subscripts(kin, 1) - 1 AS i FROM records WHERE kin IS NOT NULL) AS family
    WHERE entry.actor = actor
) AS named
ANTI JOIN amends AS endings ON endings.ends AND endings.value = named.id AND endings.id <> named.id
