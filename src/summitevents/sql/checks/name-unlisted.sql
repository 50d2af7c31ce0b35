-- spellings of an actor's name that the actor's own record does not list
SELECT named.pos, 'actors.' || i || '.name' AS field, entry.name AS value, entry.actor AS other
FROM (SELECT pos, unnest(actors) AS entry, generate_subscripts(actors, 1) - 1 AS i FROM live) AS named
SEMI JOIN (SELECT actor FROM live WHERE op = 'actor') AS declared ON declared.actor = entry.actor
ANTI JOIN (
    SELECT actor, name AS spelling FROM live WHERE op = 'actor'
    UNION ALL
    SELECT actor, unnest(names) AS spelling FROM live WHERE op = 'actor'
) AS listed ON listed.actor = entry.actor AND listed.spelling = entry.name
WHERE entry.name IS NOT NULL
