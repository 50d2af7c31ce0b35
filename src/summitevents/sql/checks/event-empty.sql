-- records on events whose every claim is dead, those of the events merged with them too; a merge itself may outlive them
SELECT pos, min(field) AS field, min_by(value, field) AS value, NULL AS other
FROM (
    SELECT pos, 'event' AS field, event AS value FROM live WHERE op IN ('relate', 'different')
    UNION ALL
    SELECT pos, 'other' AS field, other AS value FROM live WHERE op IN ('relate', 'different')
) AS named
LEFT JOIN absorbed ON absorbed.event = named.value
SEMI JOIN (
    SELECT event FROM records SEMI JOIN dead ON dead.pos = records.pos WHERE op = 'claim'
) AS spoken_of_once ON spoken_of_once.event = named.value
ANTI JOIN (
    SELECT coalesce(merged.canonical, live.event) AS event
    FROM live
    LEFT JOIN absorbed AS merged ON merged.event = live.event
    WHERE live.op = 'claim'
) AS spoken_of_still ON spoken_of_still.event = coalesce(absorbed.canonical, named.value)
GROUP BY pos
