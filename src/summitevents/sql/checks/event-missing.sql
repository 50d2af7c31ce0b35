-- references to events that no claim, dead or alive, speaks of
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'event' AS field, event AS value FROM live WHERE op IN ('relate', 'same', 'different')
    UNION ALL
    SELECT pos, 'other' AS field, other AS value FROM live WHERE op IN ('relate', 'same', 'different')
) AS named
ANTI JOIN (SELECT event FROM records WHERE op = 'claim') AS spoken_of ON spoken_of.event = named.value
