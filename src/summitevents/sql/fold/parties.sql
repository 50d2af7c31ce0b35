-- one row per event and actor and role, as the claims on it name them
SELECT
    event, actor, role,
    min_by(office, standing) AS office,
    min_by(name, standing) AS name,
    count(*) AS n_claims,
    min(standing) AS standing
FROM (
    -- a claim that names an actor twice in one role counts once
    SELECT event, standing, entry.actor AS actor, entry.role AS role, min(entry.office) AS office, min(entry.name) AS name
    FROM (
        SELECT standings.event, standings.standing, unnest(log.actors) AS entry
        FROM standings
        JOIN log ON log.pos = standings.pos
        WHERE standings.rank <> 'deprecated'
    ) AS entries
    GROUP BY event, standing, entry.actor, entry.role
) AS named
GROUP BY event, actor, role
