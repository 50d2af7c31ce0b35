-- records that set something against itself, and that no other record retracts or replaces
SELECT named.pos, named.field, named.value, NULL AS other
FROM (
    SELECT pos, id, 'replaces' AS field, replaces AS value FROM records WHERE replaces = id
    UNION ALL
    SELECT pos, id, 'target' AS field, target AS value FROM records WHERE target = id
    UNION ALL
    SELECT pos, id, 'other' AS field, other AS value FROM records WHERE op = 'compare' AND other IN (target, id)
    UNION ALL
    SELECT pos, id, 'other' AS field, other AS value FROM records WHERE other = event
    UNION ALL
    SELECT pos, id, 'kin.' || i || '.actor' AS field, actor AS value
    FROM (SELECT pos, id, actor, unnest(kin) AS entry, generate_subscripts(kin, 1) - 1 AS i FROM records WHERE kin IS NOT NULL) AS family
    WHERE entry.actor = actor
) AS named
ANTI JOIN (
    SELECT id, target AS ended FROM records WHERE op = 'retract'
    UNION ALL
    SELECT id, replaces AS ended FROM records WHERE replaces IS NOT NULL
) AS endings ON endings.ended = named.id AND endings.id <> named.id
