-- spellings of an actor's name that the actor's own record does not list
SELECT named.pos, 'actors.' || i || '.name' AS field, entry.name AS value, declared.actor AS other
FROM (SELECT pos, unnest(actors) AS entry, generate_subscripts(actors, 1) - 1 AS i FROM live) AS named
JOIN live AS declared ON declared.op = 'actor' AND declared.actor = entry.actor
WHERE entry.name <> declared.name AND NOT coalesce(list_contains(declared.names, entry.name), FALSE)
