-- events that are a part of themselves, or before themselves, by way of others (follows is before, the other way round)
-- a row per step, from start to reached: those that run in a circle are found in it
SELECT
    live.pos,
    CASE live.relation WHEN 'follows' THEN 'other' ELSE 'event' END AS field,
    CASE live.relation WHEN 'follows' THEN live.other ELSE live.event END AS value,
    CASE live.relation WHEN 'part-of' THEN 'a part of' ELSE 'before' END AS other,
    CASE live.relation WHEN 'follows' THEN coalesce(far_end.canonical, live.other) ELSE coalesce(near_end.canonical, live.event) END AS start,
    CASE live.relation WHEN 'follows' THEN coalesce(near_end.canonical, live.event) ELSE coalesce(far_end.canonical, live.other) END AS reached
FROM live
LEFT JOIN absorbed AS near_end ON near_end.event = live.event
LEFT JOIN absorbed AS far_end ON far_end.event = live.other
WHERE live.op = 'relate' AND live.relation IN ('part-of', 'before', 'follows') AND live.event <> live.other
