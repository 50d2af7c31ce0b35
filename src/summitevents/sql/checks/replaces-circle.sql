-- records that replace themselves, by way of others
WITH RECURSIVE steps AS (
    SELECT pos, id, replaces AS reached FROM records WHERE replaces IS NOT NULL AND replaces <> id
    UNION
    SELECT steps.pos, steps.id, further.replaces AS reached
    FROM steps
    JOIN records AS further ON further.id = steps.reached AND further.replaces IS NOT NULL
)
SELECT pos, 'replaces' AS field, id AS value, NULL AS other FROM steps WHERE reached = id
