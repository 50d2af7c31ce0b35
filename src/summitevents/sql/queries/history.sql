-- one event's history: one row per record that has touched it, in the order of the log, dead ones too
-- $event: the event's slug (needed)
WITH slugs AS (
    SELECT $event AS event
    UNION ALL
    SELECT alias FROM aliases WHERE aliases.event = $event
),
spoken AS (
    SELECT id FROM log WHERE op = 'claim' AND event IN (SELECT slugs.event FROM slugs)
)
SELECT
    log.pos, log.id AS record, log.op, log.recorded_at, log.title, log.happened, log.status,
    coalesce(log.rank, log.verdict, log.relation) AS word, coalesce(log.target, log.replaces) AS target, log.other,
    log.reason, corrections.ended_by
FROM log
LEFT JOIN corrections ON corrections.record = log.id
WHERE log.event IN (SELECT slugs.event FROM slugs)
    OR log.target IN (SELECT spoken.id FROM spoken)
    OR log.other IN (SELECT spoken.id FROM spoken)
    OR log.other IN (SELECT slugs.event FROM slugs)
ORDER BY log.pos
