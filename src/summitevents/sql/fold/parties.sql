-- one row per event and actor and role, as the claims on it name them
SELECT
    event,
    entry.actor AS actor,
    entry.role AS role,
    min_by(entry.office, standing) FILTER (WHERE entry.office IS NOT NULL) AS office,
    min_by(entry.name, standing) FILTER (WHERE entry.name IS NOT NULL) AS name,
    count(DISTINCT standing) AS n_claims,
    min(standing) AS standing
FROM (
    SELECT standings.event, standing, unnest(actors) AS entry
    FROM standings
    JOIN log ON log.pos = standings.pos
    WHERE standings.rank <> 'deprecated'
) AS entries
GROUP BY event, entry.actor, entry.role
