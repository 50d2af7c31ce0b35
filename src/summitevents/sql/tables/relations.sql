-- one row per live relation between two events that have claims; doubles collapsed, none of an event to itself
SELECT
    event, relation, other,
    min_by(id, seq) AS record,
    min_by(note, seq) AS note,
    min_by(source, seq) FILTER (WHERE passage_start IS NOT NULL) AS source,
    min_by(passage_start, seq) FILTER (WHERE passage_start IS NOT NULL) AS passage_start,
    min_by(passage_end, seq) FILTER (WHERE passage_start IS NOT NULL) AS passage_end
FROM (
    SELECT
        coalesce(near_end.canonical, live.event) AS event, live.relation,
        coalesce(far_end.canonical, live.other) AS other,
        live.id, live.seq, live.note, live.source, live.passage_start, live.passage_end
    FROM live
    LEFT JOIN absorbed AS near_end ON near_end.event = live.event
    LEFT JOIN absorbed AS far_end ON far_end.event = live.other
    WHERE live.op = 'relate' AND (live.source IS NULL OR live.source IN (SELECT known.source FROM known))
) AS related
WHERE event <> other
    AND event IN (SELECT events.event FROM events)
    AND other IN (SELECT events.event FROM events)
GROUP BY event, relation, other
ORDER BY event, relation, other
