-- one row per live record and record that it stands in for, perhaps by way of others
WITH RECURSIVE steps AS (
    SELECT pos, id, replaces, replaces AS ended FROM live WHERE replaces IS NOT NULL
    UNION
    SELECT steps.pos, steps.id, steps.replaces, further.replaces AS ended
    FROM steps
    JOIN records AS further ON further.id = steps.ended AND further.replaces IS NOT NULL
)
SELECT pos, id, replaces, ended FROM steps
