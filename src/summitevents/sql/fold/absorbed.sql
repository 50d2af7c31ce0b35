-- one row per event slug that was absorbed: the slug that stands for it in the end
WITH RECURSIVE steps AS (
    SELECT other AS event, event AS canonical FROM live WHERE op = 'same' AND event <> other
    UNION
    SELECT steps.event, further.event AS canonical
    FROM steps
    JOIN live AS further ON further.op = 'same' AND further.other = steps.canonical AND further.event <> further.other
)
SELECT steps.event, steps.canonical
FROM steps
ANTI JOIN (SELECT other FROM live WHERE op = 'same' AND event <> other) AS merged ON merged.other = steps.canonical
