-- the log itself: one row per record, in the order of the log, with what it says in short
SELECT
    log.pos, log.id AS record, log.op, log.recorded_at,
    CASE log.op
        WHEN 'claim' THEN concat_ws(' ', log.event || ':', log.title, '(' || concat_ws(', ', log.happened, log.status) || ')')
        WHEN 'source' THEN concat_ws(' ', log.source || ':', log.title)
        WHEN 'actor' THEN concat_ws(' ', log.actor || ':', log.name)
        WHEN 'place' THEN concat_ws(' ', log.place || ':', log.name)
        WHEN 'relate' THEN concat_ws(' ', log.event, log.relation, log.other)
        WHEN 'compare' THEN concat_ws(' ', log.target, log.verdict, log.other)
        WHEN 'retract' THEN log.target
        WHEN 'rank' THEN concat_ws(' ', log.target, log.rank)
        ELSE concat_ws(' ', log.event, 'and', log.other)
    END AS says,
    log.replaces, log.reason, corrections.ended_by
FROM log
LEFT JOIN corrections ON corrections.record = log.id
ORDER BY log.pos
