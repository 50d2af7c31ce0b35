-- who takes part: one row per actor, in how many events, in which roles, and the spellings of the name
SELECT
    actors.actor, actors.name, actors.type,
    count(DISTINCT participants.event) AS n_events,
    list(DISTINCT participants.role ORDER BY participants.role) FILTER (WHERE participants.role IS NOT NULL) AS roles,
    actors.names AS spellings
FROM actors
LEFT JOIN participants ON participants.actor = actors.actor
GROUP BY actors.actor, actors.name, actors.type, actors.names
ORDER BY n_events DESC, actors.actor
