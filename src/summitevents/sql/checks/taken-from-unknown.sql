-- sources taken from somebody whom no live record calls so: no source has that publisher, and no actor that name
SELECT live.pos, 'taken_from' AS field, live.taken_from AS value, NULL AS other
FROM live
ANTI JOIN (
    SELECT publisher AS name FROM live WHERE publisher IS NOT NULL
    UNION ALL
    SELECT name FROM live WHERE op = 'actor'
) AS called ON called.name = live.taken_from
WHERE live.taken_from IS NOT NULL
