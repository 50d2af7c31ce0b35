-- what was known before a day, and who said so: one row per claim whose source may have come out by then
-- $day: ISO day; a source counts if its earliest possible day of publication is before it
SELECT
    claims.event, claims.title, claims.status, claims.happened, coalesce(actors.name, sources.title) AS said_by,
    claims.source, claims.passage_start, claims.passage_end
FROM claims
JOIN sources ON sources.source = claims.source
LEFT JOIN actors ON actors.actor = claims.speaker
WHERE sources.published_earliest < coalesce($day, '2019-02-27')
ORDER BY coalesce(claims.start_min, claims.end_max) NULLS LAST, claims.event, claims.standing
