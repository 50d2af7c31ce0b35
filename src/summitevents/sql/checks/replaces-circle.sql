-- records that replace themselves, by way of others; a circle is broken where any of them is retracted
WITH RECURSIVE held AS (
    SELECT records.pos, records.id, records.replaces
    FROM records
    ANTI JOIN (SELECT target FROM records WHERE op = 'retract') AS retracted ON retracted.target = records.id
    WHERE records.replaces IS NOT NULL AND records.replaces <> records.id
),
steps AS (
    SELECT pos, id, replaces, replaces AS reached FROM held
    UNION
    SELECT steps.pos, steps.id, steps.replaces, held.replaces AS reached
    FROM steps
    JOIN held ON held.id = steps.reached
)
SELECT pos, 'replaces' AS field, replaces AS value, NULL AS other FROM steps WHERE reached = id
