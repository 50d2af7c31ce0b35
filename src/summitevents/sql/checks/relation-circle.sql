-- events that are a part of themselves, or before themselves, by way of others (follows is before, the other way round)
WITH RECURSIVE pairs AS (
    SELECT
        live.pos, CASE live.relation WHEN 'part-of' THEN 'a part of' ELSE 'before' END AS relation,
        CASE live.relation WHEN 'follows' THEN 'other' ELSE 'event' END AS field,
        CASE live.relation WHEN 'follows' THEN live.other ELSE live.event END AS value,
        CASE live.relation WHEN 'follows' THEN coalesce(far_end.canonical, live.other) ELSE coalesce(near_end.canonical, live.event) END AS event,
        CASE live.relation WHEN 'follows' THEN coalesce(near_end.canonical, live.event) ELSE coalesce(far_end.canonical, live.other) END AS other
    FROM live
    LEFT JOIN absorbed AS near_end ON near_end.event = live.event
    LEFT JOIN absorbed AS far_end ON far_end.event = live.other
    WHERE live.op = 'relate' AND live.relation IN ('part-of', 'before', 'follows') AND live.event <> live.other
),
steps AS (
    SELECT relation, event, other AS reached FROM pairs
    UNION
    SELECT steps.relation, steps.event, pairs.other AS reached
    FROM steps
    JOIN pairs ON pairs.relation = steps.relation AND pairs.event = steps.reached
)
SELECT pairs.pos, pairs.field, pairs.value, pairs.relation AS other
FROM pairs
SEMI JOIN steps ON steps.relation = pairs.relation AND steps.event = pairs.other AND steps.reached = pairs.event
