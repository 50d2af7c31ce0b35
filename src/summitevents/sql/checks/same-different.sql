-- events that are held different though they ended up as one, in however many steps
SELECT live.pos, 'other' AS field, live.other AS value, live.event AS other
FROM live
LEFT JOIN absorbed AS near_end ON near_end.event = live.event
LEFT JOIN absorbed AS far_end ON far_end.event = live.other
WHERE live.op = 'different' AND live.event <> live.other
    AND coalesce(near_end.canonical, live.event) = coalesce(far_end.canonical, live.other)
