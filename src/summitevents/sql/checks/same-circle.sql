-- events absorbed into themselves, by way of others
WITH RECURSIVE steps AS (
    SELECT pos, other AS absorbed_event, event AS reached FROM live WHERE op = 'same' AND event <> other
    UNION
    SELECT steps.pos, steps.absorbed_event, further.event AS reached
    FROM steps
    JOIN live AS further ON further.op = 'same' AND further.other = steps.reached
)
SELECT pos, 'other' AS field, absorbed_event AS value, NULL AS other FROM steps WHERE reached = absorbed_event
