-- references to events whose every claim is dead
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'event' AS field, event AS value FROM live WHERE op IN ('relate', 'same', 'different')
    UNION ALL
    SELECT pos, 'other' AS field, other AS value FROM live WHERE op IN ('relate', 'same', 'different')
) AS named
SEMI JOIN (SELECT event FROM records WHERE op = 'claim') AS spoken_of ON spoken_of.event = named.value
ANTI JOIN (SELECT event FROM live WHERE op = 'claim') AS spoken_of_still ON spoken_of_still.event = named.value
