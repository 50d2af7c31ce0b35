-- places that lie within themselves, by way of others
WITH RECURSIVE steps AS (
    SELECT pos, place, within, within AS reached FROM live WHERE op = 'place' AND within IS NOT NULL
    UNION
    SELECT steps.pos, steps.place, steps.within, further.within AS reached
    FROM steps
    JOIN live AS further ON further.op = 'place' AND further.place = steps.reached AND further.within IS NOT NULL
)
SELECT pos, 'within' AS field, within AS value, NULL AS other FROM steps WHERE reached = place
