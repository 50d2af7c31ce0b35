-- what was known before a day, and who said so: one row per claim whose source may have come out by then
-- $day: YYYY-MM-DD, 2019-02-27 by default; a source counts if its earliest possible day of publication is before it
SELECT
    claims.event, claims.title, claims.status, claims.happened, actors.name AS speaker,
    sources.title AS source_title, claims.source, claims.passage_start, claims.passage_end
FROM claims
JOIN sources ON sources.source = claims.source
LEFT JOIN actors ON actors.actor = claims.speaker
WHERE CAST(sources.published_earliest AS DATE) < CAST(coalesce($day, '2019-02-27') AS DATE)
ORDER BY coalesce(claims.start_min, claims.end_max) NULLS LAST, claims.event, claims.standing
