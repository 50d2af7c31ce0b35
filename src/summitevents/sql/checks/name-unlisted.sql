-- spellings of an actor's name that the actor's own record does not list
SELECT named.pos, 'actors.' || i || '.name' AS field, entry.name AS value, entry.actor AS other
FROM (SELECT pos, unnest(actors) AS entry, generate_subscripts(actors, 1) - 1 AS i FROM live) AS named
SEMI JOIN (
    SELECT spelt.actor, spelt.name
    FROM (SELECT DISTINCT entry.actor AS actor, entry.name AS name FROM (SELECT unnest(actors) AS entry FROM live) AS entries) AS spelt
    SEMI JOIN (SELECT actor FROM live WHERE op = 'actor') AS declared ON declared.actor = spelt.actor
    ANTI JOIN (
        SELECT actor, name AS spelling FROM live WHERE op = 'actor'
        UNION ALL
        SELECT actor, unnest(names) AS spelling FROM live WHERE op = 'actor'
    ) AS listed ON listed.actor = spelt.actor AND listed.spelling = spelt.name
) AS unlisted ON unlisted.actor = entry.actor AND unlisted.name = entry.name
